"""What a resident and a team agree on, and what follows from it: the agreement, its team, its packages as they are now.

FDC-14 (packages and who pays them), FDC-15 (the team on the signing day).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.model.contract import Agreement
from yigongti_desktop.capabilities.contracts.model.contract import Taken
from yigongti_desktop.capabilities.contracts.model.contract import Way
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.team import need_fit
from yigongti_desktop.capabilities.contracts.model.terms import Term
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.institution import need_institution

#: An agreement may be written down so many days after it was signed.
_MOST_DAYS_LATE = 366
LONGEST_LINE = 200
_MOST_PACKAGES = 20


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """What a resident and a team agree on."""

    #: Number of the agreement; members of a household that sign together bear one.
    number: str
    resident: str
    team: str
    #: Ids of packages.
    packages: tuple[str, ...]
    years: int = 1
    signed_on: date
    #: First day; None for the day of signing, and of a renewal always the day after the term before.
    since: date | None = None
    way: Way = Way.PAPER
    signer: str = ""
    signer_relation: str = ""
    consent: str = ""
    signature: str = ""
    remark: str = ""
    #: Number of the agreement that the resident leaves for this one, at whatever unit it is, and why they do.
    takes_over: str = ""
    takes_reason: str = ""


def agreement_of(agreed: Agreed, term: Term, ruling: Ruling) -> Agreement:
    """Return the agreement for a term, checked as on its signing day.

    Raises:
        Refused: day_after, day_before, package_unknown, package_not_offered, packages_number, field_empty, field_long,
            and what a team may lack.
    """
    today = day(ruling.at)
    if agreed.signed_on > today:
        raise Refused("day_after", field="signed_on", most=today.isoformat())
    if agreed.signed_on < (least := today - timedelta(days=_MOST_DAYS_LATE)):
        raise Refused("day_before", field="signed_on", least=least.isoformat())
    own = need_institution(ruling.register, ruling.actor.institution)
    return Agreement(
        number=line_of(agreed.number, "number", needed=True),
        packages=_taken(agreed.packages, own.community_on(term.since), term.since, ruling.register),
        since=term.since,
        until=term.until,
        anchor=term.anchor,
        signed_on=agreed.signed_on,
        signed_by=ruling.actor.name,
        way=agreed.way,
        signer=line_of(clean_name(agreed.signer), "signer"),
        signer_relation=line_of(agreed.signer_relation, "signer_relation", needed=bool(agreed.signer.strip())),
        consent=line_of(agreed.consent, "consent"),
        signature=line_of(agreed.signature, "signature"),
        remark=line_of(agreed.remark, "remark"),
        **of_team(agreed.team, agreed.signed_on, ruling),
    )


def of_team(team: str, on: date, ruling: Ruling) -> dict[str, Any]:
    """Return what an agreement says of a team that may sign on a day."""
    found = need_fit(ruling.register, team, ruling.actor.institution, on)
    leader = found.leader(on)
    return {
        "institution": found.institution,
        "institution_name": found.institution_name,
        "team": found.id,
        "team_name": found.name,
        "doctor": leader.name if leader else "",
    }


def _taken(packages: Iterable[str], community: str, on: date, register: Lookup) -> tuple[Taken, ...]:
    wanted = tuple(dict.fromkeys(packages))
    if not 0 < len(wanted) <= _MOST_PACKAGES:
        raise Refused("packages_number", most=_MOST_PACKAGES)
    found = []
    for one in wanted:
        package: Package | None = register.get("package", one)
        if package is None or package.community != community:
            raise Refused("package_unknown")
        if not package.offered(on):
            raise Refused("package_not_offered", package=package.name, on=on.isoformat())
        its = {field: getattr(package, field) for field in Taken.__struct_fields__ if field != "package"}
        found.append(Taken(package=package.id, **its))
    return tuple(found)


def line_of(text: str, field: str, *, needed: bool = False) -> str:
    """Return a text in one line.

    Raises:
        Refused: field_empty, field_long.
    """
    return one_line(text, field, LONGEST_LINE, needed=needed)
