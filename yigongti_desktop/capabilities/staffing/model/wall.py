"""A month as it hangs on the wall: letters in the cells, counters per person, coverage per day, what the letters mean.

The paper and the sheet for people are both drawn of it, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from enum import StrEnum

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.month import OFF_CODE
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.roster import Change
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.scene import Scene
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.dates import months_after


class Mark(StrEnum):
    """What a cell says."""

    DUTY = "duty"
    OFF = "off"
    LEAVE = "leave"
    #: Not at this unit on the day: posted elsewhere, on study, not employed.
    AWAY = "away"
    #: Not settled yet.
    OPEN = "open"


#: Letters of what is no duty, as far as no duty of the unit bears the same ones.
_LETTERS = {Mark.OFF: ("休", "息"), Mark.LEAVE: ("假", "请假"), Mark.AWAY: ("—", "外")}


class Day(Struct, frozen=True, kw_only=True):
    """A column."""

    day: date
    kind: DayKind
    #: Holiday that it is off for, or made up for; empty for none.
    name: str = ""

    @property
    def is_off(self) -> bool:
        """Say whether nobody works by the calendar."""
        return not self.kind.is_working


class Cell(Struct, frozen=True, kw_only=True):
    """One person on one day."""

    mark: Mark
    #: Letters that are shown.
    text: str = ""
    is_night: bool = False
    #: Whether it is other than what was published.
    is_changed: bool = False
    #: Name of the leave: 年休假.
    leave: str = ""


class Row(Struct, frozen=True, kw_only=True):
    """One person."""

    person: str
    name: str
    department: str
    cells: tuple[Cell, ...]
    #: Days with a duty, nights, weekends and days off by a holiday that they work.
    duties: int
    nights: int
    weekends: int
    holidays: int
    #: Counted as work.
    minutes: int


class Cover(Struct, frozen=True, kw_only=True):
    """How many have a duty on each day, and how many are lacking of those that are needed."""

    duty: Duty
    counts: tuple[int, ...]
    short: tuple[int, ...]


class Amendment(Struct, frozen=True, kw_only=True):
    """What was changed after the roster had been published, in the names of people and duties."""

    person: str
    name: str
    day: date
    before: str
    after: str
    reason: str
    by: str
    told: tuple[str, ...] = ()


class Wall(Struct, frozen=True, kw_only=True):
    """A month for people to read."""

    #: Names of the unit, and of the part of it that the roster is of; empty for all.
    unit: str
    group: str
    state: State
    days: tuple[Day, ...]
    rows: tuple[Row, ...]
    covers: tuple[Cover, ...]
    duties: tuple[Duty, ...]
    #: Letters of what is no duty and what they mean, as far as the roster has them.
    letters: tuple[tuple[str, str], ...]
    amendments: tuple[Amendment, ...]
    #: Years of the calendar without a notice: what is off may change.
    unpublished: tuple[int, ...]

    @property
    def first(self) -> date:
        """Return its first day."""
        return self.days[0].day

    @property
    def span(self) -> str:
        """Return its days in words: 2026年10月; from one day to another where it is no whole month."""
        first, last = self.days[0].day, self.days[-1].day
        if first.day == 1 and last == months_after(first, 1) - timedelta(1):
            return f"{first.year}年{first.month}月"
        return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"


_WORDS = {Mark.OFF: "休息", Mark.LEAVE: "请假", Mark.AWAY: "不在本单位", Mark.OPEN: "还没有排"}


def wall(roster: Roster, month: Month, duties: Iterable[Duty], calendar: Calendar, unit: str) -> Wall:
    """Return a roster for the wall.

    Args:
        roster: as it is kept; its lines stay in their order.
        month: of the same days; who is not among its people any more is shown by the name on the line, and away.
        duties: of the unit; others that the roster names are shown by their codes.
        calendar: says which days are off.
        unit: its name.
    """
    scene = Scene(month, tuple(duties), calendar)
    drawing = _Drawing(roster, scene)
    rows = tuple(drawing.row(line) for line in roster.lines)
    used = {cell.mark for row in rows for cell in row.cells}
    return Wall(
        unit=unit,
        group=roster.group,
        state=roster.state,
        days=tuple(Day(day=day, kind=calendar.kind(day), name=calendar.name(day)) for day in scene.dates),
        rows=rows,
        covers=tuple(drawing.covers()),
        duties=scene.duties,
        letters=tuple((drawing.letters[mark], _WORDS[mark]) for mark in _LETTERS if mark in used),
        amendments=tuple(drawing.amendment(change) for change in roster.changes),
        unpublished=calendar.unpublished(scene.dates[0], scene.dates[-1]),
    )


def hours(minutes: int) -> str:
    """Return minutes in hours: 8, 7.5."""
    return f"{minutes / 60:g}" if minutes % 6 == 0 else f"{minutes / 60:.1f}"


def letters_of(duties: Iterable[Duty]) -> dict[Mark, str]:
    """Return the letters of what is no duty; others than usual where a duty bears those."""
    taken = {duty.code for duty in duties}
    chosen = {mark: next((one for one in some if one not in taken), some[-1]) for mark, some in _LETTERS.items()}
    return chosen | {Mark.OPEN: ""}


class _Drawing:
    def __init__(self, roster: Roster, scene: Scene) -> None:
        self._roster, self._scene = roster, scene
        self._people = {person.id: person for person in scene.month.people}
        self._duties = {duty.code: duty for duty in scene.duties}
        self._changed = {(one.person, one.day) for one in roster.changes}
        self.letters = letters_of(scene.duties)

    def row(self, line: Line) -> Row:
        scene, person = self._scene, self._people.get(line.person)
        worked = [place for place, code in enumerate(line.codes) if code]
        place = person.staff.place_on(scene.dates[0]) if person else None
        return Row(
            person=line.person,
            name=person.staff.name if person else line.name,
            department=place.department if place else "",
            cells=tuple(self._cell(line.person, day, code) for day, code in zip(scene.dates, line.codes, strict=True)),
            duties=len(worked),
            nights=sum(self._is_night(line.codes[day]) for day in worked),
            weekends=sum(any(line.codes[day] for day in weekend) for weekend in scene.weekends),
            holidays=sum(bool(line.codes[day]) for day in scene.holidays),
            minutes=sum(self._minutes(line.codes[day]) for day in worked),
        )

    def covers(self) -> Iterator[Cover]:
        for place, duty in enumerate(self._scene.duties, 1):
            having = [self._having(day, duty.code) for day in range(len(self._scene.dates))]
            short = tuple(self._short(day, place, some) for day, some in enumerate(having))
            yield Cover(duty=duty, counts=tuple(map(len, having)), short=short)

    def amendment(self, change: Change) -> Amendment:
        return Amendment(
            person=change.person,
            name=self._people[change.person].staff.name if change.person in self._people else change.name,
            day=change.day,
            before=self._named(change.before),
            after=self._named(change.after),
            reason=change.reason,
            by=change.by,
            told=change.told,
        )

    def _cell(self, id_: str, day: date, code: str | None) -> Cell:
        person, changed = self._people.get(id_), (id_, day) in self._changed
        if code:
            return Cell(mark=Mark.DUTY, text=code, is_night=self._is_night(code), is_changed=changed)
        if person is None or not self._scene.month.is_here(person, day):
            return Cell(mark=Mark.AWAY, text=self.letters[Mark.AWAY], is_changed=changed)
        if leave := self._scene.month.leave_of(person.id, day):
            return Cell(mark=Mark.LEAVE, text=self.letters[Mark.LEAVE], is_changed=changed, leave=leave.name)
        mark = Mark.OPEN if code is None else Mark.OFF
        return Cell(mark=mark, text=self.letters[mark], is_changed=changed)

    def _having(self, day: int, code: str) -> Sequence[Person]:
        lines = (line for line in self._roster.lines if line.codes[day] == code)
        return [self._people[line.person] for line in lines if line.person in self._people]

    def _short(self, day: int, place: int, having: Sequence[Person]) -> int:
        on = self._scene.dates[day]
        lacking = (
            need.least - sum(person.lacks(need, on) is None for person in having)
            for duty, need in self._scene.needs(day)
            if duty == place
        )
        return max([0, *lacking])

    def _is_night(self, code: str | None) -> bool:
        return bool(code) and code in self._duties and self._duties[code].is_night

    def _minutes(self, code: str | None) -> int:
        return self._duties[code].minutes if code in self._duties else 0

    def _named(self, code: str | None) -> str:
        if code is None or code == OFF_CODE:
            return _WORDS[Mark.OPEN if code is None else Mark.OFF]
        return self._duties[code].name if code in self._duties else code
