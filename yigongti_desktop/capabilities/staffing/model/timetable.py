"""Which experts see patients at a unit, when and in which room: the timetable that hangs where patients wait."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

_LAST_WEEKDAY = 6


class Session(Struct, frozen=True, kw_only=True):
    """An expert sees patients: on a day of each week, or on some days."""

    expert: str
    #: In words: 副主任医师.
    title: str
    department: str
    room: str = ""
    #: Hospital that the expert comes from.
    hospital: str = ""
    #: Monday is 0; None where only the dates count.
    weekday: int | None = None
    dates: tuple[date, ...] = ()
    #: In words: 上午, 8:00–11:30.
    hours: str = ""
    #: What the expert treats, or when they do not come: 10 月 8 日停诊.
    note: str = ""

    def __post_init__(self) -> None:
        if self.weekday is None and not self.dates:
            raise ValueError(self.expert)
        if self.weekday is not None and not 0 <= self.weekday <= _LAST_WEEKDAY:
            raise ValueError(self.weekday)


class Timetable(Struct, frozen=True, kw_only=True):
    """The sessions of a unit between two days, both included."""

    unit: str
    first: date
    last: date
    sessions: tuple[Session, ...]
    #: Telephone at which patients ask or book; empty for none.
    phone: str = ""
    note: str = ""

    def ordered(self) -> tuple[Session, ...]:
        """Return the sessions as patients look for them: days of the week first, then dates."""
        return tuple(sorted(self.sessions, key=_order))


def _order(session: Session) -> tuple[int, date, str, str]:
    weekday = _LAST_WEEKDAY + 1 if session.weekday is None else session.weekday
    return weekday, min(session.dates, default=date.min), session.department, session.expert
