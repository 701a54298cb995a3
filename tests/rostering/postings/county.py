"""Invents counties: units with needs, and doctors with levels, skills, families and postings that run."""

from __future__ import annotations

import random

from msgspec.structs import replace

from yigongti_desktop.rostering.postings.task import Doctor
from yigongti_desktop.rostering.postings.task import Limit
from yigongti_desktop.rostering.postings.task import Need
from yigongti_desktop.rostering.postings.task import Share
from yigongti_desktop.rostering.postings.task import Stay
from yigongti_desktop.rostering.postings.task import Task
from yigongti_desktop.rostering.postings.task import Unit
from yigongti_desktop.rostering.postings.task import members

SKILLS = ("中医", "儿科", "妇产", "超声")
#: 住院, 主治, 副高, 正高.
RESIDENT, ATTENDING, ASSOCIATE, CHIEF = 1, 2, 3, 4


def county(months: int, seed: int, units: int = 27, doctors: int = 120, handover: int = 0) -> Task:
    """Return a county's task.

    Args:
        months: that are planned.
        seed: the same one returns the same task.
        units: how many.
        doctors: how many.
        handover: what it costs to come where nobody stays on.
    """
    chance = random.Random(seed)  # noqa: S311 # invented
    people = tuple(_doctor(chance, place, months, units) for place in range(doctors))
    people = tuple(_running(chance, doctor, place, units, doctors) for place, doctor in enumerate(people))
    every = tuple(range(months))
    needs = [
        Need(id="STF-16", units=(unit,), months=every, least=1, under=100, most=3, over=5, level=ATTENDING)
        for unit in range(units)
    ]
    for unit in chance.sample(range(units), units // 3):
        first = chance.randrange(months // 2)
        needs.append(
            Need(
                id="skill",
                units=(unit,),
                months=tuple(range(first, min(first + 9, months))),
                least=1,
                under=30,
                skill=chance.choice(SKILLS),
            )
        )
    needs.append(Need(id="STF-18", units=tuple(range(units)), months=every, least=3, under=60, level=ASSOCIATE))
    departments = sorted({doctor.department for doctor in people})
    limits = [
        Limit(
            id=name, doctors=members(people, name), months=every, most=max(2, len(members(people, name)) // 3), over=40
        )
        for name in departments
    ]
    limits += [
        Limit(id="family", doctors=(one, one + doctors // 2), months=every, most=1, over=50)
        for one in chance.sample(range(doctors // 2), doctors // 24)
    ]
    return Task(
        months=months, units=tuple(Unit(f"院{unit}", handover) for unit in range(units)), doctors=people,
        needs=tuple(needs), limits=tuple(limits),
    )  # fmt: skip


def _doctor(chance: random.Random, place: int, months: int, units: int) -> Doctor:
    first = chance.randrange(months)
    away = tuple(range(first, min(first + chance.randint(1, 4), months))) if chance.random() < 0.4 else ()
    level = chance.choices((RESIDENT, ATTENDING, ASSOCIATE, CHIEF), (2, 5, 3, 1))[0]
    home = chance.randrange(units)
    served = chance.choice((0, 0, 3, 6, 6, 9, 12))
    due = level == ATTENDING and chance.random() < 0.3
    return Doctor(
        id=f"医{place}",
        level=level,
        skills=tuple(chance.sample(SKILLS, chance.choice((0, 0, 1, 1, 2)))),
        department=f"科{place % 12}",
        away=away,
        barred=tuple(sorted(chance.sample(range(units), units // 5))),
        prices=tuple(min(abs(unit - home), units - abs(unit - home)) * 6 // units + chance.randint(0, 1)
                     for unit in range(units)),
        share=Share(served=served, least=12 if due else 0, under=3 if due else 0, most=9 + months // 4, over=1),
    )  # fmt: skip


def _running(chance: random.Random, doctor: Doctor, place: int, units: int, doctors: int) -> Doctor:
    if place >= doctors // 6:
        return doctor
    begun, unit = chance.randint(1, 5), place % units
    stay = Stay(-begun, chance.randint(6, 9), unit)
    return replace(
        doctor, fixed=(stay,), away=tuple(month for month in doctor.away if month >= stay.end),
        barred=tuple(one for one in doctor.barred if one != unit),
    )  # fmt: skip
