"""Months drawn for the wall: the rows of a clinic's people go round its duties, so that every paper has all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from datetime import date
from datetime import datetime

from msgspec.structs import replace

from tests.capabilities.staffing.months import duties
from tests.capabilities.staffing.months import month
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.roster import Change
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.wall import Wall
from yigongti_desktop.capabilities.staffing.model.wall import wall
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry.model.staff.parts import Place

AT = datetime(2026, 9, 25, 8, tzinfo=UTC)
#: 国庆节, a make-up day on the 10th, 31 days.
OCTOBER = date(2026, 10, 1)
_WEEK = ("D", "D", "N", "", "P", "E", "")
_NAMES = ("周建国", "何秀芳", "阿依古丽·买买提江", "𠮷䶮㛃", "欧阳娜娜", "单于", "王芳")
_DEPARTMENTS = ("内科", "外科", "公共卫生科", "药房", "", "护理部")


def of(people: int, first: date = OCTOBER, days: int = 31) -> Month:
    """Return a month of so many people with departments and names of all lengths."""
    made = month(people, 3, days)
    renamed = tuple(
        replace(
            person,
            staff=replace(
                person.staff,
                name=_NAMES[place] if place < len(_NAMES) else person.staff.name,
                places=(
                    Place(since=date(2020, 1, 1), unit=made.unit, department=_DEPARTMENTS[place % len(_DEPARTMENTS)]),
                ),
            ),
        )
        for place, person in enumerate(made.people)
    )
    moved = first - made.first
    leave = tuple(replace(one, first=one.first + moved, last=one.last + moved) for one in made.leave)
    return replace(made, first=first, people=renamed, leave=leave, wishes=())


def roster(month: Month, state: State = State.PUBLISHED) -> Roster:
    """Return a roster in which everybody goes round the duties; who is on leave is off."""
    lines = []
    for number, person in enumerate(month.people):
        codes = [_WEEK[(number + place) % len(_WEEK)] for place in range(month.days)]
        on_leave = [month.leave_of(person.id, day) is not None for day in month.dates()]
        lines.append(
            Line(
                person=person.id,
                name=person.staff.name,
                codes=tuple("" if off else code for code, off in zip(codes, on_leave, strict=True)),
            )
        )
    return Roster(id="r-1", unit=month.unit, first=month.first, days=month.days, state=state, lines=tuple(lines))


def change(person: str, on: date, before: str | None, after: str | None, reason: str, *told: str) -> Change:
    """Return a cell that was changed after publication."""
    return Change(person=person, day=on, before=before, after=after, reason=reason, by="余秋月", at=AT, told=told)


def a_wall(
    people: int, state: State = State.PUBLISHED, first: date = OCTOBER, days: int = 31, some: Sequence[Duty] = ()
) -> Wall:
    """Return such a month as it hangs on the wall."""
    made = of(people, first, days)
    return wall(roster(made, state), made, some or duties(people), built_in(), "岳口镇中心卫生院")
