"""A hold (占号): one slot, bed or examination that a clinic asks for a referral, off-line too, and the hub decides.

A case has at most one hold of each kind, so its id follows from both: two desks of a clinic that ask for the same case
meet in one record. A desk only asks; the hub answers in the order in which acts reach it: held, or not given with what
is free next. Either way the referral itself stands. Who asks for another slot keeps the one that is held until the
other is given (REF-09, REF-18 预约转诊).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from datetime import timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model import capacity
from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.model.capacity import Kind
from yigongti_desktop.capabilities.referrals.model.capacity import Slot
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.sides import need_side
from yigongti_desktop.capabilities.referrals.model.states import State as Case
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.county import rule

KIND = "slot_hold"
#: How many others are named, and how many days are looked through for them.
ALTERNATIVES = 3
_DAYS = 21


class State(StrEnum):
    """How a hold stands."""

    #: Asked on a desk; the hub has not decided.
    ASKED = "asked"
    HELD = "held"
    #: Not given, or taken away with the line: others stand beside it.
    ANSWERED = "answered"
    RELEASED = "released"
    LAPSED = "lapsed"
    #: The patient came.
    USED = "used"


class Why(StrEnum):
    """Why a slot was not given, or is no longer held."""

    FULL = "full"
    CLOSED = "closed"
    RETURNED = "returned"
    PAST = "past"
    NOT_FITTING = "not_fitting"
    #: The clinic let it go.
    BY_CLINIC = "by_clinic"
    #: The case ended, or went elsewhere: withdrawn, declined, expired, redirected, not arrived.
    CASE_ENDED = "case_ended"
    CASE_ELSEWHERE = "case_elsewhere"
    NOT_COME = "not_come"
    #: The hospital changed time or room of what is held.
    MOVED = "moved"


class Alternative(msgspec.Struct, frozen=True, kw_only=True):
    """Another slot that was free when the hub answered."""

    line: str
    slot: Slot
    free: int


class SlotHold(Record, frozen=True, kw_only=True):
    """What a clinic asked for one case, and what became of it."""

    referral: str
    referral_number: str = ""
    origin: str
    origin_name: str = ""
    institution: str
    kind: Kind
    state: State
    #: The line that is asked for or held, and what it offers.
    line: str
    slot: Slot
    why: str = ""
    #: What was asked for and not given, where another slot is still held.
    missed: Slot | None = None
    alternatives: tuple[Alternative, ...] = ()
    asked_by: str = ""
    asked_by_name: str = ""
    asked_at: datetime
    decided_at: datetime | None = None
    #: From when on it lapses when the patient has not come.
    lapses_at: datetime | None = None
    #: Somebody at the clinic has read how it ended (知道了).
    known: bool = False

    @property
    def is_news(self) -> bool:
        """Say whether the clinic has still to read something: not given, taken away, moved, lapsed."""
        is_told = self.state in {State.HELD, State.ANSWERED, State.LAPSED} or self.why == Why.CASE_ELSEWHERE
        return not self.known and bool(self.why) and is_told


LIFECYCLE: Lifecycle[State] = Lifecycle(
    {
        "release": (frozenset({State.ASKED, State.HELD}), State.RELEASED),
        "drop": (frozenset({State.HELD}), State.ANSWERED),
        "lapse": (frozenset({State.HELD}), State.LAPSED),
        "use": (frozenset({State.HELD}), State.USED),
        "move": (frozenset({State.HELD}), State.HELD),
    },
    kind=KIND,
)
#: States of a case for which slots are held.
AWAITING = frozenset({Case.SENT, Case.REDIRECTED, Case.ACCEPTED})


def hold_id(referral: str, kind: Kind) -> str:
    """Return the id of a case's hold of a kind."""
    return derived_id(KIND, referral, kind.value)


def seen_line(known: Iterable[SlotHold], kind: Kind) -> str:
    """Return the line that stands for a case where somebody asks for another: held, or asked and not yet decided.

    It is what they give up for the other. Empty where none stands.
    """
    standing = {State.ASKED, State.HELD}
    return next((one.line for one in known if one.kind is kind and one.state in standing), "")


def streams(hold: SlotHold) -> frozenset[str]:
    """Return who receives a hold: the clinic and the hospital."""
    return frozenset({f"unit:{hold.origin}", f"unit:{hold.institution}"})


def postings(hold: SlotHold) -> tuple[tuple[str, int], ...]:
    """Return what a hold posts: one taken while it is held, one used when the patient came; an asked one nothing."""
    taken = (capacity.taken_account(hold.line), 1)
    if hold.state is State.USED:
        return taken, (capacity.used_account(hold.line), 1)
    return (taken,) if hold.state is State.HELD else ()


def fits(slot: Slot, institution: str, referral: Referral) -> bool:
    """Say whether a slot serves a case: of its hospital, and of its department unless it is an examination."""
    is_there = institution == referral.target
    return is_there and (slot.kind is Kind.EXAM or slot.department == referral.slip.target.department)


def ask(current: SlotHold | None, referral: str, line: str, instead_of: str, ruling: Ruling) -> SlotHold:
    """Ask for a slot; the hub's word is the answer.

    Args:
        current: the case's hold of this kind, or None.
        referral: id of the case.
        line: id of the line asked for.
        instead_of: line that the person saw as held or asked for (`seen_line`); empty for none.
        ruling: of the act.

    Raises:
        Refused: slot_no_referral, slot_not_awaiting, slot_held_already, not_holder, not_found.
    """
    case: Referral | None = ruling.register.get("referral", referral)
    if case is None:
        raise Refused("slot_no_referral")
    need_side(ruling, case.origin)
    if case.state not in AWAITING:
        raise Refused("slot_not_awaiting", state=case.state.value, kind="referral")
    wanted: CapacityLine | None = ruling.register.get(capacity.KIND, line)
    if wanted is None or ruling.record != hold_id(referral, wanted.kind):
        raise Refused("not_found", kind=capacity.KIND)
    held = current if current is not None and current.state is State.HELD else None
    if held is not None and held.line == line:
        return held
    if held is not None and held.line != instead_of:
        raise Refused("slot_held_already", held=capacity.said(held.slot))
    asked = SlotHold(
        id=ruling.record,
        revision=current.revision if current else 0,
        referral=referral,
        referral_number=case.number,
        origin=case.origin,
        origin_name=case.origin_name,
        institution=wanted.institution,
        kind=wanted.kind,
        state=State.ASKED,
        line=line,
        slot=capacity.slot_of(wanted),
        asked_by=ruling.actor.account,
        asked_by_name=ruling.actor.name,
        asked_at=ruling.at,
    )
    if not ruling.final:
        return asked
    why = _why_not(wanted, case, ruling)
    if not why:
        return replace(asked, state=State.HELD, decided_at=ruling.at, lapses_at=_lapses_at(asked.slot, ruling))
    others = alternatives(case.target, _wanted_in(asked.slot, case), ruling, besides=held.line if held else "")
    if held is not None:
        return replace(held, why=why.value, missed=asked.slot, alternatives=others, decided_at=ruling.at, known=False)
    return replace(asked, state=State.ANSWERED, why=why.value, alternatives=others, decided_at=ruling.at)


def release(current: SlotHold | None, why: Why, ruling: Ruling) -> SlotHold:
    """Let a hold go: by the clinic, or with its case."""
    hold = existing(current)
    if why is Why.BY_CLINIC:
        need_side(ruling, hold.origin)
    return replace(hold, state=LIFECYCLE.after("release", hold.state), why=why.value, alternatives=(), missed=None)


def use(current: SlotHold | None) -> SlotHold:
    """Note that the patient came."""
    hold = existing(current)
    return replace(hold, state=LIFECYCLE.after("use", hold.state), why="", alternatives=(), missed=None)


def drop(current: SlotHold | None, ruling: Ruling) -> SlotHold:
    """Take a hold away with its line, and name others."""
    hold = existing(current)
    state = LIFECYCLE.after("drop", hold.state)
    others = alternatives(hold.institution, hold.slot, ruling)
    return replace(
        hold, state=state, why=Why.CLOSED.value, alternatives=others, missed=None, decided_at=ruling.at, known=False
    )


def move(current: SlotHold | None, slot: Slot, ruling: Ruling) -> SlotHold:
    """Let a hold go with the new time or room of its line."""
    hold = existing(current)
    state = LIFECYCLE.after("move", hold.state)
    until = _lapses_at(slot, ruling)
    return replace(hold, state=state, slot=slot, why=Why.MOVED.value, lapses_at=until, missed=None, known=False)


def lapse(current: SlotHold | None, ruling: Ruling) -> SlotHold:
    """Let a hold lapse whose patient has not come by the county's hours after the slot.

    Raises:
        Refused: wrong_state, slot_early.
    """
    hold = existing(current)
    state = LIFECYCLE.after("lapse", hold.state)
    if hold.lapses_at is None or ruling.at < hold.lapses_at:
        raise Refused("slot_early")
    return replace(hold, state=state, why=Why.NOT_COME.value, alternatives=(), missed=None, known=False)


def take_note(current: SlotHold | None, seen: str, ruling: Ruling) -> SlotHold:
    """Note that the clinic has read how a hold stands; what has changed since is still to be read.

    Raises:
        Refused: not_found, not_holder.
    """
    hold = existing(current)
    need_side(ruling, hold.origin)
    return replace(hold, known=True) if f"{hold.state.value} {hold.why}" == seen else hold


def alternatives(institution: str, slot: Slot, ruling: Ruling, besides: str = "") -> tuple[Alternative, ...]:
    """Return what is free next: of the department, or the same examination, from the slot's day on and before it.

    The line that the case holds already (`besides`) is no alternative, however much is left in it. The days are looked
    through from today, so that nobody waits longer than they must; the nearest to what was asked for are no better for
    a patient than earlier ones.
    """
    found: list[Alternative] = []
    begin = capacity.pool(institution, slot)
    today = day(ruling.at)
    for after in range(_DAYS):
        on = today + timedelta(days=after)
        accounts = ruling.register.balances(f"{begin}{on.isoformat()}|")
        lines = [ruling.register.get(capacity.KIND, account.rpartition("|")[2]) for account in accounts]
        given = [one for one in lines if one is not None and one.id != besides and ruling.at < one.returns_at]
        free = [(one, _left(one, ruling)) for one in given]
        free.sort(key=lambda pair: (pair[0].time, pair[0].name != slot.name, pair[0].id))
        found += [Alternative(line=one.id, slot=capacity.slot_of(one), free=left) for one, left in free if left > 0]
        if len(found) >= ALTERNATIVES:
            break
    return tuple(found[:ALTERNATIVES])


def existing(current: SlotHold | None) -> SlotHold:
    """Return the hold, or refuse one that is not there."""
    if current is None:
        raise Refused("not_found", kind=KIND)
    return current


def _why_not(line: CapacityLine, referral: Referral, ruling: Ruling) -> Why | None:
    if not fits(capacity.slot_of(line), line.institution, referral):
        return Why.NOT_FITTING
    if line.state is capacity.State.CLOSED:
        return Why.CLOSED
    if line.day < day(ruling.at):
        return Why.PAST
    if line.state is capacity.State.RETURNED or ruling.at >= line.returns_at:
        return Why.RETURNED
    return None if _left(line, ruling) > 0 else Why.FULL


def _left(line: CapacityLine, ruling: Ruling) -> int:
    if line.state is not capacity.State.OPEN:
        return 0
    return line.reserved - capacity.taken_of(line.id, ruling.register)


def _wanted_in(slot: Slot, referral: Referral) -> Slot:
    """Return what is looked for in place of a slot: the case's own department, whatever was asked for."""
    return slot if slot.kind is Kind.EXAM else replace(slot, department=referral.slip.target.department)


def _lapses_at(slot: Slot, ruling: Ruling) -> datetime:
    hours = rule(ruling.register, "referral.slot_lapse_hours", day(ruling.at), 24)
    return capacity.begins(slot.day, slot.time) + timedelta(hours=hours)
