"""今日: what is overdue, what is for today, what is for later; figures, what others did, the last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.bars import BarChart
from yigongti_desktop.kit.bars import Bars
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.empty import EmptyState
from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.labels import upright
from yigongti_desktop.kit.manifest import Figure
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import News
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.kit.table.view import RecordView
from yigongti_desktop.kit.words import long_day
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.shell.todos import due_badge
from yigongti_desktop.shell.todos import grouped

_MOST_FIGURES, _MOST_NEWS = 5, 60
#: Takes off the list what only had to be read.
NOTED_KEY = "Ctrl+G"


@dataclass(frozen=True)
class Day:
    """What the database says of today."""

    todos: tuple[Todo, ...]
    figures: tuple[Figure, ...]
    news: tuple[News, ...]
    bars: tuple[Bars, ...]


def look(connection: Any, manifests: Sequence[Manifest], actor: Actor, now: datetime) -> Day:
    """Ask every capability what there is to do."""
    todos: list[Todo] = []
    figures: list[Figure] = []
    news: list[News] = []
    bars: list[Bars] = []
    for manifest in manifests:
        todos += manifest.todos(connection, actor, now) if manifest.todos else []
        figures += manifest.figures(connection, actor, now) if manifest.figures else []
        news += manifest.news(connection, actor, now) if manifest.news else []
        bars += manifest.weeks(connection, actor, now) if manifest.weeks else []
    news.sort(key=lambda item: item.at, reverse=True)
    return Day(tuple(todos), tuple(figures[:_MOST_FIGURES]), tuple(news[:_MOST_NEWS]), tuple(bars))


class TodayPage(Page):
    """The first page of the morning."""

    topics = frozenset(
        {
            "referrals",
            "pharmacy.requests",
            "pharmacy.shortages",
            "pharmacy.stock",
            "pharmacy.differences",
            "pharmacy.villages",
            "pharmacy.statements",
            "pharmacy.long_prescriptions",
            "pharmacy.reviews",
            "followups",
            "notices",
            "residents",
            "staff",
            "staffing.leave",
            "staffing.postings",
            "staffing.rosters",
            "sync",
        }
    )

    def __init__(self, desk: Desk, manifests: Sequence[Manifest], new: Sequence[NewThing]) -> None:
        super().__init__(desk, "今日")
        self._manifests = tuple(manifests)
        self._day: Day | None = None
        self._strip, strip = card()
        self._figures = QHBoxLayout()
        self._figures.setContentsMargins(4, 8, 4, 8)
        strip.addLayout(self._figures)
        chips = (Chip("all", "全部", 0), Chip("mine", "我的", 0))
        self.table = RecordTable(
            self._columns(), chips=chips, unit="件", keys=(("↑↓", "移动"), ("Enter", "打开"), ("F6", "换到右边"))
        )
        self.table.bar.insertWidget(0, label("要办的事", "card"))
        self.table.bar.setContentsMargins(16, 7, 10, 7)
        self._noted = KeyButton("知道了", NOTED_KEY, icon="check")
        self._noted.clicked.connect(self._take_note)
        self._noted.hide()
        on_key(self, NOTED_KEY, self._take_note, window_wide=True)
        self.table.bar.addWidget(self._noted)
        if self.table.chips:
            self.table.bar.removeWidget(self.table.chips)
            self.table.bar.addWidget(self.table.chips)
            self.table.chips.chosen.connect(lambda _key: self._show_todos())
        self._news = RecordView(self._news_columns())
        self._news.horizontalHeader().hide()
        self._quiet = EmptyState("check-circle")
        self._quiet.say("没有动静", "别的单位有了和您有关的动作，会出现在这里。", icon="check-circle")
        self._chart = BarChart()
        self._chart_words = label("", "caption")
        self._side = self._build_side()
        self.body.addWidget(self._strip)
        self.body.addLayout(row(self.table, self._side, spacing=10), 1)
        self.table.view.opened.connect(self._open)
        self._news.opened.connect(lambda item: self.wants_page.emit(item.page, item.record))
        self.table.view.rested.connect(self._offer_note)
        self._add_buttons(new)

    def reload(self) -> None:
        """Ask what there is to do."""
        now = self.desk.now()
        self.facts.setText(long_day(day(now)))
        if self.desk.actor is not None:
            self.desk.read(self, look, self._manifests, self.desk.actor, now, done=self._show)

    def set_compact(self, compact: bool) -> None:
        """Leave figures and side out where there is no room."""
        super().set_compact(compact)
        self._strip.setVisible(not compact and self._figures.count() > 0)
        self._side.setVisible(not compact)
        self.table.set_compact(compact)

    def first_focus(self) -> None:
        """Put the cursor on the first thing to do."""
        self.table.view.setFocus()

    def _show(self, found: Day) -> None:
        self._day = found
        self._show_figures(found.figures)
        self._show_todos()
        self._news.records.set_rows(found.news)
        self._news.setVisible(bool(found.news))
        self._quiet.setVisible(not found.news)
        self._chart.show_bars(found.bars)
        total = sum(bar.first for bar in found.bars), sum(bar.second for bar in found.bars)
        self._chart_words.setText(f"转出 {total[0]} 人次，转回 {total[1]} 人次")
        self._chart_card.setVisible(bool(found.bars))

    def _show_todos(self) -> None:
        if self._day is None:
            return
        mine = [todo for todo in self._day.todos if self._is_mine(todo)]
        if self.table.chips:
            self.table.chips.set_counts({"all": len(self._day.todos), "mine": len(mine)})
        shown = mine if self.table.chips and self.table.chips.key == "mine" else list(self._day.todos)
        self.table.empty.say("没有要办的事", "有新的转诊、配送或随访，会出现在这里。", icon="check-circle")
        self.table.show_rows(grouped(shown, self.desk.now()), keep=lambda one, other: one.record == other.record)

    def _is_mine(self, todo: Todo) -> bool:
        return self.desk.actor is not None and todo.account == self.desk.actor.account

    def _show_figures(self, figures: Sequence[Figure]) -> None:
        while item := self._figures.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for place, figure in enumerate(figures):
            if place:
                bar = upright()
                bar.setFixedHeight(48)
                self._figures.addWidget(bar)
            self._figures.addWidget(_figure(figure), 1)
        self._strip.setVisible(bool(figures) and not self.is_compact)

    def _build_side(self) -> QWidget:
        news, inside = card()
        head = row(label("别处的动静", "card"), label("近 7 天", "caption"), None, margins=(16, 10, 16, 8))
        inside.addLayout(head)
        inside.addWidget(self._news, 1)
        inside.addWidget(self._quiet, 1)
        self._chart_card, below = card()
        below.addLayout(
            row(label("近 12 周转诊", "card"), label("人次／周", "caption"), None, _legend(), margins=(16, 10, 16, 4))
        )
        below.addWidget(self._chart, 1)
        below.addLayout(row(self._chart_words, None, margins=(16, 2, 16, 10)))
        side = boxed(column(news, self._chart_card, spacing=10))
        layout = side.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setStretch(0, 3)
            layout.setStretch(1, 4)
        side.setFixedWidth(396)
        return side

    def _add_buttons(self, new: Sequence[NewThing]) -> None:
        buttons: list[KeyButton] = []
        for place, thing in enumerate(new[:2]):
            style = PRIMARY if place == 0 else "plain"
            button = KeyButton(thing.text, f"F{place + 2}", icon="plus", style=style)
            button.clicked.connect(lambda _checked=False, thing=thing: self.wants_page.emit(thing.page, thing.argument))
            buttons.insert(0, button)
        self.set_buttons(*buttons)

    def _offer_note(self, todo: object) -> None:
        self._noted.setVisible(isinstance(todo, Todo) and todo.noted is not None)

    def _take_note(self) -> None:
        """Take what was read off the list, for everybody here."""
        todo = self.table.view.current()
        if self.isVisible() and isinstance(todo, Todo) and todo.noted is not None:
            title = todo.title
            self.desk.do(
                self,
                todo.noted,
                lambda _record: self.wants_toast.emit("知道了", title, None),
                lambda fault: self.banner.say("没有办成", self.desk.say(fault)),
            )

    def _open(self, todo: Todo) -> None:
        self.wants_page.emit(todo.page, todo.record)

    def _columns(self) -> tuple[Column[Todo], ...]:
        return (
            Column(title="", text=lambda todo: todo.kind, icon=lambda todo: todo.icon, width=92),
            Column(title="事", text=lambda todo: todo.title, detail=lambda todo: todo.detail, width=260, stretch=1),
            Column(title="谁", text=lambda todo: todo.who, width=84, rank=2),
            Column(title="时限", text=lambda _todo: "", badge=self._badge, width=118),
        )

    def _news_columns(self) -> tuple[Column[News], ...]:
        return (
            Column(
                title="",
                text=lambda item: item.title,
                icon=lambda item: item.icon,
                detail=lambda item: item.detail,
                width=240,
                stretch=1,
            ),
            Column(
                title="",
                text=lambda item: short_time(item.at, self.desk.now()),
                width=100,
                is_right=True,
                tone=lambda _item: "text2",
            ),
        )

    def _badge(self, todo: Todo) -> Badge:
        return due_badge(todo, self.desk.now())


def _figure(figure: Figure) -> QWidget:
    note = label(figure.note, {"danger": "error", "warn": "warn"}.get(figure.tone, "caption"))
    icons = {"danger": ("alert", "danger"), "warn": ("clock", "warn")}
    below = row(note, None, spacing=5)
    if figure.tone in icons:
        below.insertWidget(0, Glyph(*icons[figure.tone], 15))
    number = row(label(figure.value, "figure"), label(figure.unit, "second"), None, spacing=6)
    return boxed(column(label(figure.title, "caption-strong"), number, below, spacing=0, margins=(14, 0, 8, 0)))


def _legend() -> QWidget:
    return boxed(
        row(
            _Swatch(filled=True),
            label("转出", "caption"),
            4,
            _Swatch(filled=False),
            label("转回", "caption"),
            spacing=5,
        )
    )


class _Swatch(QFrame):
    def __init__(self, *, filled: bool) -> None:
        super().__init__()
        self.setObjectName("swatch-filled" if filled else "swatch-open")
        self.setFixedSize(10, 10)
