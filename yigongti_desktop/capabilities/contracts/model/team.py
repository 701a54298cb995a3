"""Teams of family doctors: who belongs to them on a day, which villages they serve, what they lack (FDC-07, FDC-15).

1+1+1: a doctor of the county, of the township and of the village. Which levels a team needs is the county's rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.contracts.model.cards import LONGEST_CARD
from yigongti_desktop.capabilities.contracts.model.cards import card_number
from yigongti_desktop.capabilities.contracts.model.joining import rebased
from yigongti_desktop.kernel.changes import Changes
from yigongti_desktop.kernel.changes import changed
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.institution import need_institution

_LONGEST_NAME = 60
#: More members or villages than any team has: a slip of a program.
_MOST = 200
#: Residents that one family doctor may look after (国医改办发〔2016〕1号: 原则上不超过2000人).
MOST_RESIDENTS = 2000


class Level(StrEnum):
    """From which of the three levels a member comes."""

    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class Part(StrEnum):
    """What a member does in a team (FDC-03, FDC-07)."""

    LEADER = "leader"
    DOCTOR = "doctor"
    NURSE = "nurse"
    PUBLIC_HEALTH = "public_health"
    PHARMACIST = "pharmacist"
    SPECIALIST = "specialist"
    OTHER = "other"


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a team between two days, both included."""

    name: str
    #: Account, where they have one here; a specialist of the hospital has none at the unit.
    account: str = ""
    part: Part
    level: Level
    title: str = ""
    phone: str = ""
    #: Number of the card that they hold to the reader with the resident's (两卡制, FND-38).
    card: str = ""
    since: date
    until: date | None = None

    def belongs(self, on: date) -> bool:
        """Say whether they belong to the team on the day."""
        return self.since <= on and (self.until is None or on <= self.until)


class Team(Record, frozen=True, kw_only=True):
    """A team of family doctors of one unit."""

    name: str
    institution: str
    institution_name: str = ""
    members: tuple[Member, ...] = ()
    #: Villages that it serves, as residents' addresses call them.
    villages: tuple[str, ...] = ()
    phone: str = ""
    since: date
    #: Last day; None while it works.
    until: date | None = None

    def works(self, on: date) -> bool:
        """Say whether the team works on the day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def on(self, on: date) -> tuple[Member, ...]:
        """Return who belongs to it on the day, the leader first."""
        found = [member for member in self.members if member.belongs(on)]
        return tuple(sorted(found, key=lambda member: member.part is not Part.LEADER))

    def leader(self, on: date) -> Member | None:
        """Return the family doctor who leads it on the day, or None."""
        return next((member for member in self.on(on) if member.part is Part.LEADER), None)


#: What may be changed of a team.
FIELDS = ("name", "members", "villages", "phone")


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A team as it is written down."""

    name: str
    members: tuple[Member, ...]
    villages: tuple[str, ...] = ()
    phone: str = ""
    since: date


def set_up(current: Team | None, written: Written, ruling: Ruling) -> Team:
    """Set up a team of the acting unit.

    Raises:
        Refused: team_there, institution_unknown, institution_not_working, field_empty, field_long, team_members,
            member_days, leaders_many, member_twice, card_twice.
    """
    if current is not None:
        raise Refused("team_there")
    own = need_institution(ruling.register, ruling.actor.institution)
    return _tidy(
        Team(
            id=ruling.record,
            institution=own.id,
            institution_name=own.name,
            **{field: getattr(written, field) for field in (*FIELDS, "since")},
        )
    )


def change(current: Team | None, changes: Changes, ruling: Ruling) -> Team:
    """Change fields of a team, each from the value that the person saw; two desks may change different ones.

    Members and villages are joined entry by entry: who adds a nurse and who adds a village doctor are asked nothing.

    Raises:
        Refused: not_found, not_holder, field_unknown, conflict, field_format, and what `set_up` refuses.
    """
    team = _own(current, ruling)
    return _tidy(changed(team, rebased(team, changes), FIELDS))


def close(current: Team | None, until: date, ruling: Ruling) -> Team:
    """Let a team end with a day; its contracts stay and are transferred by their doctors.

    Raises:
        Refused: not_found, not_holder, team_closed, day_before with its field.
    """
    team = _own(current, ruling)
    if team.until is not None:
        raise Refused("team_closed", until=team.until.isoformat())
    if until < team.since:
        raise Refused("day_before", field="until", least=team.since.isoformat())
    return replace(team, until=until)


def lacking(team: Team, on: date, levels: Iterable[str]) -> tuple[str, ...]:
    """Return what the team lacks on the day: levels without a member, and "leader" (FDC-07, FDC-15)."""
    there = team.on(on)
    missing = [level for level in levels if level not in {member.level.value for member in there}]
    return (*missing, *(() if team.leader(on) else ("leader",)))


def needed_levels(register: Lookup, on: date) -> tuple[str, ...]:
    """Return the levels that the county wants in each team: `contract.team_levels`, all three unless it says less."""
    wanted = rule(register, "contract.team_levels", on, [level.value for level in Level])
    return tuple(level.value for level in Level if level.value in wanted)


def need_fit(register: Lookup, team: str, institution: str, on: date) -> Team:
    """Return a team that may sign on a day.

    Raises:
        Refused: team_unknown, team_not_here, team_not_working, team_incomplete with what it lacks.
    """
    found: Team | None = register.get("team", team)
    if found is None:
        raise Refused("team_unknown")
    if found.institution != institution:
        raise Refused("team_not_here", team=found.name)
    if not found.works(on):
        raise Refused("team_not_working", team=found.name, on=on.isoformat())
    if missing := lacking(found, on, needed_levels(register, on)):
        raise Refused("team_incomplete", team=found.name, lacks=list(missing), on=on.isoformat())
    return found


def doctors(team: Team, on: date) -> int:
    """Return how many family doctors share the residents of a team on a day: its leader and other doctors here."""
    fit = {Part.LEADER, Part.DOCTOR}
    return sum(member.part in fit and member.level is not Level.COUNTY for member in team.on(on))


def most_residents(register: Lookup, team: Team, on: date) -> int:
    """Return how many residents the team may have on the day: `contract.most_residents` for each of its doctors."""
    return max(doctors(team, on), 1) * rule(register, "contract.most_residents", on, MOST_RESIDENTS)


def streams(team: Team) -> frozenset[str]:
    """Return who receives a team: its unit."""
    return frozenset({f"unit:{team.institution}"})


def _own(current: Team | None, ruling: Ruling) -> Team:
    if current is None:
        raise Refused("not_found", kind="team")
    if current.institution != ruling.actor.institution:
        raise Refused("not_holder")
    return current


def _tidy(team: Team) -> Team:
    name = clean_line(team.name)
    if not name:
        raise Refused("field_empty", field="team_name")
    if len(name) > _LONGEST_NAME:
        raise Refused("field_long", field="team_name", most=_LONGEST_NAME, length=len(name))
    members = tuple(
        replace(
            one,
            name=clean_name(one.name),
            title=clean_line(one.title),
            phone=clean_line(one.phone),
            card=card_number(one.card),
        )
        for one in team.members
    )
    _check(members)
    villages = tuple(dict.fromkeys(filter(None, map(clean_line, team.villages))))[:_MOST]
    return replace(team, name=name, members=members, villages=villages, phone=clean_line(team.phone))


def _check(members: tuple[Member, ...]) -> None:
    if not 0 < len(members) <= _MOST:
        raise Refused("team_members", most=_MOST)
    for place, member in enumerate(members, 1):
        if not member.name:
            raise Refused("field_empty", field="member", line=place)
        if member.until is not None and member.until < member.since:
            raise Refused("member_days", name=member.name)
        if len(member.card) > LONGEST_CARD:
            raise Refused("field_long", field="card", most=LONGEST_CARD, length=len(member.card))
        for other in members[place:]:
            if _meet(member, other):
                _check_both(member, other)


def _check_both(member: Member, other: Member) -> None:
    """Refuse two who are in the team on one day and cannot both be."""
    if member.part is other.part is Part.LEADER:
        raise Refused("leaders_many", names=[member.name, other.name])
    if (member.name, member.account) == (other.name, other.account):
        raise Refused("member_twice", name=member.name)
    if member.card and member.card == other.card:
        raise Refused("card_twice", names=[member.name, other.name])


def _meet(one: Member, other: Member) -> bool:
    """Say whether both are members on some day."""
    ends = [until for until in (one.until, other.until) if until is not None]
    return not ends or max(one.since, other.since) <= min(ends)
