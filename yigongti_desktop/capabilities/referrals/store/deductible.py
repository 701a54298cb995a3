"""What a calculation of deductibles begins with: the county's rules, and the stays that a referral tells of."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.capabilities.referrals.model.deductible import Came
from yigongti_desktop.capabilities.referrals.model.deductible import Terms
from yigongti_desktop.capabilities.referrals.model.deductible import terms_on
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.storage import records


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """What is known before anybody types."""

    terms: Terms
    place: str
    patient: str = ""
    #: Where the patient stayed, and how they came there.
    stays: tuple[tuple[str, Came], ...] = ()


def begun(connection: Connection, own: str, referral: str, today: date) -> Begun:
    """Return what is known, of a referral or without one."""
    county = registry.the_county(connection)
    terms = terms_on(registry.Rules(connection), today, county.document if county else "")
    here = records.load(connection, registry.INSTITUTION, own)
    case = records.load(connection, REFERRAL, referral) if referral else None
    place = here.name if here else ""
    if case is None:
        return Begun(terms=terms, place=place)
    target = records.load(connection, registry.INSTITUTION, case.target)
    is_up = target is not None and target.kind in HOSPITALS
    stays = [(case.origin_name, Came.FIRST), (case.target_name, Came.UP if is_up else Came.DOWN)]
    if case.returned_at is not None:
        stays.append((case.origin_name, Came.DOWN))
    return Begun(terms=terms, place=place, patient=case.slip.patient.name, stays=tuple(stays))
