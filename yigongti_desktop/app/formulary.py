"""A list of drugs on its way into the formulary: columns, a check of every row, then all or nothing (PHA-08).

The list is read once and set out on the side; however long it is, little of it is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

import msgspec
from sqlalchemy import or_
from sqlalchemy import select

from yigongti_desktop.app.hub import Hub
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.columns import Said
from yigongti_desktop.registry.model.columns import find
from yigongti_desktop.registry.model.formulary import drug_id
from yigongti_desktop.registry.model.formulary import revise
from yigongti_desktop.registry.model.formulary import withdraw
from yigongti_desktop.registry.model.listed import DRUG_HEADS
from yigongti_desktop.registry.model.listed import DRUG_NEEDS
from yigongti_desktop.registry.model.listed import Listed
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.listing import listed_drugs
from yigongti_desktop.storage import records
from yigongti_desktop.storage import sheets
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.staging import Staging

#: Rows that are compared and written together, and rows between two words about progress.
_PART, _STEP = 2_000, 500
#: Faults that are told one by one.
MOST_TOLD = 200
_FILE = "file"
_rows, _faults = msgspec.msgpack.Decoder(Listed), msgspec.msgpack.Decoder(RowFault)
_encode = msgspec.msgpack.Encoder().encode
#: Hears what is being done ("read", "compare", "settle") and how many rows are; says whether to go on. What is being
#: settled counts already, and goes on in any case.
Progress = Callable[[str, int], bool]


@dataclass
class Counts:
    """What a list makes of the formulary of one community."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0


@dataclass(frozen=True)
class Plan:
    """What an import would do, or has done."""

    columns: Columns
    #: Rows that can be taken, and rows that cannot.
    good: int
    faulty: int
    #: The first of what is wrong.
    faults: tuple[RowFault, ...]
    #: By community.
    counts: dict[str, Counts]


class FormularyImport:
    """One list, from the reading of its first row to its place in the formulary; close it when done."""

    def __init__(
        self,
        hub: Hub,
        communities: Sequence[str],
        *,
        edition: str = "",
        since: date | None = None,
        progress: Progress = lambda _step, _done: True,
    ) -> None:
        """Begin.

        Args:
            hub: the owner of the list.
            communities: whose formulary it is.
            edition: of the essential medicines list that its marks are taken from.
            since: from when on the list is in force; what it does not name ends on the day before. None for a
                supplement: it adds and puts right, and ends nothing.
            progress: asked from time to time whether to go on.
        """
        self._hub = hub
        self._communities = communities
        self._edition, self._since, self._progress = edition, since, progress
        self._staging = Staging()
        self._columns = Columns(row=0, titles=(), places={})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self._staging.close()

    def read(self, file: Path, said: Said = ()) -> Columns:
        """Read a list, and return which of its columns is what; rows at fault are noted.

        Args:
            file: .xlsx or .csv.
            said: columns and their fields, where the guess by their heads is wrong.

        Raises:
            Refused: what is wrong with the file as a whole; column_missing, column_unknown, field_unknown, list_empty;
                import_cancelled.
        """
        self._columns, lines = find(sheets.rows(file), DRUG_HEADS, DRUG_NEEDS, said)
        for done, one in enumerate(listed_drugs(self._columns, lines, self._edition, self._staging)):
            if done % _STEP == 0:
                self._go_on("read", done)
            if isinstance(one, RowFault):
                self._staging.set_aside(_FILE, one.row, _encode(one))
            else:
                self._staging.keep(one.row, _encode(one))
        if not self._staging.count() and not self._staging.count_faults():
            raise Refused("list_empty")  # as a whole list it would end every drug
        return self._columns

    def check(self) -> Plan:
        """Say what the list would do; nothing is changed.

        Raises:
            Refused: import_cancelled.
        """
        self._hub.counter.lists.finish()  # what an import before this one has left to do
        counts: dict[str, Counts] = {}
        for community in self._communities:
            counts[community] = Counts()
            for _ in self._compare(community, counts[community], self._note):
                pass
        return self._plan(counts)

    def apply(self) -> Plan:
        """Put the list into the formulary: all of it from one moment on, or nothing.

        Desks go on meanwhile: rows are compared and laid out on the side some at a time (decision 021).

        Raises:
            Refused: list_faulty when a row is at fault, import_cancelled, list_overtaken; nothing is changed then.
        """
        if faulty := self._staging.count_faults():
            raise Refused("list_faulty", count=faulty)
        counts: dict[str, Counts] = {}
        self._hub.counter.lists.publish(store.DRUG, self._parts(counts), lambda done: self._progress("settle", done))
        return self._plan(counts)

    def faults(self) -> Iterator[RowFault]:
        """Return all that is wrong, in the order of the rows."""
        return (_faults.decode(body) for body in self._staging.faults())

    def _parts(self, counts: dict[str, Counts]) -> Iterator[list[Record]]:
        for community in self._communities:
            counts[community] = Counts()
            for changed in self._compare(community, counts[community], _refuse):
                yield [*changed]

    def _compare(
        self, community: str, counts: Counts, refused: Callable[[str, RowFault], None]
    ) -> Iterator[list[Drug]]:
        """Return the drugs that change, part by part."""
        self._staging.forget(community)
        today, done = day(self._hub.clock.now()), 0
        for part in self._staging.parts(_PART):
            listed = {drug_id(community, one.key): one for one in map(_rows.decode, part)}
            known = self._known(listed)
            changed: list[Drug] = []
            for drug, one in listed.items():
                self._staging.claim(community, drug, one.row)
                before = known.get(drug)
                try:
                    after = self._revised(before, one, drug, community, today)
                except Refused as fault:
                    refused(community, RowFault(row=one.row, code=fault.code, facts=fault.facts))
                    continue
                if after == before:
                    counts.unchanged += 1
                    continue
                counts.changed, counts.new = counts.changed + (before is not None), counts.new + (before is None)
                changed.append(after)
            yield changed
            done += len(part)
            self._go_on("compare", done)
        if self._since is not None:
            yield from self._ended(community, self._since, counts)

    def _revised(self, known: Drug | None, listed: Listed, drug: str, community: str, today: date) -> Drug:
        after = revise(known, listed, drug, community, self._since)
        if self._since is None and known is not None and after.until is not None and after.until < today:
            raise Refused("drug_ended", until=after.until.isoformat())
        return after

    def _ended(self, community: str, since: date, counts: Counts) -> Iterator[list[Drug]]:
        last = ""
        while ids := self._in_force(community, since, last):
            last = ids[-1]
            gone = self._known(self._staging.unclaimed(community, ids))
            counts.ended += len(gone)
            yield [withdraw(drug, since) for drug in gone.values()]
            self._go_on("compare", counts.ended)

    def _known(self, ids: Iterable[str]) -> dict[str, Drug]:
        with reading(self._hub.engine) as connection:
            return records.load_many(connection, store.DRUG, ids)

    def _in_force(self, community: str, since: date, after: str) -> list[str]:
        """Return the next drugs of a community that are listed on a day or later."""
        drugs = store.DRUG.table.c
        counts_on = or_(drugs.until.is_(None), drugs.until >= since.isoformat())
        of_it = select(drugs.id).where(drugs.community == community, counts_on, drugs.id > after)
        with reading(self._hub.engine) as connection:
            return list(connection.scalars(of_it.order_by(drugs.id).limit(_PART)))

    def _note(self, community: str, fault: RowFault) -> None:
        self._staging.set_aside(community, fault.row, _encode(fault))

    def _go_on(self, step: str, done: int) -> None:
        if not self._progress(step, done):
            raise Refused("import_cancelled")

    def _plan(self, counts: dict[str, Counts]) -> Plan:
        faulty = self._staging.count_faults()
        told = tuple(_faults.decode(body) for body in self._staging.faults(MOST_TOLD))
        return Plan(self._columns, self._staging.count(), faulty, told, counts)


def _refuse(_community: str, fault: RowFault) -> None:
    raise Refused(fault.code, line=fault.row, **fault.facts)
