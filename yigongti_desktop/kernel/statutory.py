"""The statutory holidays of all citizens, by law and by the lunar calendar; it knows nothing of days off beside them.

Which days are holidays is law (全国年节及纪念日放假办法), where 春节, 清明, 端午 and 中秋 fall is astronomy; both are
read from `resources/calendar/statutory.toml`. What the State Council arranges around them is in `kernel/calendar.py`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from functools import lru_cache
from itertools import count

import msgspec

from yigongti_desktop.kernel.places import resource

NEW_YEAR, SPRING, QINGMING, LABOUR, DRAGON_BOAT, MID_AUTUMN, NATIONAL = (
    "元旦",
    "春节",
    "清明节",
    "劳动节",
    "端午节",
    "中秋节",
    "国庆节",
)


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """How many days each holiday has since a year; the others have one."""

    since: int
    source: str
    #: Days of 春节, counted from the first of the lunar year; -1 is its eve.
    spring: tuple[int, ...]
    labour: int
    national: int

    @property
    def total(self) -> int:
        """Return how many days a year has: 13 since 2025, 11 before."""
        return len(self.spring) + self.labour + self.national + len((NEW_YEAR, QINGMING, DRAGON_BOAT, MID_AUTUMN))


class Statutes(msgspec.Struct, frozen=True, kw_only=True):
    """The law through the years, and where festivals of the lunar calendar fall."""

    law: tuple[Law, ...]
    #: Month and day of 正月初一, 清明, 端午 and 中秋.
    festivals: dict[int, tuple[str, str, str, str]]

    def law_of(self, year: int) -> Law | None:
        """Return the law of a year; None before the first that is known."""
        return max((one for one in self.law if one.since <= year), key=lambda one: one.since, default=None)

    def days(self, year: int) -> Mapping[date, str]:
        """Return the statutory days of a year with their names; those that can be known without the lunar calendar.

        A festival that falls on a day of another one has the next day that is none: in 2020 中秋 was 1 October, and
        the holidays of both were 1 to 4 October.
        """
        law = self.law_of(year)
        if law is None or year > date.max.year:
            return {}
        found: dict[date, str] = {date(year, 1, 1): NEW_YEAR}
        found |= {date(year, 5, 1) + timedelta(place): LABOUR for place in range(law.labour)}
        found |= {date(year, 10, 1) + timedelta(place): NATIONAL for place in range(law.national)}
        if year in self.festivals:
            spring, *others = (date.fromisoformat(f"{year}-{day}") for day in self.festivals[year])
            found |= {spring + timedelta(place): SPRING for place in law.spring}
            for first, name in zip(others, (QINGMING, DRAGON_BOAT, MID_AUTUMN), strict=True):
                day = next(day for place in count() if (day := first + timedelta(place)) not in found)
                found[day] = name
        return dict(sorted(found.items()))

    def is_whole(self, year: int) -> bool:
        """Say whether all statutory days of a year can be known."""
        return self.law_of(year) is not None and year in self.festivals


@lru_cache(maxsize=1)
def statutes() -> Statutes:
    """Return what ships with the program."""
    known = tomllib.loads(resource("calendar", "statutory.toml").read_text(encoding="utf-8"))
    return msgspec.convert(known, Statutes, strict=False)
