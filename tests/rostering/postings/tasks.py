"""Invents tasks of postings small enough to try every plan."""

from __future__ import annotations

from itertools import product
from math import prod

from hypothesis import assume
from hypothesis import strategies as st

from yigongti_desktop.rostering.postings.checker import check
from yigongti_desktop.rostering.postings.checker import check_doctor
from yigongti_desktop.rostering.postings.checker import contradictions
from yigongti_desktop.rostering.postings.checker import cost
from yigongti_desktop.rostering.postings.task import Doctor
from yigongti_desktop.rostering.postings.task import Limit
from yigongti_desktop.rostering.postings.task import Need
from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Share
from yigongti_desktop.rostering.postings.task import Stay
from yigongti_desktop.rostering.postings.task import Task
from yigongti_desktop.rostering.postings.task import Unit

_MONTHS = 4
#: Plans that are tried.
_MOST = 1500


def best(task: Task) -> int:
    """Return what the best of all plans costs, by trying them."""
    rows = [_all(task, one) for one in range(len(task.doctors))]
    assume(prod(len(one) for one in rows) <= _MOST)
    return min(cost(check(task, plan)) for plan in product(*rows))


def _all(task: Task, place: int) -> list[tuple[Stay, ...]]:
    """Return all that one doctor may do: up to three stays beside those that are fixed."""
    doctor = task.doctors[place]
    stays = [
        Stay(start, length, unit)
        for start in range(task.months)
        for length in range(doctor.least, doctor.most + 1)
        for unit in range(len(task.units))
    ]
    found = [tuple(sorted(doctor.fixed))]
    for chain in found:
        for stay in stays:
            more = tuple(sorted((*chain, stay)))
            is_last = all(stay.start > one.start for one in chain if one not in doctor.fixed)
            if is_last and not any(one.is_must for one in check_doctor(task, place, more)):
                found.append(more)
    return found


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    months, units, count = draw(st.integers(1, _MONTHS)), draw(st.integers(1, 2)), draw(st.integers(1, 2))
    places, every = st.integers(0, units - 1), st.integers(0, months - 1)
    some = st.sets(every, max_size=2).map(lambda one: tuple(sorted(one)))
    doctors = []
    for number in range(count):
        least = draw(st.integers(1, 2))
        fixed = draw(
            st.lists(st.builds(Stay, st.integers(-2, months), st.integers(1, 3), places), max_size=1).map(tuple)
        )
        doctors.append(
            Doctor(
                id=str(number),
                level=draw(st.integers(1, 2)),
                skills=draw(st.sampled_from([(), ("儿科",)])),
                department=draw(st.sampled_from(["内科", "外科"])),
                away=draw(some),
                barred=draw(st.sets(places, max_size=1).map(tuple)),
                prices=draw(st.just(()) | st.lists(st.integers(0, 3), min_size=units, max_size=units).map(tuple)),
                fixed=fixed,
                least=least,
                most=least + draw(st.integers(0, 2)),
                rest=draw(st.integers(0, 2)),
                share=draw(st.builds(Share, *[st.integers(0, 3)] * 5)),
            )
        )
    needs = [
        Need(
            id=str(number),
            units=tuple(sorted(draw(st.sets(places, min_size=1)))),
            months=draw(some),
            least=draw(st.integers(0, 2)),
            under=draw(st.integers(0, 9)),
            most=draw(st.none() | st.integers(2, 3)),
            over=draw(st.integers(0, 4)),
            level=draw(st.integers(1, 2)),
            skill=draw(st.sampled_from([None, "儿科"])),
            departments=draw(st.sampled_from([(), ("内科",)])),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    limit = Limit(id="limit", doctors=tuple(range(count)), months=draw(some), most=draw(st.integers(0, 1)), over=4)
    shut = st.sets(st.integers(0, months), max_size=2).map(tuple)
    plain = Task(
        months=months, units=tuple(Unit(str(unit), draw(st.sampled_from([0, 2])), draw(shut)) for unit in range(units)),
        doctors=tuple(doctors), needs=tuple(needs), limits=(limit,),
    )  # fmt: skip
    if draw(st.booleans()):
        return plain
    known: Plan = tuple(draw(st.sampled_from(_all(plain, one))) for one in range(count))
    return Task(
        months=months, units=plain.units, doctors=plain.doctors, needs=plain.needs, limits=plain.limits,
        published=known, change=draw(st.integers(0, 2)),
    )  # fmt: skip


def is_possible(task: Task) -> bool:
    """Say whether what is fixed can be."""
    return not contradictions(task)
