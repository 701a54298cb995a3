"""The timetable of a unit's expert room for a week or a month, out of the sessions that are planned (STF-24). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yigongti_desktop.capabilities.staffing.model import timetable as paper
from yigongti_desktop.capabilities.staffing.model.falling import VISITS
from yigongti_desktop.capabilities.staffing.model.timetable import Timetable
from yigongti_desktop.capabilities.staffing.model.visit_days import Session
from yigongti_desktop.capabilities.staffing.model.visit_days import in_order
from yigongti_desktop.capabilities.staffing.model.visits import FOR_PATIENTS
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.model.visits import Visit
from yigongti_desktop.capabilities.staffing.model.visits import VisitKind

_NOON = 12
#: From so many dates on a day of the week stands for them.
_SERIES = 2


def for_patients(found: Iterable[Session]) -> list[Session]:
    """Return the sessions that patients may know of, in order; a cancelled one stays, so that nobody comes in vain."""
    return [one for one in in_order(found) if one.visit.plan.kind in FOR_PATIENTS]


def timetable_of(unit: str, first: date, last: date, found: Iterable[Session], phone: str = "") -> Timetable:
    """Return the timetable of a unit between two days, both included.

    Sessions of one plan on one day of the week stand together with their dates; a cancelled one is told in the note.

    Args:
        unit: its name.
        first: first day.
        last: last day.
        found: sessions at the unit; others than those for patients are left out.
        phone: at which patients ask or book.
    """
    series: dict[tuple[str, int], list[Session]] = {}
    for one in for_patients(found):
        if first <= one.day <= last:
            series.setdefault((one.visit.id, one.day.weekday()), []).append(one)
    rows = [_row(same) for same in series.values() if any(one.state is not State.CANCELLED for one in same)]
    note = "；".join(_cancelled(same) for same in series.values() if all(one.state is State.CANCELLED for one in same))
    return Timetable(unit=unit, first=first, last=last, sessions=tuple(rows), phone=phone, note=note)


def hours(visit: Visit) -> str:
    """Return when a session is in words: 上午 08:00–11:30."""
    begin, end = visit.plan.begin, visit.plan.end
    part = "全天" if begin.hour < _NOON < end.hour else "上午" if begin.hour < _NOON else "下午"
    return f"{part} {begin:%H:%M}–{end:%H:%M}"


def _row(same: list[Session]) -> paper.Session:
    visit = same[0].visit
    plan = visit.plan
    dates = tuple(one.day for one in same if one.state is not State.CANCELLED)
    told = [f"{one.day.month}月{one.day.day}日停诊{_moved(one)}" for one in same if one.state is State.CANCELLED]
    kind = VISITS[plan.kind] if plan.kind in {VisitKind.TOUR, VisitKind.CHRONIC} else ""
    places = f"限 {plan.places} 人" if plan.places else ""
    return paper.Session(
        expert=visit.person_name,
        title=visit.title,
        department=plan.department,
        room=" ".join(part for part in (plan.village, plan.room) if part),
        hospital=visit.home_name if visit.home_name != visit.unit_name else "",
        weekday=same[0].day.weekday() if len(dates) >= _SERIES else None,
        dates=dates,
        hours=hours(visit),
        note="，".join(part for part in (kind, places, plan.note, *told) if part),
    )


def _cancelled(same: list[Session]) -> str:
    days = "、".join(f"{one.day.month}月{one.day.day}日{_moved(one)}" for one in same)
    return f"{same[0].visit.person_name} {days}停诊"


def _moved(one: Session) -> str:
    return f"（改到 {one.moved_to.month}月{one.moved_to.day}日）" if one.moved_to is not None else ""
