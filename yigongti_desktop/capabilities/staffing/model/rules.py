"""Rules of rosters as data: each with id, level, weight, Chinese sentence and source; a county or unit replaces them.

The national ones are read from `resources/rosters/national.toml`. A rule of the level must has no weight; any other
costs its weight for each unit (a day, a turn, a minute) by which it is not kept.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from string import Formatter
from typing import ClassVar

import msgspec
from msgspec import Struct

from yigongti_desktop.kernel.places import resource


class Strength(StrEnum):
    """Whether a roster that breaks a rule may stand."""

    MUST = "must"
    SHOULD = "should"


class Measure(StrEnum):
    """What is shared out."""

    NIGHTS = "nights"
    HOLIDAYS = "holidays"
    WEEKENDS = "weekends"


class Lack(StrEnum):
    """What somebody does not have that a duty asks for."""

    LICENCE = "licence"
    TITLE = "title"
    SKILL = "skill"


#: What every sentence may say; facts of the rules are beside these.
COMMON = frozenset({"name", "day", "days", "duty", "before", "before_duty", "amount", "hours"})


class RosterRule(Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """What all rules have."""

    id: str
    #: Short, in Chinese: 夜班后休息.
    name: str
    level: Strength
    weight: int = 0
    #: Sentence, with fields in braces.
    says: str
    #: Sentence where there is too little, for rules with two sides.
    says_less: str = ""
    #: Policy id, law or standard; 默认 where there is none.
    source: str
    #: Whether counties and units may only make it stricter: it carries out a law or a policy, or what was settled.
    is_floor: bool = False
    #: What its sentences may say beside what all may, and its own figures.
    FACTS: ClassVar[frozenset[str]] = frozenset()

    def __post_init__(self) -> None:
        """Raises: ValueError, when level and weight or the fields of the sentences do not fit."""
        if (self.level is Strength.MUST) != (self.weight == 0) or self.weight < 0:
            raise ValueError(f"{self.id}: weight")
        named = {name for text in (self.says, self.says_less) for _, name, _, _ in Formatter().parse(text) if name}
        if unknown := named - COMMON - self.FACTS - set(self.figures()):
            raise ValueError(f"{self.id}: {sorted(unknown)}")

    def figures(self) -> dict[str, str | int]:
        """Return what this kind of rule asks, by name; its sentences may say it."""
        return {name: getattr(self, name) for name in self.__struct_fields__ if name not in _OF_ALL}


_OF_ALL = frozenset(RosterRule.__struct_fields__)


class _Soft(RosterRule, frozen=True, kw_only=True):
    """A rule about several people at once, which is only ever a should: a gap is named, never refused."""

    def __post_init__(self) -> None:
        """Raises: ValueError."""
        RosterRule.__post_init__(self)
        if self.level is Strength.MUST:
            raise ValueError(f"{self.id}: must")


class Staffed(_Soft, frozen=True, kw_only=True, tag="cover"):
    """Each duty has as many people as its needs say; `over` is what each one too many costs."""

    over: int = 0

    FACTS: ClassVar[frozenset[str]] = frozenset({"who", "least"})


class Together(_Soft, frozen=True, kw_only=True, tag="together"):
    """Who learns has a duty only beside their partner; or a night, where there are others to ask by day."""

    nights_only: bool = True

    FACTS: ClassVar[frozenset[str]] = frozenset({"partner"})


class Apart(_Soft, frozen=True, kw_only=True, tag="apart"):
    """Two people do not have one duty on one day; or not one night, where other duties do no harm."""

    nights_only: bool = True

    FACTS: ClassVar[frozenset[str]] = frozenset({"partner"})


class AfterNight(RosterRule, frozen=True, kw_only=True, tag="after_night"):
    """The day after a night is off."""


class Interval(RosterRule, frozen=True, kw_only=True, tag="interval"):
    """So many hours lie between duties of two days."""

    least_hours: int


class WorkRun(RosterRule, frozen=True, kw_only=True, tag="work_run"):
    """So many days of work in a row at most."""

    most: int


class OffRun(RosterRule, frozen=True, kw_only=True, tag="off_run"):
    """So many days off in a row at least."""

    least: int


class NightRun(RosterRule, frozen=True, kw_only=True, tag="night_run"):
    """So many nights in a row at most."""

    most: int


class WeeklyRest(RosterRule, frozen=True, kw_only=True, tag="weekly_rest"):
    """Of any so many days in a row, so many are off."""

    length: int
    least: int


class NightsInDays(RosterRule, frozen=True, kw_only=True, tag="nights_in_days"):
    """In any so many days in a row, so many nights at most."""

    length: int
    most: int


class WeeklyHours(RosterRule, frozen=True, kw_only=True, tag="weekly_hours"):
    """So many hours from Monday to Sunday at most; days of the week that lie before the roster count."""

    most_hours: int


class Overtime(RosterRule, frozen=True, kw_only=True, tag="overtime"):
    """So many hours in a calendar month at most beyond the working days that somebody was there for."""

    most_hours: int
    day_hours: int


class ProtectedNights(RosterRule, frozen=True, kw_only=True, tag="protected_nights"):
    """No nights late in a pregnancy and while a child is nursed; `late_days` before the child is due."""

    late_days: int


class ProtectedOvertime(RosterRule, frozen=True, kw_only=True, tag="protected_overtime"):
    """No hours beyond those of the working days late in a pregnancy and while a child is nursed."""

    late_days: int
    day_hours: int


class Qualified(RosterRule, frozen=True, kw_only=True, tag="qualified"):
    """Who lacks what a duty asks does not have it."""

    lack: Lack

    FACTS: ClassVar[frozenset[str]] = frozenset({"lacking"})


class OnLeave(RosterRule, frozen=True, kw_only=True, tag="leave"):
    """Who is on leave is off."""

    FACTS: ClassVar[frozenset[str]] = frozenset({"leave"})


class Elsewhere(RosterRule, frozen=True, kw_only=True, tag="elsewhere"):
    """Who works elsewhere on a day, or is not employed, has no duty here (STF-03, TRN-02)."""


class Pinned(RosterRule, frozen=True, kw_only=True, tag="pin"):
    """What was settled by hand stays."""

    FACTS: ClassVar[frozenset[str]] = frozenset({"wanted"})


class Wished(RosterRule, frozen=True, kw_only=True, tag="wish"):
    """What people asked for."""

    FACTS: ClassVar[frozenset[str]] = frozenset({"wanted"})


class Pattern(RosterRule, frozen=True, kw_only=True, tag="pattern"):
    """On some days of the week somebody has none but some duties."""

    FACTS: ClassVar[frozenset[str]] = frozenset({"wanted"})


class WeekendsWorked(RosterRule, frozen=True, kw_only=True, tag="weekends"):
    """So many weekends with work at most."""

    most: int


class DaysOff(RosterRule, frozen=True, kw_only=True, tag="days_off"):
    """As many days off as the calendar has, in the days that somebody is there; a few less or more do no harm."""

    less: int = 0
    more: int = 0

    FACTS: ClassVar[frozenset[str]] = frozenset({"least", "most"})


class Fair(RosterRule, frozen=True, kw_only=True, tag="fair"):
    """Shared out evenly with what was carried over; who is far behind is asked for so many more than others at most."""

    of: Measure
    catch_up: int = 2

    FACTS: ClassVar[frozenset[str]] = frozenset({"carried", "share"})


AnyRule = (
    Staffed | Together | Apart | AfterNight | Interval | WorkRun | OffRun | NightRun | WeeklyRest | NightsInDays
    | WeeklyHours | Overtime | ProtectedNights | ProtectedOvertime | Qualified | OnLeave | Elsewhere | Pinned | Wished
    | Pattern | WeekendsWorked | DaysOff | Fair
)  # fmt: skip


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    rules: tuple[AnyRule, ...]


def read_rules(text: str) -> tuple[AnyRule, ...]:
    """Return the rules of a file.

    Raises:
        ValueError: when it is no such file, or two rules of it bear one id.
    """
    rules = msgspec.convert(tomllib.loads(text), _File).rules
    if len({rule.id for rule in rules}) != len(rules):
        raise ValueError("id")
    return rules


@lru_cache(maxsize=1)
def national() -> tuple[AnyRule, ...]:
    """Return the rules that hold where nobody says otherwise."""
    return read_rules(resource("rosters", "national.toml").read_text(encoding="utf-8"))


def replaced(
    rules: Iterable[AnyRule], own: Iterable[AnyRule], without: frozenset[str] = frozenset()
) -> tuple[AnyRule, ...]:
    """Return rules in which a county's or unit's own stand for those of the same id, and some are left out."""
    found = {rule.id: rule for rule in rules} | {rule.id: rule for rule in own}
    return tuple(rule for rule in found.values() if rule.id not in without)
