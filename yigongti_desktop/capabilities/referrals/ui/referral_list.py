"""The list of referrals, and the panel beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from yigongti_desktop.capabilities.referrals.model.approval import is_open
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.store import cases as store
from yigongti_desktop.capabilities.referrals.store.cases import Case
from yigongti_desktop.capabilities.referrals.ui import acts
from yigongti_desktop.capabilities.referrals.ui import state
from yigongti_desktop.capabilities.referrals.ui.columns import columns
from yigongti_desktop.capabilities.referrals.ui.panel import show_case
from yigongti_desktop.capabilities.referrals.ui.papers import hand_out_day
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.listpage import PERIODS
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.store import Seat

_CLINIC_ROLES = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})
_HOSPITAL_ROLES = frozenset({Role.REFERRAL_OFFICE, Role.DOCTOR, Role.NURSE})
_CLINIC_CHIPS = (
    Chip("turn", "待我办", 0),
    Chip("road", "在途", 0),
    Chip("waiting", "待上传", 0),
    Chip("over", "已关闭", 0),
    Chip("all", "全部", 0),
)
_HOSPITAL_CHIPS = (
    Chip("offered", "待接收", 0),
    Chip("approval", "待审批", 0),
    Chip("accepted", "待到诊", 0),
    Chip("arrived", "在院", 0),
    Chip("back", "已回转", 0),
    Chip("all", "全部", 0),
)


class ReferralList(ListPage[Case]):
    """The list of referrals; what is written and done from it is the page's."""

    topics = frozenset({"referrals", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "转诊", hint="选一条转诊，这里显示经过")
        self._seat: Seat | None = None
        self._shown: Referral | None = None
        self._new = self.new_button("新建转出单", PRIMARY)
        self._day = KeyButton("今日单据", "", icon="printer")
        self._day.clicked.connect(self._hand_out_day)
        if desk.actor is not None:
            desk.read(
                self, registry.seat, desk.actor.institution, day(desk.now()), done=self._sit, failed=self.show_fault
            )

    def may_write(self) -> bool:
        """Say whether this person writes slips."""
        actor = self.desk.actor
        return actor is not None and actor.may(_CLINIC_ROLES) and not self._is_hospital

    def ask(self) -> None:
        """Read the cases of the period."""
        days = self.period.key if self.period else ""
        since = self.desk.now() - timedelta(days=int(days)) if days else None
        self.desk.read(self, store.cases, since, done=self._show_cases, failed=self.show_fault)

    def record_id(self, record: Case) -> str:
        """Return the id of a case."""
        return record.referral.id

    def fits(self, record: Case, chip: str) -> bool:
        """Say whether a case belongs under a chip."""
        if self._seat is None:
            return False
        own, value = self._seat.own.id, record.referral.state.value
        tests: dict[str, bool] = {
            "all": True,
            "turn": state.is_my_turn(record, own, self.desk.now()),
            "road": state.is_under_way(record),
            "waiting": record.is_waiting,
            "over": state.is_over(record),
            "offered": value in {"sent", "redirected"} and not is_open(record.referral.approval),
            "approval": value in {"sent", "redirected"} and is_open(record.referral.approval),
            "accepted": value == "accepted",
            "arrived": value == "arrived",
            "back": record.referral.return_slip is not None,
        }
        return tests[chip]

    def is_typed(self, record: Case, typed: str) -> bool:
        """Say whether a case is meant: by name, its initials, number, diagnosis or telephone."""
        slip = record.referral.slip
        plain = (slip.patient.name, record.referral.number.lower(), slip.impression, slip.diagnosis_code.lower())
        names = keys_of_name(slip.patient.name)
        return any(typed in text for text in (*plain, slip.patient.phone)) or any(k.startswith(typed) for k in names)

    def say_none(self) -> None:
        """Say that there is no case, and how one begins."""
        if self.table is None:
            return
        if self.may_write():
            words = "转出单写好就存本机，没有网也能打印，线路通了自动送到县院。"
            self.table.empty.say("还没有转诊", words, self.new_button("新建转出单"), icon="referral")
        else:
            self.table.empty.say("还没有转诊", "各单位转来的患者会出现在这里。", icon="referral")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._day, self._new) if self.may_write() else (self.export_button, self._day)

    def show_record(self, record: Case | None) -> None:
        """Show a case in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.opened, record.referral.id, done=self._show_opened)

    def main_act(self) -> str:
        """Go on with a draft at once."""
        if self._shown is None or self.desk.actor is None:
            return ""
        return next((one.name for one in acts.offers(self._shown, self.desk.actor) if one.name == "edit"), "")

    def _hand_out_day(self) -> None:
        if self._seat is not None:
            hand_out_day(self, self._seat.own.id)

    def _sit(self, seat: Seat) -> None:
        self._seat = seat
        chips = _HOSPITAL_CHIPS if self._is_hospital else _CLINIC_CHIPS
        self.set_out(columns(seat.own.id, self.desk.now), chips=chips, placeholder="姓名、单号、诊断", periods=PERIODS)

    @property
    def _is_hospital(self) -> bool:
        actor = self.desk.actor
        return bool(self._seat and self._seat.is_lead and actor and actor.may(_HOSPITAL_ROLES))

    def _show_cases(self, cases: list[Case]) -> None:
        if self._seat is None:
            return
        own, now = self._seat.own.id, self.desk.now()
        out = sum(case.referral.origin == own and case.referral.number != "" for case in cases)
        back = sum(case.referral.return_slip is not None for case in cases)
        into = sum(case.referral.origin != own for case in cases)
        if self.work is None:
            self.facts.setText(f"收到 {into}　回转 {back}" if self._is_hospital else f"转出 {out}　回转 {back}")
        self.show_records(sorted(cases, key=lambda case: state.rank(case, own, now)))

    def _show_opened(self, opened: store.Opened | None) -> None:
        referral = opened.referral if opened else None
        is_awaited = self.is_awaited(referral.id if referral else None, is_same=self._shown == referral)
        if opened is None or self._seat is None or self.desk.actor is None or not is_awaited:
            return
        self._shown = opened.referral
        show_case(self.panel, opened, self.desk, self._seat.own.id)
        self.panel.show_acts(acts.offers(opened.referral, self.desk.actor))
