"""A figure cut into parts: by village, team, doctor, item or key group, and month by month.

Who is signed counts for the team and the doctor of their agreement; who is not, for those that serve their village.
So every cut but that by key group, in which somebody may stand twice, comes to the whole again.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from msgspec.structs import replace

from yigongti_desktop.capabilities.contracts.model.population import Owed
from yigongti_desktop.capabilities.contracts.model.population import Population
from yigongti_desktop.capabilities.contracts.model.population import Serving
from yigongti_desktop.capabilities.contracts.model.population import Signed
from yigongti_desktop.capabilities.contracts.model.rates import FLOWS
from yigongti_desktop.capabilities.contracts.model.rates import Asked
from yigongti_desktop.capabilities.contracts.model.rates import Counts
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Look
from yigongti_desktop.capabilities.contracts.model.rates import Period
from yigongti_desktop.capabilities.contracts.model.rates import Rate
from yigongti_desktop.capabilities.contracts.model.rates import covered
from yigongti_desktop.capabilities.contracts.model.rates import rate

_MONTHS = 12
_NOBODY = Serving(team="")


class Cut(StrEnum):
    """By what a figure is cut."""

    VILLAGE = "village"
    TEAM = "team"
    DOCTOR = "doctor"
    ITEM = "item"
    GROUP = "group"


def cuts_of(definition: Definition) -> tuple[Cut, ...]:
    """Return by what a figure can be cut."""
    own: tuple[Cut, ...] = ()
    if definition in {Definition.COVERAGE, Definition.KEY}:
        own = (Cut.GROUP,)
    elif definition in {Definition.ITEMS, Definition.IN_TIME}:
        own = (Cut.ITEM,)
    return (Cut.VILLAGE, Cut.TEAM, Cut.DOCTOR, *own)


def cut(whole: Rate, by: Cut, look: Look) -> dict[str, Rate]:
    """Return the parts of a figure by their keys; an empty key where nobody knows a village, a team, a doctor."""
    if by is Cut.GROUP:
        return _by_group(whole, look)
    key = _keys(whole, by, look)
    parts: dict[str, list[str]] = {}
    for one in whole.base:
        parts.setdefault(key(one), []).append(one)
    return {
        name: Rate(definition=whole.definition, of=whole.of.intersection(ids), base=frozenset(ids))
        for name, ids in parts.items()
    }


def months_to(last: date, count: int = _MONTHS) -> tuple[Period, ...]:
    """Return so many months, the earliest first; the latest ends with the day."""
    months = []
    for back in range(count - 1, -1, -1):
        year, month = divmod(last.year * _MONTHS + last.month - 1 - back, _MONTHS)
        ends = calendar.monthrange(year, month + 1)[1]
        months.append(Period(date(year, month + 1, 1), min(date(year, month + 1, ends), last)))
    return tuple(months)


def trend(
    definition: Definition, population: Population, asked: Asked, only: tuple[Cut, str] | None = None
) -> list[tuple[Period, Rate]]:
    """Return a figure for each of the last twelve months, as known now.

    What looks at a period looks at the month, so that months of a year come to the year again; what looks at a day
    looks at the month's last.

    Args:
        definition: of the figure.
        population: of the unit.
        asked: the last month ends with its last day.
        only: a part, by what it is cut and its key; None for the whole.
    """
    owed: dict[tuple[int, int], list[Owed]] = {}
    for one in population.owed:
        owed.setdefault((one.closes.year, one.closes.month), []).append(one)
    carried = [one for one in population.owed if one.is_carried]
    found = []
    for month in months_to(asked.on):
        its = owed.get((month.first.year, month.first.month), ())
        look = Look(replace(population, owed=(*its, *_others(carried, its))), replace(asked, period=month))
        whole = rate(definition, look)
        if only is not None:
            whole = cut(whole, only[0], look).get(only[1], replace(whole, of=frozenset(), base=frozenset()))
        found.append((month, whole))
    return found


def _others(carried: Iterable[Owed], its: Iterable[Owed]) -> list[Owed]:
    """Return what is carried and not there already: what it is carried from is looked at beside it."""
    known = {one.id for one in its if one.is_carried}
    return [one for one in carried if one.id not in known]


def _by_group(whole: Rate, look: Look) -> dict[str, Rate]:
    there = {group for its in look.groups.values() for group in its}
    if whole.definition is Definition.KEY:
        there.intersection_update(look.asked.terms.key_groups)
    return {group: covered(whole.definition, (group,), look) for group in sorted(there)}


def _keys(whole: Rate, by: Cut, look: Look) -> Callable[[str], str]:
    """Return what tells the part that an id belongs to."""
    if whole.counts is Counts.TASKS:
        return _of_task(by, look)
    if whole.counts is Counts.AGREEMENTS:
        return _of_agreement(by, look)
    return _of_person(by, look, is_flow=whole.definition in FLOWS)


def _of_task(by: Cut, look: Look) -> Callable[[str], str]:
    population = look.population
    tasks = {one.id: one for one in look.tasks}
    if by is Cut.ITEM:
        return lambda one: tasks[one].item
    if by is Cut.VILLAGE:
        return lambda one: population.village_of(tasks[one].person, tasks[one].closes)
    agreements = {(one.person, one.number): one for one in population.signed}
    return lambda one: _of_signed(agreements.get((tasks[one].person, tasks[one].agreement)), by)


def _of_agreement(by: Cut, look: Look) -> Callable[[str], str]:
    agreements = {one.id: one for one in look.ran_out}
    if by is Cut.VILLAGE:
        return lambda one: look.population.village_of(agreements[one].person, agreements[one].until)
    return lambda one: _of_signed(agreements[one], by)


def _of_person(by: Cut, look: Look, *, is_flow: bool) -> Callable[[str], str]:
    """Return how people are parted: for what was owed to them in a period by the agreement that they had at last."""
    on, population = look.asked.on, look.population
    if by is Cut.VILLAGE:
        return lambda one: population.village_of(one, on)
    signed = _latest(population.signed, on) if is_flow else look.in_force

    def key(one: str) -> str:
        if one in signed:
            return _of_signed(signed[one], by)
        serving = population.serving.get(population.village_of(one, on), _NOBODY)
        return serving.team if by is Cut.TEAM else serving.doctor

    return key


def _latest(signed: Iterable[Signed], on: date) -> dict[str, Signed]:
    found: dict[str, Signed] = {}
    for one in signed:
        if one.since <= on and (one.person not in found or found[one.person].since < one.since):
            found[one.person] = one
    return found


def _of_signed(one: Signed | None, by: Cut) -> str:
    if one is None:
        return ""
    return one.team if by is Cut.TEAM else one.doctor
