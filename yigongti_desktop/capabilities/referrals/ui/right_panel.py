"""What the panel of a case says of catalogue, approval, infectious road and of a patient who is not fully known."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.approval import Standing
from yigongti_desktop.capabilities.referrals.model.approval import is_open
from yigongti_desktop.capabilities.referrals.model.persons import Known
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.rightness import SPECIAL
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.ui.catalogue_words import ACTIONS
from yigongti_desktop.capabilities.referrals.ui.catalogue_words import NAMES
from yigongti_desktop.kit.panel import Callout
from yigongti_desktop.registry.ui.trail import day_and_time


def facts(referral: Referral, now: datetime) -> list[tuple[str, str]]:
    """Return what is said beside the slip."""
    slip, advice, special = referral.slip, referral.advice, referral.slip.special
    said = f"{ACTIONS[advice.action.value]}　{advice.indication}　{advice.document}".strip() if advice else ""
    card = (
        f"{special.disease}（{special.kind}）　{day_and_time(special.card_at, now)} {special.card_by} 已报卡"
        f"{special.card_number}　{special.transport}"
        if special and special.card_at
        else ""
    )
    return [
        ("身份", _known(slip.patient)),
        ("转诊目录", said),
        ("不按目录", slip.against),
        ("选它理由", slip.target.reason),
        ("审批", _approval(referral, now)),
        ("传染病", card.strip()),
    ]


def call_out(callout: Callout, referral: Referral, now: datetime, *, is_hospital: bool) -> bool:
    """Say the one thing that stands before all others; say whether there is any."""
    special = referral.slip.special
    if SPECIAL in referral.owed:
        by = f"请在 {day_and_time(referral.complete_by, now)} 前报卡并补填。" if referral.complete_by else ""
        callout.say("传染病，还没有填报卡", "按传染病接诊、转诊程序办，做好防护。" + ("" if is_hospital else by))
        return True
    if is_open(referral.approval) and referral.approval is not None:
        words = "请审批：同意给编号，或写明原因不同意。" if is_hospital else "编号来了才能打印。"
        if referral.approval.is_after:
            words = "急诊先转，审批随后补。"
        callout.say("市域外转诊，待审批", words, tone="warn", icon="clock")
        return True
    if referral.owed and referral.slip.urgency is not Urgency.EMERGENCY and not is_hospital:
        owed = "、".join(NAMES[one] for one in referral.owed)
        by = f"，{day_and_time(referral.complete_by, now)} 前" if referral.complete_by else ""
        callout.say("县院按新目录要补理由", f"发出时本机的目录不是最新的。请按 F7 补写{by}：{owed}。", tone="warn")
        return True
    if special is not None and is_hospital:
        callout.say(
            "传染病，走专道", f"{special.disease}（{special.kind}），已报卡。{special.transport}", icon="shield"
        )
        return True
    return False


def _known(patient: Patient) -> str:
    if patient.known is Known.NEWBORN:
        return f"新生儿，母亲身份证 {patient.mother}"
    if patient.known is Known.UNIDENTIFIED:
        return f"身份不明，估计 {patient.estimated_age} 岁"
    return ""


def _approval(referral: Referral, now: datetime) -> str:
    approval = referral.approval
    if approval is None:
        return ""
    if approval.standing is Standing.ASKED:
        return "待牵头医院审批"
    at = day_and_time(approval.at, now) if approval.at else ""
    word = f"编号 {approval.number}" if approval.standing is Standing.GIVEN else f"不同意：{approval.reason}"
    return f"{word}　{approval.by} {at}".strip()
