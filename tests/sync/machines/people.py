"""What people do at the desks: the acts of every capability, whether the state of their record lets them or not."""

from __future__ import annotations

from datetime import date
from zlib import crc32

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.sync.machines.town import HOSPITAL
from tests.sync.machines.town import PICKS
from tests.sync.machines.town import Town
from tests.world import id_number
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.capabilities.pharmacy.messages import requests as drug
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.storage import outbox

_BACK = ReturnSlip(diagnosis="脑梗死", findings="梗死灶", plan="康复训练", doctor="熊卫东")
_ELSEWHERE = Target(institution="tianmen.zhongyi", department="内科")
_BORN = date(1975, 6, 1)
_UNITS = ("tianmen.duobao", "tianmen.jingling", "tianmen.yuekou")
_AT_THE_CLINIC = ("withdraw", "print", "close", "log", "send", "keep", "complete", "retarget")
_AT_THE_HOSPITAL = ("accept", "accept", "decline", "arrive", "arrive", "back", "back", "redirect", "print")
_OF_A_REQUEST = (
    "review",
    "review",
    "dispatch",
    "dispatch",
    "send back",
    "receive",
    "withdraw",
    "submit",
    "keep",
    "print",
)


class People(Town):
    """People at work."""

    @rule(who=PICKS, is_urgent=st.booleans())
    def send_a_slip(self, who: int, is_urgent: bool) -> None:  # noqa: FBT001 - drawn by name
        name = self._clinic(who)
        slip = self._slip(name)
        if is_urgent:
            slip = msgspec.structs.replace(slip, urgency=Urgency.EMERGENCY, impression="", history="")
        self.do(name, m.SendReferral(slip=slip), is_new=True)

    @rule(who=PICKS)
    def keep_a_draft(self, who: int) -> None:
        name = self._clinic(who)
        self.do(name, m.SaveReferralDraft(slip=self.county.slip(name)), is_new=True)

    @rule(who=PICKS, quantity=st.integers(1, 500), is_draft=st.booleans())
    def ask_for_drugs(self, who: int, quantity: int, is_draft: bool) -> None:  # noqa: FBT001 - drawn by name
        name = self._clinic(who)
        lines = (Wanted(drug=self.county.drug(name), quantity=quantity),)
        command = drug.SaveRequestDraft(lines=lines) if is_draft else drug.SubmitDrugRequest(lines=lines)
        self.do(name, command, is_new=True)

    @rule(who=PICKS, number=st.integers(0, 2))
    def register_somebody(self, who: int, number: int) -> None:
        identity = Identity(
            name=f"居民{'甲乙丙'[number]}",
            sex=Sex.FEMALE,
            birth=_BORN,
            id_number=id_number(_BORN, 302 + 2 * number),
            phone="13900000001",
        )
        self.do(self._clinic(who), RegisterResident(identity=identity), is_new=True)

    @rule(who=PICKS, pick=PICKS, field=st.sampled_from(["phone", "address"]), digit=st.integers(0, 9))
    def correct_somebody(self, who: int, pick: int, field: str, digit: int) -> None:
        name = self._clinic(who)
        if resident := self.some(name, registry.RESIDENT, pick):
            wanted = f"1390000000{digit}" if field == "phone" else f"健康村 {digit} 组"
            changes = {field: (getattr(resident, field), wanted)}
            self.do(name, CorrectResident(resident=resident.id, changes=changes))

    @rule(who=PICKS, pick=PICKS, unit=st.sampled_from(_UNITS))
    def hand_somebody_on(self, who: int, pick: int, unit: str) -> None:
        name = self._clinic(who)
        if resident := self.some(name, registry.RESIDENT, pick):
            self.do(name, MoveResident(resident=resident.id, unit=unit, reason="搬家"))

    @rule(who=PICKS, pick=PICKS, act=st.sampled_from(_AT_THE_CLINIC))
    def move_a_slip_at_the_clinic(self, who: int, pick: int, act: str) -> None:
        name = self._clinic(who)
        if referral := self.some(name, REFERRAL, pick):
            its = referral.id
            commands: dict[str, msgspec.Struct] = {
                "withdraw": m.WithdrawReferral(referral=its, reason="家属改主意"),
                "print": m.PrintReferral(referral=its),
                "close": m.CloseReferral(referral=its, outcome=Outcome.NOT_ARRIVED),
                "log": m.LogContact(referral=its, said="已电话联系"),
                "send": m.SendReferral(referral=its, slip=referral.slip),
                "keep": m.SaveReferralDraft(referral=its, slip=self._slip(name)),
                "complete": m.CompleteReferral(
                    referral=its, slip=msgspec.structs.replace(referral.slip, impression="脑梗死", history="3 小时")
                ),
                "retarget": m.RetargetReferral(referral=its, target=_ELSEWHERE),
            }
            self.do(name, commands[act])

    @rule(pick=PICKS, act=st.sampled_from(_AT_THE_HOSPITAL))
    def move_a_slip_at_the_hospital(self, pick: int, act: str) -> None:
        if referral := self.some(HOSPITAL, REFERRAL, pick):
            its = referral.id
            commands: dict[str, msgspec.Struct] = {
                "accept": m.AcceptReferral(referral=its, reception="3 床"),
                "decline": m.DeclineReferral(referral=its, reason="床位已满"),
                "arrive": m.RegisterArrival(referral=its),
                "back": m.SendBack(referral=its, slip=_BACK),
                "redirect": m.RedirectReferral(referral=its, target=_ELSEWHERE, reason="专科在那里"),
                "print": m.PrintReferral(referral=its, paper="return"),
            }
            self.do(HOSPITAL, commands[act])

    @rule(who=PICKS, pick=PICKS)
    def visit_somebody(self, who: int, pick: int) -> None:
        name = self._clinic(who)
        if visit := self.some(name, followups.FOLLOW_UP, pick):
            command = RecordFollowUp(follow_up=visit.id, way=Way.HOME, condition=Condition.BETTER, result="好转")
            self.do(name, command)

    @rule(who=PICKS, pick=PICKS, act=st.sampled_from(_OF_A_REQUEST))
    def move_a_request(self, who: int, pick: int, act: str) -> None:
        name = HOSPITAL if act in {"review", "dispatch", "send back"} else self._clinic(who)
        if request := self.some(name, DRUG_REQUEST, pick):
            its, lines = request.id, request.lines
            wanted = tuple(Wanted(drug=line.drug, quantity=line.requested + 1) for line in lines)
            commands: dict[str, msgspec.Struct] = {
                "review": drug.ReviewDrugRequest(
                    request=its, decisions=tuple(Decision(drug=line.drug, approved=line.requested) for line in lines)
                ),
                "dispatch": drug.DispatchDrugRequest(
                    request=its,
                    parcels=tuple(
                        Parcel(
                            drug=line.drug, lots=(Lot(lot="A1", expiry=date(2028, 1, 1), quantity=line.approved or 1),)
                        )
                        for line in lines
                    ),
                ),
                "send back": drug.SendBackDrugRequest(request=its, reason="请说明用量"),
                "receive": drug.ReceiveDelivery(
                    request=its,
                    counts=tuple(
                        Count(
                            drug=line.drug,
                            received=tuple(lot.quantity for lot in line.lots),
                            codes=tuple((_code(its, line.drug, lot.lot),) for lot in line.lots),
                        )
                        for line in lines
                    ),
                ),
                "withdraw": drug.WithdrawDrugRequest(request=its),
                "submit": drug.SubmitDrugRequest(request=its, lines=wanted),
                "keep": drug.SaveRequestDraft(request=its, lines=wanted),
                "print": drug.PrintDrugRequest(request=its),
            }
            self.do(name, commands[act])

    @rule(who=PICKS, pick=PICKS, is_again=st.booleans())
    def answer_a_refusal(self, who: int, pick: int, is_again: bool) -> None:  # noqa: FBT001 - drawn by name
        name = self.names[who % len(self.names)]
        open_acts = self.county.desks[name].read(outbox.in_states, outbox.NEEDS_PERSON)
        if open_acts:
            event = open_acts[pick % len(open_acts)].event
            self.do(name, SendAgain(event=event) if is_again else SettleRefusal(event=event))

    def _clinic(self, who: int) -> str:
        return self.clinics[who % len(self.clinics)]

    def _slip(self, name: str) -> Slip:
        self.serial += 1
        slip = self.county.slip(name)
        number = id_number(serial=2 * (self.serial % 400) + 1)
        return msgspec.structs.replace(slip, patient=msgspec.structs.replace(slip.patient, id_number=number))


def _code(request: str, drug: str, lot: str) -> str:
    """Return the trace code of one pack of a delivery, its head that of its drug."""
    return f"8{crc32(drug.encode()) % 10**6:06d}{crc32(f'{request}{drug}{lot}'.encode()):013d}"
