"""Refused years of the calendar: what stands in them, how they come back into their form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import CalendarYearWritten
from yigongti_desktop.registry.model.calendar_year import edition_of
from yigongti_desktop.registry.service import calendar
from yigongti_desktop.registry.ui import calendar_lines
from yigongti_desktop.registry.ui.calendar_words import say_days
from yigongti_desktop.registry.ui.calendar_words import say_span
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage.drafts import Draft


def contents(_connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in a year of the calendar; no holiday: it was withdrawn."""
    if act.kind != "calendar_year.written":
        return None
    year = msgspec.json.decode(act.body, type=CalendarYearWritten).written
    told = [
        (one.name, say_span(one, year.year) + (f"　补班 {say_days(one.make_up, year.year)}" if one.make_up else ""))
        for one in year.holidays
    ]
    return [("年度", str(year.year)), *(told or [("节日", "全部撤回")]), ("依据", year.source)]


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a year back into its form, to be compared with what stands now; one that was withdrawn has no form."""
    if act.kind != "calendar_year.written":
        return None
    year = msgspec.json.decode(act.body, type=CalendarYearWritten).written
    if not year.holidays:
        return None
    values: dict[str, object] = {
        "source": year.source,
        "lines": calendar_lines.of_holidays(year.holidays, year.year),
        "seen": edition_of(calendar.written(connection, year.year)),
    }
    draft = Draft(
        form=store.CALENDAR_YEAR.name, account=actor.account, record=str(year.year), values=values, saved_at=now
    )
    drafts.keep(connection, draft)
    return "calendar", f"edit {year.year}"
