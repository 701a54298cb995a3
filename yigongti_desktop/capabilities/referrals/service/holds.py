"""What clinics do with holds, and what follows for lines, holds and cases (REF-09)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import msgspec

from yigongti_desktop.capabilities.referrals.messages import capacity as m
from yigongti_desktop.capabilities.referrals.model import booking
from yigongti_desktop.capabilities.referrals.model import capacity
from yigongti_desktop.capabilities.referrals.model import holds
from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.capabilities.referrals.model.holds import State
from yigongti_desktop.capabilities.referrals.model.holds import Why
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.service.roles import CLINIC
from yigongti_desktop.capabilities.referrals.service.roles import DESK
from yigongti_desktop.capabilities.referrals.service.roles import HUB
from yigongti_desktop.capabilities.referrals.store.capacity import HOLD
from yigongti_desktop.capabilities.referrals.store.capacity import LINE
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Reaction
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

ASKED = EventKind(
    name="slot_hold.asked",
    body=m.SlotAsked,
    of=HOLD,
    decide=lambda now, body, ruling: holds.ask(now, body.referral, body.line, body.instead_of, ruling),
    roles=CLINIC,
)
RELEASED = EventKind(
    name="slot_hold.released",
    body=m.SlotReleased,
    of=HOLD,
    decide=lambda now, _body, ruling: holds.release(now, Why.BY_CLINIC, ruling),
    roles=CLINIC,
)
GIVEN_UP = EventKind(
    name="slot_hold.given_up",
    body=m.SlotGivenUp,
    of=HOLD,
    decide=lambda now, body, ruling: holds.release(now, body.why, ruling),
    roles=HUB,
)
USED = EventKind(
    name="slot_hold.used",
    body=m.SlotUsed,
    of=HOLD,
    decide=lambda now, _body, _ruling: holds.use(now),
    roles=HUB,
)
DROPPED = EventKind(
    name="slot_hold.dropped",
    body=m.SlotDropped,
    of=HOLD,
    decide=lambda now, _body, ruling: holds.drop(now, ruling),
    roles=HUB,
)
MOVED = EventKind(
    name="slot_hold.moved",
    body=m.SlotMoved,
    of=HOLD,
    decide=lambda now, body, ruling: holds.move(now, body.slot, ruling),
    roles=HUB,
)
LAPSED = EventKind(
    name="slot_hold.lapsed",
    body=m.SlotLapsed,
    of=HOLD,
    decide=lambda now, _body, ruling: holds.lapse(now, ruling),
    roles=HUB,
)
NOTED = EventKind(
    name="slot_hold.noted",
    body=m.SlotNoted,
    of=HOLD,
    decide=lambda now, body, ruling: holds.take_note(now, body.seen, ruling),
    roles=DESK,
)
BOOKED = EventKind(
    name="referral.booked",
    body=m.ReferralBooked,
    of=REFERRAL,
    decide=lambda now, body, _ruling: booking.book(now, body.booked),
    roles=HUB,
    note=lambda body: body.booked,
)
#: Acts on a case that move none of its holds.
_STILL = frozenset(
    {
        "referral.draft_saved",
        "referral.sent",
        "referral.completed",
        "referral.accepted",
        "referral.reached",
        "referral.printed",
        "referral.contact_logged",
        "referral.followed_up",
        BOOKED.name,
    }
)


def hold_slot(uow: UnitOfWork, command: m.HoldSlot) -> SlotHold:
    """Ask for a slot for a case.

    Raises:
        Refused: not_found where the line is not known here; what the rule says.
    """
    line = uow.get(LINE, command.line)
    body = m.SlotAsked(referral=command.referral, line=line.id, instead_of=command.instead_of)
    return uow.emit(ASKED, holds.hold_id(command.referral, line.kind), body)


def hold_beside(uow: UnitOfWork, referral: str, line: str) -> None:
    """Ask for a slot in the act that sends its case: an act of its own, so that neither refuses the other.

    A line that this desk does not know any more is not asked for: the case goes without, and can be given another.
    """
    known = uow.find(LINE, line)
    if known is None:
        return
    with suppress(Refused):  # it was refused alone, and has changed nothing
        uow.emit(ASKED, holds.hold_id(referral, known.kind), m.SlotAsked(referral=referral, line=line))


def release_slot(uow: UnitOfWork, command: m.ReleaseSlot) -> SlotHold:
    """Let a hold go."""
    return uow.emit(RELEASED, command.hold, m.SlotReleased())


def note_slot(uow: UnitOfWork, command: m.NoteSlot) -> SlotHold:
    """Take what the hub answered off the list."""
    return uow.emit(NOTED, command.hold, m.SlotNoted(seen=command.seen))


def follow(kind: str, after: Record, body: msgspec.Struct, ruling: Ruling) -> Iterable[Reaction]:
    """Return what follows from an act: lines are counted, cases bear what is held, holds go with their case or line."""
    if isinstance(after, SlotHold):
        yield from _of_hold(kind, after, body, ruling)
    elif isinstance(after, CapacityLine):
        yield from _of_line(kind, after, ruling)
    elif isinstance(after, Referral) and kind.startswith("referral.") and kind not in _STILL:
        for hold in booking.holds_of(after.id, ruling.register):
            yield from _with_case(hold, after)


def _of_hold(kind: str, hold: SlotHold, body: msgspec.Struct, ruling: Ruling) -> Iterable[Reaction]:
    if not ruling.final or kind == NOTED.name:
        return  # a desk sees only its own holds: the count is the hub's
    former = body.instead_of if isinstance(body, m.SlotAsked) else ""
    for line in dict.fromkeys((hold.line, former)):
        if line:
            yield Reaction(kind="capacity.counted", record=line, body=m.CapacityCounted())
    case: Referral | None = ruling.register.get(REFERRAL.name, hold.referral)
    booked = booking.reception_of(booking.holds_of(hold.referral, ruling.register))
    if case is not None and case.booked != booked:
        yield Reaction(kind=BOOKED.name, record=case.id, body=m.ReferralBooked(booked=booked))


def _of_line(kind: str, line: CapacityLine, ruling: Ruling) -> Iterable[Reaction]:
    if kind not in {"capacity.changed", "capacity.closed"}:
        return
    slot = capacity.slot_of(line)
    for record in sorted(ruling.register.posted(capacity.taken_account(line.id))):
        hold: SlotHold | None = ruling.register.get(HOLD.name, record)
        if hold is None or hold.state is not State.HELD:
            continue
        if line.state is capacity.State.CLOSED:
            yield Reaction(kind=DROPPED.name, record=record, body=m.SlotDropped())
        elif hold.slot != slot:
            yield Reaction(kind=MOVED.name, record=record, body=m.SlotMoved(slot=slot))


def _with_case(hold: SlotHold, case: Referral) -> Iterable[Reaction]:
    if hold.state not in {State.HELD, State.ASKED}:
        return
    if case.state in holds.AWAITING:
        if not holds.fits(hold.slot, hold.institution, case):
            given_up = m.SlotGivenUp(why=Why.CASE_ELSEWHERE)
            yield Reaction(kind=GIVEN_UP.name, record=hold.id, body=given_up)
    elif case.arrived_at is not None:
        if hold.institution != case.target:
            yield Reaction(kind=GIVEN_UP.name, record=hold.id, body=m.SlotGivenUp(why=Why.CASE_ELSEWHERE))
        elif hold.state is State.HELD:
            yield Reaction(kind=USED.name, record=hold.id, body=m.SlotUsed())
    else:
        yield Reaction(kind=GIVEN_UP.name, record=hold.id, body=m.SlotGivenUp(why=Why.CASE_ENDED))


SLICE = Slice(
    records=(HOLD,),
    events=(ASKED, RELEASED, GIVEN_UP, USED, DROPPED, MOVED, LAPSED, NOTED, BOOKED),
    commands=(
        CommandKind(command=m.HoldSlot, handle=hold_slot, roles=CLINIC),
        CommandKind(command=m.ReleaseSlot, handle=release_slot, roles=CLINIC),
        CommandKind(command=m.NoteSlot, handle=note_slot, roles=DESK),
    ),
)
