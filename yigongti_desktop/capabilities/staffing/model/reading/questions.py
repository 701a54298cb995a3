"""What has to be asked before a sheet can be taken in: where it stands, what may be meant, what is likeliest."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Ask(StrEnum):
    """What a question is about."""

    #: The sheet says another month than the one asked for.
    MONTH = "month"
    #: Days of the week beside the days are not those of the month asked for.
    WEEKDAYS = "weekdays"
    #: Days of the month that the sheet does not have.
    DAYS_LACKING = "days_lacking"
    #: Days of the sheet that the month does not have.
    DAYS_BEYOND = "days_beyond"
    #: Cells in which nothing stands.
    BLANKS = "blanks"
    UNKNOWN = "unknown"
    HALF = "half"
    TWO = "two"
    REMARK = "remark"
    #: A formula that was never worked out, an error.
    FAULT = "fault"
    #: A name that nobody bears; it may be a nickname.
    NAME = "name"
    #: A name that several bear.
    SHARED = "shared"
    #: Several rows of one person.
    TWICE = "twice"
    #: A row of duties without a name.
    NAMELESS = "nameless"


# Answers that stand for no duty, no person and no row.
OFF, OPEN, SKIP, USE, KEEP, DROP = "off", "open", "skip", "use", "keep", "drop"
_DUTY, _PERSON, _ROW = "duty:", "person:", "row:"


class Choice(Struct, frozen=True, kw_only=True):
    """An answer that can be given."""

    value: str
    #: Names that are in it: of a duty, of a person with their department; empty where the value says all.
    label: str = ""


class Question(Struct, frozen=True, kw_only=True):
    """Something to be asked; one answer holds for all its cells."""

    id: str
    ask: Ask
    #: What the file calls the cells: C7.
    cells: tuple[str, ...]
    #: As it stands in them.
    text: str = ""
    facts: Mapping[str, str | int] = {}
    choices: tuple[Choice, ...]
    #: The likeliest answer; empty for none.
    proposal: str = ""


def duty(code: str) -> str:
    """Return the answer that means a duty; "" is the day off."""
    return f"{_DUTY}{code}" if code else OFF


def person(who: str) -> str:
    """Return the answer that means somebody."""
    return f"{_PERSON}{who}"


def row(cell: str) -> str:
    """Return the answer that means the row of a cell."""
    return f"{_ROW}{cell}"


def code_of(value: str) -> str | None:
    """Return the code that an answer means; None for a day that is left unsettled."""
    return None if value == OPEN else value.removeprefix(_DUTY) if value.startswith(_DUTY) else ""


def person_of(value: str) -> str:
    """Return who is meant by an answer; empty for nobody."""
    return value.removeprefix(_PERSON) if value.startswith(_PERSON) else ""
