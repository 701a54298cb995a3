"""One function for each thing that people ask of a monthly statement, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import statements as m
from yigongti_desktop.capabilities.pharmacy.model import statement as model
from yigongti_desktop.capabilities.pharmacy.model.payables import check_month
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.store import statements as store
from yigongti_desktop.capabilities.pharmacy.store.statements import STATEMENT
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_UNIT = frozenset({Role.PHARMACIST, Role.DIRECTOR})
_CENTRE = frozenset({Role.CENTRAL_PHARMACY})

OPENED = EventKind(
    name="statement.opened",
    body=m.StatementOpened,
    of=STATEMENT,
    decide=lambda now, body, ruling: model.open_statement(
        now, body.number, body.unit, body.month, body.requests, body.prices, ruling
    ),
    roles=_CENTRE,
    note=lambda body: body.month,
)
DELIVERED = EventKind(
    name="statement.delivered",
    body=m.StatementDelivered,
    of=STATEMENT,
    decide=lambda now, body, ruling: model.deliver(now, body.request, ruling),
    roles=frozenset({Role.HUB}),
)
CONFIRMED = EventKind(
    name="statement.confirmed",
    body=m.StatementConfirmed,
    of=STATEMENT,
    decide=lambda now, _body, ruling: model.confirm(now, ruling),
    roles=_UNIT,
)
DISPUTED = EventKind(
    name="statement.disputed",
    body=m.StatementDisputed,
    of=STATEMENT,
    decide=lambda now, body, ruling: model.dispute(now, body.words, ruling),
    roles=_UNIT,
    note=lambda body: body.words,
)
CLOSED = EventKind(
    name="statement.closed",
    body=m.StatementClosed,
    of=STATEMENT,
    decide=lambda now, _body, ruling: model.close(now, ruling),
    roles=_CENTRE,
)


def open_statement(uow: UnitOfWork, command: m.OpenStatement) -> Statement:
    """Freeze all that this desk knows of a unit's month."""
    own = uow.actor.institution
    record = model.statement_id(command.unit, own, command.month)
    known = uow.find(STATEMENT, record)
    body = m.StatementOpened(
        number=known.number if known else uow.next_number(),
        unit=command.unit,
        month=command.month,
        requests=store.requests_of(uow.connection, command.unit, own, check_month(command.month)),
        prices=command.prices,
    )
    return uow.emit(OPENED, record, body)


def confirm_statement(uow: UnitOfWork, command: m.ConfirmStatement) -> Statement:
    """Agree to a statement that has all deliveries of its month."""
    _need_whole(uow, command.statement)
    return uow.emit(CONFIRMED, command.statement, m.StatementConfirmed())


def dispute_statement(uow: UnitOfWork, command: m.DisputeStatement) -> Statement:
    """Say what is wrong with a statement."""
    return uow.emit(DISPUTED, command.statement, m.StatementDisputed(words=command.words))


def close_statement(uow: UnitOfWork, command: m.CloseStatement) -> Statement:
    """Settle a statement that has all deliveries of its month."""
    _need_whole(uow, command.statement)
    return uow.emit(CLOSED, command.statement, m.StatementClosed())


def _need_whole(uow: UnitOfWork, statement: str) -> None:
    known = uow.get(STATEMENT, statement)
    if lacks := store.missing(uow.connection, known):
        raise Refused("statement_stale", count=len(lacks))


SLICE = Slice(
    records=(STATEMENT,),
    events=(OPENED, DELIVERED, CONFIRMED, DISPUTED, CLOSED),
    commands=(
        CommandKind(command=m.OpenStatement, handle=open_statement, roles=_CENTRE),
        CommandKind(command=m.ConfirmStatement, handle=confirm_statement, roles=_UNIT),
        CommandKind(command=m.DisputeStatement, handle=dispute_statement, roles=_UNIT),
        CommandKind(command=m.CloseStatement, handle=close_statement, roles=_CENTRE),
    ),
)
