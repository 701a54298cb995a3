"""What a lead hospital does with its cases in a round, as the dice fall: those sent to it, and those it sent down."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from tests.benchmarks.referral_month import people
from tests.benchmarks.referral_month.stage import LEADS
from tests.benchmarks.referral_month.stage import Stage
from tests.benchmarks.referral_month.stage import is_overlooked
from tests.benchmarks.referral_month.stage import never_comes
from yigongti_desktop.capabilities.referrals.messages import approvals as a
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import tracking as t
from yigongti_desktop.capabilities.referrals.model.approval import is_open
from yigongti_desktop.capabilities.referrals.model.carried import RETURNED
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State

_DECLINED_FOR = ("no_bed", "out_of_scope", "papers_missing")


def at_hospital(stage: Stage, name: str, case: Referral) -> msgspec.Struct | None:
    """Return what a lead hospital does with a case now, or None."""
    own = stage.institution(name)
    chance = stage.dice.random()
    if case.is_down:
        return _sent_down(stage, case, chance) if case.origin == own else None
    if case.target != own:
        return None
    if case.state in {State.SENT, State.REDIRECTED}:
        return _asked(stage, name, case, chance)
    return _expected(stage, case, chance) if case.state is State.ACCEPTED else _in_care(stage, case, chance)


def _expected(stage: Stage, case: Referral, chance: float) -> msgspec.Struct | None:
    if chance < 0.1 and not never_comes(case):
        return m.RegisterArrival(referral=case.id, case_number=f"M{stage.new_serial():07d}")
    if chance > 0.995:
        return m.RedirectReferral(referral=case.id, target=_elsewhere(stage, case), reason="会诊后改科")
    return m.LogContact(referral=case.id, said="已通知床位") if 0.5 < chance < 0.505 else None


def _in_care(stage: Stage, case: Referral, chance: float) -> msgspec.Struct | None:
    if RETURNED in case.carried:  # what was written here did not fit in
        again = people.back(case.slip.diagnosis_code, stage.dice)
        return m.SendBack(referral=case.id, slip=again, drugs=people.drugs(stage.dice)) if chance < 0.3 else None
    if case.state is not State.ARRIVED:
        return None
    if chance < 0.05:
        back = people.back(case.slip.diagnosis_code, stage.dice)
        return m.SendBack(referral=case.id, slip=back, drugs=people.drugs(stage.dice))
    return t.EndByDeath(referral=case.id) if chance > 0.9985 else None


def _asked(stage: Stage, name: str, case: Referral, chance: float) -> msgspec.Struct | None:
    if case.found_at == stage.institution(name):
        return t.TakeOverReferral(referral=case.id, case_number="T001") if chance < 0.4 else None
    if is_overlooked(case):
        return None
    if is_open(case.approval):
        if chance < 0.25:
            return a.ApproveReferral(referral=case.id, reception="已联系")
        return a.DenyReferral(referral=case.id, reason="市内能治") if chance < 0.3 else None
    if chance < 0.3:
        return m.AcceptReferral(referral=case.id, reception=f"{case.slip.target.department} 3 床")
    if chance < 0.34:
        return m.DeclineReferral(referral=case.id, code=stage.dice.choice(_DECLINED_FOR))
    if chance < 0.36:
        return m.RedirectReferral(referral=case.id, target=_elsewhere(stage, case), reason="那边更合适")
    return None


def _elsewhere(stage: Stage, case: Referral) -> Target:
    """Return another department, or the other lead hospital."""
    here = [one for one in people.DEPARTMENTS if one != case.slip.target.department]
    lead = stage.institution(stage.dice.choice(LEADS))
    return Target(institution=lead, department=stage.dice.choice(here))


def _sent_down(stage: Stage, case: Referral, chance: float) -> msgspec.Struct | None:
    its = case.id
    if case.state in {State.SENT, State.ACCEPTED}:
        return m.WithdrawReferral(referral=its, reason="病情反复") if chance < 0.003 else None
    if case.state in {State.DECLINED, State.EXPIRED} and chance < 0.15:
        others = [one for one in stage.units if stage.institution(one) != case.target]
        target = Target(institution=stage.institution(stage.dice.choice(others)))
        return m.RetargetReferral(referral=its, target=target)
    if case.state is State.EXPIRED and chance < 0.2:
        return t.RebookReferral(referral=its, on=stage.today + timedelta(days=5))
    if case.state in {State.DECLINED, State.EXPIRED} and chance < 0.22:
        return m.CloseReferral(referral=its, outcome=Outcome.REFUSED_BY_PATIENT)
    return m.LogContact(referral=its, said="问过家属") if chance > 0.99 and case.state is State.DECLINED else None
