"""Duties of a unit: when, who may, on which days how many; records that a unit keeps for itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import time

from msgspec import Struct

from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.registry.model.staff import roll_words
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind

_DAY = 24 * 60
#: What a level and a licence are called: the first of the words that lists use.
LEVELS: Mapping[Level, str] = {code: word for word, code in reversed(roll_words.LEVELS.items())}
LICENCES: Mapping[LicenceKind, str] = {code: word for word, code in reversed(roll_words.LICENCES.items())}


class Asks(Struct, frozen=True, kw_only=True):
    """What somebody must be or have; all three together."""

    #: Licences one of which must be in force on the day; empty for none.
    licences: tuple[LicenceKind, ...] = ()
    #: Lowest level of the title, as a code (STF-16).
    title: Level = Level.NONE
    #: All of which somebody must have: "B超", "急救".
    skills: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """Return in words who is asked for; empty for anybody."""
        licences = "或".join(LICENCES.get(one, one.value) for one in self.licences)
        title = f"{LEVELS[self.title]}及以上" if self.title is not Level.NONE else ""
        return "、".join(part for part in (licences, title, *self.skills) if part)


class Need(Asks, frozen=True, kw_only=True):
    """So many people on days of some kinds, of whom each is or has what is asked."""

    least: int
    #: None where more do no harm.
    most: int | None = None
    #: Kinds of day; empty for all.
    on: tuple[DayKind, ...] = ()
    #: Days of the week, Monday is 0; empty for all.
    weekdays: tuple[int, ...] = ()

    def is_on(self, day: date, kind: DayKind) -> bool:
        """Say whether it is asked for on a day of this kind."""
        return (not self.on or kind in self.on) and (not self.weekdays or day.weekday() in self.weekdays)


class Duty(Asks, frozen=True, kw_only=True):
    """A duty; who has it must be and have what it asks (STF-12 坐诊巡诊要副高, STF-24 专家诊室)."""

    #: In the unit's own letters; never empty, which is the day off.
    code: str
    name: str
    #: Name of a colour of the theme.
    colour: str = ""
    begin: time
    #: On the next day when it is not after the beginning.
    end: time
    #: Counted as work.
    minutes: int
    is_night: bool = False
    needs: tuple[Need, ...] = ()

    def __post_init__(self) -> None:
        if not self.code or not 0 <= self.minutes <= _DAY:
            raise ValueError(self.code)

    def rest_before(self, following: Duty) -> int:
        """Return the minutes between the end of this duty and the beginning of another one on the next day."""
        ends = _minutes(self.end) + (_DAY if self.end <= self.begin else 0)
        return _DAY + _minutes(following.begin) - ends


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
