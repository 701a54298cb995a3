"""Referrals in the database, and what screens ask for."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import awaited_by
from yigongti_desktop.capabilities.referrals.model.referral import streams
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.tables import referrals
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.facts import stamp


def _spellings(referral: Referral) -> set[str]:
    name = referral.slip.patient.name
    return keys_of_name(name) | {name, referral.number.lower()} - {""}


REFERRAL = RecordKind(
    name="referral",
    record=Referral,
    table=referrals,
    streams=streams,
    topic="referrals",
    spellings=_spellings,
    has_trail=True,
    awaited_by=awaited_by,
    reached="referral.reached",
)


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A referral in a list, with whether this desk still has something of it to send."""

    referral: Referral
    is_waiting: bool


def cases(connection: Connection, since: datetime | None = None) -> list[Case]:
    """Return the referrals sent since a moment and all drafts, the latest first."""
    query = select(referrals).order_by(func.coalesce(referrals.c.sent_at, "9999").desc(), referrals.c.id.desc())
    if since is not None:
        query = query.where((referrals.c.sent_at >= stamp(since)) | (referrals.c.state == State.DRAFT.value))
    waiting = pending.waiting(connection, REFERRAL.name)
    found = [records.from_row(REFERRAL, row) for row in connection.execute(query)]
    return [Case(referral=referral, is_waiting=referral.id in waiting) for referral in found]


def by_number(connection: Connection, number: str) -> Referral | None:
    """Return the referral of a printed number, or None."""
    row = connection.execute(select(referrals).where(referrals.c.number == number)).first()
    return None if row is None else records.from_row(REFERRAL, row)


def open_cases(connection: Connection) -> list[Referral]:
    """Return the referrals that still owe something."""
    done = [State.CLOSED.value, State.WITHDRAWN.value]
    query = select(referrals).where(referrals.c.state.notin_(done)).order_by(referrals.c.id)
    return [records.from_row(REFERRAL, row) for row in connection.execute(query)]


def diagnosis_use(connection: Connection, most: int = 2000) -> Counter[str]:
    """Return how often each diagnosis stood on the latest slips of this desk."""
    query = select(referrals.c.slip).order_by(referrals.c.id.desc()).limit(most)
    return Counter(code for slip in connection.scalars(query) if (code := _code(slip)))


def lapsed(connection: Connection, today: str) -> list[str]:
    """Return the ids of referrals whose slip is no longer valid on the day and whose patient has not come."""
    waiting = [State.SENT.value, State.REDIRECTED.value, State.ACCEPTED.value]
    query = select(referrals.c.id).where(referrals.c.state.in_(waiting), referrals.c.valid_until < today)
    return list(connection.scalars(query))


class _Coded(msgspec.Struct):
    diagnosis_code: str = ""


_coded = msgspec.json.Decoder(_Coded)


def _code(slip: str) -> str:
    return _coded.decode(slip).diagnosis_code
