"""自动安排: a year of postings, or two, is planned beside the work, and each proposal is taken by itself or left.

What is planned changes nothing until it is taken; taking is an arrangement like any other and judged like one. Beside
the list stands why: the way, the skill, whose turn it is, what stands against the others. Days that nobody covers are
in the list too, though nothing can be taken there.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QVBoxLayout

from yigongti_desktop.capabilities.staffing.messages.postings import ArrangePosting
from yigongti_desktop.capabilities.staffing.messages.postings import AskForPosting
from yigongti_desktop.capabilities.staffing.model.posting_joints import Gap
from yigongti_desktop.capabilities.staffing.model.posting_known import Known
from yigongti_desktop.capabilities.staffing.model.posting_known import candidates
from yigongti_desktop.capabilities.staffing.model.posting_planning import task_of
from yigongti_desktop.capabilities.staffing.model.posting_proposals import Proposal
from yigongti_desktop.capabilities.staffing.model.posting_proposals import lacking
from yigongti_desktop.capabilities.staffing.model.posting_proposals import proposals
from yigongti_desktop.capabilities.staffing.model.posting_reasons import why
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.service.posting_planning import ONE_YEAR
from yigongti_desktop.capabilities.staffing.service.posting_planning import TWO_YEARS
from yigongti_desktop.capabilities.staffing.service.posting_planning import known_of
from yigongti_desktop.capabilities.staffing.ui.posting_words import KIND
from yigongti_desktop.capabilities.staffing.ui.proposal_words import gap_facts
from yigongti_desktop.capabilities.staffing.ui.proposal_words import other_facts
from yigongti_desktop.capabilities.staffing.ui.proposal_words import say_start
from yigongti_desktop.capabilities.staffing.ui.proposal_words import start_tone
from yigongti_desktop.capabilities.staffing.ui.proposal_words import why_facts
from yigongti_desktop.capabilities.staffing.ui.proposal_words import without_agreement
from yigongti_desktop.capabilities.staffing.ui.solving import Solving
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.rostering.planning import Planned
from yigongti_desktop.rostering.planning import Planning

_SIZE, _SIDE, _SIDE_LEAST = QSize(1180, 680), 360, 300
_SECONDS, _ROOMY = 20.0, 1000
#: What else can be planned.
_OTHER = {ONE_YEAR: TWO_YEARS, TWO_YEARS: ONE_YEAR}


class PlannerDialog(QDialog):
    """Plans twelve or twenty-four months, and lists what could be arranged."""

    def __init__(self, page: Page, known: Known) -> None:
        super().__init__(page.window())
        self._page = page
        self._taken: dict[Proposal, Posting | None] = {}
        #: What was asked for a proposal whose arrangement was refused: it is not asked twice.
        self._asked: dict[Proposal, str] = {}
        self._best: Planned | None = None
        self.setWindowTitle("自动安排")
        self.resize(_SIZE.boundedTo(page.window().size() - QSize(40, 40)))
        self._title, self._badge = label("", "card"), BadgeLabel(Badge("正在排", "accent", "refresh"))
        self._figures, self._without = label("", "second", wrap=True), label("", "caption", wrap=True)
        self._fault = label("", "error", wrap=True)
        self.table = RecordTable(self._columns(), keys=(("↑↓", "移动"), ("Enter", "采用")), unit="条")
        self.take_button = KeyButton("采用这一条", "Enter", icon="check", style=PRIMARY)
        self._side_title, self._others_title = label("", "card", wrap=True), label("别人为什么不是", "name")
        self._why, self._others = Facts(), Facts()
        self._span, self._stop = KeyButton("", "M"), KeyButton("停", "S")
        close = KeyButton("关闭", "Esc", style=LINK)
        self._solving = Solving(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(row(self._title, self._badge, None, self._span, self._stop))
        for one in (self._figures, self._without, self._fault):
            layout.addWidget(one)
        layout.addLayout(self._beside(), 1)
        layout.addLayout(row(label("采用以前什么也不会改。", "caption"), None, close, self.take_button, spacing=10))
        self.take_button.clicked.connect(self.take)
        self.table.view.opened.connect(lambda _one: self.take())
        self.table.view.rested.connect(self._show_why)
        self._span.clicked.connect(self.change_span)
        self._stop.clicked.connect(self.stop)
        close.clicked.connect(self.reject)
        on_key(self, "M", self.change_span)
        on_key(self, "S", self.stop)
        self.finished.connect(lambda _code: self._solving.stop())
        self._solving.bettered.connect(self._on_bettered)
        self._solving.ended.connect(lambda: self._settle("时间到"))
        self._solving.failed.connect(self._on_failed)
        self._begin(known)

    @property
    def is_running(self) -> bool:
        """Say whether it is still planning."""
        return self._solving.is_running

    def stop(self) -> None:
        """End the planning; the best plan stays."""
        if self._solving.is_running:
            self._solving.stop()
            self._settle("已停")

    def change_span(self) -> None:
        """Plan two years instead of one, or one instead of two, from what is known by now."""
        self._solving.stop()
        known = self._known
        asked = (known.first.year, known.lead, self._page.desk.now(), _OTHER[known.months])
        self._page.desk.read(self, known_of, *asked, done=self._begin, failed=self._on_failed)

    def _begin(self, known: Known) -> None:
        self._known, self._task, self._best = known, task_of(known), None
        until = known.month(known.months - 1)[1]
        self._title.setText(f"自动安排　{known.first.year}年{known.first.month}月至{until.year}年{until.month}月")
        self._span.setText(f"改排 {_OTHER[known.months]} 个月")
        self._badge.set_badge(Badge("正在排", "accent", "refresh"))
        self._figures.setText("正在找第一版")
        self._stop.show()
        self._fault.hide()
        self._say_without()
        self.table.show_rows(())
        self._show_why(None)
        self._solving.begin(partial(Planning, self._task, _SECONDS))

    def take(self) -> None:
        """Arrange what the cursor is on; where the unit has not asked, that is written down first."""
        one: Proposal | Gap | None = self.table.view.current()
        if not isinstance(one, Proposal) or one in self._taken:
            return
        self.stop()
        self._fault.hide()
        self._taken[one] = None
        if request := one.request or self._asked.get(one, ""):
            self._arrange(one, request)
            return
        self._page.desk.do(
            self,
            AskForPosting(wish=one.wish(self._known)),
            lambda posting: self._arrange(one, posting.id),
            lambda fault: self._on_refused(one, fault),
        )

    def _arrange(self, one: Proposal, posting: str) -> None:
        self._asked[one] = posting

        def done(made: Posting) -> None:
            self._taken[one] = made
            self._page.wants_toast.emit("已存本机，待上传", f"{one.name}　{one.unit_name}　已安排", None)
            self.table.view.viewport().update()

        self._page.desk.do(
            self,
            ArrangePosting(posting=posting, arrangement=one.arrangement()),
            done,
            lambda fault: self._on_refused(one, fault),
        )

    def _on_refused(self, one: Proposal, fault: Fault) -> None:
        self._taken.pop(one, None)
        self._fault.setText(f"{one.name}　{one.unit_name}：{self._page.desk.say(fault, KIND)}")
        self._fault.show()

    def _on_bettered(self, planned: Planned) -> None:
        self._best = planned
        found = proposals(self._known, self._task, planned.plan)
        bare = [one for one in lacking(self._known, found) if not self._known.takes_nobody(one.unit)]
        rows: list[Proposal | Gap] = sorted((*found, *bare), key=lambda one: (one.since, one.unit_name))
        self.table.show_rows(rows, keep=lambda one, other: _place(one) == _place(other))
        self._show_why(self.table.view.current())
        units = len({one.unit_name for one in bare})
        is_part = any(self._known.takes_nobody(unit) for unit, _ in self._known.units)
        full = f"{'有协议的' if is_part else '每个'}单位每一天都有人"
        gaps = f"{units} 个单位还缺 {sum(one.days for one in bare)} 天" if bare else full
        better = f"最多还能好 {planned.may_be_better_by * 100:.1f} %" if planned.bound else "还在算最多能好多少"
        worth = "已证明没有更好的安排" if planned.is_proven else better
        self._figures.setText(f"{len(found)} 次派驻，{gaps}。{worth}。")

    def _show_why(self, one: Proposal | Gap | None) -> None:
        """Say why the plan sends just this one, or why nobody is there."""
        self.take_button.setEnabled(isinstance(one, Proposal))
        is_proposal = isinstance(one, Proposal) and self._best is not None
        self._others_title.setVisible(is_proposal)
        self._others.setVisible(is_proposal)
        if isinstance(one, Proposal) and self._best is not None:
            found = why(self._known, self._task, self._best.plan, one)
            self._side_title.setText(f"为什么派{one.name}去{one.unit_name}")
            self._why.show_facts(why_facts(self._known, one, found))
            self._others.show_facts(other_facts(found))
        elif isinstance(one, Gap):
            self._side_title.setText(f"{one.unit_name}没有人")
            self._why.show_facts(gap_facts(self._known, one))
        else:
            self._side_title.setText("")
            self._why.show_facts(())

    def _beside(self) -> QHBoxLayout:
        """Return the list with its reasons beside."""
        side, inside = card()
        for one in (self._side_title, self._why, self._others_title, self._others):
            inside.addWidget(one)
        inside.addStretch(1)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.setSpacing(10)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # arrows move it where it is higher than the window
        scroll.setWidget(side)
        scroll.setFixedWidth(_SIDE if self.width() >= _ROOMY else _SIDE_LEAST)
        self._others_title.hide()
        made = row(self.table, scroll, spacing=10)
        made.setStretch(0, 1)
        return made

    def _settle(self, otherwise: str) -> None:
        is_best = self._best is not None and self._best.is_proven
        self._badge.set_badge(Badge("已是最好", "ok", "check") if is_best else Badge(otherwise, "neutral", "clock"))
        self._stop.hide()
        if self._best is None:
            self._figures.setText("没有可以安排的。")
        self.table.view.setFocus()

    def _on_failed(self, fault: Fault) -> None:
        place = fault.facts.get("doctor")
        if isinstance(place, int):
            fault = Refused(fault.code, doctor=candidates(self._known)[place].name)
        self._badge.set_badge(Badge("没有排出来", "danger", "alert"))
        self._stop.hide()
        self._figures.setText("已有的派驻没有动。")
        self._fault.setText(self._page.desk.say(fault, KIND))
        self._fault.show()

    def _say_without(self) -> None:
        words = without_agreement(self._known)
        self._without.setText(words)
        self._without.setVisible(bool(words))

    def _columns(self) -> tuple[Column[Proposal | Gap], ...]:
        return (
            Column(title="单位", text=lambda one: one.unit_name, width=170, stretch=1),
            Column(
                title="派谁",
                text=_who,
                width=84,
                is_bold=True,
                tone=lambda one: "danger" if isinstance(one, Gap) else "",
            ),
            Column(title="起", text=lambda one: f"{one.since}", width=96, is_right=True),
            Column(title="止", text=lambda one: f"{one.until}", width=96, is_right=True, rank=1),
            Column(title="接前面", text=_start, width=96, tone=_tone),
            Column(title="来由", text=self._state, width=96, rank=2),
        )

    def _state(self, one: Proposal | Gap) -> str:
        if isinstance(one, Gap):
            return "缺口"
        if self._taken.get(one) is not None:
            return "已安排"
        return "单位申请的" if one.request else "补缺口"


def _place(one: Proposal | Gap) -> tuple[str, str, object]:
    return (one.unit, one.staff if isinstance(one, Proposal) else "", one.since)


def _who(one: Proposal | Gap) -> str:
    return one.name if isinstance(one, Proposal) else "没有人"


def _start(one: Proposal | Gap) -> str:
    return say_start(one) if isinstance(one, Proposal) else f"{one.days} 天"


def _tone(one: Proposal | Gap) -> str:
    return start_tone(one) if isinstance(one, Proposal) else "danger"
