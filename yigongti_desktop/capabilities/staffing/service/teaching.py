"""One function for each thing that people ask of teaching, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.messages import teaching as m
from yigongti_desktop.capabilities.staffing.model import teaching_moves as moves
from yigongti_desktop.capabilities.staffing.model.teaching import Attendance
from yigongti_desktop.capabilities.staffing.model.teaching import Teaching
from yigongti_desktop.capabilities.staffing.model.teaching import attendance_id
from yigongti_desktop.capabilities.staffing.service.visits import PLANNERS
from yigongti_desktop.capabilities.staffing.store.teaching import ATTENDANCE
from yigongti_desktop.capabilities.staffing.store.teaching import TEACHING
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

ANNOUNCED = EventKind(
    name="teaching.announced",
    body=m.TeachingAnnounced,
    of=TEACHING,
    decide=lambda now, body, ruling: moves.announce(now, body.announced, ruling),
    roles=PLANNERS,
)
HELD = EventKind(
    name="teaching.held",
    body=m.TeachingHeld,
    of=TEACHING,
    decide=lambda now, _body, ruling: moves.teach(now, ruling),
    roles=PLANNERS,
)
CALLED_OFF = EventKind(
    name="teaching.called_off",
    body=m.TeachingCalledOff,
    of=TEACHING,
    decide=lambda now, body, ruling: moves.call_off(now, body.reason, ruling),
    roles=PLANNERS,
    note=lambda body: body.reason,
)
ATTENDED = EventKind(
    name="attendance.written",
    body=m.AttendanceWritten,
    of=ATTENDANCE,
    decide=lambda now, body, ruling: moves.attend(now, body.teaching, body.unit, body.changes, ruling),
    roles=PLANNERS,
)


def announce_teaching(uow: UnitOfWork, command: m.AnnounceTeaching) -> Teaching:
    """Announce a session."""
    return uow.emit(ANNOUNCED, uow.ids.new(), m.TeachingAnnounced(announced=command.announced))


def hold_teaching(uow: UnitOfWork, command: m.HoldTeaching) -> Teaching:
    """Write down that a session was held."""
    return uow.emit(HELD, command.teaching, m.TeachingHeld())


def call_off_teaching(uow: UnitOfWork, command: m.CallOffTeaching) -> Teaching:
    """Call a session off."""
    return uow.emit(CALLED_OFF, command.teaching, m.TeachingCalledOff(reason=command.reason))


def write_attendance(uow: UnitOfWork, command: m.WriteAttendance) -> Attendance:
    """Write down who of a unit took part."""
    body = m.AttendanceWritten(teaching=command.teaching, unit=command.unit, changes=command.changes)
    return uow.emit(ATTENDED, attendance_id(command.teaching, command.unit), body)


SLICE = Slice(
    records=(TEACHING, ATTENDANCE),
    events=(ANNOUNCED, HELD, CALLED_OFF, ATTENDED),
    commands=(
        CommandKind(command=m.AnnounceTeaching, handle=announce_teaching, roles=PLANNERS),
        CommandKind(command=m.HoldTeaching, handle=hold_teaching, roles=PLANNERS),
        CommandKind(command=m.CallOffTeaching, handle=call_off_teaching, roles=PLANNERS),
        CommandKind(command=m.WriteAttendance, handle=write_attendance, roles=PLANNERS),
    ),
)
