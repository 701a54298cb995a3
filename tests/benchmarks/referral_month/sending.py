"""How cases begin: sent up or down, kept as a draft first, with a slot, brought by paper, or for a contended slot."""

from __future__ import annotations

from msgspec.structs import replace

from tests.benchmarks.referral_month import people
from tests.benchmarks.referral_month import scarce
from tests.benchmarks.referral_month.stage import LEADS
from tests.benchmarks.referral_month.stage import Stage
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import down as d
from yigongti_desktop.capabilities.referrals.messages.files import AttachFile
from yigongti_desktop.capabilities.referrals.model.case_files import PDF
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target


def send_up(stage: Stage, name: str) -> Referral | None:
    """Let a unit begin a case, sometimes with a draft; some go to the other lead hospital, or out of the county."""
    dice = stage.dice
    slip = _slip(stage, name, stage.institution(stage.lead_of(name)))
    if dice.random() < 0.05:
        slip = _to(slip, _other_hospital(stage, name, slip))
    elif dice.random() < 0.05:
        slip = _to(slip, _out_of_the_county(stage, name, slip))
    if dice.random() < 0.08:
        draft: Referral | None = stage.do(name, m.SaveReferralDraft(slip=slip))
        return draft
    line = scarce.line_for(stage, name, slip.target.institution, slip.target.department)
    sent: Referral | None = stage.do(name, m.SendReferral(slip=slip, hold=line))
    if sent is not None:
        _hand_over(stage, name, sent)
    return sent


def send_down(stage: Stage, lead: str) -> Referral | None:
    """Let a lead hospital send somebody down who came by no referral."""
    dice = stage.dice
    unit = dice.choice(stage.units)
    slip = _slip(stage, lead, stage.institution(unit), department="")
    back = people.back(slip.diagnosis_code, dice)
    down_class = dice.choice(people.DOWN_CLASSES)
    command = d.SendDown(slip=slip, back=back, down_class=down_class, drugs=people.drugs(dice))
    sent: Referral | None = stage.do(lead, command)
    return sent


def contend(stage: Stage) -> list[str]:
    """Let two units ask for the same last slot while neither has a line; return the cases."""
    found = scarce.contested(stage)
    if found is None:
        return []
    line, department, both = found
    cases = []
    for name in both:
        slip = _slip(stage, name, stage.institution(stage.lead_of(name)), department=department)
        cases.append(stage.do(name, m.SendReferral(slip=slip, hold=line)).id)
    stage.contests.append((line, cases[0], cases[1]))
    until = max(stage.away[one] for one in both)
    stage.untouched |= dict.fromkeys(cases, until + 1)
    stage.contending |= dict.fromkeys(both, until)
    return cases


def bring_home(stage: Stage, lead: str, case: Referral) -> None:
    """Let the return slip's paper come to the unit before the hospital's line is back, where the unit has the case."""
    unit = next((one for one in stage.units if stage.institution(one) == case.origin), "")
    if stage.is_away(lead) and unit and stage.case(unit, case.id) is not None:
        scarce.carry(stage, case.id, lead, unit, "return")


def _hand_over(stage: Stage, name: str, case: Referral) -> None:
    """Let some papers be at the hospital before the unit's line is back, and put a file to some cases."""
    receiver = {stage.institution(lead): lead for lead in LEADS}[case.target]
    if stage.is_away(name) and case.approval is None and stage.dice.random() < 0.3:
        scarce.carry(stage, case.id, name, receiver, "transfer_out")
    if stage.dice.random() < 0.02:
        file = File(media_type=PDF, name="心电图.pdf", content=b"%PDF-1.4\n" + stage.dice.randbytes(300))
        stage.do(name, AttachFile(referral=case.id, file=file))


def _slip(stage: Stage, name: str, institution: str, **others: str) -> Slip:
    by = {"tracker": stage.world.people[name].account, "tracker_name": "张测试"}
    return people.slip(stage.new_serial(), stage.dice, stage.now, institution=institution, **by, **others)


def _other_hospital(stage: Stage, name: str, slip: Slip) -> Target:
    other = next(one for one in LEADS if one != stage.lead_of(name))
    return Target(institution=stage.institution(other), department=slip.target.department, reason="患者要求")


def _out_of_the_county(stage: Stage, name: str, slip: Slip) -> Target:
    place = stage.places[stage.lead_of(name)]
    return replace(slip.target, place=place, place_name=people.OUTSIDE, reason="市内不能做")


def _to(slip: Slip, target: Target) -> Slip:
    return replace(slip, target=target, against="市内不能做" if target.place else slip.against)
