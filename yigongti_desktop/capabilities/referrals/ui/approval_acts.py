"""审批 of a referral out of the county: what the lead hospital's office is asked (REF-03)."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.messages import approvals as m
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import DANGER
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.form.fields import Field

#: What the office may do with a case that waits for its approval.
OFFERS = [
    Act(name="approve", text="同意转外", key="F7", icon="check", style=PRIMARY),
    Act(name="redirect", text="改转", icon="referral"),
    Act(name="deny", text="不同意", icon="close", style=DANGER),
]
_DENIED = ("市域内能够诊治", "先到牵头医院会诊", "资料不全，请补充后再报", "定点协议已到期")


def approve(referral: Referral) -> Ask:
    """Ask for the number of the approval."""
    number = Field(name="number", label="审批编号", placeholder="空着就由本机编号")
    said = Field(name="reception", label="接诊安排", placeholder="已和对方联系的科室、医生、时间")
    return Ask(
        title="同意转市域外",
        verb="同意",
        sections=only(number, said),
        command=lambda values: m.ApproveReferral(
            referral=referral.id, number=values["number"], reception=values["reception"]
        ),
    )


def deny(referral: Referral) -> Ask:
    """Ask why it is not approved."""
    return Ask(
        title="不同意转市域外",
        verb="不同意",
        sections=only(reason(_DENIED)),
        command=lambda values: m.DenyReferral(referral=referral.id, reason=values["reason"]),
        is_danger=True,
    )
