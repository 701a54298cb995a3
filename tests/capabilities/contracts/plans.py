"""Terms, items and what was served, for tests of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date

from yigongti_desktop.capabilities.contracts.model.rhythm import Anchor
from yigongti_desktop.capabilities.contracts.model.rhythm import Rhythm
from yigongti_desktop.capabilities.contracts.model.schedule import Item
from yigongti_desktop.capabilities.contracts.model.schedule import Served
from yigongti_desktop.capabilities.contracts.model.schedule import Task
from yigongti_desktop.capabilities.contracts.model.schedule import tasks
from yigongti_desktop.capabilities.contracts.model.terms import Allowed
from yigongti_desktop.capabilities.contracts.model.terms import Term
from yigongti_desktop.capabilities.contracts.model.terms import begin
from yigongti_desktop.capabilities.contracts.model.terms import renew

NATION = Allowed()
ITEM = "bp"


def day(text: str) -> date:
    return date.fromisoformat(text)


def item(rhythm: Rhythm, since: date | None = None) -> Item:
    return Item(code=ITEM, rhythm=rhythm, since=since)


def served(number: int, on: str, next_due: str = "") -> Served:
    return Served(item=ITEM, number=number, on=day(on), next_due=day(next_due) if next_due else None)


def plan(
    rhythm: Rhythm, term: Term, *done: Served, anchors: Mapping[Anchor, Sequence[date]] | None = None
) -> tuple[Task, ...]:
    return tasks([item(rhythm)], term, done, anchors or {})


def row(since: date, *years: int) -> list[Term]:
    """Return a term and those that follow it without a gap."""
    made = [begin(since, years[0], NATION)]
    for count in years[1:]:
        made.append(renew(made[-1], made[-1].until, count, NATION))
    return made


def windows(found: Sequence[Task]) -> list[str]:
    """Return number, first day, due day and last day of each task, to be read."""
    return [f"{one.number}: {one.since} {one.due} {one.until}" for one in found]


def dues(found: Sequence[Task]) -> list[str]:
    return [f"{one.number}: {one.due}" for one in found]
