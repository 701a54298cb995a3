"""One function for each thing that people ask of an owed visit, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.followups import messages as m
from yigongti_desktop.capabilities.followups.model import visit
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.store import FOLLOW_UP
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_VISITORS = CLINICAL_ROLES | {Role.DIRECTOR}
_HUB = frozenset({Role.HUB})

OPENED = EventKind(
    name="follow_up.opened",
    body=m.FollowUpOpened,
    of=FOLLOW_UP,
    decide=lambda now, body, ruling: visit.open_visit(now, body.opening, ruling),
    roles=_HUB,
)
RECORDED = EventKind(
    name="follow_up.recorded",
    body=m.FollowUpRecorded,
    of=FOLLOW_UP,
    decide=lambda now, body, ruling: visit.record(now, body.way, body.condition, body.result, ruling),
    roles=_VISITORS,
)
DROPPED = EventKind(
    name="follow_up.dropped",
    body=m.FollowUpDropped,
    of=FOLLOW_UP,
    decide=lambda now, _body, _ruling: visit.drop(now),
    roles=_HUB,
)
RESUMED = EventKind(
    name="follow_up.resumed",
    body=m.FollowUpResumed,
    of=FOLLOW_UP,
    decide=lambda now, _body, _ruling: visit.resume(now),
    roles=_HUB,
)


def record_follow_up(uow: UnitOfWork, command: m.RecordFollowUp) -> FollowUp:
    """Write down a visit."""
    body = m.FollowUpRecorded(way=command.way, condition=command.condition, result=command.result)
    return uow.emit(RECORDED, command.follow_up, body)


SLICE = Slice(
    records=(FOLLOW_UP,),
    events=(OPENED, RECORDED, DROPPED, RESUMED),
    commands=(CommandKind(command=m.RecordFollowUp, handle=record_follow_up, roles=_VISITORS),),
)
