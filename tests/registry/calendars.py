"""Years of the calendar for tests: 2027 as it may come, and files of the public form."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from yigongti_desktop.kernel.calendar import Holiday
from yigongti_desktop.kernel.calendar import Notice
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.kernel.published import made
from yigongti_desktop.registry.messages import WriteCalendarYear
from yigongti_desktop.registry.model.calendar_year import Written


def holiday(name: str, first: str, last: str, *make_up: str, year: int = 2027, note: str = "") -> Holiday:
    """Return a holiday of a year by months and days."""

    def day(written: str) -> date:
        return date.fromisoformat(written if len(written) > 5 else f"{year}-{written}")

    return made(year, name, day(first), day(last), [day(one) for one in make_up], note)


NEXT = (
    holiday("元旦", "01-01", "01-03"),
    holiday("春节", "02-04", "02-11", "01-31", "02-14"),
    holiday("清明节", "04-03", "04-05"),
    holiday("劳动节", "05-01", "05-05", "05-08"),
    holiday("端午节", "06-09", "06-09"),
    holiday("中秋节", "09-15", "09-15"),
    holiday("国庆节", "10-01", "10-07", "09-26", "10-09"),
)


def changed(name: str, *given: str, note: str = "") -> tuple[Holiday, ...]:
    """Return 2027 with one holiday otherwise: first, last, make-up days."""
    return tuple(holiday(name, *given, note=note) if one.name == name else one for one in NEXT)


def written(*holidays: Holiday, year: int = 2027, source: str = "国办发明电〔2026〕1号") -> Written:
    """Return a year as the office writes it."""
    return Written(year=year, holidays=holidays or NEXT, source=source)


def write(*holidays: Holiday, seen: str = "") -> WriteCalendarYear:
    """Return the command that writes 2027 down."""
    return WriteCalendarYear(written=written(*holidays), seen=seen)


def as_file(notice: Notice | None = None, *, year: int = 2027) -> dict[str, Any]:
    """Return a notice in the public form; 2027 where none is given."""
    holidays = notice.holidays if notice is not None else NEXT
    days = [
        {"name": one.name, "date": day.isoformat(), "isOffDay": is_off}
        for one in holidays
        for is_off, those in ((True, one.days()), (False, iter(one.make_up)))
        for day in those
    ]
    return {
        "$schema": "https://example.invalid/schema.json",
        "year": notice.year if notice is not None else year,
        "papers": ["https://www.gov.cn/zhengce/2026.htm"],
        "days": sorted(days, key=lambda one: str(one["date"])),
    }


def published(year: int) -> Notice:
    """Return a notice that ships with the program."""
    found = built_in().notice(year)
    assert found is not None
    return found


def as_bytes(known: Any) -> bytes:
    """Return JSON as a file has it, an item to a line."""
    return json.dumps(known, ensure_ascii=False, indent=1).encode()
