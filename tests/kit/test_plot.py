"""A plot: its axis, how it is walked by keys, and what it says to who cannot see it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui import has_focus_by_tab
from tests.gui import press
from tests.gui import show
from yigongti_desktop.kit.axis import ticks
from yigongti_desktop.kit.chart import Chart
from yigongti_desktop.kit.chart import Series
from yigongti_desktop.kit.chart import Shape
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.plot import Plot
from yigongti_desktop.kit.theme import DARK
from yigongti_desktop.kit.theme import LIGHT
from yigongti_desktop.kit.theme import dress
from yigongti_desktop.kit.theme import theme

pytestmark = pytest.mark.gui


def percent(value: float) -> str:
    return f"{value:.0%}"


RATES = Chart(
    labels=("9月", "10月", "11月"),
    names=("2026年9月", "2026年10月", "2026年11月"),
    full=1,
    figure=percent,
    series=(
        Series(title="按行", values=(0.83, None, 0.0), words=percent),
        Series(title="按数量", values=(0.9, None, 0.25), words=percent, shape=Shape.LINE),
    ),
)


def made(qtbot: QtBot, chart: Chart = RATES) -> tuple[QWidget, Plot]:
    """Show a plot below a field."""
    plot, holder = Plot("满足率"), QWidget()
    holder.setLayout(column(QLineEdit(), plot))
    plot.show_chart(chart)
    return show(qtbot, holder, 400, 260), plot


@given(st.lists(st.floats(0, 1e9) | st.none(), max_size=20), st.integers(1, 6))
def test_an_axis_begins_at_nought_in_even_round_steps_and_holds_every_value(
    values: list[float | None], most: int
) -> None:
    found = ticks(values, most=most)
    step = found[1]
    assert found[0] == 0
    assert list(found) == pytest.approx([step * place for place in range(len(found))])
    assert found[-1] >= max([one for one in values if one is not None], default=0)
    assert 2 <= len(found) <= most + 1
    assert f"{step:.0f}".rstrip("0") in {"1", "2", "5"}


def test_the_axis_of_shares_ends_at_one() -> None:
    assert ticks((0.2, None), full=1) == (0, 0.25, 0.5, 0.75, 1)
    assert ticks((), full=1, most=2) == (0, 0.5, 1)


def test_a_plot_says_every_figure_and_of_what_is_not_known_a_dash(qtbot: QtBot) -> None:
    _, plot = made(qtbot)
    assert plot.accessibleName() == "满足率"
    assert plot.accessibleDescription() == (
        "2026年9月　按行 83%　按数量 90%；2026年10月　按行 —　按数量 —；2026年11月　按行 0%　按数量 25%"
    )


def test_the_arrows_walk_the_places_and_each_is_read_out(qtbot: QtBot) -> None:
    holder, plot = made(qtbot)
    assert plot.readout == ""
    assert has_focus_by_tab(holder, plot)
    assert plot.readout == "2026年11月　按行 0%　按数量 25%"
    steps = [
        (Qt.Key.Key_Left, "2026年10月　按行 —　按数量 —"),
        (Qt.Key.Key_Home, "2026年9月　按行 83%　按数量 90%"),
        (Qt.Key.Key_Left, "2026年9月　按行 83%　按数量 90%"),
        (Qt.Key.Key_End, "2026年11月　按行 0%　按数量 25%"),
        (Qt.Key.Key_Right, "2026年11月　按行 0%　按数量 25%"),
    ]
    for key, words in steps:
        press(holder, key)
        assert plot.readout == words
        assert plot.accessibleName() == f"满足率 {words}"
    press(holder, Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert (plot.readout, plot.accessibleName()) == ("", "满足率")


def test_enter_and_a_click_open_a_place(qtbot: QtBot) -> None:
    holder, plot = made(qtbot)
    plot.setFocus()
    plot.rest_on(0)
    with qtbot.waitSignal(plot.opened) as opened:
        press(holder, Qt.Key.Key_Return)
    assert opened.args == [0]
    with qtbot.waitSignal(plot.opened) as opened:
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(plot.width() // 2 + 15, 80))
    assert opened.args == [1]
    with qtbot.assertNotEmitted(plot.opened):
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(2, 80))


def test_the_pointer_reads_out_what_lies_under_it(qtbot: QtBot) -> None:
    holder, plot = made(qtbot)
    QTest.mouseMove(plot, QPoint(plot.width() - 20, 80))
    qtbot.waitUntil(lambda: plot.readout.startswith("2026年11月"))
    QTest.mouseMove(holder, QPoint(5, 5))
    qtbot.waitUntil(lambda: plot.readout == "")


def test_a_plot_of_nothing_is_walked_without_harm(qtbot: QtBot) -> None:
    holder, plot = made(qtbot, Chart())
    plot.setFocus()
    with qtbot.assertNotEmitted(plot.opened):
        for key in (Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Return):
            press(holder, key)
    assert (plot.place, plot.accessibleDescription()) == (-1, "")


def test_a_plot_with_fewer_places_than_before_reads_out_its_last(qtbot: QtBot) -> None:
    _, plot = made(qtbot)
    plot.setFocus()
    plot.rest_on(2)
    plot.show_chart(Chart(labels=("1",), series=(Series(title="", values=(4,)),)))
    assert plot.readout == "1　4"


@pytest.mark.parametrize("name", [LIGHT, DARK])
def test_bars_stand_on_the_axis_in_the_colours_of_the_theme(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    dress(qapp, name)
    try:
        chart = Chart(labels=("1",), full=1, figure=percent, series=(Series(title="", values=(1.0,)),))
        _, plot = made(qtbot, chart)
        picture = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        colours = {picture.pixel(picture.width() // 2 + 15, y) for y in range(picture.height())}
        assert theme.color("soft").rgb() in colours
    finally:
        dress(qapp, LIGHT)
