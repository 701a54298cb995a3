"""Papers and the line in every order: a clinic, two desks of the hospital, one of another, and a hub that judges.

Whoever comes first, there is one case; the clinic's own sending is never refused for a paper that was quicker, nothing
that was done is undone by it, and at the end all desks show what the hub has.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import initialize
from hypothesis.stateful import invariant
from hypothesis.stateful import precondition
from hypothesis.stateful import rule
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import said
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.papers import CASE
from tests.capabilities.referrals.papers import HOSPITAL_KEY
from tests.capabilities.referrals.papers import OTHER_KEY
from tests.capabilities.referrals.papers import by
from tests.capabilities.referrals.papers import code_of
from tests.capabilities.referrals.papers import county
from tests.capabilities.referrals.papers import written
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages.paper import PaperPresented
from yigongti_desktop.capabilities.referrals.messages.paper import ReturnPresented
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import streams
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.service.cases import SLICE
from yigongti_desktop.kernel.errors import Refused

EVENTS = {kind.name: kind for kind in SLICE.events}
REGISTER = county()
WHOLE = written(2, 500)
TARGETS = [Target(institution=HOSPITAL, department="骨科"), Target(institution=OTHER_HOSPITAL, department="神经内科")]
KEYS = {HOSPITAL: HOSPITAL_KEY, OTHER_HOSPITAL: OTHER_KEY}
#: What each side does next with a case as it sees it.
OF_HOSPITAL = {
    State.SENT: ["referral.accepted", "referral.accepted", "referral.declined", "referral.redirected"],
    State.REDIRECTED: ["referral.accepted", "referral.declined"],
    State.ACCEPTED: ["referral.arrived", "referral.arrived", "referral.redirected"],
    State.ARRIVED: ["referral.returned"],
}
OF_CLINIC = {
    State.SENT: ["referral.withdrawn", "referral.contact_logged"],
    State.ACCEPTED: ["referral.withdrawn"],
    State.DECLINED: ["referral.retargeted", "referral.retargeted"],
    State.RETURNED: ["referral.printed"],
}


def decide(current: Referral | None, name: str, body: msgspec.Struct, who: str) -> Referral:
    after: Referral = EVENTS[name].decide(current, body, by(who, register=REGISTER))
    return after


@dataclass
class Desk:
    """What a desk has from the hub, and what it has done since."""

    who: str
    image: Referral | None = None
    waiting: list[tuple[str, msgspec.Struct]] = field(default_factory=list)

    @property
    def shown(self) -> Referral | None:
        """What is shown: the image with the waiting acts done upon it, as far as they go."""
        case = self.image
        for name, body in self.waiting:
            try:
                case = decide(case, name, body, self.who)
            except Refused:
                continue
        return case

    def do(self, name: str, body: msgspec.Struct) -> bool:
        try:
            decide(self.shown, name, body, self.who)
        except Refused as fault:
            said(fault)
            return False
        self.waiting.append((name, body))
        return True


class Papers(RuleBasedStateMachine):
    """One case on paper and on the line."""

    @initialize(drafted=st.booleans(), road=st.sampled_from(["none", "paper", "arrived", "declined", "retargeted"]))
    def begin(self, drafted: bool, road: str) -> None:  # noqa: FBT001 - drawn
        self.hub: Referral | None = None
        self.retargeting_refused = False
        places = {"clinic": CLINIC, "gate": HOSPITAL, "ward": HOSPITAL, "other": OTHER_HOSPITAL}
        self.desks = {name: Desk(who) for name, who in places.items()}
        self.papers: list[tuple[str, bytes]] = []
        self.taken: list[tuple[str, str]] = []
        self.refused: list[tuple[str, str]] = []
        if drafted:
            self.desks["clinic"].do("referral.draft_saved", m.DraftSaved(slip=WHOLE.slip))
        self.desks["clinic"].do("referral.sent", m.ReferralSent(number=WHOLE.number, slip=WHOLE.slip))
        self.clinic_prints()
        self._go_ahead(road)

    @rule()
    def clinic_prints(self) -> None:
        case = self.desks["clinic"].shown
        if case is not None and case.number and self.desks["clinic"].do(
            "referral.printed", m.SlipPrinted(paper="transfer_out", copy=1)
        ):  # fmt: skip
            self.papers.append(("out", code_of(replace(case, id=CASE))))

    @rule(name=st.sampled_from(["gate", "ward", "other", "clinic"]), data=st.data())
    def somebody_scans(self, name: str, data: st.DataObject) -> None:
        kind, code = data.draw(st.sampled_from(self.papers))
        body = PaperPresented(code=code) if kind == "out" else ReturnPresented(code=code)
        self.desks[name].do("referral.presented" if kind == "out" else "referral.return_presented", body)

    @rule(name=st.sampled_from(["gate", "gate", "ward", "other"]), data=st.data())
    def the_hospital_acts(self, name: str, data: st.DataObject) -> None:
        desk = self.desks[name]
        case = desk.shown
        if case is None or case.target != desk.who or case.state not in OF_HOSPITAL:
            return
        act = data.draw(st.sampled_from(OF_HOSPITAL[case.state]))
        bodies: dict[str, msgspec.Struct] = {
            "referral.accepted": m.ReferralAccepted(reception="3 床"),
            "referral.declined": m.ReferralDeclined(reason="没有床位"),
            "referral.redirected": m.ReferralRedirected(target=data.draw(st.sampled_from(TARGETS)), reason="转走"),
            "referral.arrived": m.PatientArrived(case_number="M1"),
            "referral.returned": m.ReferralReturned(slip=back(plan="继续抗血小板治疗，" * 40)),
        }
        if desk.do(act, bodies[act]) and act == "referral.returned" and (after := desk.shown) is not None:
            self.papers.append(("back", code_of(replace(after, id=CASE), key=KEYS[desk.who], kind="return")))

    @rule(data=st.data())
    def the_clinic_acts(self, data: st.DataObject) -> None:
        desk = self.desks["clinic"]
        case = desk.shown
        if case is None or case.state not in OF_CLINIC:
            return
        act = data.draw(st.sampled_from(OF_CLINIC[case.state]))
        bodies: dict[str, msgspec.Struct] = {
            "referral.withdrawn": m.ReferralWithdrawn(reason="不去了"),
            "referral.contact_logged": m.ContactLogged(said="明天来"),
            "referral.retargeted": m.ReferralRetargeted(target=data.draw(st.sampled_from(TARGETS))),
            "referral.printed": m.SlipPrinted(paper="return", copy=1),
        }
        if desk.do(act, bodies[act]) and act == "referral.retargeted":
            self.clinic_prints()

    @precondition(lambda self: any(desk.waiting for desk in self.desks.values()))
    @rule(data=st.data(), some=st.integers(1, 9))
    def a_desk_syncs(self, data: st.DataObject, some: int) -> None:
        names = sorted(name for name, desk in self.desks.items() if desk.waiting)
        self._sync(data.draw(st.sampled_from(names)), some)

    @rule(name=st.sampled_from(["clinic", "gate", "ward", "other"]))
    def a_desk_pulls(self, name: str) -> None:
        self._sync(name, 0)

    @invariant()
    def the_hub_has_one_whole_case(self) -> None:
        case = self.hub
        if case is None:
            return
        assert case.target in case.asked or case.state is State.DRAFT
        if ("clinic", "referral.sent") in self.taken:
            assert "sent" not in case.carried
            assert replace(case.slip, target=WHOLE.slip.target) == WHOLE.slip
        assert (case.state in {State.RETURNED, State.FOLLOWED_UP}) <= (case.return_slip is not None)
        assert msgspec.json.decode(msgspec.json.encode(case), type=Referral) == case

    @invariant()
    def the_clinic_s_sending_is_never_refused(self) -> None:
        """Nor is its sending elsewhere, where the paper of that was quicker."""
        mine = {"referral.sent", "referral.draft_saved"}
        assert [act for name, act in self.refused if name == "clinic" and act in mine] == []
        assert self.hub is None or "retargeted" not in self.hub.carried or not self.retargeting_refused

    def teardown(self) -> None:
        if not hasattr(self, "desks"):
            return
        for _ in range(2):
            for name, desk in self.desks.items():
                self._sync(name, len(desk.waiting))
                self.the_hub_has_one_whole_case()
        self.the_clinic_s_sending_is_never_refused()
        assert self.hub is not None
        assert self.hub.number == WHOLE.number
        seen = streams(self.hub)
        for desk in self.desks.values():
            assert desk.shown == (self.hub if f"unit:{desk.who}" in seen else desk.image)
        if any(act == "referral.arrived" for _, act in self.taken):
            assert self.hub.arrived_at is not None
        if ("clinic", "referral.retargeted") in self.taken:
            assert "retargeted" not in self.hub.carried or self.hub.state is State.SENT

    def _go_ahead(self, road: str) -> None:
        """Begin somewhere on the way: the paper was quicker, or was declined and printed anew."""
        clinic, gate, other = self.desks["clinic"], self.desks["gate"], self.desks["other"]
        if road in {"paper", "arrived"}:
            assert gate.do("referral.presented", PaperPresented(code=self.papers[0][1]))
            if road == "arrived":
                assert gate.do("referral.accepted", m.ReferralAccepted(reception="3 床"))
                assert gate.do("referral.arrived", m.PatientArrived())
            self._sync("gate", 9)
        elif road in {"declined", "retargeted"}:
            self._sync("clinic", 9)
            self._sync("gate", 0)
            assert gate.do("referral.declined", m.ReferralDeclined(reason="没有床位"))
            self._sync("gate", 9)
            self._sync("clinic", 0)
            assert clinic.do("referral.retargeted", m.ReferralRetargeted(target=TARGETS[1]))
            self.clinic_prints()
            if road == "retargeted":
                assert other.do("referral.presented", PaperPresented(code=self.papers[-1][1]))
                assert other.do("referral.accepted", m.ReferralAccepted(reception="5 床"))
                self._sync("other", 9)
        assert self.refused == []

    def _sync(self, name: str, some: int) -> None:
        desk = self.desks[name]
        for act, body in desk.waiting[:some]:
            try:
                after = decide(self.hub, act, body, desk.who)
            except Refused as fault:
                said(fault)
                self.refused.append((name, act))
                was_carried = self.hub is not None and "retargeted" in self.hub.carried
                self.retargeting_refused |= act == "referral.retargeted" and was_carried
            else:
                if self.hub is not None and act in {"referral.sent", "referral.draft_saved"} and self.hub.number:
                    assert (after.state, after.target, after.reception) == (
                        self.hub.state,
                        self.hub.target,
                        self.hub.reception,
                    )
                if self.hub is not None and "retargeted" in self.hub.carried and act == "referral.retargeted":
                    assert after.state is self.hub.state
                self.hub = replace(after, id=CASE, revision=(self.hub.revision if self.hub else 0) + 1)
                self.taken.append((name, act))
        del desk.waiting[:some]
        if self.hub is not None and f"unit:{desk.who}" in streams(self.hub):
            desk.image = self.hub


TestPapers = Papers.TestCase
TestPapers.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
