"""Referrals in the database, and what screens ask for."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.referrals.model.referral import OF_PERSON
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import awaited_by
from yigongti_desktop.capabilities.referrals.model.referral import posted
from yigongti_desktop.capabilities.referrals.model.referral import streams
from yigongti_desktop.capabilities.referrals.model.states import DOWN
from yigongti_desktop.capabilities.referrals.model.states import LIFECYCLE
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.tables.cases import referrals
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.facts import stamp

#: Under what drafts of slips are kept.
SLIP = "slip"


def _spellings(referral: Referral) -> set[str]:
    name = referral.slip.patient.name
    return (keys_of_name(name) | {sought(name), sought(referral.number)}) - {""}


REFERRAL = RecordKind(
    name="referral",
    record=Referral,
    table=referrals,
    streams=streams,
    topic="referrals",
    spellings=_spellings,
    called=lambda referral: f"{referral.slip.patient.name}　{referral.number}".strip(),
    has_trail=True,
    awaited_by=awaited_by,
    reached="referral.reached",
    postings=posted,
    helping=(OF_PERSON,),
)


#: Acts that are no news at the other side.
_NO_NEWS = frozenset({"referral.printed", "referral.reached", "referral.contract_noted", "referral.mended"})
_OVER = (State.CLOSED.value, State.WITHDRAWN.value)


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A referral in a list, with whether this desk still has something of it to send."""

    referral: Referral
    is_waiting: bool


def cases(connection: Connection, since: datetime | None = None) -> list[Case]:
    """Return the referrals sent since a moment and all that still owe something, the latest first."""
    query = select(referrals).order_by(func.coalesce(referrals.c.sent_at, "9999").desc(), referrals.c.id.desc())
    if since is not None:
        query = query.where((referrals.c.sent_at >= stamp(since)) | referrals.c.state.notin_(_OVER))
    waiting = pending.waiting(connection, REFERRAL.name)
    found = [records.from_row(REFERRAL, row) for row in connection.execute(query)]
    return [Case(referral=referral, is_waiting=referral.id in waiting) for referral in found]


def by_number(connection: Connection, number: str) -> Referral | None:
    """Return the referral of a printed number, or None."""
    row = connection.execute(select(referrals).where(referrals.c.number == number)).first()
    return None if row is None else records.from_row(REFERRAL, row)


def open_cases(connection: Connection) -> list[Referral]:
    """Return the referrals that still owe something."""
    query = select(referrals).where(referrals.c.state.notin_(_OVER)).order_by(referrals.c.id)
    return [records.from_row(REFERRAL, row) for row in connection.execute(query)]


def diagnosis_use(connection: Connection, most: int = 2000) -> Counter[str]:
    """Return how often each diagnosis stood on the latest slips of this desk."""
    query = select(referrals.c.slip).order_by(referrals.c.id.desc()).limit(most)
    return Counter(code for slip in connection.scalars(query) if (code := _code(slip)))


def lapsed(connection: Connection, today: str) -> list[str]:
    """Return the ids of referrals whose slip is no longer valid on the day and whose patient has not come.

    Which may lapse in either direction the lifecycles say: down, whom a unit has taken on does not, a visit is owed.
    """
    its = referrals.c
    up = its.state.in_(_may_lapse(LIFECYCLE)) & (its.is_down == 0)
    down = its.state.in_(_may_lapse(DOWN)) & (its.is_down == 1)
    query = select(its.id).where(up | down, its.valid_until < today)
    return list(connection.scalars(query))


def _may_lapse(moves: Lifecycle[State]) -> list[str]:
    return [state.value for state in State if moves.may("expire", state)]


class _Coded(msgspec.Struct):
    diagnosis_code: str = ""


_coded = msgspec.json.Decoder(_Coded)


def _code(slip: str) -> str:
    return _coded.decode(slip).diagnosis_code


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """One case with all that its panel shows."""

    referral: Referral
    steps: tuple[TrailEntry, ...]
    is_waiting: bool


def opened(connection: Connection, referral: str) -> Opened | None:
    """Return a case with its steps, or None."""
    found = records.load(connection, REFERRAL, referral)
    if found is None:
        return None
    waiting = pending.waiting(connection, REFERRAL.name)
    return Opened(referral=found, steps=trails.of_record(connection, referral), is_waiting=referral in waiting)


class DiagnosisUse(msgspec.Struct, frozen=True, kw_only=True):
    """A diagnosis with how often this desk has written it."""

    code: str
    name: str
    used: int


def find_diagnoses(connection: Connection, typed: str, most: int = 40) -> list[DiagnosisUse]:
    """Return diagnoses for what was typed, those that this desk writes most first; nothing typed gives those alone."""
    used = diagnosis_use(connection)
    if typed.strip():
        plain = half_width(typed).replace("†", "+")  # before the full stop of full width is taken for that of a name
        found = registry.find_inside(connection, registry.DIAGNOSIS, plain, most)
    else:
        listed = records.load_many(connection, registry.DIAGNOSIS, [code for code, _ in used.most_common(most)])
        found = list(listed.values())
    uses = [DiagnosisUse(code=one.id, name=one.name, used=used.get(one.id, 0)) for one in found]
    return sorted(uses, key=lambda use: -use.used)


def steps_of_others(connection: Connection, own: str, since: datetime) -> list[tuple[Referral, TrailEntry]]:
    """Return the steps that other institutions took on our cases since a moment, the latest first."""
    return trails.news(connection, REFERRAL, own, since, _NO_NEWS)


def sent_and_returned(connection: Connection, since: datetime) -> list[tuple[datetime | None, datetime | None]]:
    """Return when each case since a moment was sent and returned."""
    query = select(referrals.c.sent_at, referrals.c.returned_at).where(
        (referrals.c.sent_at >= stamp(since)) | (referrals.c.returned_at >= stamp(since))
    )
    return [(_moment(sent), _moment(returned)) for sent, returned in connection.execute(query)]


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
