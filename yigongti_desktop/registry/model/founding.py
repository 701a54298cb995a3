"""Found a county from its file: communities, institutions, townships and rules as records.

The files under resources/counties hold facts of the published documents; a county adds its own by the hub.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from typing import Any

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

_ALWAYS = date(2000, 1, 1)


def found(file: Mapping[str, Any], national: Mapping[str, Any], resident_key: str) -> dict[str, list[Record]]:
    """Return the records of a county by kind.

    Raises:
        Refused: county_file, with what is wrong in it.
    """
    try:
        since: date = file["since"]
        records: dict[str, list[Record]] = {
            "county": [_county(file, national, resident_key)],
            "community": [_community(entry) for entry in file["communities"]],
            "institution": [_institution(entry, since) for entry in file.get("institutions", ())],
            "township": [_township(entry, since) for entry in file.get("townships", ())],
            "rule": _rules(national.get("rules", ()), file.get("rules", ())),
        }
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("county_file", part=str(error)) from None
    _check(records)
    return records


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


def _rules(national: Iterable[Mapping[str, Any]], own: Iterable[Mapping[str, Any]]) -> list[Record]:
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


def _check(records: Mapping[str, Iterable[Record]]) -> None:
    communities = {record.id for record in records["community"]}
    institutions: dict[str, Institution] = {}
    places: set[str] = set()
    for record in records["institution"]:
        if not isinstance(record, Institution):
            raise TypeError(type(record))
        if record.id in institutions or record.place in places:
            raise Refused("county_file", part=record.id)
        if not {m.community for m in record.memberships} <= communities:
            raise Refused("county_file", part=record.id)
        institutions[record.id] = record
        places.add(record.place)
    for community in records["community"]:
        if isinstance(community, Community) and community.lead not in institutions:
            raise Refused("county_file", part=community.id)
