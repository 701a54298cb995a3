"""The registry on the desk: residents, staff and the calendar, and how they are found from anywhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec
from yigongti_desktop.registry.model.calendar_year import CalendarYear
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.model.staff.rights import EDITORS
from yigongti_desktop.registry.model.staff.rights import READERS
from yigongti_desktop.registry.refused import calendar as refused_calendar
from yigongti_desktop.registry.refused import residents as refused_residents
from yigongti_desktop.registry.refused import staff as refused_staff
from yigongti_desktop.registry.service.calendar import OFFICES
from yigongti_desktop.registry.ui.staff import today
from yigongti_desktop.registry.ui.staff.words import PROFESSIONS
from yigongti_desktop.registry.ui.words import SEX

_ROLES = CLINICAL_ROLES | {Role.DIRECTOR}
#: Offices write the calendar down; whoever draws rosters or leads a unit looks at it.
_CALENDAR_ROLES = OFFICES | {Role.SCHEDULER, Role.DIRECTOR}


def _page(desk: Any) -> Any:
    from yigongti_desktop.registry.ui.page import ResidentsPage

    return ResidentsPage(desk)


def _calendar_page(desk: Any) -> Any:
    from yigongti_desktop.registry.ui.calendar_page import CalendarPage

    return CalendarPage(desk)


def _news(connection: Any, actor: Actor, now: datetime) -> Any:
    from yigongti_desktop.registry.ui.moving import news

    return news(connection, actor, now)


def _found_year(year: CalendarYear) -> tuple[str, str]:
    return f"{year.year} 年节假日", year.source


def _found(resident: Resident) -> tuple[str, str]:
    where = resident.village or resident.address
    parts = (SEX[resident.sex], resident.birth.isoformat(), where)
    return resident.name, "　".join(part for part in parts if part)


def _staff_page(desk: Any) -> Any:
    from yigongti_desktop.registry.ui.staff.page import StaffPage

    return StaffPage(desk)


def _staff_found(staff: Staff) -> tuple[str, str]:
    place = staff.places[-1].department if staff.places else ""
    return staff.name, "　".join(part for part in (PROFESSIONS[staff.profession.value], place) if part)


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name="residents",
            title="居民",
            short="居民",
            icon="person",
            order=40,
            roles=_ROLES,
            make=_page,
            is_of_units=True,
        ),
    ),
    news=_news,
    finds={"resident": Found("person", "residents", _found, _ROLES)},
    contents=refused_residents.contents,
    take_up=refused_residents.take_up,
)

STAFF = Manifest(
    pages=(
        PageSpec(
            name="staff",
            title="人员",
            short="人员",
            icon="people",
            order=45,
            roles=READERS,
            make=_staff_page,
            count=today.count,
        ),
    ),
    new=(NewThing(text="登记人员", page="staff", argument="new", roles=EDITORS, order=60),),
    todos=today.todos,
    finds={"staff": Found("people", "staff", _staff_found, READERS)},
    contents=refused_staff.contents,
    take_up=refused_staff.take_up,
)

CALENDAR = Manifest(
    pages=(
        PageSpec(
            name="calendar",
            title="节假日",
            short="节假",
            icon="calendar",
            order=46,
            roles=_CALENDAR_ROLES,
            make=_calendar_page,
        ),
    ),
    finds={"calendar_year": Found("calendar", "calendar", _found_year, _CALENDAR_ROLES)},
    contents=refused_calendar.contents,
    take_up=refused_calendar.take_up,
)
