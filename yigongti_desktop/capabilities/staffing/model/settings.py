"""What a unit settles of its people for its rosters: group, skills, who teaches them, weekly duties, who stays apart.

A small record for each person of a unit, so that two desks settle different people, and different things of one person,
side by side. Skills are what the duties of the unit ask for in its own words (急救, B超); papers and titles are in the
record of the person.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping

from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model import unit_duty
from yigongti_desktop.kernel.changes import Changes
from yigongti_desktop.kernel.changes import changed
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.staff.person import Staff

KIND = "roster_setting"
#: Beginning of the account to which what a unit has settled is posted.
OF_UNIT = "roster_setting.of."
#: Groups that are proposed.
GROUPS = ("医生", "护理", "公卫")
WEEK = 7
_LONGEST = 12
_MOST = 40


class RosterSetting(Record, frozen=True, kw_only=True):
    """What is settled of somebody for the rosters of one unit."""

    unit: str
    #: Id of the staff record.
    person: str
    #: The roster that they are on: 护理, 医生; empty for that of the whole unit.
    group: str = ""
    skills: tuple[str, ...] = ()
    #: Id of who teaches them (STF-27, TRN-09); empty for none.
    partner: str = ""
    #: For each day of the week from Monday the codes of their duties, "" is the day off; none where it is left open.
    pattern: tuple[tuple[str, ...], ...] = ()
    #: Ids of those who are not to have a duty together with them; one of both need say so.
    apart: tuple[str, ...] = ()
    #: Whether they are on no roster: the director, who works by day.
    is_out: bool = False

    @property
    def weekly(self) -> dict[int, tuple[str, ...]]:
        """Return the days of the week that have duties of their own; Monday is 0."""
        return {weekday: codes for weekday, codes in enumerate(self.pattern) if codes}


#: What may be changed.
FIELDS = ("group", "skills", "partner", "pattern", "apart", "is_out")


def setting_id(unit: str, person: str) -> str:
    """Return the one id of what a unit has settled of somebody."""
    return derived_id(KIND, unit, person)


def settle(current: RosterSetting | None, person: str, changes: Changes, ruling: Ruling) -> RosterSetting:
    """Settle fields of somebody of the acting unit, each from the value that was seen.

    Raises:
        Refused: institution_unknown, institution_not_working, setting_id_wrong, not_found for who has no record,
            setting_not_ours, field_unknown, conflict, field_format, field_long, setting_self, skills_many,
            pattern_days, pattern_duty.
    """
    unit = need_institution(ruling.register, ruling.actor.institution).id
    if ruling.record != setting_id(unit, person):
        raise Refused("setting_id_wrong")
    if unit not in _units(_need_staff(ruling.register, person)):
        raise Refused("setting_not_ours")
    known = current or RosterSetting(id=ruling.record, unit=unit, person=person)
    return _tidy(changed(known, changes, FIELDS), known, ruling.register)


def of_unit(register: Books, unit: str) -> dict[str, RosterSetting]:
    """Return what a unit has settled, by person."""
    found = (register.get(KIND, record) for record in register.posted(f"{OF_UNIT}{unit}"))
    return {one.person: one for one in found if one is not None}


def pairs(settings: Mapping[str, RosterSetting], people: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return those of some people who are not to be together, each pair once."""
    return tuple(
        sorted(
            {
                (min(person, other), max(person, other))
                for person, setting in settings.items()
                for other in setting.apart
                if person in people and other in people
            }
        )
    )


def streams(setting: RosterSetting) -> frozenset[str]:
    """Return who receives it: the unit, and nobody else."""
    return frozenset({f"unit:{setting.unit}"})


def posted(setting: RosterSetting) -> tuple[tuple[str, int], ...]:
    """Return the mark by which it is found among those of its unit."""
    return ((f"{OF_UNIT}{setting.unit}", 1),)


def _need_staff(register: Lookup, person: str) -> Staff:
    found: Staff | None = register.get("staff", person)
    if found is None:
        raise Refused("not_found", kind="staff")
    return found


def _units(staff: Staff) -> set[str]:
    """Return where somebody belongs or works, at whatever time."""
    return {post.home for post in staff.posts} | {place.unit for place in staff.places}


def _tidy(setting: RosterSetting, before: RosterSetting, register: Books) -> RosterSetting:
    skills = _words(setting.skills)
    group = clean_line(setting.group)
    for field, word in (("group", group), *(("skill", skill) for skill in skills)):
        if len(word) > _LONGEST:
            raise Refused("field_long", field=field, most=_LONGEST, length=len(word))
    if max(len(skills), len(setting.apart)) > _MOST:
        raise Refused("skills_many", most=_MOST)
    for other in {setting.partner, *setting.apart} - {"", before.partner, *before.apart}:
        _need_staff(register, other)
    if setting.person in {setting.partner, *setting.apart}:
        raise Refused("setting_self")
    return replace(
        setting,
        group=group,
        skills=skills,
        apart=tuple(sorted(set(setting.apart))),
        pattern=_week(setting, before, register),
    )


def _week(setting: RosterSetting, before: RosterSetting, register: Books) -> tuple[tuple[str, ...], ...]:
    """Return the duties of the week; those that were there before may have been ended meanwhile."""
    if len(setting.pattern) not in {0, WEEK} or any(len(codes) > _MOST for codes in setting.pattern):
        raise Refused("pattern_days")
    week = tuple(tuple(dict.fromkeys(codes)) for codes in setting.pattern)
    if week != before.pattern:
        known = {one.duty.code for one in unit_duty.of_unit(register, setting.unit)} | {""}
        for code in (code for codes in week for code in codes if code not in known):
            raise Refused("pattern_duty", code=code[:_LONGEST])
    return week if any(week) else ()


def _words(words: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(clean_line, words))))
