"""Cases whose time limits have passed, as the hub's clock looks for them: by columns, a damaged slip is no bar."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy import Connection
from sqlalchemy import and_
from sqlalchemy import or_
from sqlalchemy import select

from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import OFFERED
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.tables.cases import referrals
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.storage.facts import stamp

_its = referrals.c
_OFFERED = _its.state.in_([state.value for state in OFFERED])
_OPEN = _its.state.notin_([state.value for state in ENDED])


def passed(connection: Connection, limit: Limit, now: datetime) -> list[str]:
    """Return the ids of cases of which a limit has passed and nothing was noted yet."""
    moment, today = stamp(now), day(now).isoformat()
    owes_visit = or_(
        _its.state == State.RETURNED.value,
        and_(_its.is_down == 1, _its.state.in_([State.ACCEPTED.value, State.ARRIVED.value])),
    )
    over: dict[Limit, ColumnElement[bool]] = {
        Limit.ANSWER: and_(_OFFERED, _its.answer_by < moment),
        Limit.ESCALATION: and_(_OFFERED, _its.escalate_at < moment),
        Limit.ARRIVAL: and_(_its.state == State.ACCEPTED.value, _its.arrive_by < today),
        Limit.COMPLETION: and_(_OPEN, _its.incomplete == 1, _its.complete_by < moment),
        Limit.VISIT: and_(owes_visit, _its.follow_up_by < today),
    }
    query = select(_its.id).where(over[limit], _its.passed.notlike(f'%"{limit.value}"%')).order_by(_its.id)
    return list(connection.scalars(query))


def unfollowed(connection: Connection) -> list[str]:
    """Return the ids of open cases without a next contact: those of programs of before."""
    query = select(_its.id).where(_OPEN, _its.next_contact.is_(None)).order_by(_its.id)
    return list(connection.scalars(query))
