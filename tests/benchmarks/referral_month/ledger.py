"""What the trails say of each case, read by code that knows nothing of how the product decides or counts."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.hub.journal import entries
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.storage.tables import trail

#: Kinds of institutions that are hospitals, as their list spells them.
_HOSPITALS = {"general_hospital", "general_hospital_group", "tcm_hospital", "maternal_child_hospital", "hospital"}
_BEGINS = ("referral.sent", "referral.sent_down")
_ACCEPTS = ("referral.accepted", "referral.approved", "referral.taken_on")
_DECLINES = ("referral.declined", "referral.denied", "referral.turned_down")
_ARRIVES = ("referral.arrived", "referral.taken_over", "referral.received")
#: What nobody can do with a patient who was not taken.
_TAKES = (*_ACCEPTS, *_ARRIVES, "referral.returned", "referral.return_presented")
_ENDS = ("referral.closed", "referral.died", "referral.death_noted")
_OPENS = ("referral.reopened", "referral.death_put_right")
_HERE = timedelta(hours=8)


@dataclass(frozen=True)
class Line:
    """One step of a trail with the body of its act."""

    id: str
    record: str
    act: str
    state: str
    institution: str
    at: datetime
    hub_at: datetime | None
    revision: int
    body: dict[str, Any]


@dataclass
class Told:
    """One case as its trail tells it."""

    id: str
    lines: list[Line]
    origin: str = ""
    target: str = ""
    #: Everybody who was ever asked, in order.
    asked: list[str] = field(default_factory=list)
    is_down: bool = False
    way: str = "up"
    doctor: str = ""
    code: str = ""
    final: str = ""
    is_emergency: bool = False
    outcome: str = ""
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    arrived_at: datetime | None = None
    returned_at: datetime | None = None

    @property
    def state(self) -> str:
        return self.lines[-1].state

    @property
    def acts(self) -> set[str]:
        """What was done on it, of answers those of who has it at the end."""
        own = (*_ACCEPTS, *_DECLINES)
        return {line.act for line in self.lines if line.act not in own or line.institution == self.target}

    @property
    def answer(self) -> str:
        if self.acts & set(_TAKES):
            return "accepted"
        if self.acts & set(_DECLINES):
            return "declined"
        return "open" if self.state in {"sent", "redirected"} else "none"

    @property
    def is_missed(self) -> bool:
        is_over = self.state == "expired" or self.outcome == "not_arrived"
        return is_over and self.answer == "accepted" and self.arrived_at is None

    @property
    def down_at(self) -> datetime | None:
        return self.sent_at if self.is_down else self.returned_at


def local(at: datetime) -> date:
    """Return the day of a moment where the county is."""
    return (at + _HERE).date()


def read(connection: Connection, kinds: dict[str, str]) -> dict[str, Told]:
    """Return every case that was sent, as the hub's trails and journal tell it.

    Args:
        connection: to the hub's database.
        kinds: of the institutions, by id.
    """
    cases: dict[str, list[Line]] = {}
    for line in lines(connection):
        cases.setdefault(line.record, []).append(line)
    told = (_told(record, steps, kinds) for record, steps in cases.items())
    return {one.id: one for one in told if one.sent_at is not None}


def lines(connection: Connection) -> Iterator[Line]:
    """Return the steps of cases in the hub's order, each with its body."""
    only = (journal.c.record_kind == "referral", journal.c.code == "")
    bodies = {entry.id: entry.body for entry in entries(connection, *only)}
    query = select(trail).where(trail.c.kind == "referral", trail.c.code == "")
    for row in connection.execute(query.order_by(trail.c.record, trail.c.revision, trail.c.at, trail.c.id)):
        yield Line(
            id=row.id,
            record=row.record,
            act=row.act,
            state=row.state,
            institution=row.institution,
            at=datetime.fromisoformat(row.at),
            hub_at=datetime.fromisoformat(row.hub_at) if row.hub_at else None,
            revision=row.revision,
            body=msgspec.json.decode(bodies[row.id]),
        )


def _told(record: str, steps: list[Line], kinds: dict[str, str]) -> Told:
    case = Told(id=record, lines=steps)
    begun = [line for line in steps if line.act in _BEGINS]
    for line in (*begun, *(line for line in steps if line.act not in _BEGINS)):  # a paper may come before it
        _tell(case, line)
    is_from, is_to = (kinds.get(one) in _HOSPITALS for one in (case.origin, case.target))
    case.way = "down" if case.is_down else "across" if is_from and is_to else "up"
    answers = (line.at for line in steps if line.act in _ACCEPTS and line.institution == case.target)
    case.accepted_at = min(answers, default=None)
    return case


def _tell(case: Told, line: Line) -> None:
    body, act = line.body, line.act
    if act in _BEGINS:
        _begin(case, line)
    elif act == "referral.completed":
        case.doctor, case.code = body["slip"]["doctor"], body["slip"].get("diagnosis_code", "")
    elif act in {"referral.redirected", "referral.retargeted"}:
        _asked(case, body["target"]["institution"])
    elif act == "referral.turned_up":
        _asked(case, body["institution"])
    elif act in _ARRIVES:
        case.arrived_at = line.at
        _asked(case, line.institution)
    elif act == "referral.returned":
        case.returned_at, case.final = line.at, body["slip"].get("diagnosis_code", "")
        _asked(case, line.institution)
    elif act in _ENDS:
        case.outcome = body.get("outcome", "died")
    elif act in _OPENS:
        case.outcome = ""


def _begin(case: Told, line: Line) -> None:
    slip = line.body["slip"]
    case.origin, case.sent_at, case.is_down = line.institution, line.at, line.act == "referral.sent_down"
    case.is_emergency = not case.is_down and slip.get("urgency") == "emergency"
    said = line.body["back"] if case.is_down else slip
    case.doctor, case.code = said["doctor"], said.get("diagnosis_code", "")
    case.final = case.code if case.is_down else ""
    _asked(case, slip["target"]["institution"])


def _asked(case: Told, institution: str) -> None:
    case.target = institution
    if institution not in case.asked:
        case.asked.append(institution)


def seen_by(cases: Iterable[Told], institution: str) -> list[Told]:
    """Return the cases that an institution may see: its own, and those it was ever asked about."""
    return [one for one in cases if institution == one.origin or institution in one.asked]
