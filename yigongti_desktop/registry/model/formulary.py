"""The formulary from list to list: what a new list makes of a drug, named in it or not (PHA-08).

A list says nothing about columns that it does not have. What it no longer names ends on the day before its own;
nothing is ever deleted, so that a request of yesterday still shows yesterday's drug.
"""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.catalogue import FormerDrug
from yigongti_desktop.registry.model.listed import Listed

_BEFORE = timedelta(days=1)


def drug_id(community: str, key: str) -> str:
    """Return the id of a community's drug; a list that is read again makes the same drugs."""
    return derived_id("drug", community, key)


def revise(known: Drug | None, listed: Listed, drug: str, community: str, since: date | None = None) -> Drug:
    """Return what a list makes of a drug that it names.

    Args:
        known: the drug as it stands; None for a new one.
        listed: what the list says of it.
        drug: its id.
        community: whose formulary it is.
        since: from when on the list is in force; None for a supplement, which adds and puts right, and whose
            corrections hold for the past too.

    Raises:
        Refused: list_earlier when the drug has been changed from a later day on.
    """
    until: dict[str, Any] = {"until": listed.until} if listed.has_until else {}
    if known is None:
        blank = {"id": drug, "community": community, "form": "", "pack": ""}
        return msgspec.convert(blank | listed.values | until | {"since": listed.since or since}, Drug)
    after: Drug = msgspec.convert(msgspec.to_builtins(known) | listed.values | until, Drug)
    if since is None:
        return after
    begins = max(since, listed.since or since)
    has_ended = known.until is not None and known.until < begins
    if not has_ended and known.since is not None and known.since > begins:
        raise Refused("list_earlier", since=known.since.isoformat())
    changed = [field for field in listed.values if getattr(after, field) != getattr(known, field)]
    if not has_ended and not changed:
        return after
    if not has_ended and known.since == begins:
        return replace(after, former=_behind(known, after, changed))
    ends = known.until if has_ended else begins - _BEFORE
    was = FormerDrug(since=known.since, until=ends, values=_plain(known, changed))
    never_counted = known.since is not None and ends is not None and ends < known.since
    former = known.former if never_counted else (*known.former, was)
    return replace(after, since=begins, until=listed.until if has_ended else after.until, former=former)


def withdraw(known: Drug, since: date) -> Drug:
    """Return what a list that is in force from a day on makes of a drug that it does not name.

    What was to begin on that day or later is taken back, and what stood before it ends.
    """
    if known.until is not None and known.until < since:
        return known
    last = since - _BEFORE
    if known.since is None or known.since < since:
        return replace(known, until=last)
    if not known.former:
        return replace(known, until=last)
    was = known.former[-1]
    values = msgspec.to_builtins(known) | was.values
    before: Drug = msgspec.convert(values | {"since": was.since, "until": was.until}, Drug)
    return withdraw(replace(before, former=known.former[:-1]), since)


def _behind(known: Drug, after: Drug, changed: list[str]) -> tuple[FormerDrug, ...]:
    """Return the former versions of a drug whose present one is replaced by another of the same day."""
    if not known.former:
        return ()
    last = known.former[-1]
    before, now = _plain(known, changed) | last.values, _plain(after, [*changed, *last.values])
    values = {field: value for field, value in before.items() if value != now[field]}
    return (*known.former[:-1], replace(last, values=values))


def _plain(drug: Drug, fields: list[str]) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode({field: getattr(drug, field) for field in fields}))
    return plain
