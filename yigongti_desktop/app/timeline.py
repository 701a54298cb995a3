"""What happened to one resident everywhere, as far as this desk may see it: referrals, visits, services, moves.

Nothing is asked of the hub for it: a desk holds what its institution may see, and no more (least sight).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.one_person import records_of
from yigongti_desktop.capabilities.contracts.store import services
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.persons import of_person
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.store import FOLLOW_UP
from yigongti_desktop.capabilities.followups.store import of_source
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.store import tracking
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.service import people
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails

_KINDS: dict[str, Any] = {"resident": registry.RESIDENT, "contract": CONTRACT, "follow_up": FOLLOW_UP}
#: Steps of a case that say something of the patient.
_TOLD = frozenset(
    {
        "referral.sent",
        "referral.sent_down",
        "referral.accepted",
        "referral.taken_on",
        "referral.declined",
        "referral.turned_down",
        "referral.redirected",
        "referral.retargeted",
        "referral.turned_up",
        "referral.taken_over",
        "referral.arrived",
        "referral.received",
        "referral.returned",
        "referral.expired",
        "referral.closed",
        "referral.withdrawn",
        "referral.died",
        "referral.death_noted",
        "referral.reopened",
    }
)


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a resident."""

    id: str
    on: date
    #: What it was: the code of an act, or a word.
    what: str
    #: Name of the institution.
    where: str = ""
    note: str = ""
    #: Where more of it stands: a page and a record; empty for none.
    page: str = ""
    record: str = ""


class Life(msgspec.Struct, frozen=True, kw_only=True):
    """A resident with what happened to them, the latest first."""

    resident: str
    name: str
    moments: tuple[Moment, ...]


def life_of(connection: Any, resident: str) -> Life | None:
    """Return what this desk may see of a resident, by any of their records, or None for somebody whom nobody knows."""
    kept = people.kept_of(connection, resident)
    same = frozenset(records_of(kept, _Register(connection)) if kept else ()) | {resident}
    cases = tracking.cases_of(connection, same)
    if kept is None and not cases:
        return None
    names = registry.names_of_institutions(connection)
    found = [
        *_of_cases(connection, cases, names),
        *_of_visits(connection, cases, names),
        *(_of_services(connection, of_person(connection, resident), names)),
        *(_of_moves(connection, kept, names) if kept else ()),
    ]
    name = kept.name if kept else cases[0].slip.patient.name
    return Life(
        resident=resident, name=name, moments=tuple(sorted(found, key=lambda one: (one.on, one.id), reverse=True))
    )


class _Register:
    """Residents as rules look at them."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def get(self, kind: str, record: str) -> Any | None:
        """Return the current record, or None."""
        return records.load(self._connection, _KINDS[kind], record)


def _of_cases(connection: Any, cases: list[Referral], names: dict[str, str]) -> Iterable[Moment]:
    for case, steps in zip(cases, (trails.of_record(connection, case.id) for case in cases), strict=True):
        for place, step in enumerate(steps):
            if step.act in _TOLD and not step.code:
                note = case.slip.impression if step.act in {"referral.sent", "referral.sent_down"} else step.note
                yield Moment(
                    id=f"{case.id} {place:04d}",
                    on=day(step.hub_at or step.at),
                    what=step.act,
                    where=names.get(step.institution, ""),
                    note=f"{note}　{case.number}" if step.act in {"referral.sent", "referral.sent_down"} else note,
                    page="referrals",
                    record=case.id,
                )


def _of_visits(connection: Any, cases: list[Referral], names: dict[str, str]) -> Iterable[Moment]:
    for case in cases:
        for visit in of_source(connection, case.id):
            yield _of_visit(visit, names)


def _of_visit(visit: FollowUp, names: dict[str, str]) -> Moment:
    is_done = visit.done_at is not None
    return Moment(
        id=visit.id,
        on=day(visit.done_at) if visit.done_at else visit.due,
        what="follow_up.recorded" if is_done else "待访" if visit.state.value == "open" else "follow_up.dropped",
        where=names.get(visit.institution, ""),
        note=visit.result if is_done else visit.about,
        page="followups",
        record=visit.id,
    )


def _of_services(connection: Any, contract: Contract | None, names: dict[str, str]) -> Iterable[Moment]:
    if contract is None:
        return
    for agreement in contract.agreements:
        yield Moment(
            id=f"{contract.id} {agreement.number}",
            on=agreement.since,
            what="签约",
            where=names.get(agreement.institution, ""),
            note=agreement.number,
            page="contracts",
            record=contract.id,
        )
    for service in services.of_contract(connection, contract.id):
        yield Moment(
            id=service.id,
            on=service.done_on,
            what="履约服务",
            where=names.get(service.institution, ""),
            note=service.item_name,
            page="services",
            record=service.id,
        )


def _of_moves(connection: Any, resident: Resident, names: dict[str, str]) -> Iterable[Moment]:
    for move in registry.transfers_of(connection, resident.id):
        yield Moment(
            id=move.id,
            on=day(move.at),
            what="迁移",
            where=names.get(move.receiver, ""),
            note=f"{names.get(move.giver, '')} 转出　{move.reason}",
            page="residents",
            record=resident.id,
        )
