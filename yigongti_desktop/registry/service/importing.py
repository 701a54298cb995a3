"""A list of residents on its way into the register: what a row means, and what it makes of the register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import ImportResidents
from yigongti_desktop.registry.model.census import RESIDENT_HEADS
from yigongti_desktop.registry.model.census import RESIDENT_NEEDS
from yigongti_desktop.registry.model.census import Entry
from yigongti_desktop.registry.model.census import listed_residents
from yigongti_desktop.registry.model.census import need_birth
from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.columns import Lines
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.service import census
from yigongti_desktop.registry.service.census import Taken
from yigongti_desktop.registry.service.list_import import ListImport

#: Rows of one transaction.
SLICE = 1_000


class ResidentImport(ListImport):
    """A list of residents."""

    heads = RESIDENT_HEADS
    needs = RESIDENT_NEEDS
    entry = Entry
    similar = "resident_similar"
    form = census.FORM

    def slice_rows(self) -> int:
        """Return how many rows are taken in at once."""
        return SLICE

    def need_columns(self, columns: Columns) -> Columns:
        """Return the columns, or refuse a list that does not tell when people were born."""
        return need_birth(columns)

    def listed(self, columns: Columns, lines: Lines) -> Iterator[Entry | RowFault]:
        """Return the residents of a list, and what is wrong with the rows that are none."""
        return listed_residents(columns, lines, self.staging, day(self.core.clock.now()))

    def command(self, entries: tuple[Any, ...], file: str) -> ImportResidents:
        """Return the command that takes rows in."""
        return ImportResidents(entries=entries, file=file, also_similar=self.also_similar)

    def compare(self, connection: Connection, part: list[Any]) -> Taken:
        """Return what rows would make of the register."""
        county = store.the_county(connection)
        if county is None:
            raise Refused("county_missing")
        now, taken = self.core.clock.now(), Taken()
        judge = Ruling(event="", record="", actor=self.actor, at=now, register=census.Books(county))
        for _, _, current, acts in census.compare(connection, judge, county, part, also_similar=self.also_similar):
            taken = taken.with_more(census.tally(current, acts))
        return taken
