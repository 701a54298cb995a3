"""One function for each thing that people ask of the duties of their unit, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.messages import duties as m
from yigongti_desktop.capabilities.staffing.model import unit_duty
from yigongti_desktop.capabilities.staffing.model.unit_duty import UnitDuty
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id
from yigongti_desktop.capabilities.staffing.store.duties import DUTY
from yigongti_desktop.capabilities.staffing.store.duties import duties_of
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

#: Those who draw the rosters of their unit: its office clerk, its director.
DRAWERS = frozenset({Role.SCHEDULER, Role.DIRECTOR})

DUTY_SET_UP = EventKind(
    name="duty.set_up",
    body=m.DutySetUp,
    of=DUTY,
    decide=lambda now, body, ruling: unit_duty.set_up(now, body.duty, body.place, ruling),
    roles=DRAWERS,
)
DUTY_CHANGED = EventKind(
    name="duty.changed",
    body=m.DutyChanged,
    of=DUTY,
    decide=lambda now, body, ruling: unit_duty.change(now, body.changes, ruling),
    roles=DRAWERS,
    note=lambda body: " ".join(body.changes),
)
DUTY_ENDED = EventKind(
    name="duty.ended",
    body=m.DutyEnded,
    of=DUTY,
    decide=lambda now, body, ruling: unit_duty.end(now, body.until, ruling),
    roles=DRAWERS,
    note=lambda body: body.until.isoformat(),
)


def set_up_duties(uow: UnitOfWork, command: m.SetUpDuties) -> tuple[UnitDuty, ...]:
    """Set up duties; all of them or none."""
    unit = uow.actor.institution
    begins = max((one.place for one in duties_of(uow.connection, unit)), default=0) + 1
    return tuple(
        uow.emit(DUTY_SET_UP, duty_id(unit, clean_line(duty.code)), m.DutySetUp(duty=duty, place=place))
        for place, duty in enumerate(command.duties, begins)
    )


def change_duty(uow: UnitOfWork, command: m.ChangeDuty) -> UnitDuty:
    """Change fields of a duty; an answered refusal leaves the list."""
    after = uow.emit(DUTY_CHANGED, command.duty, m.DutyChanged(changes=command.changes), answers=command.answers)
    if command.answers:
        outbox.settle(uow.connection, command.answers)
    return after


def end_duty(uow: UnitOfWork, command: m.EndDuty) -> UnitDuty:
    """Let a duty be worked until a day and no longer."""
    return uow.emit(DUTY_ENDED, command.duty, m.DutyEnded(until=command.until))


SLICE = Slice(
    records=(DUTY,),
    events=(DUTY_SET_UP, DUTY_CHANGED, DUTY_ENDED),
    commands=(
        CommandKind(command=m.SetUpDuties, handle=set_up_duties, roles=DRAWERS),
        CommandKind(command=m.ChangeDuty, handle=change_duty, roles=DRAWERS),
        CommandKind(command=m.EndDuty, handle=end_duty, roles=DRAWERS),
    ),
)
