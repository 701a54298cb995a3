"""What a family doctor has to decide of agreements: who moved away, gave way, was served after a death, was split."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from datetime import timedelta
from enum import StrEnum

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.capabilities.contracts.tables.contracts import agreements
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.notices import store as notices
from yigongti_desktop.notices.model import Notice
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry import tables as registers
from yigongti_desktop.registry.model.transfer import Transfer
from yigongti_desktop.registry.service import people
from yigongti_desktop.storage import records

#: What came to an end is asked about for so many days.
_DAYS = 30


class Why(StrEnum):
    """What has to be decided."""

    #: The resident is another unit's now, while the agreement still stands here.
    MOVED = "moved"
    #: The resident was registered twice, and this agreement gave way to the one signed first.
    GAVE_WAY = "gave_way"
    #: A service is written down on a day after the death that is noted.
    AFTER_DEATH = "after_death"
    #: Those who signed one agreement in the last days do not live in one household.
    SPLIT = "split"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One agreement about which somebody decides."""

    contract: Contract
    why: Why
    #: Since when it is asked.
    since: date
    #: The unit that the resident moved to, the agreement that stands, the day of the service, or who signed together.
    about: str = ""
    #: Account of whoever leads the team today; empty when nobody does, or they have none.
    account: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One agreement that stands while another was refused for it."""

    notice: Notice
    contract: Contract
    #: Account of whoever leads the team today; empty when nobody does, or they have none.
    account: str = ""


def questions(connection: Connection, institution: str, today: date) -> list[Question]:
    """Return what has to be decided of a unit's agreements, the longest asked first."""
    found = [part for ask in (_moved, _ended, _split) for part in ask(connection, institution, today)]
    leaders = _leaders(connection, {one.contract.team for one in found}, today)
    told = [msgspec.structs.replace(one, account=leaders.get(one.contract.team, "")) for one in found]
    return sorted(told, key=lambda one: (one.since, one.contract.number, one.contract.id))


def told(connection: Connection, actor: Actor, today: date) -> list[Told]:
    """Return of which agreements of a unit somebody else has signed the resident as well, and nobody took note yet."""
    untold = notices.untold(connection, actor, CONTRACT.name)
    known = records.load_many(connection, CONTRACT, {one.record for one in untold})
    leaders = _leaders(connection, {one.team for one in known.values()}, today)
    return [
        Told(notice=one, contract=known[one.record], account=leaders.get(known[one.record].team, ""))
        for one in untold
        if one.record in known
    ]


def moved_to(connection: Connection, resident: str, institution: str) -> Transfer | None:
    """Return the note by which a unit handed a resident on whom it has no more, or None."""
    kept = people.kept_of(connection, resident)
    if kept is not None and institution in kept.units:
        return None
    first = registry.one_resident(connection, resident)
    whose = kept.id if kept is not None else first.merged_into if first is not None else resident
    return _moves(connection, institution).get(whose)


def _leaders(connection: Connection, teams: Collection[str], today: date) -> dict[str, str]:
    """Return the accounts of those who lead teams on a day."""
    known = records.load_many(connection, TEAM, teams)
    return {team.id: leader.account for team in known.values() if (leader := team.leader(today))}


def _moves(connection: Connection, institution: str) -> dict[str, Transfer]:
    """Return the latest note of each resident whom a unit handed on."""
    table = registers.transfers
    query = select(table).where(table.c.giver == institution).order_by(table.c.at)
    return {row.resident: records.from_row(registry.TRANSFER, row) for row in connection.execute(query)}


def _moved(connection: Connection, institution: str, today: date) -> list[Question]:
    moves = _moves(connection, institution)
    if not moves:
        return []
    known = records.load_many(connection, registry.RESIDENT, moves)
    gone = {one: note for one, note in moves.items() if one not in known or institution not in known[one].units}
    table = registers.residents
    folded = select(table.c.id, table.c.merged_into).where(records.among(connection, table.c.merged_into, list(gone)))
    gone |= {resident: gone[into] for resident, into in connection.execute(folded).all()}
    contracts = records.load_many(connection, CONTRACT, [contract_id(one) for one in gone])
    names = registry.names_of_institutions(connection)
    return [
        Question(contract=one, why=Why.MOVED, since=day(note.at), about=names.get(note.receiver, note.receiver))
        for one in contracts.values()
        if one.institution == institution and one.last >= today and one.ended is None
        for note in [gone[one.resident]]
    ]


def _ended(connection: Connection, institution: str, today: date) -> list[Question]:
    """Return what came to an end in the last days without its doctor."""
    its, first = agreements.c, today - timedelta(days=_DAYS + 1)
    query = select(its.record).where(
        its.institution == institution, its["last"] >= first.isoformat(), its["last"] < its.until
    )
    found = []
    for one in records.load_many(connection, CONTRACT, set(connection.scalars(query))).values():
        if one.ended is None or one.institution != institution:
            continue
        if one.end_reason == Ending.SAME_PERSON.value and one.ended > first:
            found.append(Question(contract=one, why=Why.GAVE_WAY, since=one.ended, about=one.end_note))
        after = [served.on for served in one.served if served.on > one.last]
        if one.end_reason == Ending.DIED.value and after:
            found.append(Question(contract=one, why=Why.AFTER_DEATH, since=one.ended, about=max(after).isoformat()))
    return found


def _split(connection: Connection, institution: str, today: date) -> list[Question]:
    """Return agreements of the last days whose people live in several households; read as a few columns."""
    its, known = agreements.c, registers.residents.c
    query = (
        select(its.number, its.record, known.household)
        .join_from(agreements, registers.residents, known.id == its.resident)
        .where(
            its.institution == institution,
            its.signed_on >= (today - timedelta(days=_DAYS)).isoformat(),
            its["last"] >= today.isoformat(),
            known.merged_into == "",
        )
    )
    homes: dict[str, dict[str, str]] = {}
    for number, record, household in connection.execute(query):
        homes.setdefault(number, {})[record] = household
    apart = [set(people) for people in homes.values() if len(set(people.values())) > 1]
    found = []
    for those in apart:
        contracts = sorted(records.load_many(connection, CONTRACT, those).values(), key=lambda one: (one.birth, one.id))
        names = "、".join(one.name for one in contracts)
        found.append(Question(contract=contracts[0], why=Why.SPLIT, since=contracts[0].signed_on, about=names))
    return found
