"""What keeps a case from being lost: contacts, new days, another tracker, where the patient turned up, its end.

REF-08, REF-16, REF-23: an open case has a holder, a next contact date and a named tracker whatever happens to it.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model.due import after_contact
from yigongti_desktop.capabilities.referrals.model.due import has_passed
from yigongti_desktop.capabilities.referrals.model.due import need_near
from yigongti_desktop.capabilities.referrals.model.due import settle
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import holder
from yigongti_desktop.capabilities.referrals.model.referral import tracked_by
from yigongti_desktop.capabilities.referrals.model.sides import existing
from yigongti_desktop.capabilities.referrals.model.sides import going_up
from yigongti_desktop.capabilities.referrals.model.sides import lasting
from yigongti_desktop.capabilities.referrals.model.sides import life
from yigongti_desktop.capabilities.referrals.model.sides import need_side
from yigongti_desktop.capabilities.referrals.model.sides import offer
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import line
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import LIFECYCLE
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.model.trackers import need_tracker
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import need_institution


def log_contact(
    current: Referral | None, said: str, ruling: Ruling, result: str = "", next_on: date | None = None
) -> Referral:
    """Keep the result of a contact about an open case (REF-08, REF-23); the words stand in the trail.

    Args:
        current: the case.
        said: what was said and agreed.
        ruling: who, when.
        result: what it came to (`ContactResult`); empty of desks that know none.
        next_on: when the tracker asks next; by the county's rule where nobody says.
    """
    referral = existing(current)
    need_side(ruling, referral.origin, referral.target)
    if referral.state in ENDED or referral.state is State.DRAFT:
        raise life(referral).refusal("log_contact", referral.state)
    line(said, "said", needed=True)
    today = day(ruling.at)
    on = need_near(next_on, "next_on", ruling.register, today) if next_on else None
    settled = settle(referral, ruling, on=on or after_contact(result, ruling.register, today))
    return replace(settled, contact_result=result, contacted_at=ruling.at)


def rebook(current: Referral | None, on: date, ruling: Ruling) -> Referral:
    """Agree on a new day with a patient who is expected and has not come."""
    referral = existing(current)
    need_side(ruling, referral.origin, referral.target)
    state = life(referral).after("rebook", referral.state)
    need_near(on, "on", ruling.register, day(ruling.at))
    until = max(referral.valid_until or on, on)
    passed = tuple(limit for limit in referral.passed if limit != Limit.ARRIVAL.value)
    return settle(replace(referral, state=state, valid_until=until, arrive_by=on, passed=passed), ruling)


def renew(current: Referral | None, on: date, ruling: Ruling) -> Referral:
    """Offer a case again whose slip has lapsed, with the day on which the patient is to come."""
    referral = existing(current)
    need_side(ruling, referral.origin)
    state = life(referral).after("renew", referral.state)
    need_near(on, "on", ruling.register, day(ruling.at))
    again = replace(referral, state=state, valid_until=max(referral.valid_until or on, on))
    return settle(offer(again, referral.slip.target, ruling), ruling)


def hand_over(current: Referral | None, tracker: str, ruling: Ruling) -> Referral:
    """Let another colleague follow the patient; the next contact stays as it is, or is due today."""
    referral = existing(current)
    need_side(ruling, tracked_by(referral))
    if referral.state in ENDED:
        raise life(referral).refusal("hand_over", referral.state)
    account, name = need_tracker(tracker, ruling)
    if account == referral.tracker:
        raise Refused("tracker_same", field="tracker", name=name)
    handed = replace(referral, tracker=account, tracker_name=name)
    return handed if handed.next_contact else settle(handed, ruling)


def turn_up(current: Referral | None, institution: str, reason: str, ruling: Ruling) -> Referral:
    """Note that the patient turned up at another hospital: the case is offered there, to be taken over."""
    referral = going_up(current)
    need_side(ruling, referral.origin, referral.target)
    state = LIFECYCLE.after("turn_up", referral.state)
    if need_institution(ruling.register, institution).kind not in HOSPITALS:
        raise Refused("target_no_hospital", field="institution")
    if institution == referral.target and referral.state is not State.DECLINED:
        raise Refused("turned_up_there", field="institution")
    why = line(reason, "reason", needed=True)
    moved = replace(referral, state=state, reason=why, decline_code="", reception="")
    found = Target(institution=institution, department=referral.slip.target.department, reason=why)
    there = offer(moved, found, ruling)
    return settle(replace(there, found_at=institution), ruling)


def die(current: Referral | None, ruling: Ruling) -> Referral:
    """End the case of a patient who died, wherever it stands; nothing is owed any more."""
    referral = existing(current)
    need_side(ruling, referral.origin, referral.target)
    return note_death(referral, ruling)


def note_death(current: Referral | None, ruling: Ruling) -> Referral:
    """End the case since the register has a death, whoever noted it; it only ever follows from that."""
    referral = existing(current)
    state = life(referral).after("die", referral.state)
    return settle(replace(referral, state=state, outcome=Outcome.DIED.value, ended_from=referral.state.value), ruling)


def reopen(current: Referral | None, reason: str, ruling: Ruling) -> Referral:
    """Open a case again that was closed wrongly: it stands where it stood, and its tracker asks today."""
    referral = existing(current)
    need_side(ruling, _closed_by(referral))
    line(reason, "reason", needed=True)
    return put_right(referral, ruling)


def put_right(current: Referral | None, ruling: Ruling) -> Referral:
    """Open a case again whose patient lives after all; it only ever follows from the register."""
    referral = existing(current)
    if referral.state is not State.CLOSED:
        raise life(referral).refusal("reopen", referral.state)
    state = State(referral.ended_from) if referral.ended_from else _before_the_end(referral)
    until = lasting(referral, ruling)
    again = replace(
        referral,
        state=state,
        outcome="",
        gone_to="",
        ended_from="",
        valid_until=max(referral.valid_until or until, until),
    )
    return settle(again, ruling, on=day(ruling.at))


def pass_limit(current: Referral | None, limit: Limit, ruling: Ruling) -> Referral:
    """Note by the hub's clock that a limit has passed, once: the tracker asks today.

    Raises:
        Refused: limit_noted, limit_not_passed.
    """
    referral = existing(current)
    if limit.value in referral.passed:
        raise Refused("limit_noted")
    if not has_passed(referral, limit, ruling.at):
        raise Refused("limit_not_passed")
    today = day(ruling.at)
    return replace(
        referral,
        passed=(*referral.passed, limit.value),
        next_contact=min(referral.next_contact or today, today),
    )


def mend(current: Referral | None, ruling: Ruling) -> Referral:
    """Give an open case of a program of before its next contact and its tracker."""
    referral = existing(current)
    if referral.state in ENDED or referral.next_contact is not None:
        raise life(referral).refusal("mend", referral.state)
    return settle(referral, ruling)


def note_contract(current: Referral | None, unit: str, number: str) -> Referral:
    """Note with which unit the patient was signed when the case was sent (REF-12)."""
    return replace(existing(current), contract_unit=unit, contract_number=number)


def _closed_by(referral: Referral) -> str:
    """Return the institution that held the case when it was closed."""
    if not referral.is_down or not referral.ended_from:
        return referral.origin
    return holder(replace(referral, state=State(referral.ended_from)))


def _before_the_end(referral: Referral) -> State:
    """Return where a case stood that a program of before closed: it did not write it down."""
    if referral.return_slip is not None:
        return State.FOLLOWED_UP
    return State.DECLINED if referral.reason and referral.arrived_at is None else State.EXPIRED
