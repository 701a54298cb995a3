"""定点转诊机构: hospitals, rehabilitation and nursing homes with which an agreement was signed (REF-17, REF-30).

Who is asked for, by which telephone, until when the agreement holds; whether it lies outside the county (REF-03).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.institution import Community
from yigongti_desktop.registry.model.institution import need_institution

_LONGEST = 120
_MOST_DEPARTMENTS = 60


class PlaceKind(StrEnum):
    """What a place is for; diagnosis and treatment, rehabilitation, long care are the three stages of REF-30."""

    HOSPITAL = "place_hospital"
    INFECTIOUS = "place_infectious"
    REHABILITATION = "place_rehabilitation"
    NURSING = "place_nursing"


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the agreement."""

    kind: PlaceKind
    #: Institution of the county that it is; empty for one that has no desk here.
    institution: str = ""
    name: str = ""
    #: Outside the county: the lead hospital approves first (REF-03).
    outside: bool = False
    #: 协议编号 and its first and last day.
    number: str = ""
    since: date
    until: date
    #: 专人 and their telephone (REF-17).
    contact: str
    phone: str
    departments: tuple[str, ...] = ()
    address: str = ""


class Place(Record, frozen=True, kw_only=True):
    """A designated place, kept by the lead hospital of a community."""

    community: str
    lead: str
    agreed: Agreed
    #: Name by which it is chosen and printed.
    name: str
    #: Why the agreement was ended before its day.
    reason: str = ""


def streams(place: Place) -> frozenset[str]:
    """Return who has it: the community's desks."""
    return frozenset({f"community:{place.community}"})


def sign(current: Place | None, agreed: Agreed, ruling: Ruling) -> Place:
    """Write down a designated place, or an agreement that was signed anew (REF-17).

    Raises:
        Refused: not_holder, place_days, place_outside, institution_unknown, institution_not_working,
            field_empty, field_long, mobile_length, phone_format.
    """
    own = need_institution(ruling.register, ruling.actor.institution)
    community: Community | None = ruling.register.get("community", own.community_on(day(ruling.at)))
    if community is None or community.lead != own.id or (current is not None and current.lead != own.id):
        raise Refused("not_holder")
    if agreed.until < agreed.since:
        raise Refused("place_days", field="until", since=agreed.since.isoformat(), until=agreed.until.isoformat())
    known = need_institution(ruling.register, agreed.institution) if agreed.institution else None
    if known is not None and agreed.outside:
        raise Refused("place_outside", field="outside")
    name = known.name if known else one_line(agreed.name, "name", _LONGEST, needed=True)
    try:
        phone = read_phone(agreed.phone) if agreed.phone.strip() else ""
    except Refused as fault:
        raise Refused(fault.code, **fault.facts | {"field": "phone"}) from None
    if not phone:
        raise Refused("field_empty", field="phone")
    tidy = (one_line(one, "departments", _LONGEST) for one in agreed.departments[:_MOST_DEPARTMENTS])
    return Place(
        id=ruling.record,
        community=community.id,
        lead=own.id,
        name=name,
        agreed=replace(
            agreed,
            name=name,
            number=one_line(agreed.number, "number", _LONGEST),
            contact=one_line(agreed.contact, "contact", _LONGEST, needed=True),
            phone=phone,
            departments=tuple(dict.fromkeys(one for one in tidy if one)),
            address=one_line(agreed.address, "address", _LONGEST),
        ),
    )


def end(current: Place | None, last: date, reason: str, ruling: Ruling) -> Place:
    """End an agreement with a day before the agreed one.

    Raises:
        Refused: not_found, not_holder, place_end, field_empty, field_long.
    """
    if current is None:
        raise Refused("not_found", kind="referral_place")
    if ruling.actor.institution != current.lead:
        raise Refused("not_holder")
    agreed = current.agreed
    if not agreed.since <= last < agreed.until:
        raise Refused("place_end", field="last", since=agreed.since.isoformat(), until=agreed.until.isoformat())
    why = one_line(reason, "reason", _LONGEST, needed=True)
    return replace(current, agreed=replace(agreed, until=last), reason=why)


def holds(place: Place, on: date) -> bool:
    """Say whether its agreement is in force on a day."""
    return place.agreed.since <= on <= place.agreed.until


def place_of(register: Lookup, place: str) -> Place | None:
    """Return a designated place, or None where none is meant.

    Raises:
        Refused: place_unknown.
    """
    if not place:
        return None
    found: Place | None = register.get("referral_place", place)
    if found is None:
        raise Refused("place_unknown", field="target")
    return found
