"""The panel of a drawing: the first roster as soon as there is one, how good it is, and stop, take or leave it.

The program stays usable meanwhile. What is drawn changes nothing until it is taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.counting import stuck
from yigongti_desktop.capabilities.staffing.model.month import OFF_CODE
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.summary import Summary
from yigongti_desktop.capabilities.staffing.model.summary import summary
from yigongti_desktop.capabilities.staffing.ui.solve_curve import Curve
from yigongti_desktop.capabilities.staffing.ui.solving import Solving
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.panel import Callout
from yigongti_desktop.rostering.drawing import Drawing
from yigongti_desktop.rostering.drawing import Drawn
from yigongti_desktop.rostering.task import Roster

WIDTH = 262
_SECONDS = 60.0
_PAD = 14
#: Gaps that are named; the others are counted.
_NAMED = 12
#: Codes of each person's days, by the id of the person.
Codes = Mapping[str, tuple[str, ...]]


class SolvePanel(QFrame):
    """Draws rosters beside the grid."""

    #: A better roster has come, `Codes`: the grid may show it, nothing is changed by it.
    found = Signal(object)
    #: The person takes the roster, `Codes`.
    taken = Signal(object)
    #: The person does not want it.
    dropped = Signal()
    #: The workers have ended, by themselves, because they were stopped, or because nothing could be drawn.
    ended = Signal()

    def __init__(self, say: Callable[[Fault], str], parent: QWidget | None = None) -> None:
        """Make it.

        Args:
            say: returns what a fault means to people.
            parent: of the widget.
        """
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self._say = say
        self._asked: Asked | None = None
        self._best: Drawn | None = None
        self._begun = self._limit = 0.0
        self._solving = Solving(self)
        self._solving.bettered.connect(self._on_bettered)
        self._solving.ended.connect(self._on_ended)
        self._solving.failed.connect(self._on_failed)
        self._solving.ticked.connect(self._show_time)
        self._badge, self._stop = BadgeLabel(Badge("", "neutral")), KeyButton("停", "S")
        self._take, self._drop = KeyButton("采用", "Enter", icon="check", style=PRIMARY), KeyButton("放弃", "Esc")
        self._time, self._figures = label("", "caption"), label("", "card", wrap=True)
        self._worth, self._curve = label("", "second", wrap=True), Curve()
        self._callout = Callout()
        self._gaps_title, self._gaps = label("", "name"), label("", "caption-strong", wrap=True)
        self._build()
        self._stop.clicked.connect(self.stop)
        self._take.clicked.connect(self.take)
        self._drop.clicked.connect(self.drop)
        for key, act in (("S", self.stop), ("Esc", self.drop)):
            on_key(self, key, act)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._show_acts()

    @property
    def is_running(self) -> bool:
        """Say whether a roster is being drawn."""
        return self._solving.is_running

    def begin(self, asked: Asked, *, seconds: float = _SECONDS, seed: int = 0) -> None:
        """Draw a month; what was being drawn is given up.

        Args:
            asked: the month; its pins stay.
            seconds: after which it ends by itself.
            seed: another one draws another roster where several are as good.
        """
        self._asked, self._best, self._limit = asked, None, seconds
        self._curve.begin(seconds)
        self._callout.clear()
        self._say_gaps(None)
        self._say_figures("正在找第一版班表")
        self._worth.setText("其他页面可以照常用。")
        self._begun = time.monotonic()
        if contradictions := stuck(asked):
            self._refuse("排不了：规则互相矛盾", "\n".join(dict.fromkeys(one.text for one in contradictions)))
            return
        self._badge.set_badge(Badge("正在排", "accent", "refresh"))
        self._solving.begin(partial(Drawing, asked.task, seconds, seed=seed))
        self._show_time()
        self._show_acts()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """End the drawing; the best roster stays to be taken."""
        if self._solving.is_running:
            self._solving.stop()
            self._settle("已停")

    def take(self) -> None:
        """Take the best roster so far."""
        if self._asked is None or self._best is None or not self._best.roster:
            return
        self._solving.stop()
        codes = _codes(self._asked, self._best.roster)
        self._badge.set_badge(Badge("已采用", "ok", "check"))
        self._best = None
        self._show_acts()
        self.taken.emit(codes)

    def drop(self) -> None:
        """End the drawing and forget its rosters."""
        self._solving.stop()
        self._best = None
        self._show_acts()
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter take the roster, unless it presses the button that has the focus."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.take()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the workers."""
        self._solving.stop()
        super().closeEvent(event)

    def _build(self) -> None:
        head = column(
            row(label("自动排班", "card"), self._badge, None, self._stop),
            self._time,
            spacing=2,
            margins=(_PAD, 10, _PAD, 10),
        )
        parts = column(
            self._figures, self._worth, self._curve, self._callout, 4, self._gaps_title, self._gaps, None,
            spacing=8, margins=(_PAD, 12, _PAD, 12),
        )  # fmt: skip
        body = boxed(parts)
        body.setObjectName("surface")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = boxed(row(self._take, None, self._drop, margins=(12, 8, 12, 8)), "foot")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(scroll, 1)
        layout.addWidget(foot)

    def _on_bettered(self, drawn: Drawn) -> None:
        if self._asked is None:
            return
        is_new = self._best is None or drawn.roster != self._best.roster
        self._best = drawn
        self._curve.add(drawn, time.monotonic() - self._begun)
        if drawn.roster and is_new:
            found = summary(self._asked, drawn.roster)
            self._say_figures(found.words)
            self._say_gaps(found)
            self.found.emit(_codes(self._asked, drawn.roster))
        if drawn.roster:
            self._worth.setText(_worth(drawn))
        self._show_time()
        self._show_acts()

    def _on_ended(self) -> None:
        if self._best is not None and self._best.roster:
            self._settle("时间到")
        else:
            self._on_failed(Refused("roster_none"))

    def _on_failed(self, fault: Fault) -> None:
        person = fault.facts.get("person")
        if self._asked is not None and isinstance(person, int):
            fault = Refused(fault.code, person=self._asked.month.people[person].staff.name)
        self._refuse("没有排出来", self._say(fault))

    def _settle(self, otherwise: str) -> None:
        """Say that it is over, and how well."""
        best = self._best
        if best is not None and best.is_proven:
            self._badge.set_badge(Badge("已是最好", "ok", "check"))
        else:
            self._badge.set_badge(Badge(otherwise, "neutral", "clock"))
        if best is None or not best.roster:
            self._say_figures("还没有排出班表")
            self._worth.setText("可以再排一次。")
        self._show_time()
        self._show_acts()
        self.ended.emit()

    def _refuse(self, title: str, words: str) -> None:
        self._solving.stop()
        self._best = None
        self._badge.set_badge(Badge("没有排出来", "danger", "alert"))
        self._say_figures("")
        self._worth.setText("原来的班表没有动。")
        self._callout.say(title, words)
        self._show_time()
        self._show_acts()
        self.ended.emit()

    def _say_figures(self, words: str) -> None:
        self._figures.setText(words)
        self._figures.setVisible(bool(words))

    def _say_gaps(self, found: Summary | None) -> None:
        gaps = found.gaps if found else ()
        self._gaps_title.setText("缺的班" if gaps else "")
        lines = [gap.text for gap in gaps[:_NAMED]]
        if len(gaps) > _NAMED:
            lines.append(f"还有 {len(gaps) - _NAMED} 处")
        self._gaps.setText("\n".join(lines))
        self._gaps_title.setVisible(bool(gaps))
        self._gaps.setVisible(bool(gaps))

    def _show_time(self) -> None:
        gone = min(time.monotonic() - self._begun, self._limit)
        if self._solving.is_running:
            self._curve.go_on(gone)
        self._time.setText(f"已用 {gone:.0f} 秒，最多 {self._limit:.0f} 秒")

    def _show_acts(self) -> None:
        has_roster = self._best is not None and bool(self._best.roster)
        self._stop.setVisible(self._solving.is_running)
        self._take.setEnabled(has_roster)
        self._drop.set_words("放弃" if has_roster or self._solving.is_running else "关闭")


def _worth(drawn: Drawn) -> str:
    if drawn.is_proven:
        return "已证明没有更好的班表"
    if not drawn.bound:
        return "还在算最多能好多少"
    return f"最多还能好 {drawn.may_be_better_by * 100:.1f} %"


def _codes(asked: Asked, roster: Roster) -> Codes:
    codes = (OFF_CODE, *(duty.code for duty in asked.duties))
    return {
        worker.id: tuple(codes[duty] for duty in line) for worker, line in zip(asked.task.people, roster, strict=True)
    }
