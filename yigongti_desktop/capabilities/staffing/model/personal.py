"""What each rule asks of one person, as rules of `rostering`: days on which something is not theirs, and sums."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.staffing.model import rules as r
from yigongti_desktop.capabilities.staffing.model.duties import LEVELS
from yigongti_desktop.capabilities.staffing.model.duties import LICENCES
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.fairness import Share
from yigongti_desktop.capabilities.staffing.model.halves import HALVES
from yigongti_desktop.capabilities.staffing.model.halves import Half
from yigongti_desktop.capabilities.staffing.model.month import OFF_CODE
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.scene import Scene
from yigongti_desktop.registry.model.staff.protection import Limit
from yigongti_desktop.registry.model.staff.protection import limits_on
from yigongti_desktop.rostering.rules import OFF
from yigongti_desktop.rostering.rules import Follow
from yigongti_desktop.rostering.rules import Only
from yigongti_desktop.rostering.rules import PersonRule
from yigongti_desktop.rostering.rules import Run
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.rules import Weekends
from yigongti_desktop.rostering.rules import Window

#: A rule without its id, and what its sentence may say.
Made = Iterator[tuple[PersonRule, Mapping[str, str | int]]]


def asked_of(rule: r.AnyRule, scene: Scene, person: Person, shares: Mapping[str, Mapping[str, Share]]) -> Made:
    """Return what a rule asks of somebody; nothing where it is about several people at once.

    Args:
        rule: any.
        scene: the month.
        person: of the month.
        shares: of all people, by id of the rule and of the person.
    """
    if isinstance(rule, r.Fair):
        return _fair(rule, scene, shares[rule.id].get(person.id))
    make = _MAKERS.get(type(rule))
    return make(rule, scene, person) if make else iter(())


def _off(rule: r.AnyRule, days: tuple[int, ...]) -> Only:
    return Only(id="", weight=rule.weight, days=days, duties=(OFF,))


def _leave(rule: r.OnLeave, scene: Scene, person: Person) -> Made:
    for leave in scene.month.leave:
        if leave.person != person.id:
            continue
        named = [(place, leave.worked_half(day)) for place, day in enumerate(scene.dates) if leave.names(day)]
        if days := tuple(place for place, half in named if half is None):
            yield _off(rule, days), {"leave": leave.name}
        for place, half in named:
            if half is not None:
                away = next(one for one in Half if one is not half)
                duties = (OFF, *scene.within(half))
                yield (
                    Only(id="", weight=rule.weight, days=(place,), duties=duties),
                    {"leave": f"{HALVES[away]}{leave.name}"},
                )


def _elsewhere(rule: r.Elsewhere, scene: Scene, person: Person) -> Made:
    days = tuple(place for place, day in enumerate(scene.dates) if not scene.month.is_here(person, day))
    if days:
        yield _off(rule, days), {}


def _qualified(rule: r.Qualified, scene: Scene, person: Person) -> Made:
    for place, duty in enumerate(scene.duties, 1):
        days = tuple(
            number
            for number, day in enumerate(scene.dates)
            if scene.month.is_here(person, day) and person.lacks(duty, day) is rule.lack
        )
        if days:
            others = tuple(other for other in range(len(scene.duties) + 1) if other != place)
            only = Only(id="", weight=rule.weight, days=days, duties=others)
            yield only, {"lacking": _lacking(duty, rule.lack, person)}


def _lacking(duty: Duty, lack: r.Lack, person: Person) -> str:
    if lack is r.Lack.LICENCE:
        return "或".join(LICENCES.get(kind, kind.value) for kind in duty.licences)
    if lack is r.Lack.TITLE:
        return f"{LEVELS[duty.title]}及以上"
    return "、".join(skill for skill in duty.skills if skill not in person.skills)


def _protected(scene: Scene, person: Person, late: int, limit: Limit) -> tuple[int, ...]:
    return tuple(place for place, day in enumerate(scene.dates) if limit in limits_on(person.staff, day, late))


def _protected_nights(rule: r.ProtectedNights, scene: Scene, person: Person) -> Made:
    days = _protected(scene, person, rule.late_days, Limit.NO_NIGHT)
    if days and scene.nights:
        others = tuple(place for place in range(len(scene.duties) + 1) if place not in scene.nights)
        yield Only(id="", weight=rule.weight, days=days, duties=others), {}


def _protected_overtime(rule: r.ProtectedOvertime, scene: Scene, person: Person) -> Made:
    days = _protected(scene, person, rule.late_days, Limit.NO_OVERTIME)
    if days:
        there = set(scene.there(person))
        most = scene.standard((day for day in days if day in there), rule.day_hours)
        yield Total(id="", weight=rule.weight, counts=scene.minutes, most=most, days=days), {}


def _pinned(rule: r.Pinned, scene: Scene, person: Person) -> Made:
    for pin in scene.month.pins:
        if pin.person == person.id and pin.day in scene.dates:
            duty = scene.places[pin.duty]
            only = Only(id="", weight=rule.weight, days=(scene.dates.index(pin.day),), duties=(duty,))
            yield only, {"wanted": _name(scene, pin.duty)}


def _wished(rule: r.Wished, scene: Scene, person: Person) -> Made:
    for wish in scene.month.wishes:
        if wish.person != person.id or wish.day not in scene.dates:
            continue
        duty = scene.places[wish.duty]
        duties = tuple(place for place in range(len(scene.duties) + 1) if (place == duty) == wish.is_wanted)
        only = Only(id="", weight=rule.weight, days=(scene.dates.index(wish.day),), duties=duties)
        yield only, {"wanted": ("" if wish.is_wanted else "不上") + _name(scene, wish.duty)}


def _pattern(rule: r.Pattern, scene: Scene, person: Person) -> Made:
    there = scene.there(person)
    for weekday, codes in person.pattern.items():
        days = tuple(place for place in there if scene.dates[place].weekday() == weekday)
        if days:
            duties = tuple(scene.places[code] for code in codes)
            wanted = "或".join(_name(scene, code) for code in codes)
            yield Only(id="", weight=rule.weight, days=days, duties=duties), {"wanted": wanted}


def _after_night(rule: r.AfterNight, scene: Scene, _person: Person) -> Made:
    for night in scene.nights:
        yield Follow(id="", weight=rule.weight, duty=night, barred=scene.work), {}


def _interval(rule: r.Interval, scene: Scene, _person: Person) -> Made:
    for place, duty in enumerate(scene.duties, 1):
        least = rule.least_hours * 60
        barred = tuple(other for other, to in enumerate(scene.duties, 1) if duty.rest_before(to) < least)
        if barred:
            yield Follow(id="", weight=rule.weight, duty=place, barred=barred), {}


def _work_run(rule: r.WorkRun, scene: Scene, _person: Person) -> Made:
    yield Run(id="", weight=rule.weight, duties=scene.work, most=rule.most), {}


def _off_run(rule: r.OffRun, _scene: Scene, _person: Person) -> Made:
    yield Run(id="", weight=rule.weight, duties=(OFF,), least=rule.least), {}


def _night_run(rule: r.NightRun, scene: Scene, _person: Person) -> Made:
    if scene.nights:
        yield Run(id="", weight=rule.weight, duties=scene.nights, most=rule.most), {}


def _weekly_rest(rule: r.WeeklyRest, scene: Scene, _person: Person) -> Made:
    most = rule.length - rule.least
    window = Window(id="", weight=rule.weight, duties=scene.work, length=rule.length, most=most)
    yield window, {}


def _nights_in_days(rule: r.NightsInDays, scene: Scene, _person: Person) -> Made:
    if scene.nights:
        window = Window(id="", weight=rule.weight, duties=scene.nights, length=rule.length, most=rule.most)
        yield window, {}


def _weekly_hours(rule: r.WeeklyHours, scene: Scene, person: Person) -> Made:
    before = scene.row_before(person)
    for days in scene.weeks:
        known = before[-scene.dates[0].weekday() :] if days[0] == 0 and scene.dates[0].weekday() else ()
        carried = sum(scene.minutes[duty] for duty in known)
        if max(scene.minutes) * len(days) + carried > rule.most_hours * 60:
            total = Total(
                id="", weight=rule.weight, counts=scene.minutes, most=rule.most_hours * 60, days=days, carried=carried
            )
            yield total, {}


def _overtime(rule: r.Overtime, scene: Scene, person: Person) -> Made:
    there = set(scene.there(person))
    for days in scene.months:
        here = [day for day in days if day in there]
        most = scene.standard(here, rule.day_hours) + rule.most_hours * 60
        if max(scene.minutes) * len(days) > most:
            total = Total(id="", weight=rule.weight, counts=scene.minutes, most=most, days=days)
            yield total, {}


def _weekends(rule: r.WeekendsWorked, scene: Scene, _person: Person) -> Made:
    if len(scene.weekends) > rule.most:
        weekends = Weekends(id="", weight=rule.weight, weekends=scene.weekends, duties=scene.work, most=rule.most)
        yield weekends, {}


def _days_off(rule: r.DaysOff, scene: Scene, person: Person) -> Made:
    there = scene.there(person)
    off = sum(not scene.kinds[day].is_working for day in there)
    least, most, away = max(off - rule.less, 0), off + rule.more, len(scene.dates) - len(there)
    if there:
        counts = (1, *(0 for _ in scene.duties))
        total = Total(id="", weight=rule.weight, counts=counts, least=least + away, most=most + away)
        yield total, {"least": least, "most": most}


def _fair(rule: r.Fair, scene: Scene, share: Share | None) -> Made:
    if share is None:
        return
    facts = {"carried": share.carried, "share": share.most}
    if rule.of is r.Measure.WEEKENDS:
        yield (
            Weekends(
                id="", weight=rule.weight, weekends=scene.weekends, duties=scene.work, most=share.most, rises=True
            ),
            facts,
        )
        return
    at_night = rule.of is r.Measure.NIGHTS
    counted = scene.nights if at_night else scene.work
    counts = tuple(int(place in counted) for place in range(len(scene.duties) + 1))
    days = None if at_night else scene.holidays
    yield Total(id="", weight=rule.weight, counts=counts, most=share.most, days=days, rises=True), facts


def _name(scene: Scene, code: str) -> str:
    return "休息" if code == OFF_CODE else scene.duties[scene.places[code] - 1].name


_MAKERS: dict[type, Callable[[Any, Scene, Person], Made]] = {
    r.OnLeave: _leave,
    r.Elsewhere: _elsewhere,
    r.Qualified: _qualified,
    r.ProtectedNights: _protected_nights,
    r.ProtectedOvertime: _protected_overtime,
    r.Pinned: _pinned,
    r.Wished: _wished,
    r.Pattern: _pattern,
    r.AfterNight: _after_night,
    r.Interval: _interval,
    r.WorkRun: _work_run,
    r.OffRun: _off_run,
    r.NightRun: _night_run,
    r.WeeklyRest: _weekly_rest,
    r.NightsInDays: _nights_in_days,
    r.WeeklyHours: _weekly_hours,
    r.Overtime: _overtime,
    r.WeekendsWorked: _weekends,
    r.DaysOff: _days_off,
}
