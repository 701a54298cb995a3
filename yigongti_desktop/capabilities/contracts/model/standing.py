"""What a contract needs to know of a resident beside who they are: household, key groups, whether they live.

The one place where contracts read this of the registry.
"""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.kernel.dates import age_on
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.tagging import groups_on

_OF_AGE = 18


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is noted of a resident."""

    household: str = ""
    #: What they are to the head of it, by code; "head" for the head.
    relation: str = ""
    #: Codes of the key groups that hold by tag or by age (FDC-12).
    groups: frozenset[str] = frozenset()
    died_on: date | None = None


def standing(resident: Resident, on: date) -> Standing:
    """Return what is noted of a resident on a day."""
    return Standing(
        household=resident.household,
        relation=resident.relation.value,
        groups=groups_on(resident, on),
        died_on=resident.died_on,
    )


def is_of_age(birth: date, on: date) -> bool:
    """Say whether somebody signs for themselves (民法典第十七条: 十八周岁以上的自然人为成年人)."""
    return age_on(birth, on) >= _OF_AGE
