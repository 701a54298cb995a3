"""The figures of referral once more, counted from the trails by other code, and compared with the product's."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from tests.benchmarks.referral_month.ledger import Told
from tests.benchmarks.referral_month.ledger import local
from yigongti_desktop.capabilities.referrals.model import figures as product
from yigongti_desktop.capabilities.referrals.store.figures import moved
from yigongti_desktop.kernel.periods import Period

_Keys = dict[str, tuple[Callable[[Told], str], Callable[[product.Moved], str]]]
#: By what figures are told apart: once from the trail, once from what the product made of it.
KEYS: _Keys = {
    "unit": (lambda one: one.origin, lambda one: one.origin),
    "target": (lambda one: one.target, lambda one: one.target),
    "disease": (lambda one: one.code[:3].upper(), lambda one: one.category),
    "doctor": (lambda one: one.doctor, lambda one: one.doctor),
}


def compare(connection: Connection, cases: Sequence[Told], within: Period) -> list[str]:
    """Return in words where the figures of a database differ from those of the trails."""
    shown = moved(connection, within)
    found = _differences("all", _counted(cases, within), product.figures(shown, within))
    for name, (told, made) in KEYS.items():
        groups: dict[str, list[Told]] = {}
        for one in cases:
            if _within(one.sent_at, within) or _within(one.down_at, within):
                groups.setdefault(told(one), []).append(one)
        theirs = product.grouped(shown, within, made)
        if groups.keys() != theirs.keys():
            found.append(f"{name}: {sorted(groups.keys() ^ theirs.keys())}")
        for key in groups.keys() & theirs.keys():
            found += _differences(f"{name} {key}", _counted(groups[key], within), theirs[key])
    ours, given = (
        _flows(cases, within),
        {(one.low, one.high): (one.up, one.down) for one in product.flows(shown, within)},
    )
    found += [f"flow {pair}: {ours.get(pair)} not {given.get(pair)}" for pair in ours.keys() | given.keys()
              if ours.get(pair) != given.get(pair)]  # fmt: skip
    return found


def compare_growth(connection: Connection, cases: Sequence[Told], within: Period, before: Period) -> list[str]:
    """Return in words where the growth of patients sent down differs."""
    whole = Period(before.first, within.last)
    now, then = (sum(_within(one.down_at, part) for one in cases) for part in (within, before))
    theirs = product.growth(moved(connection, whole), within, before)
    ours = (now / then - 1) if then else None
    is_alike = theirs is None if ours is None else theirs is not None and abs(float(theirs) - ours) < 1e-9
    return [] if is_alike else [f"growth {ours} not {theirs}"]


def _counted(cases: Iterable[Told], within: Period) -> dict[str, Any]:
    known = list(cases)
    sent = [one for one in known if _within(one.sent_at, within)]
    answers = Counter(one.answer for one in sent)
    coded = [one for one in sent if one.code and one.final]
    return {
        "up": sum(1 for one in sent if one.way == "up"),
        "across": sum(1 for one in sent if one.way == "across"),
        "down": sum(1 for one in known if _within(one.down_at, within)),
        "emergencies": sum(1 for one in sent if one.is_emergency),
        "accepted": answers["accepted"],
        "declined": answers["declined"],
        "open": answers["open"],
        "arrived": sum(1 for one in sent if one.arrived_at),
        "missed": sum(1 for one in sent if one.is_missed),
        "answering": _took((one.sent_at, one.accepted_at) for one in sent),
        "coming": _took((one.accepted_at, one.arrived_at) for one in sent),
        "compared": len(coded),
        "agreed": sum(1 for one in coded if one.code[:3].upper() == one.final[:3].upper()),
    }


def _took(spans: Iterable[tuple[datetime | None, datetime | None]]) -> tuple[Any, ...]:
    """Return count, median, the time that nine of ten did not exceed, and how many ran backwards."""
    zero = timedelta()
    both = [last - first for first, last in spans if first and last]
    fine = [one for one in both if one >= zero]
    if not fine:
        return 0, None, None, len(both)
    seconds = [one / timedelta(microseconds=1) for one in fine]
    median = timedelta(microseconds=statistics.median(seconds))
    p90 = min(one for one in fine if 10 * sum(1 for other in fine if other <= one) >= 9 * len(fine))
    return len(fine), median, p90, len(both) - len(fine)


def _flows(cases: Iterable[Told], within: Period) -> dict[tuple[str, str], tuple[int, int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for one in cases:
        pair = (one.target, one.origin) if one.is_down else (one.origin, one.target)
        counts = found.setdefault(pair, [0, 0])
        counts[0] += not one.is_down and _within(one.sent_at, within)
        counts[1] += _within(one.down_at, within)
    return {pair: (up, down) for pair, (up, down) in found.items() if up or down}


def _differences(name: str, ours: dict[str, Any], theirs: product.Figures) -> list[str]:
    found = []
    for field, value in ours.items():
        given = getattr(theirs, field)
        if isinstance(given, product.Taken):
            given = (given.counted, given.median, given.p90, given.left_out)
        if given != value:
            found.append(f"{name} {field}: {value} not {given}")
    return found


def _within(at: datetime | None, within: Period) -> bool:
    return at is not None and within.first <= local(at) <= within.last


def weeks(first: date, last: date) -> list[Period]:
    """Return the weeks between two days, the last one shorter."""
    starts = [first + timedelta(days=7 * place) for place in range((last - first).days // 7 + 1)]
    return [Period(start, min(start + timedelta(days=6), last)) for start in starts]
