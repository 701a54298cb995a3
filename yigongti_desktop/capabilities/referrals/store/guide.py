"""What a slip being written is told: by catalogue, list of infectious diseases, designated places, register."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.referrals.model.catalogue import Advice
from yigongti_desktop.capabilities.referrals.model.catalogue import advise
from yigongti_desktop.capabilities.referrals.model.infectious import Notifiable
from yigongti_desktop.capabilities.referrals.model.infectious import notifiable_of
from yigongti_desktop.capabilities.referrals.model.places import Place
from yigongti_desktop.capabilities.referrals.model.slip import listed_code
from yigongti_desktop.capabilities.referrals.store.catalogues import in_force
from yigongti_desktop.capabilities.referrals.store.places import offered
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Diagnosis
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import records

_MOST_NAMESAKES = 20
#: Shortest words that may be a code.
_CODE = 3


class Targets(msgspec.Struct, frozen=True, kw_only=True):
    """Where a unit may refer to beside the county's hospitals, and within how many hours an emergency is completed."""

    lead: str
    places: tuple[Place, ...]
    emergency_hours: int


class Guide(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a diagnosis as it stands in the form."""

    #: The diagnosis that a code means which was typed without being taken.
    meant: Diagnosis | None = None
    advice: Advice | None = None
    disease: Notifiable | None = None
    #: Steps of the county for an infectious patient, and where to telephone.
    procedure: tuple[str, ...] = ()
    phone: str = ""


def targets(connection: Connection, institution: str, on: date) -> Targets:
    """Return where a unit may refer to."""
    own = records.load(connection, registry.INSTITUTION, institution)
    community = records.load(connection, registry.COMMUNITY, own.community_on(on)) if own else None
    hours: int = rule(registry.Rules(connection), "referral.emergency_complete_hours", on, 24)
    return Targets(
        lead=community.lead if community else "", places=tuple(offered(connection, on)), emergency_hours=hours
    )


def guide(connection: Connection, institution: str, code: str, words: str, on: date) -> Guide:
    """Return what is said of a diagnosis on a day."""
    own = records.load(connection, registry.INSTITUTION, institution)
    meant = None if code else _meant(connection, words)
    code = code or (meant.id if meant else "")
    rules = registry.Rules(connection)
    disease = notifiable_of(rules, code, words, on)
    steps: list[Any] = rule(rules, "referral.infectious_procedure", on, []) if disease else []
    return Guide(
        meant=meant,
        advice=advise(in_force(connection, own, on), code) if own and code else None,
        disease=disease,
        procedure=tuple(str(step) for step in steps),
        phone=rule(rules, "referral.infectious_phone", on, "") if disease else "",
    )


def namesakes(connection: Connection, name: str, birth: date) -> list[Resident]:
    """Return the residents of one name and one day of birth."""
    table = registry.RESIDENT.table.c
    same = (table.name == clean_name(name)) & (table.birth == birth.isoformat()) & (table.merged_into == "")
    query = select(registry.RESIDENT.table).where(same).order_by(table.id).limit(_MOST_NAMESAKES)
    return [records.from_row(registry.RESIDENT, row) for row in connection.execute(query)]


class _Diagnoses:
    """The county's diagnoses, as rules look them up."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, kind: str, record: str) -> Any | None:
        """Return a diagnosis, or None."""
        return records.load(self._connection, registry.DIAGNOSIS, record) if kind == registry.DIAGNOSIS.name else None


def _meant(connection: Connection, words: str) -> Diagnosis | None:
    """Return the diagnosis that words are the code of; None where they are none."""
    if len(words.strip()) < _CODE:
        return None
    known = _Diagnoses(connection)
    try:
        found: Diagnosis | None = known.get(registry.DIAGNOSIS.name, listed_code(known, words))
    except Refused:
        return None
    return found
