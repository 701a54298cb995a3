"""What a staffing office settles for its postings, which rule judges it, and what its page lists."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.capabilities.staffing.messages import posting_terms as m
from yigongti_desktop.capabilities.staffing.model import posting_terms as model
from yigongti_desktop.capabilities.staffing.model.posting_terms import PostingTerms
from yigongti_desktop.capabilities.staffing.model.posting_terms import PostingWay
from yigongti_desktop.capabilities.staffing.service.posting_year import base_units
from yigongti_desktop.capabilities.staffing.store.posting_terms import TERMS
from yigongti_desktop.capabilities.staffing.store.posting_terms import WAY
from yigongti_desktop.capabilities.staffing.store.posting_terms import terms_of
from yigongti_desktop.capabilities.staffing.store.posting_terms import ways_of
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import pending
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_OFFICE = frozenset({Role.STAFFING_OFFICE})

WAY_SETTLED = EventKind(
    name="posting_way.settled",
    body=m.WaySettled,
    of=WAY,
    decide=lambda now, body, ruling: model.settle_way(now, body.unit, body.changes, ruling),
    roles=_OFFICE,
)
#: Its trail does not say what was settled: that is private.
TERMS_SETTLED = EventKind(
    name="posting_terms.settled",
    body=m.TermsSettled,
    of=TERMS,
    decide=lambda now, body, ruling: model.settle_terms(now, body.person, body.changes, ruling),
    roles=_OFFICE,
)


class TermsRow(msgspec.Struct, frozen=True, kw_only=True):
    """A doctor of the lead hospital, with the terms on which they are sent."""

    staff: Staff
    terms: PostingTerms
    #: Names of the units and of the person that are named, and of those who named this one.
    near: str = ""
    barred: tuple[str, ...] = ()
    apart: str = ""
    named_by: tuple[str, ...] = ()
    is_waiting: bool = False


class UnitWay(msgspec.Struct, frozen=True, kw_only=True):
    """A unit and how far it is, in kilometres; 0 where that is not known."""

    unit: str
    name: str
    kilometres: int


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What the page lists: the doctors and the units, by name."""

    doctors: tuple[TermsRow, ...]
    units: tuple[UnitWay, ...]


def settle_ways(uow: UnitOfWork, command: m.SettleWays) -> PostingWay | None:
    """Settle how far units are, all or none; return the last of them. An answered refusal leaves the list."""
    after = None
    for unit, (seen, new) in sorted(command.ways.items()):
        body = m.WaySettled(unit=unit, changes={"kilometres": (seen, new)})
        after = uow.emit(WAY_SETTLED, model.way_id(uow.actor.institution, unit), body, answers=command.answers)
    if command.answers:
        outbox.settle(uow.connection, command.answers)
    return after


def settle_terms(uow: UnitOfWork, command: m.SettleTerms) -> PostingTerms:
    """Settle fields of somebody's terms; an answered refusal leaves the list."""
    record = model.terms_id(uow.actor.institution, command.person)
    body = m.TermsSettled(person=command.person, changes=command.changes)
    after = uow.emit(TERMS_SETTLED, record, body, answers=command.answers)
    if command.answers:
        outbox.settle(uow.connection, command.answers)
    return after


def listed(connection: Connection, lead: str, now: datetime) -> Terms:
    """Return the doctors whom a lead hospital employs with their terms, and its units with how far they are."""
    today = day(now)
    known, ways = terms_of(connection, lead), ways_of(connection, lead)
    units = {one.id: one.name for one in base_units(connection, lead, today) if one.id != lead}
    everybody = {one.id: one for one in registry.everything(connection, registry.STAFF)}
    waiting = pending.waiting(connection, TERMS.name)

    def person(one: str) -> str:
        return everybody[one].name if one in everybody else "不在名册上的人"

    def unit(one: str) -> str:
        found = units.get(one) or next(iter(_names(connection, one)), "")
        return found or "不在名录里的单位"

    doctors = []
    for one in everybody.values():
        if one.profession is not Profession.DOCTOR or one.home_on(today) != lead:
            continue
        its = known.get(one.id) or PostingTerms(id=model.terms_id(lead, one.id), lead=lead, person=one.id)
        doctors.append(
            TermsRow(
                staff=one,
                terms=its,
                near=unit(its.near) if its.near else "",
                barred=tuple(map(unit, its.barred)),
                apart=person(its.apart) if its.apart else "",
                named_by=tuple(person(other) for other, each in known.items() if each.apart == one.id),
                is_waiting=its.id in waiting,
            )
        )
    return Terms(
        doctors=tuple(sorted(doctors, key=lambda row: (row.staff.name, row.staff.id))),
        units=tuple(
            UnitWay(unit=one, name=name, kilometres=ways[one].kilometres if one in ways else 0)
            for one, name in sorted(units.items(), key=lambda pair: pair[1])
        ),
    )


def _names(connection: Connection, unit: str) -> list[str]:
    return [one.name for one in registry.everything(connection, registry.INSTITUTION) if one.id == unit]


SLICE = Slice(
    records=(WAY, TERMS),
    events=(WAY_SETTLED, TERMS_SETTLED),
    commands=(
        CommandKind(command=m.SettleWays, handle=settle_ways, roles=_OFFICE),
        CommandKind(command=m.SettleTerms, handle=settle_terms, roles=_OFFICE),
    ),
)
