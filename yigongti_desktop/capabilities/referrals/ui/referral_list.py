"""The list of referrals, and the panel beside it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.referrals.model.approval import is_open
from yigongti_desktop.capabilities.referrals.model.due import late
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import tracked_by
from yigongti_desktop.capabilities.referrals.model.referral import tracker_of
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.store import cases as store
from yigongti_desktop.capabilities.referrals.store import tracking
from yigongti_desktop.capabilities.referrals.store.cases import Case
from yigongti_desktop.capabilities.referrals.store.tracking import Lists
from yigongti_desktop.capabilities.referrals.ui import acts
from yigongti_desktop.capabilities.referrals.ui import further
from yigongti_desktop.capabilities.referrals.ui import state
from yigongti_desktop.capabilities.referrals.ui import tracked
from yigongti_desktop.capabilities.referrals.ui.case_files import CaseFiles
from yigongti_desktop.capabilities.referrals.ui.columns import columns
from yigongti_desktop.capabilities.referrals.ui.fhir_out import offer_files
from yigongti_desktop.capabilities.referrals.ui.panel import show_case
from yigongti_desktop.capabilities.referrals.ui.papers import hand_out_day
from yigongti_desktop.capabilities.referrals.ui.slot_part import SlotPart
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.listpage import PERIODS
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.picklist import Picklist
from yigongti_desktop.kit.table.columns import Group
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.store import Seat

#: Returns why people of an institution are not at work on a day: (connection, institution, day) → account → reason.
WhoIsAbsent = Callable[[Any, str, date], Mapping[str, str]]


def nobody_absent(_connection: Any, _institution: str, _on: date) -> Mapping[str, str]:
    """Return nobody: where nothing is known of leave."""
    return {}


_CLINIC_ROLES = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})
_HOSPITAL_ROLES = frozenset({Role.REFERRAL_OFFICE, Role.DOCTOR, Role.NURSE})
_WARD_ROLES = frozenset({Role.REFERRAL_OFFICE, Role.DOCTOR})
_CLINIC_CHIPS = (
    Chip("turn", "待我办", 0),
    Chip("contact", "待联系", 0),
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
    Chip("contact", "待联系", 0),
    Chip("back", "已回转", 0),
    Chip("all", "全部", 0),
)
#: What the list may be narrowed to, beside its chips.
VIEWS = (
    ("", "全部"),
    ("mine", "我跟踪的"),
    ("absent", "负责人不在岗"),
    ("late", "超时限"),
    ("down", "下转"),
)


class ReferralList(ListPage[Case]):
    """The list of referrals; what is written and done from it is the page's."""

    topics = frozenset({"referrals", "trail", "capacity", "sync", "attachments"})

    def __init__(self, desk: Desk, absent: WhoIsAbsent = nobody_absent) -> None:
        super().__init__(desk, "转诊", hint="选一条转诊，这里显示经过")
        self._ask_absent = absent
        self._absent: Mapping[str, str] = {}
        self.lists = Lists()
        self.view: Picklist | None = None
        self._seat: Seat | None = None
        self._shown: Referral | None = None
        #: Acts on the case shown that have no button for want of room.
        self.hidden_acts: Sequence[Act] = ()
        self._new = self.new_button("新建转出单", PRIMARY)
        self._day = KeyButton("今日单据", "", icon="printer")
        self._day.clicked.connect(self._hand_out_day)
        self._tables = KeyButton("交换", "", icon="export")
        self._tables.clicked.connect(self._offer_files)
        self._down = self.new_button("新建下转单", PRIMARY)
        self.slots = SlotPart(desk)
        self.panel.add_part(self.slots, room=0)
        self.files = CaseFiles(desk, self)
        self.panel.add_part(self.files, room=0)
        if desk.actor is not None:
            desk.read(
                self, registry.seat, desk.actor.institution, day(desk.now()), done=self._sit, failed=self.show_fault
            )
            desk.read(self, tracking.lists, desk.actor.institution, day(desk.now()), done=self._keep_lists)

    def may_write(self) -> bool:
        """Say whether this person writes slips."""
        actor = self.desk.actor
        return actor is not None and actor.may(_CLINIC_ROLES) and not self._is_hospital

    def may_send_down(self) -> bool:
        """Say whether this person sends patients down who came by no referral."""
        actor = self.desk.actor
        return actor is not None and actor.may(_WARD_ROLES) and self._is_hospital

    def ask(self) -> None:
        """Read the cases of the period."""
        days = self.period.key if self.period else ""
        since = self.desk.now() - timedelta(days=int(days)) if days else None
        if self.desk.actor is not None:
            own, today = self.desk.actor.institution, day(self.desk.now())
            self.desk.read(self, self._ask_absent, own, today, done=self._keep_absent)
        self.desk.read(self, store.cases, since, done=self._show_cases, failed=self.show_fault)

    def record_id(self, record: Case) -> str:
        """Return the id of a case."""
        return record.referral.id

    def fits(self, record: Case, chip: str) -> bool:
        """Say whether a case belongs under a chip."""
        if self._seat is None:
            return False
        own, value = self._seat.own.id, record.referral.state.value
        is_offered = value in {"sent", "redirected"}
        is_here = own in {record.referral.target, record.referral.origin}  # and not gone to another hospital
        tests: dict[str, Callable[[], bool]] = {
            "all": lambda: True,
            "contact": lambda: tracked.is_followed_here(record.referral, own),
            "turn": lambda: state.is_my_turn(record, own, self.desk.now()),
            "road": lambda: state.is_under_way(record),
            "waiting": lambda: record.is_waiting,
            "over": lambda: state.is_over(record),
            "offered": lambda: is_here and is_offered and not is_open(record.referral.approval),
            "approval": lambda: is_here and is_offered and is_open(record.referral.approval),
            "accepted": lambda: is_here and value == "accepted",
            "arrived": lambda: is_here and value == "arrived",
            "back": lambda: is_here and record.referral.return_slip is not None,
        }
        return tests[chip]() and self._in_view(record.referral)

    def grouped(self, rows: Sequence[Case]) -> Sequence[Case | Group]:
        """Return the cases as they are listed; those to be asked after by their day, the overdue first."""
        if self.table is None or self.table.chips is None or self.table.chips.key != "contact":
            return rows
        today = day(self.desk.now())
        named = sorted(rows, key=lambda one: (one.referral.next_contact or today, one.referral.id))
        found: list[Case | Group] = []
        for sign, title, tone in ((-1, "早该联系", "danger"), (0, "今天联系", "warn"), (1, "以后", "text")):
            its = [one for one in named if _sign((one.referral.next_contact or today) - today) == sign]
            if its:
                found += [Group(title, detail=f"{len(its)} 人", tone=tone), *its]
        return found

    def _in_view(self, referral: Referral) -> bool:
        """Say whether a case belongs to what the list is narrowed to."""
        key = self.view.key if self.view is not None else ""
        account, _ = tracker_of(referral)
        if key == "mine":
            return self.desk.actor is not None and account == self.desk.actor.account
        if key == "absent":
            own = self.desk.actor.institution if self.desk.actor else ""
            return referral.state not in ENDED and tracked_by(referral) == own and account in self._absent
        if key == "late":
            return bool(late(referral, self.desk.now()))
        return referral.is_down if key == "down" else True

    def _keep_lists(self, lists: Lists) -> None:
        self.lists = lists

    def _keep_absent(self, absent: Mapping[str, str]) -> None:
        if absent != self._absent:
            self._absent = absent
            self._show_rows()

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
        elif self.may_send_down():
            words = "各单位转来的患者会出现在这里。没有转来单的住院患者，可以直接下转。"
            self.table.empty.say("还没有转诊", words, self.new_button("新建下转单"), icon="referral")
        else:
            self.table.empty.say("还没有转诊", "各单位转来的患者会出现在这里。", icon="referral")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        if self.may_send_down():
            return (self.export_button, self._tables, self._day, self._down)
        plain = (self.export_button, self._tables, self._day)
        return (*plain, self._new) if self.may_write() else plain

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

    def _offer_files(self) -> None:
        """Offer what the cases of the list may be written as, and what may be read."""
        if self.table is None or self.work is not None:
            return
        cases = [one.referral for one in self.table.view.records.records() if isinstance(one, Case)]
        offer_files(self, self.desk, cases, lambda: self.wants_page.emit("scan", None))

    def _hand_out_day(self) -> None:
        if self._seat is not None:
            hand_out_day(self, self._seat.own.id)

    def _sit(self, seat: Seat) -> None:
        self._seat = seat
        chips = _HOSPITAL_CHIPS if self._is_hospital else _CLINIC_CHIPS
        self.set_out(columns(seat.own.id, self.desk.now), chips=chips, placeholder="姓名、单号、诊断", periods=PERIODS)
        if self.table is not None:
            self.view = Picklist(VIEWS)
            self.view.setAccessibleName("看哪些")
            self.table.bar.insertWidget(self.table.bar.count() - 1, self.view)
            self.view.chosen.connect(lambda _key: self.show_records(self._records))

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
        show_case(self.panel, opened, self.desk, self._seat.own.id, self.lists)
        self.slots.show_of(opened.referral)
        self.files.show_case(opened.referral)
        offered, has_more = (
            acts.offers(opened.referral, self.desk.actor),
            acts.rest(opened.referral, self.desk.actor, ()),
        )
        self.hidden_acts = self.panel.show_acts(offered, further.MORE, has_more=bool(has_more))


def _sign(ahead: timedelta) -> int:
    """Return whether a time is behind (-1), now or ahead (1)."""
    return (ahead > timedelta()) - (ahead < timedelta())
