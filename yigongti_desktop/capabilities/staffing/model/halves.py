"""Half days: which half of a day somebody on leave still works, and which duties lie within it by their hours."""

from __future__ import annotations

from datetime import date
from datetime import time
from enum import StrEnum

#: A duty that ends by then is of the morning, one that does not begin before noon of the rest of the day.
_MORNING_ENDS, _NOON = time(13), time(12)


class Half(StrEnum):
    """Half of a day."""

    MORNING = "morning"
    #: From noon on, the night that begins then too.
    AFTERNOON = "afternoon"


#: What a half is called.
HALVES = {Half.MORNING: "上午", Half.AFTERNOON: "下午"}


def worked_half(on: date, first: date, last: date, *, from_noon: bool, until_noon: bool) -> Half | None:
    """Return the half of a day that somebody works in spite of leave; None where the whole day is leave.

    Args:
        on: a day of the leave.
        first: its first day.
        last: its last day.
        from_noon: whether it begins at noon of the first day.
        until_noon: whether it ends at noon of the last day.
    """
    if from_noon and on == first:
        return Half.MORNING
    return Half.AFTERNOON if until_noon and on == last else None


def is_within(half: Half, begin: time, end: time) -> bool:
    """Say whether hours lie within a half; those that end on the next day are none of the morning."""
    if half is Half.MORNING:
        return begin < end <= _MORNING_ENDS
    return begin >= _NOON
