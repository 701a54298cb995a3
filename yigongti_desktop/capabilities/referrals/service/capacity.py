"""What the referral office does with reserved capacity, and what the hub does with it (REF-09)."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.messages import capacity as m
from yigongti_desktop.capabilities.referrals.model import capacity
from yigongti_desktop.capabilities.referrals.model import capacity_moves
from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.service.roles import HUB
from yigongti_desktop.capabilities.referrals.service.roles import OFFICE
from yigongti_desktop.capabilities.referrals.store.capacity import LINE
from yigongti_desktop.capabilities.referrals.store.capacity import standing
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

#: Lines that one act publishes, changes or closes: a large hospital's week.
MOST_LINES = 2_000

PUBLISHED = EventKind(
    name="capacity.published",
    body=m.CapacityPublished,
    of=LINE,
    decide=lambda now, body, ruling: capacity_moves.publish(now, body.slot, body.numbers, body.source, ruling),
    roles=OFFICE,
)
CHANGED = EventKind(
    name="capacity.changed",
    body=m.CapacityChanged,
    of=LINE,
    decide=lambda now, body, ruling: capacity_moves.change(now, body.numbers, body.time, body.place, ruling),
    roles=OFFICE,
)
CLOSED = EventKind(
    name="capacity.closed",
    body=m.CapacityClosed,
    of=LINE,
    decide=lambda now, body, ruling: capacity_moves.close(now, body.reason, ruling),
    roles=OFFICE,
)
RETURNED = EventKind(
    name="capacity.returned",
    body=m.CapacityReturned,
    of=LINE,
    decide=lambda now, _body, ruling: capacity_moves.give_back(now, ruling),
    roles=HUB,
)
COUNTED = EventKind(
    name="capacity.counted",
    body=m.CapacityCounted,
    of=LINE,
    decide=lambda now, _body, ruling: capacity_moves.counted(now, ruling),
    roles=HUB,  # it only ever follows from a hold
)


def publish_capacity(uow: UnitOfWork, command: m.PublishCapacity) -> CapacityLine:
    """Publish, change and close the lines of a week in one act; return the last of them.

    Raises:
        Refused: capacity_nothing, capacity_many; what is wrong with one of the lines.
    """
    count = len(command.opened) + len(command.changed) + len(command.closed)
    if not count:
        raise Refused("capacity_nothing")
    if count > MOST_LINES:
        raise Refused("capacity_many", count=count, most=MOST_LINES)
    done: CapacityLine | None = None
    for line in command.closed:
        done = uow.emit(CLOSED, line, m.CapacityClosed(reason=command.reason))
    for change in command.changed:
        body = m.CapacityChanged(numbers=change.numbers, time=change.time, place=change.place)
        done = uow.emit(CHANGED, change.line, body)
    for opening in command.opened:
        done = _publish(uow, opening, command)
    if done is None:
        raise Refused("capacity_nothing")
    return done


def close_capacity(uow: UnitOfWork, command: m.CloseCapacity) -> CapacityLine:
    """Close one line."""
    return uow.emit(CLOSED, command.line, m.CapacityClosed(reason=command.reason))


def _publish(uow: UnitOfWork, opening: m.Opening, command: m.PublishCapacity) -> CapacityLine:
    slot = capacity.tidy(opening.slot)
    own = uow.actor.institution
    known = standing(uow.connection, own, slot)
    record = known.id if known else capacity.new_id(own, slot, uow.register)
    body = m.CapacityPublished(slot=slot, numbers=opening.numbers, source=command.source)
    return uow.emit(PUBLISHED, record, body)


SLICE = Slice(
    records=(LINE,),
    events=(PUBLISHED, CHANGED, CLOSED, RETURNED, COUNTED),
    commands=(
        CommandKind(command=m.PublishCapacity, handle=publish_capacity, roles=OFFICE),
        CommandKind(command=m.CloseCapacity, handle=close_capacity, roles=OFFICE),
    ),
)
