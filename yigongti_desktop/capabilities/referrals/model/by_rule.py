"""Whether a referral was made by the rules, for the insurance office (REF-06, 19, 20, 25, 26)."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.model.approval import Standing
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import State


def lacks(referral: Referral) -> tuple[str, ...]:
    """Return what a referral lacks to be one by the rules; nothing for one that is.

    An emergency is by the rules in any case (REF-19: 危急重症患者抢救除外).
    """
    if referral.slip.urgency is Urgency.EMERGENCY:
        return ()
    approval = referral.approval
    found = [*referral.owed]
    if referral.state is State.WITHDRAWN:
        found.append("withdrawn")
    if approval is not None and approval.standing is not Standing.GIVEN:
        found.append(approval.standing.value)
    return tuple(found)


def reasons(referral: Referral) -> str:
    """Return the reasons that were kept with a referral: against the catalogue, and for another hospital."""
    slip = referral.slip
    return "；".join(dict.fromkeys(one for one in (slip.against, slip.target.reason) if one))
