"""The notices that ship with the program, read from `resources/calendar/notices.toml`; an office may add later ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import msgspec

from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.calendar import Holiday
from yigongti_desktop.kernel.calendar import Notice
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.kernel.statutory import statutes

_WHOLE = len("2026-01-01")


class _Year(msgspec.Struct, frozen=True, kw_only=True):
    """A year as its file has it."""

    year: int
    source: str
    #: Name, first and last day off, make-up days.
    holidays: list[list[str]]
    notes: dict[str, str] = {}


@lru_cache(maxsize=1)
def notices() -> tuple[Notice, ...]:
    """Return the notices that ship with the program, the earliest first."""
    text = resource("calendar", "notices.toml").read_text(encoding="utf-8")
    return tuple(_notice(one) for one in msgspec.convert(tomllib.loads(text)["years"], list[_Year]))


@lru_cache(maxsize=1)
def built_in() -> Calendar:
    """Return the calendar of what ships with the program."""
    return Calendar(notices())


def made(
    year: int, name: str, first: date, last: date, make_up: Iterable[date], note: str = "", own: Iterable[date] = ()
) -> Holiday:
    """Return a holiday of a year with its statutory days: those said, else those that the law puts into it."""
    by_law = tuple(day for day in statutes().days(year) if first <= day <= last)
    said = tuple(sorted(own)) or by_law
    return Holiday(name=name, first=first, last=last, statutory=said, make_up=tuple(sorted(make_up)), note=note)


def _notice(known: _Year) -> Notice:
    return Notice(
        year=known.year,
        source=known.source,
        holidays=tuple(_holiday(known.year, line, known.notes) for line in known.holidays),
    )


def _holiday(year: int, line: list[str], notes: Mapping[str, str]) -> Holiday:
    name, first, last, *make_up = line
    return made(
        year, name, _day(year, first), _day(year, last), [_day(year, one) for one in make_up], notes.get(name, "")
    )


def _day(year: int, written: str) -> date:
    return date.fromisoformat(written if len(written) == _WHOLE else f"{year}-{written}")
