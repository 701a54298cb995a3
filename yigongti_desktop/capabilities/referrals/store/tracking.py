"""What the screens of tracking ask for: county lists, whom to propose, cases of one person."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.referrals.model.listed import DECLINE_REASONS
from yigongti_desktop.capabilities.referrals.model.listed import DOWN_CLASSES
from yigongti_desktop.capabilities.referrals.model.listed import Listed
from yigongti_desktop.capabilities.referrals.model.listed import listed
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.capabilities.referrals.tables.cases import referrals
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import records

_MOST = 20


class Lists(msgspec.Struct, frozen=True, kw_only=True):
    """What is chosen from: the county's lists, and who may take a patient on."""

    reasons: tuple[Listed, ...] = ()
    classes: tuple[Listed, ...] = ()
    #: Units first, then hospitals, which may be of rehabilitation or nursing (REF-30).
    takers: tuple[Institution, ...] = ()


class Persons(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a few letters may mean."""

    residents: tuple[Resident, ...]
    #: The latest case of each patient who is meant.
    cases: tuple[Referral, ...]


def lists(connection: Connection, own: str, on: date) -> Lists:
    """Return what is chosen from at an institution on a day."""
    rules = registry.Rules(connection)
    units = registry.units(connection, own)
    known = {one.id for one in units}
    every = registry.everything(connection, registry.INSTITUTION)
    others = [one for one in every if one.id != own and one.id not in known and one.status is Status.ACTIVE]
    return Lists(
        reasons=listed(rules, DECLINE_REASONS, on),
        classes=listed(rules, DOWN_CLASSES, on),
        takers=(*units, *sorted(others, key=lambda one: one.name)),
    )


def find_persons(connection: Connection, typed: str) -> Persons:
    """Return residents and patients of cases whose names begin as typed."""
    residents = registry.find(connection, registry.RESIDENT, typed, _MOST)
    known = {one.id for one in residents}
    latest: dict[str, Referral] = {}
    for case in sorted(registry.find(connection, REFERRAL, typed, _MOST), key=lambda one: one.id):
        patient = case.slip.patient
        if patient.resident not in known or not patient.resident:
            latest[patient.resident or f"{patient.name} {patient.birth}"] = case
    return Persons(residents=tuple(residents), cases=tuple(latest.values()))


def one_case(connection: Connection, referral: str) -> Referral | None:
    """Return a case, or None."""
    return records.load(connection, REFERRAL, referral)


def trackers(connection: Connection) -> frozenset[str]:
    """Return the accounts that follow the open cases of this desk, whosever people they are."""
    over = [state.value for state in ENDED]
    query = select(referrals.c.tracker).where(referrals.c.state.notin_(over), referrals.c.tracker != "").distinct()
    return frozenset(connection.scalars(query))


def cases_of(connection: Connection, residents: frozenset[str]) -> list[Referral]:
    """Return the cases of somebody that this desk sees, by any of their records in the register, the latest first."""
    its = func.json_extract(referrals.c.slip, "$.patient.resident")
    query = select(referrals).where(its.in_(sorted(residents))).order_by(referrals.c.id.desc())
    return [records.from_row(REFERRAL, row) for row in connection.execute(query)]
