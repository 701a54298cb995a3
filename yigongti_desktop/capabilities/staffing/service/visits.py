"""One function for each thing that people ask of sessions away from home, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.messages import visits as m
from yigongti_desktop.capabilities.staffing.model import visit_moves as moves
from yigongti_desktop.capabilities.staffing.model.visits import Visit
from yigongti_desktop.capabilities.staffing.store.visits import VISIT
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

#: Those who plan: the staffing office for units, clerk and director for their villages.
PLANNERS = frozenset({Role.STAFFING_OFFICE, Role.SCHEDULER, Role.DIRECTOR})

PLANNED = EventKind(
    name="outreach.planned",
    body=m.VisitsPlanned,
    of=VISIT,
    decide=lambda now, body, ruling: moves.plan(now, body.plan, ruling),
    roles=PLANNERS,
)
HELD = EventKind(
    name="outreach.held",
    body=m.VisitHeld,
    of=VISIT,
    decide=lambda now, body, ruling: moves.hold(now, body.day, body.seen, body.was, ruling),
    roles=PLANNERS,
    note=lambda body: f"{body.day.isoformat()}　{body.seen} 人",
)
CANCELLED = EventKind(
    name="outreach.cancelled",
    body=m.VisitCancelled,
    of=VISIT,
    decide=lambda now, body, ruling: moves.cancel(now, body.day, body.reason, body.moved_to, ruling),
    roles=PLANNERS,
    note=lambda body: f"{body.day.isoformat()}　{body.reason}",
)
RESTORED = EventKind(
    name="outreach.restored",
    body=m.VisitRestored,
    of=VISIT,
    decide=lambda now, body, ruling: moves.restore(now, body.day, ruling),
    roles=PLANNERS,
    note=lambda body: body.day.isoformat(),
)
ENDED = EventKind(
    name="outreach.ended",
    body=m.VisitsEnded,
    of=VISIT,
    decide=lambda now, body, ruling: moves.end(now, body.last, body.reason, ruling),
    roles=PLANNERS,
    note=lambda body: f"{body.last.isoformat()}　{body.reason}",
)


def plan_visits(uow: UnitOfWork, command: m.PlanVisits) -> Visit:
    """Plan sessions of somebody."""
    return uow.emit(PLANNED, uow.ids.new(), m.VisitsPlanned(plan=command.plan))


def hold_visit(uow: UnitOfWork, command: m.HoldVisit) -> Visit:
    """Write down that a session took place."""
    return uow.emit(HELD, command.visit, m.VisitHeld(day=command.day, seen=command.seen, was=command.was))


def cancel_visit(uow: UnitOfWork, command: m.CancelVisit) -> Visit:
    """Cancel a session, or move it to another day."""
    body = m.VisitCancelled(day=command.day, reason=command.reason, moved_to=command.moved_to)
    return uow.emit(CANCELLED, command.visit, body)


def restore_visit(uow: UnitOfWork, command: m.RestoreVisit) -> Visit:
    """Let a cancelled session take place after all."""
    return uow.emit(RESTORED, command.visit, m.VisitRestored(day=command.day))


def end_visits(uow: UnitOfWork, command: m.EndVisits) -> Visit:
    """End a plan with a day."""
    return uow.emit(ENDED, command.visit, m.VisitsEnded(last=command.last, reason=command.reason))


SLICE = Slice(
    records=(VISIT,),
    events=(PLANNED, HELD, CANCELLED, RESTORED, ENDED),
    commands=(
        CommandKind(command=m.PlanVisits, handle=plan_visits, roles=PLANNERS),
        CommandKind(command=m.HoldVisit, handle=hold_visit, roles=PLANNERS),
        CommandKind(command=m.CancelVisit, handle=cancel_visit, roles=PLANNERS),
        CommandKind(command=m.RestoreVisit, handle=restore_visit, roles=PLANNERS),
        CommandKind(command=m.EndVisits, handle=end_visits, roles=PLANNERS),
    ),
)
