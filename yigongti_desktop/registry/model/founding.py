"""Found a county from its file: communities, institutions, townships and rules as records.

The files under resources/counties hold facts of the published documents; a county adds its own by the hub.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any
from typing import TypeVar

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.county import THE_COUNTY
from yigongti_desktop.registry.model.county import County
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.model.institution import Community
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.registry.model.institution import Membership
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.institution import Township

R = TypeVar("R", bound=Record)
_ALWAYS = date(2000, 1, 1)


def found(file: Mapping[str, Any], national: Mapping[str, Any], resident_key: str) -> dict[str, list[Record]]:
    """Return the records of a county by kind.

    Raises:
        Refused: county_file, with what is wrong in it.
    """
    try:
        since: date = file["since"]
        county = _sound(_county(file, national, resident_key))
        communities = [_sound(_community(entry)) for entry in file["communities"]]
        institutions = [_sound(_institution(entry, since)) for entry in file.get("institutions", ())]
        townships = [_sound(_township(entry, since)) for entry in file.get("townships", ())]
        rules = [_sound(rule) for rule in _rules(national.get("rules", ()), file.get("rules", ()))]
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("county_file", part=str(error)) from None
    for wrong in _misfits(county, communities, institutions, townships):
        raise Refused("county_file", part=wrong)
    return {
        "county": [county],
        "community": [*communities],
        "institution": [*institutions],
        "township": [*townships],
        "rule": [*rules],
    }


def _sound(record: R) -> R:
    """Return the record with every value of its own type; a date may stand as text."""
    return msgspec.convert(msgspec.to_builtins(record), type(record))


def _county(file: Mapping[str, Any], national: Mapping[str, Any], resident_key: str) -> County:
    return County(
        id=THE_COUNTY,
        slug=file["slug"],
        name=file["name"],
        province=file["province"],
        code=file["code"],
        document=file.get("document", ""),
        terms=dict(file.get("terms", {})),
        departments=tuple(file.get("departments", national.get("departments", ()))),
        resident_key=resident_key,
    )


def _community(entry: Mapping[str, Any]) -> Community:
    return Community(
        id=entry["id"], name=entry["name"], lead=entry["lead"], declared_members=entry.get("declared_members", 0)
    )


def _institution(entry: Mapping[str, Any], since: date) -> Institution:
    return Institution(
        id=entry["id"],
        name=entry["name"],
        added_name=entry.get("added_name", ""),
        place=entry["place"],
        kind=InstitutionKind(entry["kind"]),
        status=Status(entry.get("status", "active")),
        memberships=(Membership(community=entry["community"], since=entry.get("since", since)),),
        township=entry.get("township", ""),
    )


def _township(entry: Mapping[str, Any], since: date) -> Township:
    return Township(
        id=entry["code"],
        name=entry["name"],
        memberships=(Membership(community=entry["community"], since=entry.get("since", since)),),
    )


def _rules(national: Iterable[Mapping[str, Any]], own: Iterable[Mapping[str, Any]]) -> list[Rule]:
    """Return the rules; a county's own value of a national rule is one more version, which wins by its date."""
    versions: dict[str, list[RuleVersion]] = {}
    for entry in (*national, *own):
        version = RuleVersion(
            value=entry["value"],
            since=entry.get("since", _ALWAYS),
            until=entry.get("until"),
            source=entry.get("source", ""),
        )
        versions.setdefault(entry["name"], []).append(version)
    return [Rule(id=name, versions=tuple(found)) for name, found in versions.items()]


def _misfits(
    county: County,
    communities: Sequence[Community],
    institutions: Sequence[Institution],
    townships: Sequence[Township],
) -> Iterator[str]:
    """Return the names and codes that do not fit the others."""
    if not re.fullmatch("[0-9]{6}", county.code):
        yield f"code {county.code}"
    areas = [area.id for area in townships]
    for names in ([c.id for c in communities], [i.id for i in institutions], [i.place for i in institutions], areas):
        yield from (name for name, count in Counter(names).items() if count > 1)
    known = {community.id for community in communities}
    placed: list[Institution | Township] = [*institutions, *townships]
    for one in placed:
        if not {membership.community for membership in one.memberships} <= known:
            yield one.id
    for code in (*areas, *(i.township for i in institutions if i.township)):
        if not re.fullmatch(f"{county.code}[0-9]{{3}}", code):
            yield code
    members = {(membership.community, i.id) for i in institutions for membership in i.memberships}
    yield from (community.id for community in communities if (community.id, community.lead) not in members)
