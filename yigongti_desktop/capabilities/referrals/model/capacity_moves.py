"""What the lead hospital does with its lines: publish, change, close, give back (REF-09)."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model.capacity import KIND
from yigongti_desktop.capabilities.referrals.model.capacity import LONGEST
from yigongti_desktop.capabilities.referrals.model.capacity import MOST_MOVED
from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.capacity import Slot
from yigongti_desktop.capabilities.referrals.model.capacity import Source
from yigongti_desktop.capabilities.referrals.model.capacity import State
from yigongti_desktop.capabilities.referrals.model.capacity import begins
from yigongti_desktop.capabilities.referrals.model.capacity import check_numbers
from yigongti_desktop.capabilities.referrals.model.capacity import check_slot
from yigongti_desktop.capabilities.referrals.model.capacity import line_id
from yigongti_desktop.capabilities.referrals.model.capacity import other_at
from yigongti_desktop.capabilities.referrals.model.capacity import said
from yigongti_desktop.capabilities.referrals.model.capacity import slot_of
from yigongti_desktop.capabilities.referrals.model.capacity import stands_at
from yigongti_desktop.capabilities.referrals.model.capacity import taken_of
from yigongti_desktop.capabilities.referrals.model.capacity import used_account
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import need_institution


def publish(current: CapacityLine | None, slot: Slot, numbers: Numbers, source: Source, ruling: Ruling) -> CapacityLine:
    """Publish a line, or open a closed one again; the same published twice is one.

    Raises:
        Refused: what is wrong with it; capacity_known where another desk has published it with other numbers;
            capacity_stands, capacity_moved where another desk has moved a line to this time, or from it.
    """
    own = need_institution(ruling.register, ruling.actor.institution)
    if own.kind not in HOSPITALS:
        raise Refused("capacity_no_hospital")
    tidy = check_slot(slot, ruling)
    check_numbers(numbers)
    if current is not None:
        if current.institution != own.id:
            raise Refused("not_found", kind=KIND)
        if not stands_at(current, tidy):  # another desk has moved it: it is not the line of this time any more
            raise Refused("capacity_moved", slot=said(slot_of(current)))
    elif ruling.record not in (line_id(own.id, tidy, serial) for serial in range(MOST_MOVED)):
        raise Refused("not_found", kind=KIND)
    if current is not None and current.state is not State.CLOSED:
        if (current.total, current.reserved) != (numbers.total, numbers.reserved):
            raise Refused("capacity_known", total=current.total, reserved=current.reserved)
        return current
    _need_room(own.id, tidy, ruling)
    return CapacityLine(
        id=ruling.record,
        revision=current.revision if current else 0,
        community=own.community_on(day(ruling.at)),
        institution=own.id,
        institution_name=own.name,
        kind=tidy.kind,
        department=tidy.department,
        name=tidy.name,
        day=tidy.day,
        time=tidy.time,
        place=tidy.place,
        total=numbers.total,
        reserved=numbers.reserved,
        used=current.used if current else 0,
        returns_at=_returns_at(tidy.day, tidy.time, ruling),
        source=source,
        opened_by=ruling.actor.account,
        opened_by_name=ruling.actor.name,
        opened_at=ruling.at,
    )


def change(current: CapacityLine | None, numbers: Numbers, time: str, place: str, ruling: Ruling) -> CapacityLine:
    """Change the numbers, the time or the room of a line; those who hold it are told of a new time or room.

    Raises:
        Refused: capacity_below_held when more are held than would be reserved; capacity_stands where the same is
            reserved at the new time already; wrong_state, capacity_past, not_holder.
    """
    line = _own(current, ruling)
    if line.state is not State.OPEN:
        raise Refused("wrong_state", act="change", state=line.state.value, kind=KIND)
    check_numbers(numbers)
    slot = check_slot(replace(slot_of(line), time=time, place=place), ruling)
    taken = max(taken_of(line.id, ruling.register), 0)
    if numbers.reserved < taken:
        raise Refused("capacity_below_held", field="reserved", reserved=numbers.reserved, held=taken)
    if slot.time != line.time or (numbers.reserved and not line.reserved):
        _need_room(line.institution, slot, ruling)
    return replace(
        line,
        total=numbers.total,
        reserved=numbers.reserved,
        time=slot.time,
        place=slot.place,
        returns_at=_returns_at(line.day, slot.time, ruling),
    )


def close(current: CapacityLine | None, reason: str, ruling: Ruling) -> CapacityLine:
    """Close a line (停诊); whoever holds it is told at once, with what is free next.

    Raises:
        Refused: field_empty without a reason, wrong_state, capacity_past, not_holder.
    """
    line = _own(current, ruling)
    if line.state is State.CLOSED:
        raise Refused("wrong_state", act="close", state=line.state.value, kind=KIND)
    if line.day < day(ruling.at):
        raise Refused("capacity_past", field="day", day=line.day.isoformat())
    return replace(line, state=State.CLOSED, reason=one_line(reason, "reason", LONGEST, needed=True))


def give_back(current: CapacityLine | None, ruling: Ruling) -> CapacityLine:
    """Give back to the ordinary pool what nobody holds, at the county's hours before the slot.

    Raises:
        Refused: wrong_state; capacity_early before that time.
    """
    line = existing(current)
    if line.state is not State.OPEN:
        raise Refused("wrong_state", act="give_back", state=line.state.value, kind=KIND)
    if ruling.at < line.returns_at:
        raise Refused("capacity_early")
    return counted(replace(line, state=State.RETURNED), ruling)


def counted(current: CapacityLine | None, ruling: Ruling) -> CapacityLine:
    """Write into a line how many are held and used, as the ledger has it; what is let go late goes to the pool."""
    line = existing(current)
    taken, used = taken_of(line.id, ruling.register), ruling.register.total(used_account(line.id))
    returned = line.reserved - taken if line.state is State.RETURNED else 0
    return replace(line, held=taken - used, used=used, returned=returned)


def existing(current: CapacityLine | None) -> CapacityLine:
    """Return the line, or refuse one that is not there."""
    if current is None:
        raise Refused("not_found", kind=KIND)
    return current


def _need_room(institution: str, slot: Slot, ruling: Ruling) -> None:
    other = other_at(institution, slot, ruling.record, ruling.register)
    if other is not None:
        raise Refused("capacity_stands", field="time", slot=said(slot), total=other.total, reserved=other.reserved)


def _own(current: CapacityLine | None, ruling: Ruling) -> CapacityLine:
    line = existing(current)
    if ruling.actor.institution != line.institution:
        raise Refused("not_holder")
    return line


def _returns_at(on: date, at: str, ruling: Ruling) -> datetime:
    hours = rule(ruling.register, "referral.slot_return_hours", day(ruling.at), 24)
    return begins(on, at) - timedelta(hours=hours)
