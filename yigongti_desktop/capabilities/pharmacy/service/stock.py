"""One function for each thing that people ask of the stock, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model import counting
from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model import holding
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_KEEPERS = frozenset({Role.PHARMACIST, Role.CENTRAL_PHARMACY})
_CONFIRMERS = _KEEPERS | {Role.DIRECTOR}

ENTERED = EventKind(
    name="stock.entered",
    body=m.StockEntered,
    of=store.STOCK_ENTRY,
    decide=lambda now, body, ruling: entering.enter(now, body.number, body.entering, ruling),
    roles=_KEEPERS,
)
REVERSED = EventKind(
    name="stock.reversed",
    body=m.EntryReversed,
    of=store.STOCK_ENTRY,
    decide=lambda now, body, ruling: entering.reverse(now, body.entry, body.reason, ruling),
    roles=_KEEPERS,
)
COUNT_OPENED = EventKind(
    name="stock_count.opened",
    body=m.CountOpened,
    of=store.STOCK_COUNT,
    decide=lambda now, body, ruling: counting.open_count(
        now, body.number, body.room, body.lines, body.note, ruling, is_blind=body.is_blind
    ),
    roles=_KEEPERS,
)
COUNTED = EventKind(
    name="stock_count.counted",
    body=m.StockCounted,
    of=store.STOCK_COUNT,
    decide=lambda now, body, ruling: counting.count(now, body.lines, ruling),
    roles=_KEEPERS,
)
COUNT_CONFIRMED = EventKind(
    name="stock_count.confirmed",
    body=m.CountConfirmed,
    of=store.STOCK_COUNT,
    decide=lambda now, body, ruling: counting.confirm(now, dict(body.reasons), ruling),
    roles=_CONFIRMERS,
)
COUNT_CANCELLED = EventKind(
    name="stock_count.cancelled",
    body=m.CountCancelled,
    of=store.STOCK_COUNT,
    decide=lambda now, body, ruling: counting.cancel(now, body.reason, ruling),
    roles=_CONFIRMERS,
    note=lambda body: body.reason,
)
LOT_HELD = EventKind(
    name="lot.held",
    body=m.LotHeld,
    of=store.LOT_HOLD,
    decide=lambda now, body, ruling: holding.hold(now, body.drug, body.lot, body.reason, ruling),
    roles=_KEEPERS,
)
LOT_RELEASED = EventKind(
    name="lot.released",
    body=m.LotReleased,
    of=store.LOT_HOLD,
    decide=lambda now, body, ruling: holding.release(now, body.reason, ruling),
    roles=_KEEPERS,
)


def enter_stock(uow: UnitOfWork, command: m.EnterStock) -> StockEntry:
    """Write an entry under a number of its own."""
    body = m.StockEntered(number=uow.next_number(), entering=command.entering)
    return uow.emit(ENTERED, uow.ids.new(), body)


def reverse_entry(uow: UnitOfWork, command: m.ReverseEntry) -> StockEntry:
    """Take an entry back."""
    body = m.EntryReversed(entry=command.entry, reason=command.reason)
    return uow.emit(REVERSED, entering.reversal_of(command.entry), body)


def open_count(uow: UnitOfWork, command: m.OpenCount) -> StockCount:
    """Begin a count of what the books have in a room."""
    room = entering.tidy_room(command.room)
    lines = store.lines_to_count(uow.connection, uow.actor.institution, room)
    body = m.CountOpened(
        number=uow.next_number(), room=room, is_blind=command.is_blind, note=command.note, lines=tuple(lines)
    )
    return uow.emit(COUNT_OPENED, uow.ids.new(), body)


def count_stock(uow: UnitOfWork, command: m.CountStock) -> StockCount:
    """Write down what lay there, beside what the books say at this moment."""
    known = uow.get(store.STOCK_COUNT, command.count)
    lines = store.with_book(uow.connection, known, command.lines)
    return uow.emit(COUNTED, command.count, m.StockCounted(lines=tuple(lines)))


def confirm_count(uow: UnitOfWork, command: m.ConfirmCount) -> StockCount:
    """Let the differences stand, unless movements came that the books did not have when a line was counted.

    Raises:
        Refused: count_stale, with the first such line and how many there are.
    """
    known = uow.get(store.STOCK_COUNT, command.count)
    if stale := store.stale_lines(uow.connection, known):
        first = stale[0]
        raise Refused("count_stale", count=len(stale), name=first.name, lot=first.lot)
    return uow.emit(COUNT_CONFIRMED, command.count, m.CountConfirmed(reasons=command.reasons))


def cancel_count(uow: UnitOfWork, command: m.CancelCount) -> StockCount:
    """Give a count up."""
    return uow.emit(COUNT_CANCELLED, command.count, m.CountCancelled(reason=command.reason))


def hold_lot(uow: UnitOfWork, command: m.HoldLot) -> LotHold:
    """Hold a lot, for the community where its lead hospital asks."""
    own = need_institution(uow.register, uow.actor.institution)
    community = uow.find(registry.COMMUNITY, own.community_on(day(uow.clock.now())))
    holder = community.id if community is not None and community.lead == own.id else own.id
    lot = entering.tidy_lot(command.lot)
    body = m.LotHeld(drug=command.drug, lot=lot, reason=command.reason)
    return uow.emit(LOT_HELD, entering.hold_id(holder, command.drug, lot), body)


def release_lot(uow: UnitOfWork, command: m.ReleaseLot) -> LotHold:
    """Let a held lot be used again."""
    return uow.emit(LOT_RELEASED, command.hold, m.LotReleased(reason=command.reason))


SLICE = Slice(
    records=(store.STOCK_ENTRY, store.STOCK_COUNT, store.LOT_HOLD),
    events=(ENTERED, REVERSED, COUNT_OPENED, COUNTED, COUNT_CONFIRMED, COUNT_CANCELLED, LOT_HELD, LOT_RELEASED),
    commands=(
        CommandKind(command=m.EnterStock, handle=enter_stock, roles=_KEEPERS),
        CommandKind(command=m.ReverseEntry, handle=reverse_entry, roles=_KEEPERS),
        CommandKind(command=m.OpenCount, handle=open_count, roles=_KEEPERS),
        CommandKind(command=m.CountStock, handle=count_stock, roles=_KEEPERS),
        CommandKind(command=m.ConfirmCount, handle=confirm_count, roles=_CONFIRMERS),
        CommandKind(command=m.CancelCount, handle=cancel_count, roles=_CONFIRMERS),
        CommandKind(command=m.HoldLot, handle=hold_lot, roles=_KEEPERS),
        CommandKind(command=m.ReleaseLot, handle=release_lot, roles=_KEEPERS),
    ),
)
