"""A version of a catalogue is published, and taken back as long as its day has not come.

Who publishes: for the county its 医共体办公室, for a community the referral office of its lead hospital (REF-04,
REF-31), for a unit its own director or that office (REF-22 各成员单位建立严格转诊病种目录).
"""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model.catalogue import COUNTY
from yigongti_desktop.capabilities.referrals.model.catalogue import MOST_LINES
from yigongti_desktop.capabilities.referrals.model.catalogue import CatalogueLine
from yigongti_desktop.capabilities.referrals.model.catalogue import Level
from yigongti_desktop.capabilities.referrals.model.catalogue import ReferralCatalogue
from yigongti_desktop.capabilities.referrals.model.catalogue_list import LONGEST
from yigongti_desktop.capabilities.referrals.model.catalogue_list import check_lines
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.county import THE_COUNTY
from yigongti_desktop.registry.model.institution import Community
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import need_institution

#: Who publishes at all; for whom each may is asked in `may_publish`.
PUBLISHERS = frozenset({Role.COMMUNITY_OFFICE, Role.REFERRAL_OFFICE, Role.DIRECTOR})
_OFFICES = frozenset({Role.COMMUNITY_OFFICE, Role.REFERRAL_OFFICE})
_LONGEST_HEAD = 120


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A version as somebody would publish it."""

    owner: str
    title: str
    document: str = ""
    issuer: str = ""
    since: date
    lines: tuple[CatalogueLine, ...]


def publish(current: ReferralCatalogue | None, wanted: Wanted, ruling: Ruling) -> ReferralCatalogue:
    """Publish a version; it holds from its day on, and never from a day that is over.

    Raises:
        Refused: catalogue_there, not_holder, catalogue_past, catalogue_empty, catalogue_long, institution_unknown,
            field_empty, field_long, and what is wrong with a line.
    """
    if current is not None:
        raise Refused("catalogue_there")
    level, name, community = _place(wanted.owner, ruling)
    if not may_publish(ruling.actor, wanted.owner, ruling.register, day(ruling.at)):
        raise Refused("not_holder")
    if wanted.since < day(ruling.at):
        raise Refused("catalogue_past", field="since", since=wanted.since.isoformat())
    if not wanted.lines:
        raise Refused("catalogue_empty", field="lines")
    if len(wanted.lines) > MOST_LINES:
        raise Refused("catalogue_long", field="lines", most=MOST_LINES, count=len(wanted.lines))
    lines = tuple(_tidy(line) for line in wanted.lines)
    check_lines(lines)
    return ReferralCatalogue(
        id=ruling.record,
        level=level,
        owner=wanted.owner,
        owner_name=name,
        community=community,
        title=one_line(wanted.title, "title", _LONGEST_HEAD, needed=True),
        document=one_line(wanted.document, "document", _LONGEST_HEAD, needed=True),
        issuer=one_line(wanted.issuer, "issuer", _LONGEST_HEAD, needed=True),
        since=wanted.since,
        lines=lines,
        published_by=ruling.actor.name,
        published_at=ruling.at,
    )


def withdraw(current: ReferralCatalogue | None, reason: str, ruling: Ruling) -> ReferralCatalogue:
    """Take back a version whose day has not come; one in force is followed by the next.

    Raises:
        Refused: not_found, not_holder, catalogue_withdrawn, catalogue_in_force, field_empty, field_long.
    """
    if current is None:
        raise Refused("not_found", kind="referral_catalogue")
    if not may_publish(ruling.actor, current.owner, ruling.register, day(ruling.at)):
        raise Refused("not_holder")
    if current.withdrawn:
        raise Refused("catalogue_withdrawn")
    if current.since <= day(ruling.at):
        raise Refused("catalogue_in_force", since=current.since.isoformat())
    return replace(current, withdrawn=one_line(reason, "reason", _LONGEST_HEAD, needed=True))


def may_publish(actor: Actor, owner: str, register: Books, on: date) -> bool:
    """Say whether somebody publishes for an owner."""
    if owner == COUNTY:
        return actor.may({Role.COMMUNITY_OFFICE}) and _leads(actor.institution, register, on)
    community: Community | None = register.get("community", owner)
    if community is not None:
        return actor.may(_OFFICES) and community.lead == actor.institution
    unit: Institution | None = register.get("institution", owner)
    if unit is None:
        return False
    if unit.id == actor.institution and actor.may({Role.DIRECTOR}):
        return True
    above: Community | None = register.get("community", unit.community_on(on))
    return above is not None and above.lead == actor.institution and actor.may(_OFFICES)


def _leads(institution: str, register: Books, on: date) -> bool:
    own: Institution | None = register.get("institution", institution)
    community: Community | None = register.get("community", own.community_on(on)) if own else None
    return community is not None and community.lead == institution


def _place(owner: str, ruling: Ruling) -> tuple[Level, str, str]:
    """Return level, name and community of an owner."""
    register = ruling.register
    if owner == COUNTY:
        county = register.get("county", THE_COUNTY)
        return Level.COUNTY, county.name if county else "", ""
    community: Community | None = register.get("community", owner)
    if community is not None:
        return Level.COMMUNITY, community.name, community.id
    unit = need_institution(register, owner)
    return Level.UNIT, unit.name, unit.community_on(day(ruling.at))


def _tidy(line: CatalogueLine) -> CatalogueLine:
    return CatalogueLine(
        code=line.reach.written,
        name=one_line(line.name, "name", LONGEST, needed=True),
        action=line.action,
        indication=one_line(line.indication, "indication", LONGEST),
        admission=one_line(line.admission, "admission", LONGEST),
        standard=one_line(line.standard, "standard", LONGEST),
    )
