"""What a staffing office settles for its postings, and what then happened."""

from __future__ import annotations

from typing import Any

import msgspec


class SettleWays(msgspec.Struct, frozen=True, kw_only=True):
    """Settle how far units are, each from the value that was seen."""

    #: By id of the unit: kilometres that were seen, and those that are right.
    ways: dict[str, tuple[int, int]]
    #: The refused act that this one answers.
    answers: str = ""


class WaySettled(msgspec.Struct, frozen=True, kw_only=True):
    """How far a unit is was settled."""

    unit: str
    changes: dict[str, tuple[Any, Any]]


class SettleTerms(msgspec.Struct, frozen=True, kw_only=True):
    """Settle fields of somebody's terms, each from the value that was seen."""

    #: Id of the staff record.
    person: str
    changes: dict[str, tuple[Any, Any]]
    #: The refused act that this one answers.
    answers: str = ""


class TermsSettled(msgspec.Struct, frozen=True, kw_only=True):
    """Fields of somebody's terms were settled."""

    person: str
    changes: dict[str, tuple[Any, Any]]
