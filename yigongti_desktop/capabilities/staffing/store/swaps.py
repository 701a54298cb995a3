"""Swaps in the database, and what screens ask for."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model import former
from yigongti_desktop.capabilities.staffing.model import swaps as model
from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.model.own import is_likely
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State as RosterState
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.model.swap_plan import Cell
from yigongti_desktop.capabilities.staffing.model.swap_plan import need_unchanged
from yigongti_desktop.capabilities.staffing.model.swap_plan import new_findings
from yigongti_desktop.capabilities.staffing.model.swap_plan import plan
from yigongti_desktop.capabilities.staffing.model.swap_plan import published
from yigongti_desktop.capabilities.staffing.model.swaps import State
from yigongti_desktop.capabilities.staffing.model.swaps import Swap
from yigongti_desktop.capabilities.staffing.store.leave import colleagues
from yigongti_desktop.capabilities.staffing.store.leave import leave_of
from yigongti_desktop.capabilities.staffing.store.rosters import ROSTER
from yigongti_desktop.capabilities.staffing.store.rosters import register
from yigongti_desktop.capabilities.staffing.store.rosters import rosters
from yigongti_desktop.capabilities.staffing.tables.swaps import swaps
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

SWAP = RecordKind(
    name=model.KIND,
    record=Swap,
    table=swaps,
    streams=model.streams,
    topic="staffing.swaps",
    called=lambda swap: swap.giver_name,
    has_trail=True,
)
OPEN = frozenset({State.OFFERED, State.AGREED})


class SwapRow(msgspec.Struct, frozen=True, kw_only=True):
    """A swap in a list, with whether this desk still has something of it to send."""

    swap: Swap
    is_waiting: bool


class SwapOpened(msgspec.Struct, frozen=True, kw_only=True):
    """A swap with all that its panel shows."""

    swap: Swap
    steps: tuple[TrailEntry, ...]
    #: What the roster would not keep any more, by what this desk knows; of a swap that is settled nothing.
    findings: tuple[Sentence, ...]
    #: Why it can no longer be carried out; None while it can.
    fault: Refused | None


class SwapPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a swap that is being written comes to."""

    cells: tuple[Cell, ...] = ()
    #: Name of each duty by its code.
    duties: dict[str, str] = {}
    findings: tuple[Sentence, ...] = ()
    fault: Refused | None = None


class SwapChoices(msgspec.Struct, frozen=True, kw_only=True):
    """Who can give a duty and who can take it: id → name."""

    givers: dict[str, str]
    takers: dict[str, str]


def swap_rows(connection: Connection, actor: Actor) -> list[SwapRow]:
    """Return the swaps that somebody may see, the latest day first: their own, or those of the unit."""
    waiting = pending.waiting(connection, SWAP.name)
    query = select(swaps).where(swaps.c.institution == actor.institution)
    if not actor.may(ARRANGERS):
        query = query.where((swaps.c.giver_account == actor.account) | (swaps.c.taker_account == actor.account))
    found = [records.from_row(SWAP, row) for row in connection.execute(query)]
    ordered = sorted(found, key=lambda one: (one.day, one.id), reverse=True)
    return [SwapRow(swap=one, is_waiting=one.id in waiting) for one in ordered]


def open_swaps(connection: Connection, unit: str) -> list[Swap]:
    """Return the swaps of a unit that are not settled, the earliest day first."""
    query = select(swaps).where(swaps.c.institution == unit, swaps.c.state.in_([one.value for one in OPEN]))
    found = [records.from_row(SWAP, row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: (one.day, one.id))


def swap_opened(connection: Connection, swap: str) -> SwapOpened | None:
    """Return a swap with its steps and what it would break, or None."""
    found = records.load(connection, SWAP, swap)
    if found is None:
        return None
    roster = records.load(connection, ROSTER, found.roster)
    broken: tuple[Sentence, ...] = ()
    fault: Refused | None = None
    if found.state in OPEN and roster is not None:
        try:
            need_unchanged(roster, found.cells)
            broken = _broken(connection, roster, found.cells)
        except Refused as refusal:
            fault = refusal
    return SwapOpened(swap=found, steps=trails.of_record(connection, swap), findings=broken, fault=fault)


def preview(connection: Connection, unit: str, giver: str, taker: str, on: date, back: date | None) -> SwapPreview:
    """Return what a swap would come to, or why it cannot be."""
    if not is_likely(on):
        return SwapPreview(fault=Refused("day_beyond", day=on.isoformat()))
    roster = published(former.between(register(connection), unit, on, on), giver)
    if roster is None:
        return SwapPreview(fault=Refused("swap_not_published"))
    try:
        cells = plan(roster, giver, taker, on, back)
    except Refused as refusal:
        return SwapPreview(fault=refusal)
    duties = {duty.code: duty.name for duty in roster.duties}
    return SwapPreview(cells=cells, duties=duties, findings=_broken(connection, roster, cells))


def swap_choices(connection: Connection, actor: Actor, today: date) -> SwapChoices:
    """Return who can give a duty of the published rosters from today on, and who can take it."""
    found = [row.roster for row in rosters(connection, actor.institution)]
    ahead = [one for one in found if one.state is RosterState.PUBLISHED and one.last >= today]
    takers = {line.person: line.name for roster in ahead for line in roster.lines}
    mine = {one.id: one.name for one in colleagues(connection, actor, today)}
    return SwapChoices(givers={id_: name for id_, name in mine.items() if id_ in takers}, takers=takers)


def _broken(connection: Connection, roster: Roster, cells: tuple[Cell, ...]) -> tuple[Sentence, ...]:
    leave = leave_of(connection, roster.unit, roster.first, roster.last)
    return new_findings(roster, cells, register(connection), leave)
