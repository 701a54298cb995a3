"""One function for each thing that people ask of leave, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.messages import leave as m
from yigongti_desktop.capabilities.staffing.model import leave
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.own import WORKERS
from yigongti_desktop.capabilities.staffing.store.leave import LEAVE
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

#: Those who decide.
DECIDERS = frozenset({Role.DIRECTOR})

ASKED = EventKind(
    name="leave.asked",
    body=m.LeaveAsked,
    of=LEAVE,
    decide=lambda now, body, ruling: leave.ask(now, body.written, ruling),
    roles=WORKERS,
    note=lambda body: body.written.reason,
)
APPROVED = EventKind(
    name="leave.approved",
    body=m.LeaveApproved,
    of=LEAVE,
    decide=lambda now, body, ruling: leave.approve(now, body.answer, ruling),
    roles=DECIDERS,
    note=lambda body: body.answer,
)
DECLINED = EventKind(
    name="leave.declined",
    body=m.LeaveDeclined,
    of=LEAVE,
    decide=lambda now, body, ruling: leave.decline(now, body.reason, ruling),
    roles=DECIDERS,
    note=lambda body: body.reason,
)
WITHDRAWN = EventKind(
    name="leave.withdrawn",
    body=m.LeaveWithdrawn,
    of=LEAVE,
    decide=lambda now, body, ruling: leave.withdraw(now, body.reason, ruling),
    roles=WORKERS,
    note=lambda body: body.reason,
)
ENDED = EventKind(
    name="leave.ended",
    body=m.LeaveEnded,
    of=LEAVE,
    decide=lambda now, body, ruling: leave.end(now, body.last, body.reason, ruling),
    roles=WORKERS,
    note=lambda body: body.last.isoformat(),
)


def ask_leave(uow: UnitOfWork, command: m.AskLeave) -> LeaveSlip:
    """Ask for leave."""
    return uow.emit(ASKED, uow.ids.new(), m.LeaveAsked(written=command.written))


def approve_leave(uow: UnitOfWork, command: m.ApproveLeave) -> LeaveSlip:
    """Approve leave."""
    return uow.emit(APPROVED, command.leave, m.LeaveApproved(answer=command.answer))


def decline_leave(uow: UnitOfWork, command: m.DeclineLeave) -> LeaveSlip:
    """Decline leave."""
    return uow.emit(DECLINED, command.leave, m.LeaveDeclined(reason=command.reason))


def withdraw_leave(uow: UnitOfWork, command: m.WithdrawLeave) -> LeaveSlip:
    """Withdraw leave."""
    return uow.emit(WITHDRAWN, command.leave, m.LeaveWithdrawn(reason=command.reason))


def end_leave(uow: UnitOfWork, command: m.EndLeave) -> LeaveSlip:
    """End leave early."""
    return uow.emit(ENDED, command.leave, m.LeaveEnded(last=command.last, reason=command.reason))


SLICE = Slice(
    records=(LEAVE,),
    events=(ASKED, APPROVED, DECLINED, WITHDRAWN, ENDED),
    commands=(
        CommandKind(command=m.AskLeave, handle=ask_leave, roles=WORKERS),
        CommandKind(command=m.ApproveLeave, handle=approve_leave, roles=DECIDERS),
        CommandKind(command=m.DeclineLeave, handle=decline_leave, roles=DECIDERS),
        CommandKind(command=m.WithdrawLeave, handle=withdraw_leave, roles=WORKERS),
        CommandKind(command=m.EndLeave, handle=end_leave, roles=WORKERS),
    ),
)
