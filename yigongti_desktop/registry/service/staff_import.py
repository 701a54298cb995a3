"""A list of staff on its way into the register: what a row means, and what it makes of the register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.columns import Lines
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.staff.messages import ImportStaff
from yigongti_desktop.registry.model.staff.roll import StaffEntry
from yigongti_desktop.registry.model.staff.roll import listed_staff
from yigongti_desktop.registry.model.staff.roll_words import STAFF_HEADS
from yigongti_desktop.registry.model.staff.roll_words import STAFF_NEEDS
from yigongti_desktop.registry.service import census
from yigongti_desktop.registry.service import staff_census
from yigongti_desktop.registry.service.census import Taken
from yigongti_desktop.registry.service.list_import import ListImport


class StaffImport(ListImport):
    """A list of staff."""

    heads = STAFF_HEADS
    needs = STAFF_NEEDS
    entry = StaffEntry
    similar = "staff_similar"
    form = staff_census.FORM

    def listed(self, columns: Columns, lines: Lines) -> Iterator[StaffEntry | RowFault]:
        """Return the staff of a list, and what is wrong with the rows that are none."""
        return listed_staff(columns, lines, self.staging, day(self.core.clock.now()))

    def command(self, entries: tuple[Any, ...], file: str) -> ImportStaff:
        """Return the command that takes rows in."""
        return ImportStaff(entries=entries, file=file, also_similar=self.also_similar)

    def compare(self, connection: Connection, part: list[Any]) -> Taken:
        """Return what rows would make of the register."""
        taken, register = Taken(), staff_census.Register(connection)
        judge = Ruling(event="", record="", actor=self.actor, at=self.core.clock.now(), register=register)
        for _, _, current, acts in staff_census.compare(connection, judge, part, also_similar=self.also_similar):
            taken = taken.with_more(census.tally(current, acts))
        return taken
