"""One function for each thing that people ask of a posting, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.messages import postings as m
from yigongti_desktop.capabilities.staffing.model import posting_moves as moves
from yigongti_desktop.capabilities.staffing.model import served
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.store.postings import POSTING
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_OFFICE = frozenset({Role.STAFFING_OFFICE})
_EITHER = _OFFICE | {Role.SCHEDULER, Role.DIRECTOR}

ASKED = EventKind(
    name="posting.asked",
    body=m.PostingAsked,
    of=POSTING,
    decide=lambda now, body, ruling: moves.ask(now, body.wish, ruling),
    roles=_EITHER,
    note=lambda body: body.wish.reason,
)
ARRANGED = EventKind(
    name="posting.arranged",
    body=m.PostingArranged,
    of=POSTING,
    decide=lambda now, body, ruling: moves.arrange(now, body.arrangement, ruling),
    roles=_OFFICE,
    note=lambda body: _days(body.arrangement.since, body.arrangement.until),
)
DECLINED = EventKind(
    name="posting.declined",
    body=m.PostingDeclined,
    of=POSTING,
    decide=lambda now, body, ruling: moves.decline(now, body.reason, ruling),
    roles=_OFFICE,
    note=lambda body: body.reason,
)
WITHDRAWN = EventKind(
    name="posting.withdrawn",
    body=m.PostingWithdrawn,
    of=POSTING,
    decide=lambda now, body, ruling: moves.withdraw(now, body.reason, ruling),
    roles=_EITHER,
    note=lambda body: body.reason,
)
ARRIVED = EventKind(
    name="posting.arrived",
    body=m.PostingArrived,
    of=POSTING,
    decide=lambda now, body, ruling: moves.arrive(now, body.on, ruling),
    roles=_EITHER,
    note=lambda body: body.on.isoformat(),
)
MONTH_NOTED = EventKind(
    name="posting.month_noted",
    body=m.PostingMonthNoted,
    of=POSTING,
    decide=lambda now, body, ruling: served.note_month(now, body.month, ruling),
    roles=_EITHER,
    note=lambda body: f"{body.month.first:%Y-%m}",
)
EXTENDED = EventKind(
    name="posting.extended",
    body=m.PostingExtended,
    of=POSTING,
    decide=lambda now, body, ruling: moves.extend(now, body.until, body.reason, ruling),
    roles=_OFFICE,
    note=lambda body: f"{body.until.isoformat()}　{body.reason}",
)
BROKEN_OFF = EventKind(
    name="posting.broken_off",
    body=m.PostingBrokenOff,
    of=POSTING,
    decide=lambda now, body, ruling: moves.break_off(now, body.last, body.reason, ruling),
    roles=_OFFICE,
    note=lambda body: body.reason,
)
COMPLETED = EventKind(
    name="posting.completed",
    body=m.PostingCompleted,
    of=POSTING,
    decide=lambda now, _body, ruling: served.complete(now, ruling),
    roles=_EITHER,
)


def ask_for_posting(uow: UnitOfWork, command: m.AskForPosting) -> Posting:
    """Ask the lead hospital for somebody."""
    return uow.emit(ASKED, uow.ids.new(), m.PostingAsked(wish=command.wish))


def arrange_posting(uow: UnitOfWork, command: m.ArrangePosting) -> Posting:
    """Say who is sent."""
    return uow.emit(ARRANGED, command.posting, m.PostingArranged(arrangement=command.arrangement))


def decline_posting(uow: UnitOfWork, command: m.DeclinePosting) -> Posting:
    """Send nobody."""
    return uow.emit(DECLINED, command.posting, m.PostingDeclined(reason=command.reason))


def withdraw_posting(uow: UnitOfWork, command: m.WithdrawPosting) -> Posting:
    """Take back what was asked for."""
    return uow.emit(WITHDRAWN, command.posting, m.PostingWithdrawn(reason=command.reason))


def confirm_arrival(uow: UnitOfWork, command: m.ConfirmArrival) -> Posting:
    """Confirm that somebody came."""
    return uow.emit(ARRIVED, command.posting, m.PostingArrived(on=command.on))


def note_month(uow: UnitOfWork, command: m.NoteMonth) -> Posting:
    """Write down the days of a month."""
    return uow.emit(MONTH_NOTED, command.posting, m.PostingMonthNoted(month=command.month))


def extend_posting(uow: UnitOfWork, command: m.ExtendPosting) -> Posting:
    """Let somebody stay on."""
    body = m.PostingExtended(until=command.until, reason=command.reason)
    return uow.emit(EXTENDED, command.posting, body)


def break_off_posting(uow: UnitOfWork, command: m.BreakOffPosting) -> Posting:
    """End a posting before its day."""
    body = m.PostingBrokenOff(last=command.last, reason=command.reason)
    return uow.emit(BROKEN_OFF, command.posting, body)


def complete_posting(uow: UnitOfWork, command: m.CompletePosting) -> Posting:
    """End a posting whose days are over."""
    return uow.emit(COMPLETED, command.posting, m.PostingCompleted())


def _days(since: object, until: object) -> str:
    return f"{since} 至 {until}"


SLICE = Slice(
    records=(POSTING,),
    events=(
        ASKED,
        ARRANGED,
        DECLINED,
        WITHDRAWN,
        ARRIVED,
        MONTH_NOTED,
        EXTENDED,
        BROKEN_OFF,
        COMPLETED,
    ),
    commands=(
        CommandKind(command=m.AskForPosting, handle=ask_for_posting, roles=_EITHER),
        CommandKind(command=m.ArrangePosting, handle=arrange_posting, roles=_OFFICE),
        CommandKind(command=m.DeclinePosting, handle=decline_posting, roles=_OFFICE),
        CommandKind(command=m.WithdrawPosting, handle=withdraw_posting, roles=_EITHER),
        CommandKind(command=m.ConfirmArrival, handle=confirm_arrival, roles=_EITHER),
        CommandKind(command=m.NoteMonth, handle=note_month, roles=_EITHER),
        CommandKind(command=m.ExtendPosting, handle=extend_posting, roles=_OFFICE),
        CommandKind(command=m.BreakOffPosting, handle=break_off_posting, roles=_OFFICE),
        CommandKind(command=m.CompletePosting, handle=complete_posting, roles=_EITHER),
    ),
)
