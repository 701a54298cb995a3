"""Whom the lead hospital could send: its people by name, each with what the rules would say to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.capabilities.staffing.model.posting_kinds import UPWARD
from yigongti_desktop.capabilities.staffing.model.posting_moves import Arrangement
from yigongti_desktop.capabilities.staffing.model.posting_moves import arrange
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.service import agreements
from yigongti_desktop.capabilities.staffing.service import postings
from yigongti_desktop.capabilities.staffing.store.postings import POSTING
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.service import acts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import Reaction
from yigongti_desktop.storage.catalogue import make_catalogue
from yigongti_desktop.storage.unit_of_work import Shelf

#: What no candidate is refused for: it is written down when somebody has been chosen.
_LATER = "—"
_MOST = 60
#: Those who are sent; others of the hospital are found by their name.
_SENT = frozenset({Profession.DOCTOR, Profession.NURSE, Profession.PHARMACIST, Profession.PUBLIC_HEALTH})


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who could be sent."""

    staff: str
    name: str
    level: Level
    department: str
    #: Protected times that fall into the days: pregnancy, nursing.
    protected: tuple[str, ...] = ()
    #: Code and facts of what the rules say no for; empty where they say yes.
    code: str = ""
    facts: dict[str, object] = {}


def candidates(connection: Connection, posting: str, typed: str, actor: Actor, now: datetime) -> list[Candidate]:
    """Return who could be sent on the days of a posting, those whom nothing stands in the way of first.

    Without anything typed they are those of the professions that are sent, of the hospital or the unit.
    """
    known = records.load(connection, POSTING, posting)
    if known is None:
        return []
    judge = Ruling(event="", record=posting, actor=actor, at=now, register=Shelf(connection, _KNOWN))
    home = known.unit if known.kind in UPWARD else known.lead
    people = registry.find(connection, registry.STAFF, typed, _MOST) if typed.strip() else _usual(connection)
    found = [_candidate(known, one, judge) for one in people if one.home_on(known.since) == home or typed.strip()]
    return sorted(found, key=lambda one: (bool(one.code), bool(one.protected), -one.level.rank, one.name))[:_MOST]


def _usual(connection: Connection) -> list[Staff]:
    return [one for one in registry.everything(connection, registry.STAFF) if one.profession in _SENT]


def _candidate(posting: Posting, staff: Staff, judge: Ruling) -> Candidate:
    code, facts = "", dict[str, object]()
    wanted = Arrangement(
        staff=staff.id, since=posting.since, until=posting.until, approval=_LATER, why_short=posting.why_short or _LATER
    )
    try:
        arrange(posting, wanted, judge)
    except Refused as fault:
        code, facts = fault.code, fault.facts
    days = (posting.since, posting.until)
    periods = {one.kind.value for one in staff.periods if one.since <= days[1] and days[0] <= (one.until or days[1])}
    place = staff.place_on(posting.since)
    return Candidate(
        staff=staff.id,
        name=staff.name,
        level=staff.title_on(posting.since),
        department=place.department if place else "",
        protected=tuple(sorted(periods)),
        code=code,
        facts=facts,
    )


def _nothing(*_act: object) -> Iterable[Reaction]:
    return ()


_KNOWN = make_catalogue((acts.SLICE, agreements.SLICE, postings.SLICE), _nothing)
