"""A paper is presented by its code: proven, fit to be received here and now, and then the case is there.

What is refused is refused in words that say what to do: papers of others, of before, of cases that are over.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model import paper
from yigongti_desktop.capabilities.referrals.model import paper_slip
from yigongti_desktop.capabilities.referrals.model.carried import RETARGETED
from yigongti_desktop.capabilities.referrals.model.carried import RETURNED
from yigongti_desktop.capabilities.referrals.model.carried import SENT
from yigongti_desktop.capabilities.referrals.model.due import settle
from yigongti_desktop.capabilities.referrals.model.paper import Back
from yigongti_desktop.capabilities.referrals.model.paper import Out
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.sides import going_up
from yigongti_desktop.capabilities.referrals.model.sides import in_hours
from yigongti_desktop.capabilities.referrals.model.sides import in_time
from yigongti_desktop.capabilities.referrals.model.sides import offer
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import NOWHERE
from yigongti_desktop.capabilities.referrals.model.states import STOPPED
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.paper_code import Sealed
from yigongti_desktop.protocol.paper_code import prove
from yigongti_desktop.protocol.paper_code import unseal
from yigongti_desktop.registry.model.county import THE_COUNTY
from yigongti_desktop.registry.model.county import County
from yigongti_desktop.registry.model.deadline import deadline
from yigongti_desktop.registry.model.device import county_mark
from yigongti_desktop.registry.model.device import need_key
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import need_institution

#: Why a paper whose case stands so is not received any more.
_STOPPED = {
    State.WITHDRAWN: "paper_withdrawn",
    State.DECLINED: "paper_declined",
    State.EXPIRED: "paper_expired",
    State.RETURNED: "paper_over",
    State.FOLLOWED_UP: "paper_over",
    State.CLOSED: "paper_over",
}
_OVER = frozenset({State.RETURNED, State.FOLLOWED_UP, State.CLOSED})
_STOPS_RETURN = frozenset({State.CLOSED, State.DRAFT})
#: How far the clock of a device that printed may be ahead.
_AHEAD = timedelta(days=1)


def proven(code: bytes, register: Lookup) -> tuple[Sealed, Out | Back]:
    """Return what a code says, once it is proven to be the word of a device of this county.

    Raises:
        Refused: paper_torn, paper_version, paper_foreign, paper_kind, paper_device_unknown, paper_device_revoked,
            paper_forged.
    """
    sealed = unseal(code)
    if sealed.county != county_mark(register):
        raise Refused("paper_foreign")
    if sealed.kind == paper.OUT:
        out = paper.unpack(sealed.content, Out)
        prove(sealed, need_key(register, out.origin, out.letter))
        return sealed, out
    if sealed.kind == paper.BACK:
        back = paper.unpack(sealed.content, Back)
        prove(sealed, need_key(register, back.hospital, back.letter))
        return sealed, back
    raise Refused("paper_kind")


def present(current: Referral | None, code: bytes, ruling: Ruling) -> Referral:
    """Receive a case by its transfer-out slip, at the hospital that it names.

    Raises:
        Refused: what `proven` says, goes_down, paper_other_hospital, paper_passed_on, paper_withdrawn, paper_declined,
            paper_expired.
    """
    sealed, said = proven(code, ruling.register)
    if not isinstance(said, Out) or sealed.record != ruling.record:
        raise Refused("paper_kind")
    if current is None or current.state is State.DRAFT:
        return _begun(current, said, ruling)
    going_up(current)
    if _is_new_target(current, said):
        _need_here(said, ruling)
        moved = replace(current, state=State.SENT, reason="", decline_code="", carried=(*current.carried, RETARGETED))
        return settle(offer(moved, paper_slip.slip_of(said, _county_key(ruling)).target, ruling), ruling)
    if current.state in _OVER and ruling.actor.institution in current.asked:
        return current  # another desk was quicker, and the patient has been here
    stood = in_time(current, ruling) if ruling.actor.institution == current.target else current
    need_current(stood, said, ruling)
    return current if stood is current else settle(stood, ruling)


def need_current(current: Referral, said: Out, ruling: Ruling) -> None:
    """Refuse a paper that is not what the case is now.

    Raises:
        Refused: paper_other_case, paper_passed_on, paper_nowhere, paper_elsewhere, paper_other_hospital,
            paper_withdrawn, paper_declined, paper_expired, paper_over.
    """
    if (current.origin, current.number) != (said.origin, said.number):
        raise Refused("paper_other_case", number=said.number)
    own = ruling.actor.institution
    if current.target != own:
        if own in current.asked:
            raise Refused(_elsewhere(current), number=current.number, target=current.target_name)
        raise Refused("paper_other_hospital", target=current.target_name)
    if why := _STOPPED.get(current.state):
        raise Refused(why, number=current.number, until=current.valid_until.isoformat() if current.valid_until else "")


def _elsewhere(current: Referral) -> str:
    """Return why a paper is not received where the case was before: by who has the patient now, or may have them."""
    if current.state in STOPPED:
        return "paper_nowhere"
    return "paper_passed_on" if current.state in NOWHERE else "paper_elsewhere"


def present_return(current: Referral | None, code: bytes, ruling: Ruling) -> Referral:
    """Receive a patient back by the return slip, at the clinic that sent them.

    Raises:
        Refused: what `proven` says, paper_other_clinic, paper_no_case, goes_down, paper_other_case, paper_over.
    """
    sealed, said = proven(code, ruling.register)
    if not isinstance(said, Back) or sealed.record != ruling.record:
        raise Refused("paper_kind")
    hospital = need_institution(ruling.register, said.hospital)
    if hospital.kind not in HOSPITALS:
        raise Refused("paper_kind")
    if said.origin != ruling.actor.institution:
        raise Refused("paper_other_clinic", clinic=_name(ruling.register, said.origin))
    if current is None:
        raise Refused("paper_no_case", number=said.number)
    going_up(current)
    if (current.origin, current.number) != (said.origin, said.number):
        raise Refused("paper_other_case", number=said.number)
    if current.return_slip is not None:
        return current
    if current.state in _STOPS_RETURN:
        raise Refused("paper_over", number=current.number)
    at = min(paper_slip.moment_of(said.returned_at), ruling.at)
    former = current.slip.target
    is_there = former.institution == hospital.id and not former.place
    target = former if is_there else Target(institution=hospital.id, department=former.department, reason=former.reason)
    slip = replace(current.slip, target=target)
    back = replace(
        current,
        state=State.RETURNED,
        slip=slip,
        target=hospital.id,
        target_name=hospital.name,
        asked=tuple(dict.fromkeys((*current.asked, hospital.id))),
        arrived_at=current.arrived_at or at,
        reason="",
        decline_code="",
        ended_from="",
        return_slip=paper_slip.return_slip_of(said),
        return_drugs=paper_slip.drugs_of(said),
        returned_at=at,
        follow_up_by=deadline(ruling.register, "referral.follow_up_days", day(at), 14).day,
        carried=(*current.carried, RETURNED),
    )
    return settle(back, ruling)


def _begun(draft: Referral | None, said: Out, ruling: Ruling) -> Referral:
    """Return the case as its clinic has sent it, by its paper alone."""
    if draft is not None and draft.origin != said.origin:
        raise Refused("paper_other_case", number=said.number)
    origin = need_institution(ruling.register, said.origin)
    _need_here(said, ruling)
    sent_at = paper_slip.moment_of(said.sent_at)
    if sent_at > ruling.at + _AHEAD:
        raise Refused("paper_ahead")
    sent_at = min(sent_at, ruling.at)
    until = deadline(ruling.register, "referral.valid_days", day(sent_at), 7).day
    if day(ruling.at) > until:
        raise Refused("paper_expired", number=said.number, until=until.isoformat())
    slip, is_short = paper_slip.slip_of(said, _county_key(ruling)), paper_slip.is_incomplete(said)
    begun = Referral(
        id=ruling.record,
        revision=draft.revision if draft else 0,
        number=said.number,
        state=State.SENT,
        origin=origin.id,
        origin_name=origin.name,
        slip=slip,
        target="",
        incomplete=is_short,
        complete_by=in_hours(ruling, "referral.emergency_complete_hours", 24) if is_short else None,
        sent_at=sent_at,
        valid_until=until,
        carried=(SENT,),
        extra=draft.extra if draft else {},
    )
    return settle(replace(offer(begun, slip.target, ruling), valid_until=until), ruling)


def _is_new_target(current: Referral, said: Out) -> bool:
    """Say whether the paper was printed after the case was declined, for somewhere else.

    Every older print names a hospital that was asked. To one of these again, it is new where the desk that printed it
    knew of all that this one knows: every print from before the declining has a smaller revision.
    """
    is_elsewhere = (said.target, said.department) != (current.target, current.slip.target.department)
    is_same_case = (current.origin, current.number) == (said.origin, said.number)
    is_later = said.target not in current.asked or paper_slip.revision_of(said) >= current.revision
    return current.state is State.DECLINED and is_elsewhere and is_same_case and is_later


def _need_here(said: Out, ruling: Ruling) -> None:
    if said.target != ruling.actor.institution:
        raise Refused("paper_other_hospital", target=_name(ruling.register, said.target))
    if need_institution(ruling.register, said.target).kind not in HOSPITALS:
        raise Refused("target_no_hospital", field="target")


def _name(register: Lookup, institution: str) -> str:
    known: Institution | None = register.get("institution", institution)
    return known.name if known else institution


def _county_key(ruling: Ruling) -> str:
    county: County | None = ruling.register.get("county", THE_COUNTY)
    return county.resident_key if county else ""
