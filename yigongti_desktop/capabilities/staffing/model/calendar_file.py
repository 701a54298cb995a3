"""One person's month as a calendar file (RFC 5545), for the telephone: an event for each duty, whole days for leave.

An event keeps its UID whatever is changed in it, so that a file that is read again replaces what the last one brought;
a duty that was taken away after publication comes as cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.roster import Change
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.kernel.text import clean_text

ZONE = "Asia/Shanghai"
#: Octets of a line without its end; longer ones are folded (3.1).
LONGEST = 75
_END = "\r\n"
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_DAY = timedelta(1)
#: China has kept one offset since 1991.
_TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19910915T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def personal_calendar(
    roster: Roster, person: str, duties: Iterable[Duty], leave: Iterable[Leave], *, unit: str, name: str, at: datetime
) -> bytes:
    """Return the file.

    Args:
        roster: on which the person is.
        person: id of the staff record.
        duties: of the unit; one that is no longer among them stands as a whole day under its code.
        leave: of the unit; what lies outside of the roster's days is left out.
        unit: its name.
        name: of the person.
        at: when the file is made.

    Raises:
        KeyError: when the person is not on the roster.
    """
    line = roster.line_of(person)
    if line is None:
        raise KeyError(person)
    making = _Making(roster, person, {duty.code: duty for duty in duties}, unit, at)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Yigongti Desktop//Roster//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(f'{name} 排班')}",
        f"X-WR-TIMEZONE:{ZONE}",
        *_TIMEZONE,
    ]
    for day, code in zip(roster.dates(), line.codes, strict=True):
        lines += making.day(day, code)
    for one in leave:
        if one.person == person:
            lines += making.leave(one)
    return "".join(folded(one) + _END for one in [*lines, "END:VCALENDAR"]).encode()


def escaped(text: str) -> str:
    """Return a text as a value of a property (3.3.11), without characters that have no place in it."""
    return clean_text(text).translate(_ESCAPED)


def folded(line: str) -> str:
    """Return a line in pieces of 75 octets, each further one begun by a blank; no character is parted."""
    pieces, used = [""], 0
    for character in line:
        size = len(character.encode())
        if used + size > LONGEST:
            pieces.append(" ")
            used = 1
        pieces[-1] += character
        used += size
    return _END.join(pieces)


class _Making:
    def __init__(self, roster: Roster, person: str, duties: dict[str, Duty], unit: str, at: datetime) -> None:
        self._roster, self._person, self._duties, self._unit = roster, person, duties, unit
        self._stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        self._changes: dict[date, list[Change]] = {}
        for change in roster.changes:
            if change.person == person:
                self._changes.setdefault(change.day, []).append(change)

    def day(self, day: date, code: str | None) -> Iterator[str]:
        """Return the event of a day; of a day off none, unless there was a duty when the roster was published."""
        changes = self._changes.get(day, [])
        had = next((change.before for change in reversed(changes) if change.before), None)
        shown = code or had
        if not shown:
            return
        duty = self._duties.get(shown)
        yield from self._begin(f"{day:%Y%m%d}", len(changes), is_cancelled=not code)
        yield f"SUMMARY:{escaped(duty.name if duty else shown)}"
        if duty:
            ends = day if duty.end > duty.begin else day + _DAY
            yield f"DTSTART;TZID={ZONE}:{day:%Y%m%d}T{duty.begin:%H%M%S}"
            yield f"DTEND;TZID={ZONE}:{ends:%Y%m%d}T{duty.end:%H%M%S}"
        else:
            yield from self._whole(day, day)
        reasons = "；".join(change.reason for change in changes if change.reason)
        if reasons:
            yield f"DESCRIPTION:{escaped(f'改动：{reasons}')}"
        yield "TRANSP:OPAQUE"
        yield "END:VEVENT"

    def leave(self, leave: Leave) -> Iterator[str]:
        """Return the event of a leave, as far as it lies in the days of the roster."""
        days = [day for day in self._roster.dates() if leave.first <= day <= leave.last]
        if not days:
            return
        yield from self._begin(f"leave-{days[0]:%Y%m%d}", 0, is_cancelled=False)
        yield f"SUMMARY:{escaped(leave.name)}"
        yield from self._whole(days[0], days[-1])
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"

    def _begin(self, key: str, sequence: int, *, is_cancelled: bool) -> Iterator[str]:
        is_draft = self._roster.state is State.DRAFT
        status = "CANCELLED" if is_cancelled or self._roster.state is State.WITHDRAWN else "CONFIRMED"
        yield "BEGIN:VEVENT"
        yield f"UID:{escaped(f'{self._roster.id}-{self._person}-{key}@yigongti')}"
        yield f"DTSTAMP:{self._stamp}"
        yield f"SEQUENCE:{sequence}"
        yield f"STATUS:{'TENTATIVE' if is_draft and status == 'CONFIRMED' else status}"
        yield f"LOCATION:{escaped(self._unit)}"

    @staticmethod
    def _whole(first: date, last: date) -> Iterator[str]:
        yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{last + _DAY:%Y%m%d}"
