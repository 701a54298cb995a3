"""Rows of a list become residents: what each row makes of the register, and the acts that do it, in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import NoBooks
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import ImportResidents
from yigongti_desktop.registry.messages import ResidentHoused
from yigongti_desktop.registry.messages import ResidentRegistered
from yigongti_desktop.registry.messages import ResidentTagged
from yigongti_desktop.registry.model.census import Entry
from yigongti_desktop.registry.model.county import THE_COUNTY
from yigongti_desktop.registry.model.county import County
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.resident import resident_id
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.model.standing import Tag
from yigongti_desktop.registry.service.residents import KEEPERS
from yigongti_desktop.registry.service.residents import RESIDENT_REGISTERED
from yigongti_desktop.registry.service.standing import RESIDENT_HOUSED
from yigongti_desktop.registry.service.standing import RESIDENT_TAGGED
from yigongti_desktop.registry.tables import residents
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.bulk import Bulk
from yigongti_desktop.storage.bulk import bulk
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.unit_of_work import UnitOfWork

#: Where a list that was stopped is remembered.
FORM = "resident_list"
_SOURCE = "名册导入"
Acts = list[tuple[EventKind[Any, Any], msgspec.Struct]]


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What rows of a list have made of the register."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: tuple[RowFault, ...] = ()

    def with_more(self, other: Taken) -> Taken:
        """Return what both make together."""
        return Taken(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            faults=(*self.faults, *other.faults),
        )


class Books(NoBooks):
    """The register of a judge who asks only for the county."""

    def __init__(self, county: County) -> None:
        self._county = county

    def get(self, kind: str, record: str) -> Any | None:
        """Return the county."""
        return self._county if (kind, record) == ("county", THE_COUNTY) else None


def record_of(county: County, institution: str, entry: Entry) -> str:
    """Return the id of whom a row is about; the same row read again is the same person."""
    return resident_id(county.resident_key, entry.identity, derived_id("resident", institution, entry.who))


def household_of(institution: str, number: str) -> str:
    """Return the id of a household that a list numbers."""
    return derived_id("household", institution, number)


def similar(connection: Connection, entries: Iterable[Entry]) -> dict[str, list[str]]:
    """Return who in the register has the name, the birth and the village of rows, by the row's `who`."""
    wanted = {entry.who for entry in entries}
    names = list(dict.fromkeys(who.partition("\x1f")[0] for who in wanted))
    columns = (residents.c.name, residents.c.birth, residents.c.village, residents.c.id)
    query = select(*columns).where(records.among(connection, residents.c.name, names), residents.c.merged_into == "")
    found: dict[str, list[str]] = {}
    for name, birth, village, record in connection.execute(query):
        if (who := f"{name}\x1f{birth}\x1f{village}") in wanted:
            found.setdefault(who, []).append(record)
    return found


def judged(current: Resident | None, entry: Entry, ruling: Ruling) -> tuple[Resident, Acts]:
    """Return what a row makes of a resident, and the acts that do it; none where it says nothing new.

    Raises:
        Refused: resident_differs where the register says otherwise, or what the rules say; the row counts for
            nothing then.
    """
    acts: Acts = []
    after = current

    def do(kind: EventKind[Any, Any], body: msgspec.Struct) -> Resident:
        done: Resident = kind.decide(after, body, ruling)
        if done != after:
            acts.append((kind, body))
        return done

    try:
        after = do(RESIDENT_REGISTERED, ResidentRegistered(identity=_as_known(current, entry)))
    except Refused as fault:
        if fault.code == "resident_exists":
            raise Refused("resident_differs", fields=sorted(fault.facts["fields"])) from None
        raise
    if entry.household:
        household = household_of(ruling.actor.institution, entry.household)
        relation = entry.relation or after.relation or Relation.OTHER
        if after.household and (after.household, after.relation) != (household, relation):
            raise Refused("resident_differs", fields=["household"])
        seen = (after.household, after.relation)
        after = do(RESIDENT_HOUSED, ResidentHoused(seen=seen, household=household, relation=relation))
    known = {tag.group for tag in after.groups if tag.until is None}
    for group in entry.groups:
        if group not in known:
            tag = Tag(group=group, since=max(day(ruling.at), after.birth), source=_SOURCE)
            after = do(RESIDENT_TAGGED, ResidentTagged(tag=tag))
    return after, acts


def compare(
    connection: Connection, judge: Ruling, county: County, entries: Sequence[Entry], *, also_similar: bool
) -> Iterator[tuple[Entry, str, Resident | None, Acts | RowFault]]:
    """Return for each row whom it is about, as the register has them, and its acts or what is wrong with it."""
    institution = judge.actor.institution
    ids = {entry.row: record_of(county, institution, entry) for entry in entries}
    known = records.load_many(connection, store.RESIDENT, ids.values())
    alike = {} if also_similar else similar(connection, [one for one in entries if ids[one.row] not in known])
    for entry in entries:
        record = ids[entry.row]
        current = known.get(record)
        try:
            if current is None and (others := alike.get(entry.who)):
                raise Refused("resident_similar", resident=others[0])  # noqa: TRY301 - one way for all faults
            after, acts = judged(current, entry, msgspec.structs.replace(judge, record=record))
        except Refused as fault:
            yield entry, record, current, RowFault(row=entry.row, code=fault.code, facts=fault.facts)
            continue
        known[record] = after
        yield entry, record, current, acts


def import_residents(uow: UnitOfWork, command: ImportResidents) -> Taken:
    """Take rows of a list in, and note how far the list has come."""
    county = uow.register.get("county", THE_COUNTY)
    if county is None:
        raise Refused("county_missing")
    ruling = Ruling(event="", record="", actor=uow.actor, at=uow.clock.now(), register=Books(county))
    with bulk(uow) as many:
        compared = list(compare(uow.connection, ruling, county, command.entries, also_similar=command.also_similar))
        many.hold(store.RESIDENT, [record for _, record, _, _ in compared])
        taken = carry_out(many, compared)
    if command.file and command.entries:
        note_how_far(uow, FORM, command.file, command.entries[-1].row)
    return taken


def carry_out(many: Bulk, compared: Iterable[tuple[object, str, object, Acts | RowFault]]) -> Taken:
    """Do what the rows of a list of people ask for, and count them."""
    taken = Taken()
    for _, record, current, acts in compared:
        taken = taken.with_more(tally(current, acts))
        if isinstance(acts, list):
            for kind, body in acts:
                many.emit(kind, record, body)
    return taken


def note_how_far(uow: UnitOfWork, form: str, file: str, row: int) -> None:
    """Remember the last row of a file that was taken in."""
    values: dict[str, object] = {"last": row}
    draft = drafts.Draft(form=form, account=uow.actor.account, record=file, values=values, saved_at=uow.clock.now())
    drafts.keep(uow.connection, draft)


def tally(current: object | None, acts: Acts | RowFault) -> Taken:
    """Return one row as it counts."""
    if isinstance(acts, RowFault):
        return Taken(faults=(acts,))
    return Taken(new=int(current is None), changed=int(bool(current and acts)), unchanged=int(not acts))


def _as_known(current: Resident | None, entry: Entry) -> Any:
    """Return what the row says, but for what it only assumes of somebody without a number."""
    if current is None or entry.identity.id_number:
        return entry.identity
    return msgspec.structs.replace(entry.identity, no_id_reason=current.no_id_reason)


COMMANDS = (CommandKind(command=ImportResidents, handle=import_residents, roles=KEEPERS),)
