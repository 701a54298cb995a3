"""What a contract promises, day by day, as lists need it: a pure function of the contract (FDC-16 履约质量).

Tasks are not kept as records. They follow from the agreements, their items and what was served under them; a desk
keeps them beside the contract to list and count by.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from yigongti_desktop.capabilities.contracts.model import schedule
from yigongti_desktop.capabilities.contracts.model.contract import Agreement
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Served
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.numbers import is_unplanned
from yigongti_desktop.capabilities.contracts.model.rhythm import Anchor
from yigongti_desktop.capabilities.contracts.model.schedule import Stand
from yigongti_desktop.capabilities.contracts.model.schedule import stand_on


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to be done for a resident, or done."""

    #: Number of the agreement, code of the item and number of the task: 岳口-20260928-A-0001|htn-visit|3.
    task: str
    resident: str
    name: str
    institution: str
    team: str
    village: str = ""
    household: str = ""
    #: By what members of one household are listed together: the household, or the contract of whoever lives in none.
    home: str
    agreement: str
    package: str = ""
    item: str
    item_name: str = ""
    form: str = ""
    number: int
    #: First day on which it may be done, the day it is planned for, and the last on which it is done in time.
    opens: date
    due: date
    closes: date
    #: First and last day on which the agreement holds: nothing is owed before and after.
    holds_since: date
    holds_until: date
    done_on: date | None = None
    service: str = ""
    #: It is owed since a former agreement, where it is counted.
    is_carried: bool = False

    @property
    def is_unplanned(self) -> bool:
        """Say whether it was done beyond the plan."""
        return is_unplanned(self.number)

    def stand_on(self, today: date) -> Stand:
        """Return where it stands."""
        plain = schedule.Task(
            item=self.item, number=self.number, since=self.opens, due=self.due, until=self.closes, done=self.done_on
        )
        return stand_on(plain, today)


def task_key(agreement: str, item: str, number: int) -> str:
    """Return how a task is named within its contract."""
    return f"{agreement}|{item}|{number}"


def tasks_of(contract: Contract) -> Iterator[Task]:
    """Return everything that a contract promises and promised, agreement by agreement."""
    anchors = contract.anchors | {Anchor.BIRTH: (contract.birth,)}
    counted: tuple[schedule.Served, ...] = ()
    before: tuple[schedule.Item, ...] = ()
    for agreement in contract.agreements:
        named = {item.code: (item, package) for item, package in _named(agreement)}
        plan = tuple(item.plan for item, _ in named.values())
        counted = (*schedule.still_counted(before, plan, counted), *map(_counted, agreement.served))
        services = {(one.item, one.number): one.service for one in agreement.served}
        for task in schedule.tasks(plan, agreement.term, counted, anchors):
            item, package = named[task.item]
            yield Task(
                task=task_key(agreement.number, task.item, task.number),
                resident=contract.resident,
                name=contract.name,
                institution=agreement.institution,
                team=agreement.team,
                village=contract.village,
                household=contract.household,
                home=contract.household or contract.id,
                agreement=agreement.number,
                package=package,
                item=task.item,
                item_name=item.name,
                form=item.form.value,
                number=task.number,
                opens=task.since,
                due=task.due,
                closes=task.until,
                holds_since=agreement.since,
                holds_until=agreement.term.last,
                done_on=task.done,
                service=services.get((task.item, task.number), "") if task.done else "",
                is_carried=task.is_carried,
            )
        before = plan


def items_of(agreement: Agreement) -> tuple[Item, ...]:
    """Return the items of an agreement; one that two of its packages have is owed once."""
    return tuple(item for item, _ in _named(agreement))


def item_of(agreement: Agreement, code: str) -> Item | None:
    """Return an item of an agreement by its code, or None."""
    return next((item for item in items_of(agreement) if item.code == code), None)


def _named(agreement: Agreement) -> list[tuple[Item, str]]:
    found: dict[str, tuple[Item, str]] = {}
    for taken in agreement.packages:
        for item in taken.items:
            found.setdefault(item.code, (item, taken.name))
    return list(found.values())


def _counted(served: Served) -> schedule.Served:
    return schedule.Served(item=served.item, number=served.number, on=served.on, next_due=served.next_due)
