"""The grid by keys alone and by the mouse: what each key and stroke does to the lines, and where the cursor then is."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.capabilities.staffing.sheets import drawn
from tests.capabilities.staffing.sheets import ground
from tests.gui import CONTROL
from tests.gui import SHIFT
from tests.gui import press
from tests.gui import show
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.ui import grid_words as words
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.capabilities.staffing.ui.grid import RosterGrid
from yigongti_desktop.capabilities.staffing.ui.legend import Legend
from yigongti_desktop.kit.theme import DARK
from yigongti_desktop.kit.theme import LIGHT
from yigongti_desktop.kit.theme import dress
from yigongti_desktop.kit.theme import theme

pytestmark = pytest.mark.gui
_WIDE, _HIGH = 900, 500
_LEFT = Qt.MouseButton.LeftButton
_BARE = Qt.KeyboardModifier.NoModifier


def grid_of(qtbot: QtBot, people: int = 12, days: int = 31, *, is_open: bool = True) -> RosterGrid:
    known = ground(people, days=days)
    grid = RosterGrid(Board(known, drawn(known, codes=("",)), is_open=is_open))
    show(qtbot, grid, _WIDE, _HIGH)
    grid.setFocus()
    return grid


@pytest.fixture
def grid(qtbot: QtBot) -> RosterGrid:
    return grid_of(qtbot)


def row(grid: RosterGrid, person: int) -> str:
    """Return somebody's line: a letter for each day, a point for a day off, ? for what is open."""
    return "".join("?" if code is None else code or "." for code in grid.board.sheet.lines[person].codes)


def spot(grid: RosterGrid, place: int, day: int) -> QPoint:
    return grid.shape_now.box(place, day).center()


def under(grid: RosterGrid) -> tuple[int | None, int | None]:
    """Return the person, or the duty of the coverage, under the cursor."""
    return grid.person, grid.duty


def free(grid: RosterGrid, *days: int) -> list[int]:
    """Return people who are there on all days, or on these."""
    asked = days or range(grid.days)
    return [place for place in range(len(grid.board.people)) if all(grid.board.ground.may(place, day) for day in asked)]


# keys


def test_letters_set_a_duty_nought_the_day_off_and_delete_clears(grid: RosterGrid) -> None:
    press(grid, Qt.Key.Key_D)
    press(grid, Qt.Key.Key_Right)
    press(grid, Qt.Key.Key_N)
    press(grid, Qt.Key.Key_Right)
    press(grid, Qt.Key.Key_Delete)
    press(grid, Qt.Key.Key_Right)
    press(grid, Qt.Key.Key_Delete)
    press(grid, Qt.Key.Key_0)
    assert row(grid, 0).startswith("DN?.")
    assert (grid.row, grid.day) == (0, 3)


def test_arrows_home_and_end_stay_within_people_days_and_coverage(grid: RosterGrid) -> None:
    press(grid, Qt.Key.Key_Left)
    press(grid, Qt.Key.Key_Up)
    assert (grid.row, grid.day) == (0, 0)
    press(grid, Qt.Key.Key_End)
    press(grid, Qt.Key.Key_Right)
    assert grid.day == 30
    press(grid, Qt.Key.Key_End, CONTROL)
    needed = grid.board.ground.needed
    assert under(grid) == (11, None)
    press(grid, Qt.Key.Key_Down)
    assert under(grid) == (None, needed[0])
    for _ in range(9):
        press(grid, Qt.Key.Key_Down)
    assert under(grid) == (None, needed[-1])
    press(grid, Qt.Key.Key_D)
    assert not grid.board.sheet.is_changed, "nothing is typed into the coverage"
    press(grid, Qt.Key.Key_Home, CONTROL)
    assert (grid.row, grid.day) == (0, 0)


def test_a_range_is_set_by_one_key_and_taken_back_by_one(grid: RosterGrid) -> None:
    people = free(grid)
    grid.show_people(people[:3])
    press(grid, Qt.Key.Key_Right, SHIFT)
    press(grid, Qt.Key.Key_Right, SHIFT)
    press(grid, Qt.Key.Key_Down, SHIFT)
    press(grid, Qt.Key.Key_D)
    assert [row(grid, place)[:4] for place in people[:3]] == ["DDD.", "DDD.", "...."]
    press(grid, Qt.Key.Key_Z, CONTROL)
    assert not grid.board.sheet.is_changed
    press(grid, Qt.Key.Key_Y, CONTROL)
    assert row(grid, people[1]).startswith("DDD.")
    press(grid, Qt.Key.Key_Escape)
    assert not grid.has_range


def test_a_week_is_copied_to_another_person_and_another_week(grid: RosterGrid) -> None:
    first, second = free(grid)[:2]
    grid.show_people([first, second])
    for day, key in ((3, Qt.Key.Key_D), (4, Qt.Key.Key_E), (5, Qt.Key.Key_N)):
        grid.go_to(0, day)
        press(grid, key)
    press(grid, Qt.Key.Key_C, CONTROL)
    press(grid, Qt.Key.Key_Down)
    press(grid, Qt.Key.Key_Right, CONTROL)  # a week on
    press(grid, Qt.Key.Key_V, CONTROL)
    assert row(grid, second) == "." * 10 + "DEN" + "." * 18


def test_the_range_takes_what_the_person_above_has(grid: RosterGrid) -> None:
    first, second = free(grid)[:2]
    grid.show_people([first, second])
    press(grid, Qt.Key.Key_E)
    press(grid, Qt.Key.Key_Down)
    press(grid, Qt.Key.Key_D, CONTROL)
    assert row(grid, second).startswith("E.")


def test_p_pins_and_lets_go_and_what_is_drawn_goes_around_it(grid: RosterGrid) -> None:
    press(grid, Qt.Key.Key_N)
    press(grid, Qt.Key.Key_P)
    assert grid.board.sheet.is_pinned((0, 0))
    assert "钉住" in grid.accessibleName()
    grid.board.take({grid.board.people[0].id: ("D",) * 31})
    assert row(grid, 0).startswith("ND")
    press(grid, Qt.Key.Key_P)
    assert not grid.board.sheet.is_pinned((0, 0))


def test_the_next_problem_is_gone_to_and_said(grid: RosterGrid) -> None:
    person = free(grid)[0]
    grid.go_to(person, 7)
    press(grid, Qt.Key.Key_N)
    press(grid, Qt.Key.Key_Right)
    press(grid, Qt.Key.Key_D)
    problems = grid.board.live.problems
    assert any(one.person == person for one in problems)
    seen = []
    grid.go_to(0, 0)
    grid.show_people([place for place in range(12) if place != person])
    for _ in problems:
        found = grid.next_problem()
        assert found is not None
        assert grid.day == found.day
        assert grid.person == found.person
        seen.append(found)
    assert set(seen) == set(problems)
    assert person in grid.shown, "who was filtered away is shown again"
    grid.show_problem(next(one for one in problems if one.person == person))
    assert "夜班" in grid.accessibleName()
    back = grid.next_problem(-1)
    assert back == problems[problems.index(next(one for one in problems if one.person == person)) - 1]


def test_the_screen_reader_hears_the_cell_and_what_is_wrong_there(grid: RosterGrid) -> None:
    name = grid.board.people[0].staff.name
    assert grid.accessibleName() == f"排班表，{name}，5月1日　周五，休息"
    press(grid, Qt.Key.Key_Right, SHIFT)
    assert grid.accessibleName() == "排班表，选了 2 格"
    grid.go_to(len(grid.shown), 0)
    assert grid.accessibleName() == "排班表，白班，5月1日　周五，排了 0 人，至少要 2 人，缺 2 人"


def test_nothing_is_changed_on_what_is_only_looked_at(qtbot: QtBot) -> None:
    grid = grid_of(qtbot, is_open=False)
    for key in (Qt.Key.Key_D, Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_P):
        press(grid, key)
    grid.set_brush("D")
    QTest.mouseClick(grid.viewport(), _LEFT, _BARE, spot(grid, 1, 1))
    assert not grid.board.sheet.is_changed
    assert (grid.row, grid.day) == (1, 1)


def test_who_is_away_is_shown_so_and_takes_no_duty(grid: RosterGrid) -> None:
    person, day = next(iter(grid.board.ground.away))
    grid.go_to(person, day)
    press(grid, Qt.Key.Key_D)
    assert not grid.board.sheet.is_changed
    assert words.what(grid.board, (person, day)) == "年休假"


def test_each_duty_has_the_letter_of_its_pinyin_or_its_own() -> None:
    keys = words.letters(starting())
    assert {key: codes for key, codes in keys.items() if key in "byjgx"} == {
        "b": ("白",),
        "y": ("夜",),
        "j": ("急",),
        "g": ("公",),
        "x": ("巡",),
    }


# the mouse


def test_a_click_moves_the_cursor_and_shift_makes_a_range(grid: RosterGrid) -> None:
    QTest.mouseClick(grid.viewport(), _LEFT, _BARE, spot(grid, 2, 4))
    assert (grid.row, grid.day) == (2, 4)
    QTest.mouseClick(grid.viewport(), _LEFT, SHIFT, spot(grid, 3, 6))
    assert grid.range() == (range(2, 4), range(4, 7))
    QTest.mouseClick(grid.viewport(), _LEFT, _BARE, spot(grid, len(grid.shown), 2))
    assert grid.duty is not None


def test_a_stroke_with_a_brush_is_one_step(grid: RosterGrid) -> None:
    person = free(grid)[0]
    grid.set_brush("D")
    QTest.mousePress(grid.viewport(), _LEFT, _BARE, spot(grid, person, 2))
    for day in (3, 4, 5):
        QTest.mouseMove(grid.viewport(), spot(grid, person, day))
    assert not grid.board.sheet.is_changed, "nothing stands before the button is let go"
    QTest.mouseRelease(grid.viewport(), _LEFT, _BARE, spot(grid, person, 5))
    assert row(grid, person).startswith("..DDDD.")
    grid.board.undo()
    assert not grid.board.sheet.is_changed
    press(grid, Qt.Key.Key_Escape)
    QTest.mouseClick(grid.viewport(), _LEFT, _BARE, spot(grid, person, 8))
    assert not grid.board.sheet.is_changed, "the brush was put down"


def test_a_cell_is_carried_to_another_person(grid: RosterGrid) -> None:
    first, second = free(grid)[:2]
    grid.go_to(first, 3)
    press(grid, Qt.Key.Key_N)
    grid.go_to(second, 3)
    press(grid, Qt.Key.Key_D)
    QTest.mousePress(grid.viewport(), _LEFT, _BARE, spot(grid, first, 3))
    QTest.mouseMove(grid.viewport(), spot(grid, second, 3))
    QTest.mouseRelease(grid.viewport(), _LEFT, _BARE, spot(grid, second, 3))
    assert (row(grid, first)[3], row(grid, second)[3]) == ("D", "N")
    assert (grid.row, grid.day) == (second, 3)


def test_the_legend_hands_out_brushes_and_takes_them_back(qtbot: QtBot) -> None:
    legend = show(qtbot, Legend(starting()), 700, 40)
    with qtbot.waitSignal(legend.chosen) as taken:
        QTest.mouseClick(legend, _LEFT, _BARE, QPoint(12, 15))
    assert taken.args == ["白"]
    with qtbot.waitSignal(legend.chosen) as left:
        QTest.mouseClick(legend, _LEFT, _BARE, QPoint(12, 15))
    assert left.args == [None]
    legend.show_duties(starting(), may_paint=False)
    with qtbot.assertNotEmitted(legend.chosen):
        QTest.mouseClick(legend, _LEFT, _BARE, QPoint(12, 15))


# the picture


def test_sixty_people_scroll_while_names_days_and_coverage_stay(qtbot: QtBot) -> None:
    grid = grid_of(qtbot, 60)
    shape = grid.shape_now
    assert shape.down_most > 0
    assert shape.across_most == 0
    head = grid.grab().toImage().copy(0, 0, shape.width, shape.head)
    foot = grid.grab().toImage().copy(0, shape.foot_top, shape.name_width, shape.foot)
    press(grid, Qt.Key.Key_End, CONTROL)
    press(grid, Qt.Key.Key_Home)
    image: QImage = grid.grab().toImage()
    assert grid.shape_now.down == shape.down_most
    assert image.copy(0, 0, shape.width, shape.head) == head
    assert image.copy(0, shape.foot_top, shape.name_width, shape.foot) == foot
    assert grid.shape_now.body.contains(spot(grid, 59, 0))


@pytest.mark.parametrize("dress_name", [LIGHT, DARK])
def test_duties_can_be_read_on_their_tints(qapp: QApplication, dress_name: str) -> None:
    dress(qapp, dress_name)

    def light(token: str) -> float:
        colour = theme.color(token)
        parts = colour.redF(), colour.greenF(), colour.blueF()
        linear = [float(one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4) for one in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for name in ("teal", "blue", "amber", "violet", "green", "grey"):
        low, high = sorted((light(f"duty_{name}"), light(f"duty_{name}_tint")))
        assert (high + 0.05) / (low + 0.05) >= 4.5, name
    dress(qapp, LIGHT)


def test_painting_leaves_the_colours_of_the_theme_alone(grid: RosterGrid) -> None:
    names = ("accent", "soft", "danger", "text")
    before = [theme.color(name).rgba() for name in names]
    press(grid, Qt.Key.Key_Right, SHIFT)
    press(grid, Qt.Key.Key_N)
    grid.grab()
    assert [theme.color(name).rgba() for name in names] == before


def test_the_day_off_after_a_night_is_called_so_also_on_the_first_day(grid: RosterGrid) -> None:
    board = grid.board
    after = next(place for place, person in enumerate(board.people) if person.before[-1] == "N")
    assert words.what(board, (after, 0)) == "下夜班休息"
    assert words.short_day(date(2026, 10, 15)) == "10月15日　周四"
