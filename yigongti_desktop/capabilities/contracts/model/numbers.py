"""How the services of an item are numbered, so that no two of them mean the same, whichever desk gives the number.

The plan counts from 1. What a rule puts between two of the plan stands in the ten thousands above the number that
asked for it. What was done beyond the plan is numbered by its day: two desks that write the same one down off-line
meet in one record, those of other days never do, and a check that it asks for stands above it as above any other.
"""

from __future__ import annotations

from datetime import date

#: Numbers of a second pregnancy begin after this one, of a third after twice as much.
AGAIN = 100
#: A task put between after number 3 is 10003, the next after that 20003.
BETWEEN = 10_000
#: Numbers of one day beyond the plan: the first is that of the service, those above are of checks that follow it.
UNPLANNED = 100_000_000


def unplanned(on: date) -> int:
    """Return the number of what was done beyond the plan on a day; there is one a day for each item."""
    return UNPLANNED * on.toordinal()


def is_unplanned(number: int) -> bool:
    """Say whether a number is that of a service beyond the plan."""
    return number >= UNPLANNED and number % UNPLANNED == 0


def is_between(number: int) -> bool:
    """Say whether a rule put it between two of the plan, or after what was done beyond it."""
    return number >= BETWEEN and not is_unplanned(number)


def is_numbered(number: int) -> bool:
    """Say whether it can be the number of a service."""
    return 0 < number <= UNPLANNED * (date.max.toordinal() + 1)
