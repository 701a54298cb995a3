"""法定传染病: which diagnoses are reported within which hours, and by which road such a patient goes (REF-15, INF-01).

List, hours and procedure are the county's data with days and sources (`referral.notifiable` and its neighbours).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

import msgspec

from yigongti_desktop.capabilities.referrals.model.codes import read_reach
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule

_LONGEST = 120
#: How long before a slip a report may have been made: a chronic one long ago.
_MINUTES_AHEAD = 10


class Notifiable(msgspec.Struct, frozen=True, kw_only=True):
    """A disease that must be reported."""

    name: str
    #: 甲, 乙, 丙, or what the county adds.
    kind: str
    hours: int
    #: Codes, beginnings of codes, ranges.
    codes: tuple[str, ...]
    #: Words of an uncoded diagnosis that mean it.
    words: tuple[str, ...] = ()
    #: Whether the patient goes by a special transport with protection.
    isolated: bool = False


class Special(msgspec.Struct, frozen=True, kw_only=True):
    """What was done before an infectious patient goes: the card reported, the special transport arranged."""

    disease: str = ""
    kind: str = ""
    #: When and by whom the report card was sent, its number where the system gave one.
    card_at: datetime | None = None
    card_by: str = ""
    card_number: str = ""
    #: Which vehicle with which protection.
    transport: str = ""


def notifiable_list(register: Lookup, day: date) -> tuple[Notifiable, ...]:
    """Return the list in force on a day; entries that cannot be read are passed over."""
    entries: list[Any] = rule(register, "referral.notifiable", day, [])
    found = []
    for entry in entries:
        try:
            found.append(msgspec.convert(entry, Notifiable))
        except msgspec.ValidationError:
            continue
    return tuple(found)


def notifiable(diseases: Iterable[Notifiable], code: str, words: str) -> Notifiable | None:
    """Return the disease that a diagnosis means: by its code, without one by its words; the strictest of several."""
    found = [one for one in diseases if (_by_code(one, code) if code else _by_words(one, words))]
    return min(found, key=lambda one: (one.hours, not one.isolated), default=None)


def notifiable_of(register: Lookup, code: str, words: str, day: date) -> Notifiable | None:
    """Return the disease that a diagnosis means on a day, as a judge knows it."""
    return notifiable(notifiable_list(register, day), code, words)


def card_due(disease: Notifiable, diagnosed: datetime) -> datetime:
    """Return by when the report card must have been sent; no dead line stops that clock."""
    return diagnosed + timedelta(hours=disease.hours)


def check_special(typed: Special | None, disease: Notifiable, now: datetime) -> Special:
    """Return what was confirmed, tidied; an infectious patient goes by no road before it is (REF-15).

    Raises:
        Refused: infectious, infectious_transport, card_ahead, field_empty, field_long.
    """
    if typed is None or typed.card_at is None:
        raise Refused("infectious", field="card_at", disease=disease.name, kind=disease.kind, hours=disease.hours)
    if typed.card_at > now + timedelta(minutes=_MINUTES_AHEAD):
        raise Refused("card_ahead", field="card_at")
    transport = one_line(typed.transport, "special_transport", _LONGEST)
    if disease.isolated and not transport:
        raise Refused("infectious_transport", field="special_transport", disease=disease.name)
    return Special(
        disease=disease.name,
        kind=disease.kind,
        card_at=typed.card_at,
        card_by=one_line(typed.card_by, "card_by", _LONGEST, needed=True),
        card_number=one_line(typed.card_number, "card_number", _LONGEST),
        transport=transport,
    )


def _by_code(disease: Notifiable, code: str) -> bool:
    return any(read_reach(one).covers(code) for one in disease.codes)


def _by_words(disease: Notifiable, words: str) -> bool:
    return any(one in words for one in (disease.name, *disease.words))
