"""When the next thing is due on a case: the tracker's next contact, and the limits that the hub watches.

REF-08, REF-23: each open case has a next contact date, set anew by the county's rule at every move. How many days
after a move, by the state that it led to, is the county's `referral.contact_days`; how many after a contact, by what
it came to, its `referral.contact_again_days`. A state or result that the county leaves out has the days below.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import OFFERED
from yigongti_desktop.capabilities.referrals.model.states import ContactResult
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import days_after
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.county import rule

#: Days to the next contact after a move, by the state that it led to; of an emergency that is offered.
AFTER_A_MOVE: Mapping[str, int] = {
    "emergency": 0,
    State.DRAFT.value: 1,
    State.SENT.value: 1,
    State.REDIRECTED.value: 1,
    State.ACCEPTED.value: 2,
    State.DECLINED.value: 0,
    State.ARRIVED.value: 7,
    State.RETURNED.value: 3,
    State.FOLLOWED_UP.value: 7,
    State.EXPIRED.value: 0,
}
#: Days to the next contact after one, by what it came to.
AFTER_A_CONTACT: Mapping[str, int] = {
    ContactResult.REACHED.value: 3,
    ContactResult.WILL_COME.value: 1,
    ContactResult.IN_HOSPITAL.value: 7,
    ContactResult.NO_ANSWER.value: 1,
    ContactResult.WRONG_NUMBER.value: 1,
    ContactResult.UNWILLING.value: 1,
    ContactResult.ELSEWHERE.value: 1,
    ContactResult.DIED.value: 0,
    ContactResult.OTHER.value: 1,
}
#: No contact is put off for longer, in days, whatever a county's file says.
MOST_DAYS = 92


def settle(referral: Referral, ruling: Ruling, *, on: date | None = None) -> Referral:
    """Return a case after a move: the next contact set by the county's rule or on a day, what was said before it past.

    An open case keeps a tracker; of a case that has ended nobody owes anything.
    """
    if referral.found_at and referral.state is not State.REDIRECTED:
        referral = replace(referral, found_at="")  # whoever has the case has answered, or it goes on otherwise
    if referral.state in ENDED:
        return replace(referral, next_contact=None)
    tracker, name = referral.tracker or referral.slip.tracker, referral.tracker_name or referral.slip.tracker_name
    kept = replace(referral, tracker=tracker, tracker_name=name, contact_result="", contacted_at=None)
    return replace(kept, next_contact=on or by_rule(referral, ruling.register, day(ruling.at)))


def by_rule(referral: Referral, register: Lookup, today: date) -> date:
    """Return the next contact by the county's rule, no later than the patient should have come or be visited."""
    is_urgent = referral.state in OFFERED and referral.slip.urgency is Urgency.EMERGENCY
    name = "emergency" if is_urgent else referral.state.value
    usual = days_after(today, _days(register, "referral.contact_days", name, AFTER_A_MOVE, today))
    bound = {State.ACCEPTED: referral.arrive_by, State.RETURNED: referral.follow_up_by}.get(referral.state)
    return max(today, min(usual, bound)) if bound else usual


def after_contact(result: str, register: Lookup, today: date) -> date:
    """Return the next contact by the county's rule after one that came to something."""
    name = result or ContactResult.OTHER.value
    return days_after(today, _days(register, "referral.contact_again_days", name, AFTER_A_CONTACT, today))


def need_near(on: date, field: str, register: Lookup, today: date) -> date:
    """Return a day that a person has set for the next contact or for coming.

    Raises:
        Refused: day_past, day_far with what it may be at most.
    """
    if on < today:
        raise Refused("day_past", field=field, on=on.isoformat())
    most = days_after(today, min(rule(register, "referral.contact_most_days", today, 30), MOST_DAYS))
    if on > most:
        raise Refused("day_far", field=field, on=on.isoformat(), most=most.isoformat())
    return on


def ends_at(referral: Referral, limit: Limit) -> datetime | date | None:
    """Return when a limit of the case ends; None where it has no such limit now."""
    state = referral.state
    if limit in {Limit.ANSWER, Limit.ESCALATION} and state in OFFERED:
        return referral.answer_by if limit is Limit.ANSWER else referral.escalate_at
    if limit is Limit.ARRIVAL and state is State.ACCEPTED:
        return referral.arrive_by
    if limit is Limit.COMPLETION and referral.incomplete and state not in ENDED:
        return referral.complete_by
    owes_visit = state is State.RETURNED or (referral.is_down and state in {State.ACCEPTED, State.ARRIVED})
    return referral.follow_up_by if limit is Limit.VISIT and owes_visit else None


def has_passed(referral: Referral, limit: Limit, now: datetime) -> bool:
    """Say whether a limit of the case is over; a day is over when it has ended."""
    end = ends_at(referral, limit)
    if end is None:
        return False
    return now > end if isinstance(end, datetime) else day(now) > end


def late(referral: Referral, now: datetime) -> tuple[Limit, ...]:
    """Return the limits of the case that are over."""
    return tuple(limit for limit in Limit if has_passed(referral, limit, now))


def _days(register: Lookup, name: str, key: str, usual: Mapping[str, int], today: date) -> int:
    own: dict[str, Any] = rule(register, name, today, {})
    days = own.get(key, usual[key])
    return min(days, MOST_DAYS) if isinstance(days, int) and days >= 0 else usual[key]
