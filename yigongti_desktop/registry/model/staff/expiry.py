"""Licences and contracts that end: what is about to, and what has ended with nothing to follow it (STF-11).

A nurse's and a village doctor's licence run for five years (standards.md, licences that expire, [K+]); how long before
the end one is warned is the county's setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import kind_of
from yigongti_desktop.registry.model.staff.person import Staff

LICENCE_DAYS, CONTRACT_DAYS = 90, 60


class Notice(msgspec.Struct, frozen=True):
    """How many days before the end of a licence and of a contract one is warned."""

    licence: int = LICENCE_DAYS
    contract: int = CONTRACT_DAYS


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """A licence or a contract that ends, or has ended."""

    part: Licence | Contract
    #: Its last day.
    on: date
    #: Days that are left; below nought when it is over.
    left: int


def notice(register: Lookup, day: date) -> Notice:
    """Return the county's days of warning: `staff.licence_warning_days` and `staff.contract_warning_days`."""
    return Notice(
        licence=rule(register, "staff.licence_warning_days", day, LICENCE_DAYS),
        contract=rule(register, "staff.contract_warning_days", day, CONTRACT_DAYS),
    )


def endings(staff: Staff, day: date, warned: Notice) -> tuple[Ending, ...]:
    """Return what ends within the days of warning or has ended, the soonest first; nothing of who is not employed.

    What another of its kind follows does not end.
    """
    if staff.post_on(day) is None:
        return ()
    found = [
        Ending(part=part, on=part.until, left=left)
        for part in _lasts(staff)
        if part.until is not None
        and (left := (part.until - day).days) <= (warned.licence if isinstance(part, Licence) else warned.contract)
    ]
    return tuple(sorted(found, key=lambda one: one.on))


def _lasts(staff: Staff) -> Iterator[Licence | Contract]:
    """Return the last licence of each kind, and the last contract."""
    for line in (staff.licences, staff.contracts):
        yield from {kind_of(part): part for part in line}.values()
