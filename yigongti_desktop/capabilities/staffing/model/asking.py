"""Makes of a month and its rules what `rostering` can draw and judge, with a way back from each of its rules."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator

import msgspec

from yigongti_desktop.capabilities.staffing.model import rules as r
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.capabilities.staffing.model.fairness import fair
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.month import Why
from yigongti_desktop.capabilities.staffing.model.personal import asked_of
from yigongti_desktop.capabilities.staffing.model.scene import Scene
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.rostering.rules import Beside
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.rules import DayRule
from yigongti_desktop.rostering.rules import PersonRule
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.task import Worker


def asked(month: Month, duties: Iterable[Duty], rules: Iterable[r.AnyRule], calendar: Calendar) -> Asked:
    """Return what is asked.

    Args:
        month: who is there and what they asked for.
        duties: of the unit.
        rules: `rules.national()`, with what the county and the unit have replaced.
        calendar: says which days are off.

    Raises:
        KeyError: when a pin, a wish or a pattern names a duty, or a pair a person, that there is not.
    """
    scene = Scene(month, tuple(duties), calendar)
    making = _Making(scene, tuple(rules))
    people = tuple(making.worker(person) for person in month.people)
    days = tuple(making.days())
    names = ("休息", *(duty.name for duty in scene.duties))
    return Asked(
        month=month,
        duties=scene.duties,
        task=Task(month.days, names, people, days),
        why=making.why,
        unpublished=calendar.unpublished(scene.dates[0], scene.dates[-1]),
    )


class _Making:
    def __init__(self, scene: Scene, rules: tuple[r.AnyRule, ...]) -> None:
        self._scene, self._rules = scene, rules
        self._places = {person.id: place for place, person in enumerate(scene.month.people)}
        self._shares = {rule.id: fair(rule, scene) for rule in rules if isinstance(rule, r.Fair)}
        self.why: dict[str, Why] = {}

    def worker(self, person: Person) -> Worker:
        made: list[PersonRule] = []
        for rule in self._rules:
            for number, (one, facts) in enumerate(asked_of(rule, self._scene, person, self._shares)):
                key = f"{rule.id}/{person.id}/{number}"
                self.why[key] = Why(rule=rule, person=person.id, facts=facts)
                made.append(msgspec.structs.replace(one, id=key))
        return Worker(person.id, tuple(made), self._scene.row_before(person))

    def days(self) -> Iterator[DayRule]:
        for rule in self._rules:
            for day in range(self._scene.month.days):
                match rule:
                    case r.Staffed():
                        yield from self._staffed(rule, day)
                    case r.Together():
                        yield from self._together(rule, day)
                    case r.Apart():
                        yield from self._apart(rule, day)

    def _staffed(self, rule: r.Staffed, day: int) -> Iterator[DayRule]:
        everybody = len(self._places)
        for number, (place, need) in enumerate(self._scene.needs(day)):
            key = self._key(rule, day, number)
            who = f"（{need.who}）" if need.who else ""
            self.why[key] = Why(rule=rule, day=self._scene.dates[day], facts={"who": who, "least": need.least})
            yield Cover(
                id=key,
                day=day,
                duties=(place,),
                least=need.least,
                most=everybody if need.most is None else need.most,
                under=rule.weight,
                over=rule.over,
                people=self._fit(need, day),
            )

    def _fit(self, need: Need, day: int) -> tuple[int, ...] | None:
        if not need.who:
            return None
        people = enumerate(self._scene.month.people)
        return tuple(place for place, person in people if person.lacks(need, self._scene.dates[day]) is None)

    def _together(self, rule: r.Together, day: int) -> Iterator[DayRule]:
        number, duties = 0, self._scene.nights if rule.nights_only else self._scene.work
        for person in self._scene.month.people:
            if not person.partner:
                continue
            teacher = self._scene.month.people[self._places[person.partner]]
            for duty in self._theirs(duties, day, person):
                key, number = self._key(rule, day, number), number + 1
                facts = {"partner": teacher.staff.name}
                self.why[key] = Why(rule=rule, person=person.id, day=self._scene.dates[day], facts=facts)
                yield Beside(
                    id=key,
                    day=day,
                    duties=(duty,),
                    leaders=(self._places[teacher.id],),
                    people=(self._places[person.id],),
                    weight=rule.weight,
                )

    def _apart(self, rule: r.Apart, day: int) -> Iterator[DayRule]:
        people, duties = self._scene.month.people, self._scene.nights if rule.nights_only else self._scene.work
        pairs = (
            (one, other, duty)
            for one, other in self._scene.month.apart
            for duty in self._theirs(duties, day, people[self._places[one]], people[self._places[other]])
        )
        for number, (one, other, duty) in enumerate(pairs):
            places = tuple(sorted((self._places[one], self._places[other])))
            key, facts = self._key(rule, day, number), {"partner": people[self._places[other]].staff.name}
            self.why[key] = Why(rule=rule, person=one, day=self._scene.dates[day], facts=facts)
            yield Cover(id=key, day=day, duties=(duty,), least=0, most=1, under=0, over=rule.weight, people=places)

    def _theirs(self, duties: Iterable[int], day: int, *people: Person) -> Iterator[int]:
        """Return the duties that each of some people may have on a day; a sum that can only be 0 slows the drawing."""
        if all(day in self._scene.there(person) for person in people):
            yield from (duty for duty in duties if all(self._scene.may(one, day, (duty,)) for one in people))

    def _key(self, rule: r.AnyRule, day: int, number: int) -> str:
        return f"{rule.id}/{self._scene.dates[day].isoformat()}/{number}"
