"""What falls when somebody is away: the sessions that they have on given days, for leave, postings and rosters.

Whoever takes somebody off their days asks here first, so that no patient waits before a closed room.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import time

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.model.sentences import spoken
from yigongti_desktop.capabilities.staffing.model.visit_checks import calendar_for
from yigongti_desktop.capabilities.staffing.model.visit_checks import visits_of
from yigongti_desktop.capabilities.staffing.model.visit_days import sessions
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.model.visits import VisitKind
from yigongti_desktop.protocol.event import Books

#: What sessions are called.
VISITS = {
    VisitKind.SITTING: "坐诊",
    VisitKind.EXPERT_ROOM: "专家诊室",
    VisitKind.TOUR: "巡诊",
    VisitKind.SURGERY: "手术带教",
    VisitKind.CHRONIC: "慢病会诊",
    VisitKind.NURSING: "护理指导",
}
#: Words in the name of a duty that is such a session itself.
_SAME = ("巡诊", "坐诊", "专家")
_RULE, _SOURCE = "visits", "STF-12、STF-24"


class Falling(Struct, frozen=True, kw_only=True):
    """A session that falls."""

    #: Id of the plan.
    visit: str
    person: str
    day: date
    begin: time
    end: time
    kind: VisitKind
    #: Institution and village.
    place: str

    @property
    def hours(self) -> str:
        """Return from when to when: 08:00–11:30."""
        return f"{self.begin:%H:%M}–{self.end:%H:%M}"


def falling(person: str, days: Iterable[date], register: Books) -> tuple[Falling, ...]:
    """Return the sessions that somebody has on some days, the earliest first; those cancelled do not count.

    Args:
        person: id of the staff record.
        days: on which they are away, on another duty, or posted.
        register: where plans and years of the calendar are looked up.
    """
    wanted = set(days)
    found = [
        Falling(
            visit=visit.id,
            person=person,
            day=one.day,
            begin=visit.plan.begin,
            end=visit.plan.end,
            kind=visit.plan.kind,
            place=visit.place,
        )
        for visit in (visits_of(person, register) if wanted else ())
        for one in sessions(visit, calendar_for(visit.plan, register), min(wanted), max(wanted))
        if one.day in wanted and one.state is not State.CANCELLED
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.begin, one.visit)))


def falling_by(roster: Roster, duties: dict[str, str], register: Books) -> tuple[Sentence, ...]:
    """Return what falls by a roster: sessions on days on which their person is off or has another duty.

    What is not settled yet lets nothing fall. Nothing of it must be: whoever publishes decides.

    Args:
        roster: with its lines.
        duties: names of its duties by code.
        register: where plans and years of the calendar are looked up.
    """
    sessions_of = (one for line in roster.lines for one in falling(line.person, roster.dates(), register))
    return told(roster.lines, roster.first, tuple(sessions_of), duties)


def told(
    lines: Iterable[Line], first: date, found: Iterable[Falling], duties: Mapping[str, str]
) -> tuple[Sentence, ...]:
    """Return which of some sessions fall by lines as they are drawn: their person is off then or has another duty.

    Args:
        lines: of the roster.
        first: its first day.
        found: sessions of its people on its days.
        duties: names of its duties by code.
    """
    known = {line.person: line for line in lines}
    return tuple(
        _sentence(line.name, one, duties.get(code, code), first)
        for one in found
        if (line := known.get(one.person)) is not None
        and (code := line.codes[(one.day - first).days]) is not None
        and not _is_same(duties.get(code, code))
    )


def _is_same(duty: str) -> bool:
    return any(word in duty for word in _SAME)


def _sentence(name: str, one: Falling, duty: str, first: date) -> Sentence:
    has = f"排的是{duty}" if duty else "排的是休息"
    what = f"{name} {spoken([one.day], first)} {one.hours} 在{one.place}{VISITS[one.kind]}"
    return Sentence(
        people=(one.person,),
        days=(one.day,),
        text=f"{what}，当天{has}。请改班，或在「坐诊巡诊」里停诊、改期。",
        is_must=False,
        cost=0,
        rule=_RULE,
        source=_SOURCE,
    )
