"""Somebody drops out: two or three ways to mend the published month, each with all its cells; keys 1–3 take one.

They are worked out off the screen's thread. Nothing changes until one is taken.
"""

from __future__ import annotations

import time
from collections import defaultdict
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.candidates import Step
from yigongti_desktop.capabilities.staffing.model.month import OFF_CODE
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.repair import Repair
from yigongti_desktop.capabilities.staffing.model.repair import repairs
from yigongti_desktop.capabilities.staffing.model.sentences import spoken
from yigongti_desktop.capabilities.staffing.ui.remedy_row import RemedyRow
from yigongti_desktop.capabilities.staffing.ui.remedy_row import further
from yigongti_desktop.capabilities.staffing.ui.remedy_row import worth
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.tasks import Call
from yigongti_desktop.kit.tasks import Tasks
from yigongti_desktop.rostering.task import Roster

WIDTH = 262
_PAD = 14
_WAYS = 3
_SECONDS = 2.0


class RepairPanel(QFrame):
    """Ways to mend a month."""

    #: A way is taken: all `Step`s, those that had to be and those that follow.
    taken = Signal(object)
    #: The person does not want any.
    dropped = Signal()
    #: The ways are there.
    answered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tasks = Tasks("repair", self)
        self._call: Call | None = None
        self._asked: Asked | None = None
        self._ways: tuple[Repair, ...] = ()
        self._what, self._state = label("", "second", wrap=True), label("", "caption", wrap=True)
        self._rows, self._drop = QVBoxLayout(), KeyButton("先不改", "Esc")
        self._build()
        self._drop.clicked.connect(self.drop)
        on_key(self, "Esc", self.drop)
        for number in range(1, _WAYS + 1):
            on_key(self, str(number), partial(self.take, number))

    @property
    def ways(self) -> tuple[Repair, ...]:
        """Return the ways, in the order of the keys."""
        return self._ways

    def ask(self, asked: Asked, roster: Roster, since: int, what: str) -> None:
        """Look for ways.

        Args:
            asked: the month as it is now: `repair.with_leave`.
            roster: as it was published.
            since: place of today; days before it never change.
            what: has happened: 何秀芳 13–19 日病假.
        """
        if self._call is not None:
            self._call.cancel()
        self._asked, self._ways = asked, ()
        self._what.setText(what)
        self._state.setText("正在找改动最少的办法")
        self._show_rows()
        last = time.monotonic() + _SECONDS
        work = partial(repairs, asked, roster, since, lambda: last - time.monotonic(), ways=_WAYS)
        self._call = self._tasks.ask(self, work, self._show)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, number: int) -> None:
        """Take a way by its key; nothing where there is none."""
        if 1 <= number <= len(self._ways):
            way = self._ways[number - 1]
            self.taken.emit((*way.forced, *way.steps))

    def drop(self) -> None:
        """Leave the month as it is."""
        if self._call is not None:
            self._call.cancel()
        self._ways = ()
        self._show_rows()
        self.dropped.emit()

    def _build(self) -> None:
        head = column(label("补班", "card"), self._what, self._state, spacing=4, margins=(_PAD, 12, _PAD, 10))
        self._rows.setSpacing(14)
        body = boxed(column(self._rows, None, margins=(_PAD, 12, _PAD, 12)))
        body.setObjectName("surface")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(scroll, 1)
        layout.addWidget(boxed(row(None, self._drop, margins=(12, 8, 12, 8)), "foot"))

    def _show(self, ways: tuple[Repair, ...]) -> None:
        self._ways = ways
        forced = len(ways[0].forced) if ways else 0
        keys = "按 1 采用" if len(ways) == 1 else f"按 1–{len(ways)} 采用一种"
        self._state.setText(f"{forced} 个班空出来；{keys}" if forced else "没有班空出来，不用补")
        self._show_rows()
        self.answered.emit()

    def _show_rows(self) -> None:
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for number, way in enumerate(self._ways, 1):
            badge = Badge(f"缺 {len(way.gaps)} 处", "danger", "alert") if way.gaps else worth(way.effects)
            others = [*(gap.text for gap in way.gaps), further(way.effects), "已证明改得最少" if way.is_fewest else ""]
            made = RemedyRow(
                number,
                f"改 {way.count} 格",
                _told(self._asked, way.steps) or "其他人不用改",
                badge,
                width=WIDTH - 2 * _PAD - 2,
                others="\n".join(one for one in others if one),
            )
            made.clicked.connect(partial(self.take, number))
            self._rows.addWidget(made)


def _told(asked: Asked | None, steps: tuple[Step, ...]) -> str:
    """Return what changes for each person, one in a line."""
    if asked is None:
        return ""
    names = {person.id: person.staff.name for person in asked.month.people}
    duties = {OFF_CODE: "休息"} | {duty.code: duty.name for duty in asked.duties}
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for step in steps:
        turn = f"{duties[step.before]}改{duties[step.after]}"
        lines[step.person].append(f"{spoken([step.day], asked.month.first)}{turn}")
    return "\n".join(f"{names[person]} {'，'.join(turns)}" for person, turns in lines.items())
