"""Rows of a list become staff: what each row makes of the register, and the acts that do it, in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import days_after
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import NoBooks
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.staff import messages as m
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import line_of
from yigongti_desktop.registry.model.staff.person import FIELDS
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.model.staff.person import staff_id
from yigongti_desktop.registry.model.staff.rights import EDITORS
from yigongti_desktop.registry.model.staff.roll import StaffEntry
from yigongti_desktop.registry.service.census import Acts
from yigongti_desktop.registry.service.census import Taken
from yigongti_desktop.registry.service.census import carry_out
from yigongti_desktop.registry.service.census import note_how_far
from yigongti_desktop.registry.service.staff import STAFF_CORRECTED
from yigongti_desktop.registry.service.staff import STAFF_NOTED
from yigongti_desktop.registry.service.staff import STAFF_REGISTERED
from yigongti_desktop.registry.tables import staff as staff_table
from yigongti_desktop.storage import records
from yigongti_desktop.storage.bulk import bulk
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.unit_of_work import UnitOfWork

#: Where a list that was stopped is remembered.
FORM = "staff_list"
_KINDS = {kind.name: kind for kind in store.KINDS}


class Register(NoBooks):
    """The register as the rules of staff look at it while a list is compared."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, str], Any] = {}

    def get(self, kind: str, record: str) -> Any | None:
        """Return a record of the registry; each is read once."""
        if (kind, record) not in self._known:
            self._known[kind, record] = records.load(self._connection, _KINDS[kind], record)
        return self._known[kind, record]


def compare(
    connection: Connection, judge: Ruling, entries: Sequence[StaffEntry], *, also_similar: bool
) -> Iterator[tuple[StaffEntry, str, Staff | None, Acts | RowFault]]:
    """Return for each row whom it is about, as the register has them, and its acts or what is wrong with it."""
    county = store.the_county(connection)
    if county is None:
        raise Refused("county_missing")
    own, units, namesakes = judge.actor.institution, _units(connection), _namesakes(connection, entries)
    ids = {
        entry.row: staff_id(
            county.resident_key, entry.identity.id_number, derived_id("staff", units.get(entry.unit, own), entry.who)
        )
        for entry in entries
    }
    known = records.load_many(connection, store.STAFF, ids.values())
    for entry in entries:
        record = ids[entry.row]
        current = known.get(record)
        try:
            home = _home(entry, units, own)
            if current is None and not also_similar:
                _need_unlike(entry, namesakes.get((home, entry.identity.name), ()))
            after, acts = judged(current, entry, home, replace(judge, record=record))
        except Refused as fault:
            yield entry, record, current, RowFault(row=entry.row, code=fault.code, facts=fault.facts)
            continue
        known[record] = after
        yield entry, record, current, acts


def judged(current: Staff | None, entry: StaffEntry, home: str, ruling: Ruling) -> tuple[Staff, Acts]:
    """Return what a row makes of somebody, and the acts that do it; none where it says nothing new.

    Raises:
        Refused: staff_differs where the register says otherwise, or what the rules say; the row counts for nothing
            then.
    """
    acts: Acts = []
    after = current
    today = day(ruling.at)
    parts = entry.parts(home, today)

    def do(kind: EventKind[Any, Any], body: msgspec.Struct) -> Staff:
        done: Staff = kind.decide(after, body, ruling)
        if done != after:
            acts.append((kind, body))
        return done

    if after is None or after.post_on(today) is None:
        after = do(STAFF_REGISTERED, m.StaffRegistered(identity=entry.identity, parts=parts))
        return after, acts
    if after.home_on(today) != home:
        raise Refused("staff_differs", fields=["unit"])
    if changes := _filled(after, entry):
        after = do(STAFF_CORRECTED, m.StaffCorrected(changes=changes))
    for part in parts:
        if (wanted := _new(after, part, ruling)) is not None:
            after = do(STAFF_NOTED, m.StaffNoted(part=wanted, seen=after.like(wanted)))
    return after, acts


def _filled(current: Staff, entry: StaffEntry) -> dict[str, tuple[Any, Any]]:
    """Return the fields that were empty and that the row fills; what it says otherwise is refused."""
    before, after = msgspec.to_builtins(current.identity()), msgspec.to_builtins(entry.identity)
    empty = {"", None, "unknown"}
    said = {field for field in FIELDS if after[field] not in empty and after[field] != before[field]}
    if differing := sorted(field for field in said if before[field] not in empty):
        raise Refused("staff_differs", fields=differing)
    return {field: (before[field], after[field]) for field in sorted(said)}


def _new(current: Staff, part: Part, ruling: Ruling) -> Part | None:
    """Return the part that the row adds; None where the register has it, or where the row only assumes it.

    Raises:
        Refused: staff_differs where the register says otherwise.
    """
    line = current.like(part)
    if isinstance(part, Post):
        return None
    if not line:
        return part
    last = line[-1]
    if isinstance(part, Place):
        place = current.place_on(day(ruling.at))
        if place is not None and place.unit != part.unit:
            return None  # they work elsewhere for a time: the list says where they belong
        last = place or last
    if isinstance(part, Licence) and isinstance(last, Licence) and _renews(part, last):
        return replace(part, since=days_after(last.until, 1)) if last.until else None
    if not _says_the_same(last, part):
        raise Refused("staff_differs", fields=[line_of(part)])
    return None


def _renews(part: Licence, last: Licence) -> bool:
    """Say whether a row has the licence with a later end."""
    return bool(last.until and part.until and last.until < part.until and last.number in {"", part.number})


def _says_the_same(known: Part, part: Part) -> bool:
    """Say whether a row says nothing else than the register; the first day is only assumed in many lists."""
    mine, theirs = msgspec.structs.asdict(part), msgspec.structs.asdict(known)
    return all(not value or field == "since" or value == theirs[field] for field, value in mine.items())


def import_staff(uow: UnitOfWork, command: m.ImportStaff) -> Taken:
    """Take rows of a list in, and note how far the list has come."""
    ruling = Ruling(event="", record="", actor=uow.actor, at=uow.clock.now(), register=Register(uow.connection))
    with bulk(uow) as many:
        compared = list(compare(uow.connection, ruling, command.entries, also_similar=command.also_similar))
        many.hold(store.STAFF, [record for _, record, _, acts in compared if isinstance(acts, list)])
        taken = carry_out(many, compared)
    if command.file and command.entries:
        note_how_far(uow, FORM, command.file, command.entries[-1].row)
    return taken


def _units(connection: Connection) -> dict[str, str]:
    """Return the ids of institutions by the names that people write; a name of several is none."""
    found: dict[str, set[str]] = {}
    for one in store.everything(connection, store.INSTITUTION):
        for name in {one.name, one.added_name, one.place} - {""}:
            found.setdefault(name, set()).add(one.id)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


def _home(entry: StaffEntry, units: dict[str, str], own: str) -> str:
    if not entry.unit:
        return own
    if entry.unit not in units:
        raise Refused("institution_unknown", field="unit")
    return units[entry.unit]


def _namesakes(connection: Connection, entries: Sequence[StaffEntry]) -> dict[tuple[str, str], list[Staff]]:
    """Return who in the register bears the names of rows, by home unit and name."""
    names = list(dict.fromkeys(entry.identity.name for entry in entries))
    query = select(staff_table).where(records.among(connection, staff_table.c.name, names))
    found: dict[tuple[str, str], list[Staff]] = {}
    for row in connection.execute(query):
        one = records.from_row(store.STAFF, row)
        for home in {post.home for post in one.posts}:
            found.setdefault((home, one.name), []).append(one)
    return found


def _need_unlike(entry: StaffEntry, namesakes: Sequence[Staff]) -> None:
    """Refuse somebody who may be a namesake in the register: two ID numbers tell two people apart, nothing else does.

    Raises:
        Refused: staff_similar.
    """
    for one in namesakes:
        if not (one.id_number and entry.identity.id_number):
            raise Refused("staff_similar", field="name", staff=one.id)


COMMANDS = (CommandKind(command=m.ImportStaff, handle=import_staff, roles=EDITORS),)
