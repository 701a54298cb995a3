"""Institutions and the communities they belong to, dated, since boundaries change (ORG-25 适时调整).

A county may list townships instead of institutions (寿县, ORG-23): a new institution then gets its
community from its township.
"""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.record import Record


class InstitutionKind(StrEnum):
    """What an institution is."""

    GENERAL_HOSPITAL = "general_hospital"
    GENERAL_HOSPITAL_GROUP = "general_hospital_group"
    TCM_HOSPITAL = "tcm_hospital"
    MATERNAL_CHILD_HOSPITAL = "maternal_child_hospital"
    HOSPITAL = "hospital"
    CENTRAL_TOWNSHIP_HEALTH_CENTRE = "central_township_health_centre"
    TOWNSHIP_HEALTH_CENTRE = "township_health_centre"
    COMMUNITY_HEALTH_CENTRE = "community_health_centre"
    VILLAGE_CLINIC = "village_clinic"


#: Kinds that receive referred patients.
HOSPITALS = frozenset(
    {
        InstitutionKind.GENERAL_HOSPITAL,
        InstitutionKind.GENERAL_HOSPITAL_GROUP,
        InstitutionKind.TCM_HOSPITAL,
        InstitutionKind.MATERNAL_CHILD_HOSPITAL,
        InstitutionKind.HOSPITAL,
    }
)


class Status(StrEnum):
    """Whether an institution works yet, or still (ORG-07: 中医医院和妇幼保健院筹建中)."""

    PLANNED = "planned"
    ACTIVE = "active"
    CLOSED = "closed"


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """Belonging to a community between two dates, both included."""

    community: str
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether it is in force on the day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Institution(Record, frozen=True, kw_only=True):
    """A hospital, health centre or clinic."""

    #: 第一名称: never changed by the community (ORG-09).
    name: str
    #: 加挂名称, printed beside the first name where the county wants it (ORG-08).
    added_name: str = ""
    #: Begins the numbers on its papers: 岳口.
    place: str
    kind: InstitutionKind
    status: Status = Status.ACTIVE
    memberships: tuple[Membership, ...] = ()
    #: Nine digits: GB/T 2260 + GB/T 10114; empty where it belongs to no township.
    township: str = ""
    #: Institution that manages it (乡村一体化): a village clinic's township unit.
    parent: str = ""
    departments: tuple[str, ...] = ()
    phone: str = ""
    address: str = ""

    def community_on(self, day: date) -> str:
        """Return its community on the day; empty when it has none."""
        return next((m.community for m in self.memberships if m.holds(day)), "")

    def former_communities(self, day: date) -> tuple[str, ...]:
        """Return the communities that it belonged to before the day and no longer does."""
        begun = dict.fromkeys(m.community for m in self.memberships if m.since <= day)
        return tuple(community for community in begun if community != self.community_on(day))


class Community(Record, frozen=True, kw_only=True):
    """A county medical community and who leads it."""

    name: str
    lead: str
    #: Members that its document counts, for the check against the list.
    declared_members: int = 0


class Township(Record, frozen=True, kw_only=True):
    """A township whose units belong to a community (ORG-23, ORG-24); its id is its nine-digit code."""

    name: str
    memberships: tuple[Membership, ...] = ()

    def community_on(self, day: date) -> str:
        """Return the community of its units on the day; empty when it has none."""
        return next((m.community for m in self.memberships if m.holds(day)), "")


def targets(
    institutions: list[Institution], communities: list[Community], own: Institution, day: date
) -> list[Institution]:
    """Return the hospitals that a unit may refer to, its own lead first, then its community, then the others.

    REF-13 优先转入医联体内上级医院; hospitals under preparation and the unit itself are left out.
    """
    community = own.community_on(day)
    leads = {c.lead: c.id for c in communities}

    def rank(hospital: Institution) -> tuple[int, str]:
        if community and leads.get(hospital.id) == community:
            return (0, hospital.id)
        if community and hospital.community_on(day) == community:
            return (1, hospital.id)
        return (2 if hospital.id in leads else 3, hospital.id)

    fit = [i for i in institutions if i.kind in HOSPITALS and i.status is Status.ACTIVE and i.id != own.id]
    return sorted(fit, key=rank)


P = TypeVar("P", Institution, Township)


def moved(placed: P, community: str, since: date, today: date) -> P:
    """Return a unit or a township that belongs to another community from a day on (ORG-25 适时调整).

    The membership that runs until then ends on the day before. Plans for later are dropped; to move it to where it
    is drops them and does nothing more.

    Raises:
        Refused: membership_same; membership_earlier when one has begun on that day or since.
    """
    begun: list[Membership] = [m for m in placed.memberships if m.since <= today]
    if any(m.since >= since for m in begun):
        raise Refused("membership_earlier", since=begun[-1].since.isoformat())
    ended: list[Membership] = [
        msgspec.structs.replace(m, until=since - timedelta(days=1)) if _runs(m, today) else m for m in begun
    ]
    if not begun or begun[-1].community != community or not _runs(begun[-1], today):
        after = (*ended, Membership(community=community, since=since))
    elif len(begun) == len(placed.memberships):
        raise Refused("membership_same", community=community)
    else:
        after = (*begun[:-1], msgspec.structs.replace(begun[-1], until=None))
    return msgspec.structs.replace(placed, memberships=after)


def _runs(membership: Membership, today: date) -> bool:
    return membership.until is None or membership.until >= today


def need_institution(register: Lookup, institution: str) -> Institution:
    """Return a working institution.

    Raises:
        Refused: institution_unknown, institution_not_working.
    """
    found: Institution | None = register.get("institution", institution)
    if found is None:
        raise Refused("institution_unknown")
    if found.status is not Status.ACTIVE:
        raise Refused("institution_not_working", institution=found.id)
    return found


def lead_of(register: Lookup, institution: Institution, day: date) -> str:
    """Return the lead hospital of an institution on the day.

    Raises:
        Refused: community_none when it belongs to no community.
    """
    community: Community | None = register.get("community", institution.community_on(day))
    if community is None:
        raise Refused("community_none", institution=institution.id)
    return community.lead
