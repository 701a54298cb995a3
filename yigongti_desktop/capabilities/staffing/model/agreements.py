"""Agreements by which people of one institution may work at another: who sends, who receives, from when to when.

STF-25: who works at an institution with which an agreement is in force needs no change of the place of practice.
STF-07: which departments of the receiver are supported.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta
from enum import StrEnum

from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.record import Record

_DAY = timedelta(days=1)


class AgreementKind(StrEnum):
    """What was agreed: 帮扶, 托管, 派驻."""

    SUPPORT = "support"
    TRUST = "trust"
    POSTING = "posting_agreement"


class Agreement(Record, frozen=True, kw_only=True):
    """An agreement between two institutions, kept by the staffing office of the lead hospital."""

    kind: AgreementKind
    #: The lead hospital that keeps it.
    lead: str
    #: Institution whose people come; empty where it is not of this county, then its name alone says who it is.
    sender: str
    sender_name: str
    receiver: str
    receiver_name: str
    #: Kinds of posting that it covers.
    covers: tuple[Kind, ...]
    #: Departments of the receiver that are supported (STF-07); none for the institution as a whole.
    departments: tuple[str, ...] = ()
    since: date
    until: date
    #: Number on the signed paper, and who signed it.
    number: str = ""
    signed_by: str = ""
    #: Why it was ended before its day.
    reason: str = ""


def holds(agreement: Agreement, kind: Kind, on: date) -> bool:
    """Say whether an agreement covers a kind of posting on a day."""
    return kind in agreement.covers and agreement.since <= on <= agreement.until


def account(receiver: str) -> str:
    """Return where the agreements of a receiver are noted, so that a judge finds them."""
    return f"staffing.agreement.{receiver}"


def posted(agreement: Agreement) -> tuple[tuple[str, int], ...]:
    """Return the mark by which an agreement of a receiver is found."""
    return ((account(agreement.receiver), 1),)


def streams(agreement: Agreement) -> frozenset[str]:
    """Return who receives an agreement: both sides, and the lead hospital that keeps it."""
    return frozenset(f"unit:{unit}" for unit in (agreement.lead, agreement.sender, agreement.receiver) if unit)


def agreements_of(register: Books, receiver: str) -> list[Agreement]:
    """Return the agreements by which others send people to an institution, as a judge knows them."""
    noted = sorted(one for one, amount in register.posted(account(receiver)).items() if amount)
    found: list[Agreement | None] = [register.get("agreement", one) for one in noted]
    return [one for one in found if one is not None]


def between(agreements: Iterable[Agreement], sender: str, sender_name: str, kind: Kind) -> list[Agreement]:
    """Return the agreements of one sender that cover a kind, the earliest first."""
    its = (one for one in agreements if kind in one.covers and _is_party(one, sender, sender_name))
    return sorted(its, key=lambda one: (one.since, one.until))


def uncovered(agreements: Iterable[Agreement], since: date, until: date) -> date | None:
    """Return the first day between two days, both included, on which none of these is in force; None when none is."""
    day = since
    for one in sorted(agreements, key=lambda one: one.since):
        if one.since > day:
            break
        day = max(day, one.until + _DAY)
        if day > until:
            return None
    return day


def _is_party(agreement: Agreement, sender: str, sender_name: str) -> bool:
    return agreement.sender == sender and (bool(sender) or agreement.sender_name == sender_name)
