"""A roster read out of a sheet: lines that are ready, what has to be asked, and what was made of every text.

Nothing is taken in by halves: `taken` refuses as long as a question is open. An answer is given by `answered`, which
reads the sheet anew with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.reading.codes import How
from yigongti_desktop.capabilities.staffing.model.reading.names import Known
from yigongti_desktop.capabilities.staffing.model.reading.questions import Question
from yigongti_desktop.capabilities.staffing.model.reading.rows import Passed
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.grids import Grid


@dataclass(frozen=True)
class Wanted:
    """What is expected of a sheet."""

    #: First day and number of days of the roster that it is to be.
    first: date
    days: int
    people: tuple[Known, ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Made:
    """What was made of a text, in how many cells, and by what."""

    text: str
    how: How
    #: "" is the day off; None for a day left unsettled.
    code: str | None
    cells: int


@dataclass(frozen=True)
class Named:
    """Who was taken for a name that is not written as in the register, and where it stands."""

    cell: str
    text: str
    person: str


@dataclass(frozen=True)
class LeaveSeen:
    """A run of days on which somebody is on leave by the sheet; leave itself is not taken in."""

    person: str
    first: date
    last: date
    text: str


@dataclass(frozen=True)
class Reading:
    """What a sheet says so far."""

    grid: Grid
    wanted: Wanted
    #: By id of the question.
    answers: Mapping[str, str]
    #: First day of the roster: that of the sheet where somebody said so.
    first: date
    days: int
    #: Of those about whom nothing is asked any more.
    ready: tuple[Line, ...]
    questions: tuple[Question, ...]
    made: tuple[Made, ...]
    named: tuple[Named, ...]
    #: Rows that are nobody's, and those that somebody left out.
    passed: tuple[Passed, ...]
    leave: tuple[LeaveSeen, ...]
    #: Ids of people of the unit who have no row.
    missing: tuple[str, ...]

    def day(self, place: int) -> date:
        """Return a day of the roster by its place."""
        return self.first + timedelta(place)


def taken(reading: Reading) -> tuple[Line, ...]:
    """Return the lines of a sheet about which nothing is asked any more.

    Raises:
        Refused: roster_reading_open as long as there are questions; roster_reading_empty when nobody is on it.
    """
    if reading.questions:
        raise Refused("roster_reading_open", count=len(reading.questions))
    if not reading.ready:
        raise Refused("roster_reading_empty")
    return reading.ready
