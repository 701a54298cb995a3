"""A stock count (盘点): what lies there against what the books say, line by line, confirmed by a second person.

Safe against movements made meanwhile: a line keeps what the books said when it was counted, so that its difference
stays what it is, whatever comes and goes before the count is confirmed or after.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model import rooms
from yigongti_desktop.capabilities.pharmacy.model.rooms import StoreRoom
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.institution import need_institution

MOST_LINES = 5_000
#: No shelf holds more than this, nor owes it.
_MOST_BOOK = 10**12


class CountState(StrEnum):
    """Where a count stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


LIFECYCLE: Lifecycle[CountState] = Lifecycle(
    {
        "count": (frozenset({CountState.OPEN}), CountState.OPEN),
        "send_back": (frozenset({CountState.OPEN}), CountState.OPEN),
        "hand_in": (frozenset({CountState.OPEN}), CountState.OPEN),
        "confirm": (frozenset({CountState.OPEN}), CountState.CONFIRMED),
        "cancel": (frozenset({CountState.OPEN}), CountState.CANCELLED),
    },
    kind="stock_count",
)


class CountLine(msgspec.Struct, frozen=True, kw_only=True):
    """One lot of a count."""

    drug: str
    name: str = ""
    strength: str = ""
    unit: str = ""
    lot: str
    expiry: date
    #: What lay there; None until it is counted.
    counted: int | None = None
    #: What the books said when it was counted; before that, when the count was opened.
    book: int = 0
    counted_at: datetime | None = None
    counted_by: str = ""
    #: Why it differs.
    reason: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return which lot it is."""
        return self.drug, self.expiry.isoformat(), self.lot

    @property
    def difference(self) -> int:
        """Return what lay there beyond the books: below nought when something is missing."""
        return 0 if self.counted is None else self.counted - self.book


class StockCount(Record, frozen=True, kw_only=True):
    """A count of one room."""

    number: str
    state: CountState
    institution: str
    institution_name: str = ""
    room: str = ""
    #: What the room was called on the day; empty for the pharmacy itself.
    room_name: str = ""
    #: Whoever counts does not see what the books say (盲盘).
    is_blind: bool = False
    note: str = ""
    lines: tuple[CountLine, ...] = ()
    opener: str = ""
    opened_at: datetime
    #: Accounts of those who counted: none of them confirms.
    counters: tuple[str, ...] = ()
    confirmer: str = ""
    confirmed_at: datetime | None = None
    #: Why it was given up.
    reason: str = ""
    #: Why a second person put it back to its counters, who, and since when; nobody confirms it until it is handed in
    #: again. A state of its own would say nothing to the programs of before, which would set the count aside.
    back_reason: str = ""
    back_by: str = ""
    back_at: datetime | None = None
    #: What the counters said when they handed it in again.
    back_answer: str = ""

    @property
    def is_back(self) -> bool:
        """Say whether it lies with its counters again."""
        return self.state is CountState.OPEN and self.back_at is not None


def open_count(
    current: StockCount | None,
    number: str,
    room: str,
    lines: Iterable[CountLine],
    note: str,
    ruling: Ruling,
    *,
    is_blind: bool,
    listed: bool = False,
) -> StockCount:
    """Begin a count of the lots that the books have in a room.

    Args:
        current: nothing yet.
        number: of its paper.
        room: which; one of the list.
        lines: the lots.
        note: what it is for.
        ruling: who begins it.
        is_blind: whoever counts does not see the books.
        listed: the room was chosen from the list; desks before there was one took any words.

    Raises:
        Refused: count_there, room_unknown, room_closed, count_long, drug_unknown, lot_empty, field_long, quantity_high.
    """
    if current is not None:
        raise Refused("count_there")
    own = need_institution(ruling.register, ruling.actor.institution)
    word = rooms.need_room(ruling.register, own.id, room, final=ruling.final, listed=listed)
    known: StoreRoom | None = ruling.register.get("store_room", rooms.room_id(own.id, word)) if word else None
    return StockCount(
        id=ruling.record,
        number=number,
        state=CountState.OPEN,
        institution=own.id,
        institution_name=own.name,
        room=word,
        room_name=known.name if known is not None else word,
        is_blind=is_blind,
        note=_short(note, "note"),
        lines=_merged((), [replace(line, counted=None, counted_at=None, counted_by="") for line in lines], ruling),
        opener=ruling.actor.name,
        opened_at=ruling.at,
    )


def count(current: StockCount | None, lines: Iterable[CountLine], ruling: Ruling) -> StockCount:
    """Write down what lay there; a lot that the books did not have is added.

    Raises:
        Refused: not_found, not_holder, wrong_state, or what is wrong with a line, from 1: quantity_low, quantity_high,
            drug_unknown, lot_empty, field_long, expiry_far.
    """
    known = owned(current, ruling)
    LIFECYCLE.after("count", known.state)
    counted = [replace(line, counted_at=ruling.at, counted_by=ruling.actor.name) for line in lines]
    counters = tuple(dict.fromkeys((*known.counters, ruling.actor.account)))
    return replace(known, lines=_merged(known.lines, counted, ruling), counters=counters)


def confirm(current: StockCount | None, reasons: Mapping[int, str], ruling: Ruling) -> StockCount:
    """Let the differences stand: a second person, with a reason for each (standards §4.3).

    Args:
        current: the count.
        reasons: why a line differs, by its place from 1.
        ruling: who confirms.

    Raises:
        Refused: count_back, same_person, count_unfinished, why_needed, field_long, wrong_state.
    """
    known = owned(current, ruling)
    state = LIFECYCLE.after("confirm", known.state)
    need_second(known, ruling)
    explained: list[CountLine] = []
    for place, line in enumerate(known.lines, start=1):
        reason = clean_line(reasons.get(place, "")) or line.reason
        if line.difference and not reason:
            raise Refused("why_needed", line=place)
        if len(reason) > entering.LONGEST:
            raise Refused("field_long", field="reason", line=place, most=entering.LONGEST, length=len(reason))
        explained.append(replace(line, reason=reason if line.difference else ""))
    return replace(known, state=state, lines=tuple(explained), confirmer=ruling.actor.name, confirmed_at=ruling.at)


def cancel(current: StockCount | None, reason: str, ruling: Ruling) -> StockCount:
    """Give a count up; the stock stays as the books have it.

    Raises:
        Refused: field_empty, field_long, wrong_state.
    """
    known = owned(current, ruling)
    if not clean_line(reason):
        raise Refused("field_empty", field="reason")
    return replace(known, state=LIFECYCLE.after("cancel", known.state), reason=_short(reason, "reason"))


def need_second(known: StockCount, ruling: Ruling) -> None:
    """Refuse a count that does not wait for a second person, or not for this one.

    Raises:
        Refused: count_back, same_person, count_unfinished.
    """
    if known.is_back:
        raise Refused("count_back", name=known.back_by)
    if ruling.actor.account in known.counters:
        raise Refused("same_person")
    open_lines = sum(line.counted is None for line in known.lines)
    if open_lines or not known.lines:
        raise Refused("count_unfinished", count=open_lines)


def owned(current: StockCount | None, ruling: Ruling) -> StockCount:
    """Return a count that must exist and be of the person's own institution.

    Raises:
        Refused: not_found, not_holder.
    """
    if current is None:
        raise Refused("not_found", kind="stock_count")
    if current.institution != ruling.actor.institution:
        raise Refused("not_holder")
    return current


def differences(known: StockCount) -> tuple[EntryLine, ...]:
    """Return what the books are to gain or lose."""
    return tuple(
        EntryLine(
            drug=line.drug,
            unit=line.unit,
            quantity=line.difference,
            lot=line.lot,
            expiry=line.expiry,
            reason=line.reason,
            over=line.reason,
        )
        for line in known.lines
        if line.difference
    )


def _merged(known: Iterable[CountLine], given: Iterable[CountLine], ruling: Ruling) -> tuple[CountLine, ...]:
    merged = {line.key: line for line in known}
    for place, line in enumerate(given, start=1):
        drug: Drug | None = ruling.register.get("drug", line.drug)
        if drug is None:
            raise Refused("drug_unknown", line=place)
        _check_lot(line, place, ruling)
        if line.counted is not None and line.counted < 0:
            raise Refused("quantity_low", line=place, least=0, quantity=line.counted)
        if line.counted is not None and line.counted > entering.MOST_QUANTITY:
            raise Refused("quantity_high", line=place, most=entering.MOST_QUANTITY, quantity=line.counted)
        lot, reason = entering.tidy_lot(line.lot), _short(line.reason, "reason", place)
        tidy = replace(line, name=drug.name, strength=drug.strength, unit=drug.unit, lot=lot, reason=reason)
        if (before := merged.get(tidy.key)) is not None:
            tidy = replace(tidy, unit=before.unit)  # it is counted in the unit in which the books had it
        if abs(tidy.difference) > entering.MOST_QUANTITY or abs(tidy.book) > _MOST_BOOK:
            raise Refused("quantity_high", line=place, most=entering.MOST_QUANTITY, quantity=abs(tidy.difference))
        merged[tidy.key] = tidy
        if len(merged) > MOST_LINES:
            raise Refused("count_long", most=MOST_LINES)
    return tuple(merged.values())


def _short(typed: str, field: str, line: int = 0) -> str:
    tidy = clean_line(typed)
    if len(tidy) > entering.LONGEST:
        place = {"line": line} if line else {}
        raise Refused("field_long", field=field, most=entering.LONGEST, length=len(tidy), **place)
    return tidy


def _check_lot(line: CountLine, place: int, ruling: Ruling) -> None:
    """Refuse a lot that could not be entered into the books when the count is confirmed."""
    lot = entering.tidy_lot(line.lot)
    if not lot:
        raise Refused("lot_empty", line=place)
    if len(lot) > entering.LONGEST_LOT:
        raise Refused("field_long", field="lot", line=place, most=entering.LONGEST_LOT, length=len(lot))
    if not entering.is_likely(line.expiry, day(ruling.at)):
        raise Refused("expiry_far", line=place, expiry=line.expiry.isoformat())


def streams(known: StockCount) -> frozenset[str]:
    """Return who receives a count: the institution whose stock it is."""
    return frozenset({f"unit:{known.institution}"})
