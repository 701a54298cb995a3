"""为什么？ beside the grid: what is wrong with a cell, how it can be changed, and what stands against all others.

Answers are worked out off the screen's thread; a question that comes later takes the place of one under way.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.candidates import Candidate
from yigongti_desktop.capabilities.staffing.model.candidates import for_cell
from yigongti_desktop.capabilities.staffing.model.candidates import for_gap
from yigongti_desktop.capabilities.staffing.model.counting import Shortage
from yigongti_desktop.capabilities.staffing.model.counting import shortages
from yigongti_desktop.capabilities.staffing.model.grounds import listed
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.reasons import Reasons
from yigongti_desktop.capabilities.staffing.model.reasons import of_cell
from yigongti_desktop.capabilities.staffing.model.reasons import of_gap
from yigongti_desktop.capabilities.staffing.ui.remedy_row import RemedyRow
from yigongti_desktop.capabilities.staffing.ui.remedy_row import further
from yigongti_desktop.capabilities.staffing.ui.remedy_row import worth
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.panel import Callout
from yigongti_desktop.kit.tasks import Call
from yigongti_desktop.kit.tasks import Tasks
from yigongti_desktop.kit.words import long_day
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.weighing import Scales

WIDTH = 262
_PAD = 14
_REMEDIES = 3
#: People who could have it that are named with what it costs.
_NAMED = 3


class _Answer(Struct, frozen=True):
    reasons: Reasons
    remedies: tuple[Candidate, ...]
    #: Counted on the way, for the next question about the same month.
    shortages: tuple[Shortage, ...] | None = None


class WhyPanel(QFrame):
    """The answer about one cell, or one duty of a day that lacks somebody."""

    #: A remedy is taken: the `Step`s that change.
    taken = Signal(object)
    #: The answer is there.
    answered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tasks = Tasks("why", self)
        self._call: Call | None = None
        self._asked: Asked | None = None
        self._scales: Scales | None = None
        self._shortages: tuple[Shortage, ...] | None = None
        self._remedies: tuple[Candidate, ...] = ()
        self._position, self._what = label("", "caption"), label("", "second", wrap=True)
        self._callout = Callout()
        self._how_title, self._how = label("怎样改", "name"), QVBoxLayout()
        self._why_title, self._verdict = label("", "name", wrap=True), label("", "", wrap=True)
        self._grounds, self._could = label("", "caption-strong", wrap=True), label("", "caption", wrap=True)
        self._first = KeyButton("照 1 改", "Enter", style=PRIMARY)
        self._build()
        self._first.clicked.connect(partial(self.take, 1))
        for number in range(1, _REMEDIES + 1):
            on_key(self, str(number), partial(self.take, number))
        self.clear()

    @property
    def remedies(self) -> tuple[Candidate, ...]:
        """Return what is proposed, in the order of the keys."""
        return self._remedies

    def ask_cell(
        self, asked: Asked, roster: Roster, person: str, day: date, *, since: int = 0, position: str = ""
    ) -> None:
        """Answer why somebody has what they have on a day.

        Args:
            asked: the month.
            roster: as it is.
            person: id of whose cell it is.
            day: of the cell.
            since: days before this one never change.
            position: of the cell among all that are to be looked at: 第 1 处，共 2 处.
        """
        place = next(number for number, one in enumerate(asked.month.people) if one.id == person)
        number = (day - asked.month.first).days
        name, duty = asked.month.people[place].staff.name, asked.task.duties[roster[place][number]]
        scales = self._weighing(asked)
        self._ask(
            f"{name}　{_day(day)}　{duty}",
            position,
            lambda: _Answer(
                of_cell(asked, scales, roster, place, number),
                for_cell(asked, scales, roster, place, number, most=_REMEDIES, since=since),
            ),
        )

    def ask_gap(
        self, asked: Asked, roster: Roster, day: date, duty: str, *, since: int = 0, position: str = ""
    ) -> None:
        """Answer why a duty lacks somebody on a day.

        Args:
            asked: the month.
            roster: as it is.
            day: that lacks somebody.
            duty: its code.
            since: days before this one never change.
            position: of the gap among all that are to be looked at.
        """
        place = next(number for number, one in enumerate(asked.duties, 1) if one.code == duty)
        number = (day - asked.month.first).days
        scales, known = self._weighing(asked), self._shortages

        def answer() -> _Answer:
            counted = shortages(asked) if known is None else known
            return _Answer(
                of_gap(asked, scales, roster, number, place, counted),
                for_gap(asked, scales, roster, number, place, most=_REMEDIES, since=since),
                counted,
            )

        self._ask(f"{_day(day)}　{asked.task.duties[place]}　缺人", position, answer)

    def take(self, number: int) -> None:
        """Take a remedy by its key; nothing where there is none."""
        if 1 <= number <= len(self._remedies):
            self.taken.emit(self._remedies[number - 1].steps)

    def clear(self) -> None:
        """Answer nothing."""
        if self._call is not None:
            self._call.cancel()
        self._what.setText("选一格，或者一个缺人的班，看为什么。")
        self._position.setText("")
        self._show_nothing()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter take the first remedy."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.take(1)
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        head = column(
            row(label("为什么", "card"), None, self._position), self._what, spacing=4, margins=(_PAD, 12, _PAD, 10)
        )
        self._how.setSpacing(10)
        self._line = hairline()
        parts = column(
            self._callout, self._how_title, self._how, self._line, self._why_title, self._verdict, self._grounds,
            self._could, None, spacing=8, margins=(_PAD, 12, _PAD, 12),
        )  # fmt: skip
        body = boxed(parts)
        body.setObjectName("surface")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot = boxed(row(self._first, None, margins=(12, 8, 12, 8)), "foot")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(scroll, 1)
        layout.addWidget(self._foot)

    def _weighing(self, asked: Asked) -> Scales:
        """Return the scales of a month; what they have weighed is kept as long as it is the same month."""
        if self._scales is None or asked is not self._asked:
            self._asked, self._scales, self._shortages = asked, Scales(asked.task), None
        return self._scales

    def _ask(self, what: str, position: str, work: Callable[[], _Answer]) -> None:
        if self._call is not None:
            self._call.cancel()
        self._what.setText(what)
        self._position.setText(position)
        self._show_nothing()
        self._call = self._tasks.ask(self, work, self._show)

    def _show_nothing(self) -> None:
        self._remedies = ()
        self._callout.clear()
        self._show_remedies()
        for one in (self._line, self._why_title, self._verdict, self._grounds, self._could):
            one.hide()

    def _show(self, answer: _Answer) -> None:
        reasons = answer.reasons
        self._shortages = answer.shortages or self._shortages
        self._remedies = answer.remedies
        if reasons.broken:
            worst = reasons.broken[0]
            others = f"；另有 {len(reasons.broken) - 1} 处" if len(reasons.broken) > 1 else ""
            self._callout.say(
                "必须遵守的规则没有遵守" if worst.is_must else "没有做到",
                f"{worst.text}{others}\n依据：{worst.source}",
                tone="danger" if worst.is_must else "warn",
            )
        self._show_remedies()
        self._line.show()
        _say(self._why_title, reasons.title)
        _say(self._verdict, reasons.verdict)
        _say(self._grounds, "\n".join(group.text for group in reasons.barred))
        _say(self._could, _costs(reasons))
        self.answered.emit()

    def _show_remedies(self) -> None:
        while item := self._how.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for number, candidate in enumerate(self._remedies, 1):
            made = RemedyRow(
                number,
                candidate.title,
                candidate.detail,
                worth(candidate.effects),
                width=WIDTH - 2 * _PAD - 2,
                others=further(candidate.effects),
            )
            made.clicked.connect(partial(self.take, number))
            self._how.addWidget(made)
        self._how_title.setVisible(bool(self._remedies))
        self._foot.setVisible(bool(self._remedies))


def _say(part: QWidget, words: str) -> None:
    part.setProperty("text", words)
    part.setVisible(bool(words))


def _day(day: date) -> str:
    return long_day(day).partition("年")[2]


def _costs(reasons: Reasons) -> str:
    """Return who else could have it, and at what cost."""
    shown = [f"{one.name}：{one.words}" for one in reasons.could[:_NAMED]]
    rest = [one.name for one in reasons.could[_NAMED:]]
    return "；".join(shown) + (f"；还有{listed(rest)}" if rest else "")
