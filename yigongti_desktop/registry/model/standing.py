"""What is noted of a resident beside who they are: insurance, household, key groups, records folded into theirs."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import msgspec


class Insured(StrEnum):
    """Whether somebody takes part in the basic medical insurance."""

    UNKNOWN = ""
    YES = "yes"
    NO = "no"


class Relation(StrEnum):
    """What a member of a household is to its head (GB/T 4761, its main classes)."""

    NONE = ""
    HEAD = "head"
    SPOUSE = "spouse"
    SON = "son"
    DAUGHTER = "daughter"
    CHILD_IN_LAW = "child_in_law"
    GRANDCHILD = "grandchild"
    PARENT = "parent"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    OTHER = "other_member"


class Group(StrEnum):
    """Key groups of the family-doctor service (重点人群, FDC-12, FDC-13); national ones first, then local ones."""

    CHILD = "child"
    MATERNAL = "maternal"
    ELDERLY = "elderly"
    HYPERTENSION = "hypertension"
    DIABETES = "diabetes"
    TUBERCULOSIS = "tuberculosis"
    MENTAL = "mental"
    DISABLED = "disabled"
    LOW_INCOME = "low_income"
    BEREAVED = "bereaved"
    VETERAN = "veteran"
    COPD = "copd"
    RETIRED_CADRE = "retired_cadre"
    TUMOUR = "tumour"


#: Groups that hold by age alone: they are worked out, never tagged.
BY_AGE = frozenset({Group.CHILD, Group.ELDERLY})


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody belongs to a key group from a day on."""

    #: Code of the group, as text: a newer program may know more of them.
    group: str
    since: date
    #: The last day on which it holds; None while it does.
    until: date | None = None
    #: Where it is known from: a diagnosis, a screening, a list.
    source: str = ""
    #: Stage of the disease in people's own words.
    stage: str = ""

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """A duplicate that was folded into a record, and what it brought that was not there before."""

    resident: str
    name: str
    reason: str
    person: str
    on: date
    units: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    groups: tuple[Tag, ...] = ()
    #: Fields that were empty, and what they were filled with, in plain values.
    filled: dict[str, Any] = {}
