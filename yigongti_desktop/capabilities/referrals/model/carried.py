"""A case that its paper brings before the line does, and how the acts that it stood in for fit in when they come.

The code on a slip is the word of the device that printed it. So the presenting of a paper is judged like any act, by
the same rule on the desk and at the hub: whichever of the two arrives first there, the paper or the clinic's own act,
makes the case, and the other fits in. Nothing has to wait, and nothing is done twice (decision 033).
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model import approving
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model.approval import is_open
from yigongti_desktop.capabilities.referrals.model.paper import CUT
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.return_drugs import check_drugs
from yigongti_desktop.capabilities.referrals.model.sides import need_side
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import check_return_slip
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.protocol.event import Ruling

SENT, RETARGETED, RETURNED = "sent", "retargeted", "returned"


def send(current: Referral | None, number: str, slip: Slip, ruling: Ruling) -> Referral:
    """Send a slip; where its paper has come before, the whole slip takes the place of the short one.

    What has been done since stands: who holds the case, where, and how far it is.
    """
    if current is None or SENT not in current.carried:
        return clinic.send(current, number, slip, ruling)
    need_side(ruling, current.origin)
    fresh = clinic.send(None, number, slip, ruling)
    target, name = _whole(current, fresh.slip.target, fresh.target_name)
    return replace(
        current,
        number=number,
        slip=replace(fresh.slip, target=target),
        target_name=name,
        asked=tuple(dict.fromkeys((*fresh.asked, *current.asked))),
        advice=fresh.advice,
        owed=fresh.owed,
        approval=current.approval or (fresh.approval if current.state is State.SENT else None),
        incomplete=fresh.incomplete,
        complete_by=fresh.complete_by,
        sent_at=fresh.sent_at,
        valid_until=max(filter(None, (current.valid_until, fresh.valid_until)), default=None),
        carried=_without(current, SENT),
    )


def save_draft(current: Referral | None, slip: Slip, ruling: Ruling) -> Referral:
    """Keep a slip that is not sent yet; one whose paper has been presented was sent after it."""
    if current is not None and SENT in current.carried:
        need_side(ruling, current.origin)
        return current
    return clinic.save_draft(current, slip, ruling)


def retarget(current: Referral | None, target: Target, ruling: Ruling) -> Referral:
    """Send a declined case elsewhere; its new paper may have come before."""
    if current is not None and RETARGETED in current.carried:
        need_side(ruling, current.origin)
        if _is_meant(current.slip.target, target):
            slip = replace(current.slip, target=target)
            return replace(current, slip=slip, carried=_without(current, RETARGETED))
        if target.institution in current.asked:  # the paper was for there, and the case has gone on since
            return replace(current, carried=_without(current, RETARGETED))
    return clinic.retarget(current, target, ruling)


def unless_returned(current: Referral | None, ruling: Ruling, act: Callable[[Referral | None], Referral]) -> Referral:
    """Do an act of the hospital on the way to the return slip; where that slip's paper has come before, it is done."""
    return current if current is not None and _is_back(current, ruling) else act(current)


def approve(current: Referral | None, number: str, said: str, ruling: Ruling) -> Referral:
    """Approve a case; where the return slip's paper has come before, the number is noted and nothing else."""
    if current is None or not _is_back(current, ruling):
        return approving.approve(current, number, said, ruling)
    if current.approval is None or not is_open(current.approval):
        return current
    return replace(current, approval=approving.given(current.approval, number, ruling))


def arrive(current: Referral | None, case_number: str, ruling: Ruling, department: str = "") -> Referral:
    """Register that the patient has come; where the return slip's paper has come before, it only tells when."""
    if current is None or not _is_back(current, ruling):
        return hospital.arrive(current, case_number, ruling, department)
    is_theirs = ruling.actor.institution == current.target
    is_before = current.returned_at is not None and ruling.at <= current.returned_at
    return replace(current, arrived_at=ruling.at) if is_theirs and is_before else current


def _is_back(referral: Referral, ruling: Ruling) -> bool:
    return RETURNED in referral.carried and ruling.actor.institution in referral.asked


def send_back(current: Referral | None, slip: ReturnSlip, ruling: Ruling, drugs: Iterable[SlipDrug] = ()) -> Referral:
    """Send the patient back; where the return slip's paper has come before, the whole slip takes the short one's place.

    A visit that was made meanwhile, or a case that was closed, stays so.
    """
    if current is None or RETURNED not in current.carried:
        return hospital.send_back(current, slip, ruling, drugs)
    need_side(ruling, current.target)
    return replace(
        current,
        return_slip=check_return_slip(slip, ruling),
        return_drugs=check_drugs(drugs, ruling),
        returned_at=min(current.returned_at or ruling.at, ruling.at),
        carried=_without(current, RETURNED),
    )


def lacks_return(referral: Referral) -> bool:
    """Say whether only the paper of a return slip has come, of a case that goes on."""
    return RETURNED in referral.carried and referral.state in {State.RETURNED, State.FOLLOWED_UP}


def _whole(current: Referral, target: Target, name: str) -> tuple[Target, str]:
    """Return where a case goes, with its name: as its unit wrote it, unless it was passed on since.

    The code has no room for the reason, and none for a place that is no member; what was passed on keeps the reason.
    """
    now = current.slip.target
    if _is_meant(now, target):
        return target, name
    return replace(now, reason=now.reason or target.reason), current.target_name


def _is_meant(now: Target, target: Target) -> bool:
    """Say whether a target is the one that the paper named, whose department may have been cut."""
    begins = now.department.removesuffix(CUT)
    is_cut = begins != now.department and target.department.startswith(begins)
    return now.institution == target.institution and (is_cut or now.department == target.department)


def _without(referral: Referral, act: str) -> tuple[str, ...]:
    return tuple(one for one in referral.carried if one != act)
