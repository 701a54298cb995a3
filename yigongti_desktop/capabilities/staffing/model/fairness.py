"""Shares of nights, holidays and weekends: who has had fewer this year is asked for more, up to a limit."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.rules import Fair
from yigongti_desktop.capabilities.staffing.model.rules import Measure
from yigongti_desktop.capabilities.staffing.model.scene import Scene


class Share(Struct, frozen=True, kw_only=True):
    """What somebody's fair part is."""

    #: Of this roster; beyond it, it is more than fair.
    most: int
    #: From before.
    carried: int


def fair(rule: Fair, scene: Scene) -> Mapping[str, Share]:
    """Return the shares by id of all who can have any; nothing where there is nothing to share."""
    demand, room = _demand(rule.of, scene), {}
    for person in scene.month.people:
        if able := _room(rule.of, scene, person):
            room[person.id] = able
    if not demand or not room:
        return {}
    carried = {person.id: getattr(person.carried, rule.of.value) for person in scene.month.people if person.id in room}
    floor = sum(carried.values()) // len(carried) - rule.catch_up
    begun = {one: max(count, floor) for one, count in carried.items()}
    level = level_of(begun, room, demand)
    return {one: Share(most=min(max(level - begun[one], 0), room[one]), carried=carried[one]) for one in room}


def level_of(begun: Mapping[str, int], room: Mapping[str, int], demand: int) -> int:
    """Return the lowest level to which all must be filled up so that a demand is met, or as much as there is room."""
    level = min(begun.values())
    while sum(min(max(level - begun[one], 0), room[one]) for one in begun) < min(demand, sum(room.values())):
        level += 1
    return level


def _demand(of: Measure, scene: Scene) -> int:
    match of:
        case Measure.NIGHTS:
            return sum(scene.demand(day, scene.nights) for day in range(len(scene.dates)))
        case Measure.HOLIDAYS:
            return sum(scene.demand(day, scene.work) for day in scene.holidays)
        case Measure.WEEKENDS:
            return sum(max(scene.demand(day, scene.work) for day in days) for days in scene.weekends)


def _room(of: Measure, scene: Scene, person: Person) -> int:
    """Return how often somebody could have it at most, rests aside."""
    there = scene.there(person)
    if of is Measure.NIGHTS:
        return sum(scene.may(person, day, scene.nights) for day in there)
    free = {day for day in there if scene.may(person, day, scene.work)}
    if of is Measure.HOLIDAYS:
        return sum(day in free for day in scene.holidays)
    return sum(any(day in free for day in days) for days in scene.weekends)
