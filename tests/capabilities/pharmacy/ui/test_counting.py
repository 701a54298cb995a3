"""A room is counted row by row with the keyboard, found lots are added, and a second person lets it stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.capabilities.pharmacy.ui import counts
from tests.capabilities.pharmacy.ui.counts import add_room
from tests.capabilities.pharmacy.ui.counts import balances
from tests.capabilities.pharmacy.ui.counts import counted
from tests.capabilities.pharmacy.ui.counts import held
from tests.capabilities.pharmacy.ui.counts import issued
from tests.capabilities.pharmacy.ui.counts import opened
from tests.capabilities.pharmacy.ui.counts import seat
from tests.capabilities.pharmacy.ui.counts import stocked
from tests.capabilities.pharmacy.ui.counts import titles
from tests.capabilities.pharmacy.ui.sheets import fault
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.sheets import put
from tests.capabilities.reading import check_layout
from tests.capabilities.referrals.ui.papers import save_paper
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.ui.count_today import todos
from yigongti_desktop.kernel.errors import Refused

pytestmark = pytest.mark.gui


def begin(me: Screen) -> Any:
    """Begin a count of the pharmacy with F2, and return the page."""
    page = me.page("counts")
    me.press("F2")
    me.settle()
    me.press("Ctrl+Return")
    me.until(lambda: page.title == "录实盘数")
    me.settle()
    return page


def write(me: Screen, *quantities: str) -> None:
    """Type quantities one below another."""
    for typed in quantities:
        me.type(typed)
        me.press("Return")


def saved(me: Screen, count: int) -> None:
    """Let what was typed go into the count, and wait until so many lines are there."""
    me.press("Ctrl+S")
    me.until(lambda: sum(line.counted is not None for line in held(me).lines) == count)
    me.settle()


def test_a_room_is_counted_with_the_keyboard_alone_and_a_second_person_lets_it_stand(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me)
    assert [line["lot"] for line in lines(page)] == ["B1", "P1", "A1"]  # by name, as the shelves are
    write(me, "6", "3", "12")
    me.press("Ins")
    me.pick("amxljn")
    write(me, "X9", "2029.5.31", "2")
    saved(me, 4)
    assert me.says("盘完了")
    me.press("Escape")
    me.settle()
    assert me.rows(page)[0][:5] == ["待确认", held(me).number, "药房", "4/4", "3"]
    assert balances(me) == {"A1": 10, "B1": 6, "P1": 4}
    screens.leave(me)

    boss = screens("院长")
    page = seat(boss, "核对确认")
    assert not page.work.table.view.isRowHidden(1)
    assert page.work.table.view.isRowHidden(0)  # nothing to be said of what is as the books have it
    boss.pick("ps")
    boss.pick("lj")
    write(boss, "借来没有登记")
    boss.press("Ctrl+Return")
    boss.until(lambda: held(boss).state is CountState.CONFIRMED)
    boss.settle()
    assert balances(boss) == {"A1": 12, "B1": 6, "P1": 3, "X9": 2}
    (entry,) = [one for one in boss.bench.read(store.entries, counts.UNIT) if one.kind is EntryKind.COUNT]
    assert (entry.document, entry.person) == (held(boss).number, "孙立新")
    assert [(line.lot, line.quantity, line.reason) for line in entry.lines] == [
        ("P1", -1, "破损"),
        ("A1", 2, "漏记"),
        ("X9", 2, "借来没有登记"),
    ]
    assert boss.toasts[-1][1] == f"{held(boss).number}　已确认，账面改了 3 批"


def test_what_is_typed_goes_into_the_count_when_its_row_is_left(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me)
    write(me, "6")
    me.until(lambda: held(me).lines[0].counted == 6)
    me.settle()
    assert me.says("已存进盘点表 1/3 批")
    assert page.unsaved == ""
    assert me.bench.read(store.stale_lines, held(me)) == []


def test_a_blind_count_hides_the_books_until_a_second_person_sees_it_whole(screens: Screens) -> None:
    stocked(screens.county)
    known = opened(screens.county, is_blind=True)
    me = screens("药师")
    page = seat(me, "录实盘数")
    assert {"账面", "差异", "原因"}.isdisjoint(titles(page))
    write(me, "6", "4", "9")
    saved(me, 3)
    assert {"账面", "差异", "原因"}.isdisjoint(titles(page))
    assert not me.says("盘亏")
    me.press("Escape")
    me.settle()
    assert me.rows(page)[0][4] == "盲盘"
    assert me.says("盲盘，确认前不显示")
    screens.leave(me)

    boss = screens("院长")
    page = seat(boss, "核对确认")
    assert {"账面", "差异", "原因"} <= set(titles(page))
    boss.pick("ds")
    boss.press("Ctrl+Return")
    boss.until(lambda: held(boss, known.id).state is CountState.CONFIRMED)
    assert balances(boss)["A1"] == 9


def test_a_director_sees_nothing_of_the_books_before_a_blind_count_is_whole(screens: Screens) -> None:
    stocked(screens.county)
    counted(screens.county, opened(screens.county, is_blind=True), 5)
    boss = screens("院长")
    page = seat(boss, "盘点表")
    assert {"账面", "差异"}.isdisjoint(titles(page))
    boss.press("Escape")
    boss.settle()
    assert boss.rows(page)[0][3:5] == ["1/3", "盲盘"]
    assert "开始盘点" not in boss.buttons()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-1", "数量至少是 0。请改。"),
        ("abc", "实盘应为整数，现在是「abc」。请改。"),
        ("10000000", "数量 10,000,000 太大，最多 9,999,999。请核对是不是多输了零。"),
    ],
)
def test_a_quantity_that_cannot_be_is_said_at_its_cell_and_the_others_are_saved(
    screens: Screens, typed: str, words: str
) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me)
    write(me, typed, "4")
    saved(me, 1)
    assert fault(page, 0, "counted") == words
    assert lines(page)[0]["counted"] is not None
    assert [line.counted for line in held(me).lines] == [None, 4, None]
    assert page.unsaved == "盘点表"


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("lot", "a1", ""),
        ("lot", "A1", "这一批在第 3 行，请填在那一行。"),
        ("expiry", "1998-01-31", "有效期 1998-01-31 不像真的。请照包装核对年月日。"),
        ("expiry", "明年", "有效期至应为日期，如 2028-06-30，现在是「明年」。请改。"),
        ("counted", "-3", "数量至少是 0。请改。"),
    ],
)
def test_a_found_lot_that_cannot_be_is_said_at_its_cell(screens: Screens, key: str, typed: str, words: str) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me)
    me.press("Ins")
    me.pick("amxljn")
    write(me, "Z1", counts.LATER.isoformat(), "1")
    put(me, page, 3, key, typed)
    assert fault(page, 3, key) == words


def test_a_lot_that_the_rules_refuse_is_said_at_its_cell_and_kept(screens: Screens) -> None:
    """A rule of the model, not of the cell: a lot number longer than the books take."""
    stocked(screens.county)
    me = screens("药师")
    page = begin(me)
    me.press("Ins")
    me.pick("amxljn")
    write(me, "L" * 41, "2029-05-31", "1")
    me.press("Ctrl+S")
    me.until(lambda: fault(page, 3, "lot"))
    assert "最多 40" in fault(page, 3, "lot")
    assert len(held(me).lines) == 3
    put(me, page, 3, "lot", "L41")
    saved(me, 1)
    assert held(me).lines[3].lot == "L41"


def test_a_difference_without_a_reason_is_said_at_its_cell_and_nothing_is_confirmed(screens: Screens) -> None:
    stocked(screens.county)
    counted(screens.county, opened(screens.county), 6, 4, 8)
    boss = screens("院长")
    page = seat(boss, "核对确认")
    boss.press("Ctrl+Return")
    boss.settle()
    assert fault(page, 2, "reason") == "实盘和账面不符，要写明原因。"
    assert held(boss).state is CountState.OPEN
    boss.pick("gq")
    boss.press("Ctrl+Return")
    boss.until(lambda: held(boss).state is CountState.CONFIRMED)


def test_whoever_counted_does_not_confirm_and_is_told_who_does(screens: Screens) -> None:
    stocked(screens.county)
    counted(screens.county, opened(screens.county), 6, 4, 10)
    me = screens("药师")
    page = seat(me, "录实盘数")
    assert "确认盘点" not in me.buttons()
    assert me.says("您盘过这张表，请没有参加盘点的药师或院长登录后，在这一页确认。")
    me.press("Ctrl+Return")
    me.settle()
    assert held(me).state is CountState.OPEN
    assert page.work is not None


def stale(screens: Screens) -> None:
    """Have packs given out at another desk before they are counted here, and hear of it afterwards."""
    county = screens.county
    stocked(county)
    county.sync("岳口", "岳口二")
    issued(county, "岳口二", "药师", "阿莫西林胶囊", "A1", 2)
    known = opened(county)
    counted(county, known, 6, 4, 8)
    county.sync("岳口二", "岳口")


def test_a_line_whose_books_were_not_whole_is_marked_and_counted_again(screens: Screens) -> None:
    stale(screens)
    boss = screens("院长")
    page = seat(boss, "核对确认")
    assert boss.says("1 批需重盘")
    assert boss.says("阿莫西林胶囊（A1）盘点以后，另一台电脑送来了盘点之前的出入库")
    put(boss, page, 2, "reason", "漏记")
    boss.press("Ctrl+Return")
    boss.until(lambda: boss.says("没有确认"))
    assert boss.says("请把这些行再盘一次")
    assert held(boss).state is CountState.OPEN
    screens.leave(boss)

    screens.county.clock.advance(minutes=2)
    me = screens("药师")
    page = seat(me, "录实盘数")
    assert [line["counted"] for line in lines(page)] == [6, 4, None]
    assert page.work.table.view.currentIndex().row() == 2
    write(me, "8")
    me.until(lambda: held(me).lines[2].book == 8)
    me.settle()
    assert not me.says("批需重盘")
    assert me.bench.read(store.stale_lines, held(me)) == []
    screens.leave(me)

    boss = screens("院长")
    seat(boss, "核对确认")
    boss.press("Ctrl+Return")
    boss.until(lambda: held(boss).state is CountState.CONFIRMED)
    assert balances(boss) == {"A1": 8, "B1": 6, "P1": 4}


def test_half_a_found_lot_is_still_there_when_the_sheet_is_opened_again(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me)
    write(me, "6", "x")
    me.press("Ins")
    me.pick("amxljn")
    write(me, "Z1")
    me.press("Escape")
    me.settle()
    assert page.work is None
    assert me.toasts[-1] == ("已存本机", "下次打开接着盘")
    me.press("Return")
    me.settle()
    assert [line["counted"] for line in lines(page)] == [6, "x", None, None]
    assert (lines(page)[3]["name"], lines(page)[3]["lot"]) == ("阿莫西林胶囊", "Z1")
    put(me, page, 3, "expiry", "2029-05-31")
    put(me, page, 3, "counted", "5")
    put(me, page, 1, "counted", "4")
    saved(me, 3)
    me.press("Escape")
    me.settle()
    me.press("Return")
    me.settle()
    assert [line["counted"] for line in lines(page)] == [6, 4, None, 5]
    assert lines(page)[3]["expiry"] == date(2029, 5, 31)
    assert page.unsaved == ""


def test_reasons_that_were_typed_and_not_confirmed_are_kept(screens: Screens) -> None:
    stocked(screens.county)
    counted(screens.county, opened(screens.county), 5, 4, 8)
    boss = screens("院长")
    page = seat(boss, "核对确认")
    boss.pick("ps")
    boss.press("Escape")
    boss.settle()
    boss.press("Return")
    boss.settle()
    assert [line["reason"] for line in lines(page)] == ["破损", "", ""]
    assert page.work.table.view.currentIndex().row() == 2


def test_what_another_counts_comes_into_the_open_sheet_and_what_is_typed_stays(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me)
    put(me, page, 0, "counted", "x")
    county = screens.county
    county.sync("岳口", "岳口二")
    known = county.desks["岳口二"].read(store.counts)[0]
    line = known.lines[2]
    done = CountLine(drug=line.drug, lot=line.lot, expiry=line.expiry, counted=10)
    county.clock.advance(minutes=1)
    county.desks["岳口二"].do(county.people["药师"], m.CountStock(count=known.id, lines=(done,)))
    county.sync("岳口二")
    me.sync()
    assert [one["counted"] for one in lines(page)] == ["x", None, 10]


def test_a_count_that_ended_elsewhere_is_closed_here(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me)
    county = screens.county
    county.desks["岳口"].do(county.people["院长"], m.CancelCount(count=held(me).id, reason="停电"))
    page.reload()
    me.settle()
    assert page.work is None
    assert me.says("这次盘点已作废")


def test_a_count_is_given_up_with_a_reason(screens: Screens) -> None:
    stocked(screens.county)
    opened(screens.county)
    me = screens("药师")
    page = me.page("counts")
    me.click("作废")
    me.press("Ctrl+Return")
    assert me.fault(page.panel.asking.form, "reason") == "原因没有填。请补上。"
    me.pick("kckf")
    me.press("Return")
    me.until(lambda: held(me).state is CountState.CANCELLED)
    me.settle()
    assert held(me).reason == "开错库房，另开"
    assert me.rows(page)[0][0] == "已作废"
    assert balances(me) == {"A1": 10, "B1": 6, "P1": 4}


def test_a_room_of_its_own_is_counted_by_itself(screens: Screens) -> None:
    stocked(screens.county)
    add_room(screens.county, "西药库")
    stocked(screens.county, shelf=(("阿莫西林胶囊", "K1", 50),), room="西药库")
    me = screens("药师")
    page = me.page("counts")
    me.press("F2")
    me.settle()
    assert me.propose("xyk") == ["西药库"]
    me.press("Return")
    me.settle()
    assert me.says("账面有 1 批")
    me.press("Ctrl+Return")
    me.until(lambda: page.title == "录实盘数")
    me.settle()
    assert (held(me).room, [line["lot"] for line in lines(page)]) == ("西药库", ["K1"])


def test_the_blind_sheet_and_the_result_are_printed(screens: Screens, tmp_path: Path) -> None:
    stocked(screens.county)
    known = opened(screens.county, is_blind=True)
    me = screens("药师")
    page = me.page("counts")
    me.press("Ctrl+P")
    blind = save_paper(me, tmp_path / "blind.pdf")
    check_layout(blind)
    assert known.number in blind.flat
    assert "账面" not in blind.flat
    counted(screens.county, known, 6, 4, 7)
    page.reload()
    me.settle()
    me.press("Ctrl+P")
    assert "账面" not in save_paper(me, tmp_path / "still.pdf").flat
    screens.county.desks["岳口"].do(
        screens.county.people["院长"], m.ConfirmCount(count=known.id, reasons=((3, "破损"),))
    )
    page.reload()
    me.settle()
    me.press("Ctrl+P")
    result = save_paper(me, tmp_path / "result.pdf")
    check_layout(result)
    assert "107-3破损" in result.flat


def test_today_names_the_counts_that_wait_for_a_second_person(screens: Screens) -> None:
    county = screens.county
    stocked(county)
    known = opened(county)
    desk, now = county.desks["岳口"], county.clock.now()
    assert [(todo.kind, todo.detail) for todo in desk.read(todos, county.people["药师"], now)] == [
        ("盘点", "盘了 0/3 批，三季度")
    ]
    assert desk.read(todos, county.people["院长"], now) == []
    counted(county, known, 6, 4, 8)
    assert desk.read(todos, county.people["药师"], now) == []
    assert desk.read(todos, county.people["医生"], now) == []
    (todo,) = desk.read(todos, county.people["院长"], now)
    assert (todo.kind, todo.title, todo.detail) == ("确认", "药房盘点", "3 批盘完，1 批有差异，三季度")
    boss = screens("院长")
    boss.page("today")
    assert any("药房盘点" in word for row in boss.rows(boss.workplace.current) for word in row)
    page = boss.page(todo.page, todo.record)
    assert page.current.count.id == known.id


def test_the_books_do_not_move_before_the_second_person(screens: Screens) -> None:
    stocked(screens.county)
    known = counted(screens.county, opened(screens.county), 6, 4, 8)
    with pytest.raises(Refused) as refusal:
        screens.county.desks["岳口"].do(
            screens.county.people["药师"], m.ConfirmCount(count=known.id, reasons=((3, "破损"),))
        )
    assert refusal.value.code == "same_person"


def test_a_count_that_the_second_person_puts_back_is_corrected_and_handed_in(screens: Screens) -> None:
    """The figures come back into the sheet, with the reason; what both of them typed is still there."""
    county = screens.county
    stocked(county)
    known = opened(county)
    first_book, *others = [line.book for line in known.lines]
    counted(county, known, first_book - 1, *others)
    second = screens("院长")
    page = _opened_with(second, known.id, "核对确认")
    put(second, page, 0, "reason", "串批")
    second.click("退回重盘")
    second.until(lambda: page.panel.has_form)
    second.type("冷柜没有点")
    second.press("Return", "Ctrl+Return")
    second.until(lambda: held(second).is_back)
    second.settle()
    assert (held(second).back_reason, held(second).back_by) == ("冷柜没有点", "孙立新")
    assert [line.counted for line in held(second).lines] == [first_book - 1, *others]
    assert "退回重盘" not in second.buttons()

    first = screens("药师")
    (todo,) = first.bench.read(todos, county.people["药师"], county.clock.now())
    assert (todo.badge, "冷柜没有点" in todo.detail) == ("退回重盘", True)
    page = _opened_with(first, known.id, "录实盘数", "冷柜没有点")
    assert [line["counted"] for line in lines(page)] == [first_book - 1, *others]
    assert first.says("孙立新：冷柜没有点")
    put(first, page, 0, "counted", str(first_book))
    first.press("Ctrl+Return")
    first.until(lambda: page.panel.has_form)
    first.type("补点了冷柜")
    first.press("Ctrl+Return")
    first.until(lambda: not held(first).is_back)
    corrected = [line.counted for line in held(first).lines]
    assert (held(first).back_answer, corrected) == ("补点了冷柜", [first_book, *others])

    second = screens("院长")
    page = _opened_with(second, known.id, "核对确认", "补点了冷柜")
    second.press("Ctrl+Return")
    second.until(lambda: held(second).state is CountState.CONFIRMED)
    assert balances(second) == {"A1": 10, "B1": 6, "P1": 4}


def _opened_with(me: Screen, count: str, title: str, words: str = "") -> Any:
    """Open a count with F7, after some words were read beside it."""
    page = me.page("counts", count)
    me.settle()
    assert me.says(words)
    me.press("F7")
    me.until(lambda: page.title == title)
    me.settle()
    return page
