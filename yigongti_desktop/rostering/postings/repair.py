"""Makes of a plan that people know, and of what has happened since, the task of changing it as little as may be."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from yigongti_desktop.rostering.postings.task import Doctor
from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Stay
from yigongti_desktop.rostering.postings.task import Task


def repaired(task: Task, plan: Plan, since: int, gone: Mapping[int, int], change: int) -> Task:
    """Return the task of planning anew from one month on.

    What began before that month stays as it is; a stay ends early only where its doctor falls out.

    Args:
        task: what was asked.
        plan: that people know.
        since: the first month in which anything may change.
        gone: from which month on doctors fall out, by place; not before `since`.
        change: what it costs for each doctor and month that they are elsewhere than planned.

    Raises:
        ValueError: when somebody fell out before `since`.
    """
    if any(month < since for month in gone.values()):
        raise ValueError("what is past is as it was")
    doctors = tuple(
        _since(task, doctor, stays, since, gone.get(place))
        for place, (doctor, stays) in enumerate(zip(task.doctors, plan, strict=True))
    )
    return replace(task, doctors=doctors, published=plan, change=change)


def _since(task: Task, doctor: Doctor, stays: tuple[Stay, ...], since: int, gone: int | None) -> Doctor:
    kept = [stay for stay in stays if stay.start < since or stay in doctor.fixed]
    away = set(doctor.away) | set(range(since))
    if gone is not None:
        kept = [replace(stay, length=min(stay.end, gone) - stay.start) for stay in kept if stay.start < gone]
        away |= set(range(gone, task.months + doctor.most))
    taken = {month for stay in kept for month in range(stay.start, stay.end)}
    return replace(doctor, fixed=tuple(kept), away=tuple(sorted(away - taken)))
