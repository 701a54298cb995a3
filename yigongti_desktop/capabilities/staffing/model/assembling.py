"""A roster as the month that rules ask about: its people from the register, what they had before, what is settled.

Desk and hub assemble it in the same way, each from what it knows.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model import former
from yigongti_desktop.capabilities.staffing.model import settings
from yigongti_desktop.capabilities.staffing.model.asking import asked
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.falling import falling_by
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Carried
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.month import Pin
from yigongti_desktop.capabilities.staffing.model.month import Wish
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.rules import AnyRule
from yigongti_desktop.capabilities.staffing.model.rules import Elsewhere
from yigongti_desktop.capabilities.staffing.model.rules import Lack
from yigongti_desktop.capabilities.staffing.model.rules import OnLeave
from yigongti_desktop.capabilities.staffing.model.rules import ProtectedNights
from yigongti_desktop.capabilities.staffing.model.rules import Qualified
from yigongti_desktop.capabilities.staffing.model.rules import Strength
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.model.sentences import sentences
from yigongti_desktop.capabilities.staffing.model.settings import RosterSetting
from yigongti_desktop.capabilities.staffing.model.unit_duty import of_unit
from yigongti_desktop.capabilities.staffing.model.unit_rules import rules_on
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.registry.model.calendar_year import calendar_in
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.rostering.task import Roster as Rows

#: Rules whose answer changes by what is written elsewhere.
_TURNING = (OnLeave, Elsewhere, Qualified, ProtectedNights)


def duties_of(roster: Roster, register: Books) -> tuple[Duty, ...]:
    """Return the duties of a roster in their order: those worked in its days, and any that stands on a line.

    One that was published has its own, as they were then, and what was added to it since.
    """
    used = {code for line in roster.lines for code in line.codes if code}
    kept = {duty.code: duty for duty in roster.duties}
    found = []
    for one in of_unit(register, roster.unit):
        if one.duty.code in used or (not kept and one.works(roster.first)):
            found.append(kept.pop(one.duty.code, one.duty))
        elif one.duty.code in kept:
            found.append(kept.pop(one.duty.code))
    return (*found, *kept.values())


def month_of(roster: Roster, register: Books, leave: Iterable[Leave] = (), wishes: Iterable[Wish] = ()) -> Month:
    """Return the month of a roster.

    Args:
        roster: with its lines.
        register: where staff, duties, former rosters and years of the calendar are looked up.
        leave: that is granted; of others than those on the roster it counts for nothing.
        wishes: of its people.
    """
    before = former.before(register, roster)
    had = former.carried(before, roster.first, register, _calendar(roster, register))
    people = {line.person for line in roster.lines}
    codes = {duty.code for duty in duties_of(roster, register)} | {""}
    settled = settings.of_unit(register, roster.unit)
    return Month(
        unit=roster.unit,
        first=roster.first,
        days=roster.days,
        people=tuple(
            replace(
                _person(line, register, settled.get(line.person), codes=codes, people=people),
                before=former.codes_before(before, line.person, roster.first),
                carried=had.get(line.person, Carried()),
            )
            for line in roster.lines
        ),
        leave=tuple(one for one in leave if one.person in people),
        wishes=tuple(one for one in wishes if one.person in people and one.duty in codes),
        pins=tuple(pin for pin in _pins(roster) if pin.duty in codes),
        apart=settings.pairs(settled, people),
    )


def question(
    roster: Roster,
    register: Books,
    leave: Iterable[Leave] = (),
    wishes: Iterable[Wish] = (),
    rules: Iterable[AnyRule] | None = None,
) -> Asked:
    """Return what is asked of a roster, by the rules of its unit on its first day where no others are given."""
    month = month_of(roster, register, leave, wishes)
    chosen = rules_on(register, roster.unit, roster.first) if rules is None else rules
    return asked(month, duties_of(roster, register), chosen, _calendar(roster, register))


def rows(roster: Roster, question: Asked) -> Rows:
    """Return the lines of a roster as the checker reads them; what is not settled counts as off."""
    places = {"": 0} | {duty.code: place for place, duty in enumerate(question.duties, 1)}
    return tuple(tuple(places.get(code or "", 0) for code in line.codes) for line in roster.lines)


def findings(roster: Roster, register: Books, leave: Iterable[Leave] = ()) -> tuple[Sentence, ...]:
    """Return what a roster does not keep, what must be kept first, then the sessions away from home that fall by it."""
    asks = question(roster, register, leave)
    return (*sentences(asks, rows(roster, asks)), *_falling(roster, register))


def turned(
    roster: Roster, register: Books, leave: Iterable[Leave] = (), *, knows_skills: bool = True
) -> tuple[Sentence, ...]:
    """Return what a roster does not keep of the rules that turn by what others write: who is there, leave, papers.

    So do sessions away from home that were planned since. Nothing of the past is looked up, so that many rosters can be
    asked at once. Who is not of the unit does not know what its people are skilled in: `knows_skills` is False, and
    skills are not asked for.
    """
    people = {line.person for line in roster.lines}
    settled = settings.of_unit(register, roster.unit)
    month = Month(
        unit=roster.unit,
        first=roster.first,
        days=roster.days,
        people=tuple(_person(line, register, settled.get(line.person)) for line in roster.lines),
        leave=tuple(one for one in leave if one.person in people),
    )
    musts = (rule for rule in rules_on(register, roster.unit, roster.first) if rule.level is Strength.MUST)
    turning = (rule for rule in musts if isinstance(rule, _TURNING))
    rules = (rule for rule in turning if knows_skills or not _is_of_skills(rule))
    asks = asked(month, duties_of(roster, register), rules, _calendar(roster, register))
    return (*sentences(asks, rows(roster, asks)), *_falling(roster, register))


def _falling(roster: Roster, register: Books) -> tuple[Sentence, ...]:
    return falling_by(roster, {duty.code: duty.name for duty in duties_of(roster, register)}, register)


def _calendar(roster: Roster, register: Books) -> Calendar:
    return calendar_in(register, *range(roster.first.year, roster.last.year + 2))


def _person(
    line: Line,
    register: Books,
    settled: RosterSetting | None,
    *,
    codes: Collection[str] = (),
    people: Collection[str] = (),
) -> Person:
    """Return somebody with what is settled of them, as far as its duties and people are on the roster."""
    staff = _staff(line, register)
    if settled is None:
        return Person(staff=staff)
    week = {weekday: tuple(code for code in asks if code in codes) for weekday, asks in settled.weekly.items()}
    return Person(
        staff=staff,
        skills=settled.skills,
        partner=settled.partner if settled.partner in people else "",
        pattern={weekday: asks for weekday, asks in week.items() if asks},
    )


def _is_of_skills(rule: AnyRule) -> bool:
    return isinstance(rule, Qualified) and rule.lack is Lack.SKILL


def _staff(line: Line, register: Books) -> Staff:
    """Return somebody's record; who has none here any more works elsewhere, and is called as on the line."""
    found: Staff | None = register.get("staff", line.person)
    return found or Staff(id=line.person, name=line.name, profession=Profession.SUPPORT)


def _pins(roster: Roster) -> Iterator[Pin]:
    for line in roster.lines:
        for place in line.pins:
            if (code := line.codes[place]) is not None:
                yield Pin(person=line.person, day=roster.first + timedelta(place), duty=code)
