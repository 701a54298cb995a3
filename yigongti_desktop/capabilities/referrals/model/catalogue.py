"""转诊病种目录: which diseases a unit keeps, refers up or out, and by which indications (REF-04, 22, 24, 29, 31).

The county has one as the default, a community and a unit may have their own. Of all that are in force on a day and
speak of a disease, the strictest counts: who keeps is stricter than who refers up, who refers up than who refers out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec

from yigongti_desktop.capabilities.referrals.model.codes import Reach
from yigongti_desktop.capabilities.referrals.model.codes import parts
from yigongti_desktop.capabilities.referrals.model.codes import read_reach
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.institution import Institution

#: Owner of the county's own catalogue.
COUNTY = "county"
#: Lines that one catalogue may have.
MOST_LINES = 2000


class Action(StrEnum):
    """留治, 上转, 转外; the strictest first."""

    KEEP = "keep"
    UP = "up"
    OUT = "out"


class Level(StrEnum):
    """Whose catalogue it is, from the widest to the nearest."""

    COUNTY = "county"
    COMMUNITY = "community"
    UNIT = "unit"


class CatalogueLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a catalogue says of a disease; the three standards of REF-24 in words."""

    #: A code, the beginning of codes, or a range: I10.x00x002, I63, I60-I69.
    code: str
    name: str
    action: Action
    #: 转诊指征.
    indication: str = ""
    #: 出入院标准.
    admission: str = ""
    #: 双向转诊标准、流程.
    standard: str = ""

    @property
    def reach(self) -> Reach:
        """Return which diagnoses it speaks of."""
        return read_reach(self.code)


class ReferralCatalogue(Record, frozen=True, kw_only=True):
    """One version of a catalogue; it holds from its day until the next version of its owner begins."""

    level: Level
    #: "county", a community, or an institution.
    owner: str
    owner_name: str
    #: Community whose desks have it; empty for the whole county.
    community: str = ""
    title: str
    #: 文号, and who issued it (REF-31).
    document: str
    issuer: str
    since: date
    lines: tuple[CatalogueLine, ...]
    published_by: str = ""
    published_at: datetime
    #: Why it was taken back before its day.
    withdrawn: str = ""


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """What the catalogue in force says of a diagnosis, with where it stands."""

    action: Action
    code: str
    name: str
    indication: str = ""
    admission: str = ""
    standard: str = ""
    #: Id, title, 文号 and issuer of the version.
    catalogue: str
    title: str
    document: str
    issuer: str
    since: date


def account(owner: str) -> str:
    """Return where the versions of an owner are noted, so that a judge finds them."""
    return f"referral.catalogue.{owner}"


def posted(catalogue: ReferralCatalogue) -> tuple[tuple[str, int], ...]:
    """Return the mark by which a version is found: the number of the day from which it holds."""
    return () if catalogue.withdrawn else ((account(catalogue.owner), catalogue.since.toordinal()),)


def streams(catalogue: ReferralCatalogue) -> frozenset[str]:
    """Return who has it: every desk of the county, or of the community it belongs to."""
    if catalogue.level is Level.COUNTY or not catalogue.community:
        return frozenset({"county"})
    return frozenset({f"community:{catalogue.community}"})


def owners(institution: Institution, day: date) -> tuple[str, ...]:
    """Return whose catalogues count for a unit, the widest first."""
    return tuple(owner for owner in (COUNTY, institution.community_on(day), institution.id) if owner)


def version_in_force(register: Books, owner: str, day: date) -> str:
    """Return the id of the owner's version in force on a day; empty where there is none."""
    begun = [(first, one) for one, first in register.posted(account(owner)).items() if 0 < first <= day.toordinal()]
    return max(begun, default=(0, ""))[1]


def versions_in_force(register: Books, institution: Institution, day: date) -> tuple[str, ...]:
    """Return the ids of all versions that count for a unit on a day, the widest first."""
    found = (version_in_force(register, owner, day) for owner in owners(institution, day))
    return tuple(one for one in found if one)


def advise(catalogues: Iterable[ReferralCatalogue], code: str) -> Advice | None:
    """Return what versions in force say of a diagnosis; None where none speaks of it.

    Args:
        catalogues: the widest first.
        code: of the diagnosis; of a dagger–asterisk pair, either half is looked for.
    """
    said = [(one, line) for one in catalogues if (line := line_for(one.lines, code)) is not None]
    if not said:
        return None
    ranks = list(Action)
    strictest = min(ranks.index(line.action) for _, line in said)
    catalogue, line = [pair for pair in said if ranks.index(pair[1].action) == strictest][-1]
    return Advice(
        action=line.action,
        code=line.code,
        name=line.name,
        indication=line.indication,
        admission=line.admission,
        standard=line.standard,
        catalogue=catalogue.id,
        title=catalogue.title,
        document=catalogue.document,
        issuer=catalogue.issuer,
        since=catalogue.since,
    )


def advice_of(register: Books, institution: Institution, code: str, day: date) -> Advice | None:
    """Return what is in force for a unit on a day of a diagnosis, as a judge knows it (REF-04, REF-22)."""
    if not code:
        return None
    found = (register.get("referral_catalogue", one) for one in versions_in_force(register, institution, day))
    return advise([one for one in found if one is not None], code)


def line_for(lines: Iterable[CatalogueLine], code: str) -> CatalogueLine | None:
    """Return the line that speaks of a diagnosis most closely; of a pair, what causes the disease comes first."""
    known = [(line.reach, line) for line in lines]
    for part in parts(code):
        fit = [(reach, line) for reach, line in known if reach.low <= part <= reach.end]
        inner = [line for reach, line in fit if not any(reach.holds(other) and reach != other for other, _ in fit)]
        if inner:
            return inner[0]
    return None
