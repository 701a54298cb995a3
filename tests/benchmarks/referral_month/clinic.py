"""What a unit does with its cases in a round, as the dice fall: those that it sent up, and those sent down to it."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from msgspec.structs import replace

from tests.benchmarks.referral_month.people import DEPARTMENTS
from tests.benchmarks.referral_month.stage import LEADS
from tests.benchmarks.referral_month.stage import Stage
from tests.benchmarks.referral_month.stage import never_comes
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import State as VisitState
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import down as d
from yigongti_desktop.capabilities.referrals.messages import tracking as t
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import COMPLETABLE
from yigongti_desktop.capabilities.referrals.model.states import ContactResult
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.registry.messages import NoteDeath

_AFTER_CARE = (Outcome.RECOVERED, Outcome.IMPROVED, Outcome.IMPROVED, Outcome.CONTINUING, Outcome.UNCHANGED)
_REACHED = (ContactResult.REACHED, ContactResult.WILL_COME, ContactResult.OTHER, ContactResult.WRONG_NUMBER)
_NOT_REACHED = (ContactResult.NO_ANSWER, ContactResult.UNWILLING, ContactResult.ELSEWHERE)


def at_unit(stage: Stage, name: str, case: Referral) -> msgspec.Struct | None:
    """Return what a unit does with a case now, or None."""
    own = stage.institution(name)
    if case.is_down:
        return _taken_care_of(stage, name, case) if case.target == own else None
    if case.origin != own:
        return None
    chance = stage.dice.random()
    offered = case.state in {State.SENT, State.REDIRECTED}
    if case.state is State.DRAFT:
        return m.SendReferral(referral=case.id, slip=case.slip)
    if case.incomplete and chance < 0.5 and case.state in COMPLETABLE:
        whole = replace(case.slip, history="到院前病情已稳定，补记。", consent=True, against="急诊", special=None)
        whole = replace(whole, target=replace(whole.target, reason="急诊就近"))
        return m.CompleteReferral(referral=case.id, slip=whole)
    if offered or case.state is State.ACCEPTED:
        return _on_the_way(stage, name, case, chance)
    if case.state is State.DECLINED:
        return _declined(stage, case, chance)
    if case.state is State.EXPIRED:
        return _lapsed(stage, case, chance)
    return _come_back(stage, name, case, chance)


def open_again(stage: Stage, name: str, case: Referral) -> None:
    """Open a case again that was closed, as somebody finds that it was the wrong one."""
    stage.do(name, t.ReopenReferral(referral=case.id, reason="关错了，患者仍在随访"))


def _on_the_way(stage: Stage, name: str, case: Referral, chance: float) -> msgspec.Struct | None:
    its = case.id
    if chance < 0.018:
        return _turns(stage, case, chance)
    if chance < 0.03:
        account, _ = stage.colleagues[name]
        return None if case.tracker == account else t.HandOverTracking(referral=its, tracker=account)
    if chance < 0.06 and case.approval is None:
        return m.PrintReferral(referral=its)
    if case.state is State.ACCEPTED and case.arrive_by and case.arrive_by <= stage.today:
        if chance < 0.2 and not never_comes(case):
            return t.RebookReferral(referral=its, on=stage.today + timedelta(days=stage.dice.randint(1, 9)))
        if chance < 0.4 and case.contact_result:
            return m.CloseReferral(referral=its, outcome=Outcome.NOT_ARRIVED)
    if case.state is State.ACCEPTED and chance > 0.995:
        return m.CloseReferral(referral=its, outcome=Outcome.REFUSED_BY_PATIENT)
    return _contact(stage, case, chance)


def _turns(stage: Stage, case: Referral, chance: float) -> msgspec.Struct | None:
    """Return what ends the ordinary road: the case is taken back, the patient is elsewhere, or dead."""
    other = next(one for one in ("tianmen.zhongyi", "tianmen.diyi") if one != case.target)
    if chance < 0.006:
        return m.WithdrawReferral(referral=case.id, reason="病情好转，不去了")
    if chance < 0.014 and not case.found_at:
        return t.NoteTurnUp(referral=case.id, institution=other, reason="自行去了那边")
    if chance >= 0.017 and case.slip.patient.resident:
        return NoteDeath(resident=case.slip.patient.resident, died_on=stage.today, reason="家属来报")
    return t.EndByDeath(referral=case.id) if chance >= 0.014 else None


def _declined(stage: Stage, case: Referral, chance: float) -> msgspec.Struct | None:
    if chance < 0.25:
        lead = stage.institution(stage.dice.choice(LEADS))
        department = stage.dice.choice(DEPARTMENTS)
        target = Target(institution=lead, department=department, reason="原来的医院不收")
        return m.RetargetReferral(referral=case.id, target=target)
    if chance < 0.27:
        return t.NoteTurnUp(referral=case.id, institution="tianmen.zhongyi", reason="家属直接送去")
    if chance < 0.29:
        return m.CloseReferral(referral=case.id, outcome=Outcome.ELSEWHERE, gone_to="武汉协和医院")
    if chance < 0.31:
        return m.CloseReferral(referral=case.id, outcome=Outcome.REFUSED_BY_PATIENT)
    return _contact(stage, case, chance)


def _lapsed(stage: Stage, case: Referral, chance: float) -> msgspec.Struct | None:
    if chance < 0.12:
        return t.RebookReferral(referral=case.id, on=stage.today + timedelta(days=stage.dice.randint(1, 12)))
    if chance < 0.2 and case.contact_result:
        return m.CloseReferral(referral=case.id, outcome=Outcome.NOT_ARRIVED)
    if chance < 0.22:
        return m.CloseReferral(referral=case.id, outcome=Outcome.ELSEWHERE, gone_to="仙桃市人民医院")
    return _contact(stage, case, chance)


def _come_back(stage: Stage, name: str, case: Referral, chance: float) -> msgspec.Struct | None:
    if case.state is State.RETURNED:
        if chance < 0.004:
            return m.CloseReferral(referral=case.id, outcome=Outcome.DIED)
        return visit(stage, name, case) if chance < 0.1 else _contact(stage, case, chance)
    if case.state is State.FOLLOWED_UP and chance < 0.12:
        return m.CloseReferral(referral=case.id, outcome=stage.dice.choice(_AFTER_CARE))
    return _contact(stage, case, chance)


def _taken_care_of(stage: Stage, name: str, case: Referral) -> msgspec.Struct | None:
    chance, its = stage.dice.random(), case.id
    if case.state is State.SENT:
        if chance < 0.25:
            account, _ = stage.colleagues[name]
            return d.TakeOnPatient(referral=its, tracker=stage.dice.choice(["", account]), reception="周三上门")
        return d.TurnDownPatient(referral=its, code="not_ours") if chance < 0.29 else None
    if case.state is State.ACCEPTED and not never_comes(case) and chance < 0.2:
        return d.ReceivePatient(referral=its)
    if case.state is State.ACCEPTED and case.arrive_by and case.arrive_by <= stage.today:
        if chance < 0.4 and case.contact_result:
            return m.CloseReferral(referral=its, outcome=Outcome.NOT_ARRIVED)
        if chance > 0.9:
            return t.RebookReferral(referral=its, on=stage.today + timedelta(days=3))
    if case.state in {State.ACCEPTED, State.ARRIVED} and chance > 0.85:
        return visit(stage, name, case)
    if case.state is State.FOLLOWED_UP and chance < 0.12:
        return m.CloseReferral(referral=its, outcome=stage.dice.choice(_AFTER_CARE))
    return _contact(stage, case, chance)


def visit(stage: Stage, name: str, case: Referral) -> msgspec.Struct | None:
    """Return the record of the visit that is owed for a case, where the desk has it open."""
    owed = [one for one in stage.world.desks[name].read(followups.of_source, case.id) if one.state is VisitState.OPEN]
    if not owed:
        return None
    condition = stage.dice.choice([Condition.BETTER, Condition.STABLE, Condition.WORSE])
    return RecordFollowUp(follow_up=owed[0].id, way=stage.dice.choice(list(Way)), condition=condition, result="已访")


def _contact(stage: Stage, case: Referral, chance: float) -> msgspec.Struct | None:
    """Return the contact that is due today, sometimes: people are late."""
    if case.next_contact is None or case.next_contact > stage.today or chance < 0.85:
        return None
    result = stage.dice.choice(_NOT_REACHED if never_comes(case) else _REACHED)
    return m.LogContact(referral=case.id, said="已电话联系", result=result)
