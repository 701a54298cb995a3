"""What is asked of whoever draws a roster, and what a roster is."""

from __future__ import annotations

from msgspec import Struct

from yigongti_desktop.rostering.rules import DayRule
from yigongti_desktop.rostering.rules import PersonRule

#: Duties of one person by day.
Row = tuple[int, ...]
#: Rows of all people, in their order.
Roster = tuple[Row, ...]


class Worker(Struct, frozen=True):
    """One person."""

    id: str
    rules: tuple[PersonRule, ...] = ()
    #: Duties of the days before the first, the last one last; empty where they are not known.
    before: Row = ()


class Task(Struct, frozen=True):
    """People, duties and rules of some days in a row."""

    days: int
    #: Names of the duties; the first is the day off.
    duties: tuple[str, ...]
    people: tuple[Worker, ...]
    rules: tuple[DayRule, ...] = ()
