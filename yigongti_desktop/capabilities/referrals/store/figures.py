"""What the figures of referral are made of: the cases that were sent or came back in a period, with their answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy import or_
from sqlalchemy import select

from yigongti_desktop.capabilities.referrals.model.figures import Answer
from yigongti_desktop.capabilities.referrals.model.figures import Moved
from yigongti_desktop.capabilities.referrals.model.figures import Way
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import OFFERED
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.capabilities.referrals.tables.cases import referrals
from yigongti_desktop.kernel.periods import Period
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.storage import records
from yigongti_desktop.storage.spans import between
from yigongti_desktop.storage.tables import trail

#: Answers of a hospital to a unit, of the lead hospital to a way out of the county, of a unit to a patient sent down.
_ACCEPTED = ("referral.accepted", "referral.approved", "referral.taken_on")
_DECLINED = ("referral.declined", "referral.denied", "referral.turned_down")
_TAKEN = frozenset({State.ACCEPTED, State.ARRIVED, State.RETURNED, State.FOLLOWED_UP})


def moved(connection: Connection, within: Period) -> tuple[Moved, ...]:
    """Return the cases that this desk may see and that were sent or came back in a period, the latest first."""
    its = referrals.c
    wanted = or_(*(between(at, within.first, within.last) for at in (its.sent_at, its.returned_at)))
    query = select(referrals).where(wanted).order_by(its.sent_at.desc(), its.id.desc())
    found = [records.from_row(REFERRAL, row) for row in records.at_once(connection, query)]
    steps = (
        select(trail.c.record, trail.c.institution, trail.c.act, trail.c.at)
        .where(trail.c.record.in_(select(its.id).where(wanted)))
        .where(trail.c.act.in_((*_ACCEPTED, *_DECLINED)), trail.c.code == "")
        .order_by(trail.c.at)
    )
    accepted: dict[tuple[str, str], datetime] = {}
    declined: set[tuple[str, str]] = set()
    for record, institution, act, at in connection.execute(steps):
        if act in _DECLINED:
            declined.add((record, institution))
        else:
            accepted.setdefault((record, institution), datetime.fromisoformat(at))
    hospitals = {one.id for one in registry.everything(connection, registry.INSTITUTION) if one.kind in HOSPITALS}
    return tuple(
        _moved(
            one,
            accepted.get((one.id, one.target)),  # what others answered before it came here counts for nobody here
            one.sent_at,
            hospitals,
            is_declined=(one.id, one.target) in declined,
        )
        for one in found
        if one.sent_at is not None
    )


def _moved(
    one: Referral, accepted_at: datetime | None, sent_at: datetime, hospitals: set[str], *, is_declined: bool
) -> Moved:
    slip, back = one.slip, one.return_slip
    answer = _answer(one, is_accepted=accepted_at is not None, is_declined=is_declined)
    is_over = one.state is State.EXPIRED or one.outcome == Outcome.NOT_ARRIVED
    return Moved(
        id=one.id,
        number=one.number,
        patient=slip.patient.name,
        way=_way(one, hospitals),
        state=one.state.value,
        origin=one.origin,
        origin_name=one.origin_name,
        target=one.target,
        target_name=one.target_name,
        doctor=slip.doctor,
        code=slip.diagnosis_code,
        disease=slip.impression,
        final_code=back.diagnosis_code if back else "",
        final=back.diagnosis if back else "",
        is_emergency=slip.urgency is Urgency.EMERGENCY,
        answer=answer,
        is_missed=answer is Answer.ACCEPTED and one.arrived_at is None and is_over,
        sent_at=sent_at,
        accepted_at=accepted_at,
        arrived_at=one.arrived_at,
        returned_at=one.returned_at,
    )


def _way(one: Referral, hospitals: set[str]) -> Way:
    """Return where a case goes; one that a hospital sends down goes down, to a member that is a hospital as well."""
    if one.is_down:
        return Way.DOWN
    is_from_hospital, is_to_hospital = one.origin in hospitals, one.target in hospitals
    if is_from_hospital is is_to_hospital:
        return Way.ACROSS
    return Way.UP if is_to_hospital else Way.DOWN


def _answer(one: Referral, *, is_accepted: bool, is_declined: bool) -> Answer:
    if is_accepted or one.state in _TAKEN or one.arrived_at is not None:  # taken over, or home before any talk
        return Answer.ACCEPTED
    if is_declined:
        return Answer.DECLINED
    return Answer.OPEN if one.state in OFFERED else Answer.NONE
