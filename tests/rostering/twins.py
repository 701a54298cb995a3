"""Invents shift scheduling instances in the manner of the Curtois and Qu set, of any size."""

from __future__ import annotations

import random
from collections.abc import Iterator

#: Minutes of a shift, and which earlier shifts may not follow it: those that begin earlier in the day.
_MINUTES = 480
_FULL = "8640,7560,5,2,2,2"
_LONG = "8640,7560,6,2,3,2"
_PART = "4320,3240,5,1,2,3"


def instance(staff: int, days: int, shifts: int, seed: int) -> str:
    """Return the text of an instance.

    Args:
        staff: how many.
        days: a multiple of 14.
        shifts: how many kinds.
        seed: the same one returns the same text.
    """
    return "\n".join(_lines(staff, days, shifts, random.Random(seed))) + "\n"  # noqa: S311 # invented figures


def _lines(staff: int, days: int, shifts: int, chance: random.Random) -> Iterator[str]:
    names = [f"s{number}" for number in range(shifts)]
    people = [f"P{number}" for number in range(staff)]
    months = days / 28
    yield "SECTION_HORIZON"
    yield str(days)
    yield "SECTION_SHIFTS"
    for place, name in enumerate(names):
        earlier = names[: place // 2 * 2]
        yield f"{name},{_MINUTES},{'|'.join(earlier)}"
    yield "SECTION_STAFF"
    turns = 0.0
    able: dict[str, list[str]] = {}
    for person in people:
        able[person] = [name for name in names if chance.random() < 0.75] or names[:1]
        caps = "|".join(f"{name}={days if name in able[person] else 0}" for name in names)
        most, least, longest, shortest, rest, weekends = (
            int(figure) for figure in chance.choices([_FULL, _LONG, _PART], [6, 3, 1])[0].split(",")
        )
        figures = (int(most * months), int(least * months), longest, shortest, rest, int(weekends * months))
        turns += (figures[0] + figures[1]) / 2 / _MINUTES
        yield f"{person},{caps},{','.join(map(str, figures))}"
    yield "SECTION_DAYS_OFF"
    for person in people:
        off = sorted(chance.sample(range(days), max(1, days // 14)))
        yield f"{person},{','.join(map(str, off))}"
    for section, share in (("SHIFT_ON_REQUESTS", 0.14), ("SHIFT_OFF_REQUESTS", 0.1)):
        yield f"SECTION_{section}"
        for person in people:
            weight = chance.randint(1, 3)
            for day in range(days):
                if chance.random() < share:
                    yield f"{person},{day},{chance.choice(able[person])},{weight}"
    yield "SECTION_COVER"
    mean = turns / days / shifts
    for day in range(days):
        for name in names:
            share = 0.85 if day % 7 in {5, 6} else 1.06
            yield f"{day},{name},{max(0, round(chance.gauss(mean * share, mean * 0.15)))},100,1"
