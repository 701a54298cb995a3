"""Refused acts on residents: what stands in them, how a registration comes back into its form."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import CalendarYearWritten
from yigongti_desktop.registry.messages import ResidentCorrected
from yigongti_desktop.registry.messages import ResidentDied
from yigongti_desktop.registry.messages import ResidentHoused
from yigongti_desktop.registry.messages import ResidentMerged
from yigongti_desktop.registry.messages import ResidentMoved
from yigongti_desktop.registry.messages import ResidentParted
from yigongti_desktop.registry.messages import ResidentRegistered
from yigongti_desktop.registry.messages import ResidentTagged
from yigongti_desktop.registry.messages import ResidentUntagged
from yigongti_desktop.registry.model.calendar_year import Written
from yigongti_desktop.registry.model.calendar_year import edition_of
from yigongti_desktop.registry.service import calendar
from yigongti_desktop.registry.service import people
from yigongti_desktop.registry.ui import calendar_lines
from yigongti_desktop.registry.ui.calendar_words import say_days
from yigongti_desktop.registry.ui.calendar_words import say_span
from yigongti_desktop.registry.ui.words import NAMES
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage.drafts import Draft


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a resident."""
    if act.kind == "resident.registered":
        values = msgspec.to_builtins(msgspec.json.decode(act.body, type=ResidentRegistered).identity)
        return [(NAMES[name], _words(value)) for name, value in values.items() if value]
    if act.kind == "resident.corrected":
        changes = msgspec.json.decode(act.body, type=ResidentCorrected).changes
        return [
            (NAMES.get(name, name), f"{_words(seen) or '空'} → {_words(wanted) or '空'}")
            for name, (seen, wanted) in changes.items()
        ]
    if act.kind == "resident.moved":
        moved = msgspec.json.decode(act.body, type=ResidentMoved)
        return [("迁往", store.names_of_institutions(connection).get(moved.unit, moved.unit)), ("原因", moved.reason)]
    if act.kind == "calendar_year.written":
        return _of_year(msgspec.json.decode(act.body, type=CalendarYearWritten).written)
    return _of_standing(connection, act)


def _of_year(year: Written) -> list[tuple[str, str]]:
    """Return what stands in a year of the calendar; no holiday: it was withdrawn."""
    told = [
        (one.name, say_span(one, year.year) + (f"　补班 {say_days(one.make_up, year.year)}" if one.make_up else ""))
        for one in year.holidays
    ]
    return [("年度", str(year.year)), *(told or [("节日", "全部撤回")]), ("依据", year.source)]


def _of_standing(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on groups, household, death or duplicates."""
    if act.kind == "resident.tagged":
        tag = msgspec.json.decode(act.body, type=ResidentTagged).tag
        return [
            ("人群", _words(tag.group)),
            *_days(tag.since, tag.until),
            ("分期分级", tag.stage),
            ("来源", tag.source),
        ]
    if act.kind == "resident.untagged":
        closed = msgspec.json.decode(act.body, type=ResidentUntagged)
        return [("人群", _words(closed.group)), *_days(closed.since, closed.until), ("原因", closed.reason)]
    if act.kind == "resident.housed":
        housed = msgspec.json.decode(act.body, type=ResidentHoused)
        others = [one.name for one in people.members(connection, housed.household) if one.id != act.record]
        return [("与户主关系", _words(housed.relation.value) or "不在任何一家"), ("同住", "、".join(others))]
    if act.kind == "resident.died":
        died = msgspec.json.decode(act.body, type=ResidentDied)
        return [("死亡日期", died.died_on.isoformat() if died.died_on else "健在"), ("原因", died.reason)]
    if act.kind == "resident.merged":
        merged = msgspec.json.decode(act.body, type=ResidentMerged)
        return [("并入", _name(connection, merged.into)), ("原因", merged.reason)]
    if act.kind == "resident.parted":
        parted = msgspec.json.decode(act.body, type=ResidentParted)
        return [("从这份分开", _name(connection, parted.kept)), ("原因", parted.reason)]
    return None


def _days(since: date, until: date | None) -> list[tuple[str, str]]:
    return [("开始", since.isoformat()), ("结束", until.isoformat() if until else "")]


def _name(connection: Any, resident: str) -> str:
    found = store.one_resident(connection, resident)
    return found.name if found else resident


def _words(value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return NAMES.get(str(value), str(value))


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a registration or a year of the calendar that was not taken back into its form."""
    if act.kind == "calendar_year.written":
        return _take_up_year(connection, actor, act, now)
    if act.kind != "resident.registered":
        return None
    values = msgspec.to_builtins(msgspec.json.decode(act.body, type=ResidentRegistered).identity)
    drafts.keep(
        connection, Draft(form=store.RESIDENT.name, account=actor.account, record="", values=values, saved_at=now)
    )
    return "residents", "new"


def _take_up_year(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a year back into its form, to be compared with what stands now; one that was withdrawn has no form."""
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
