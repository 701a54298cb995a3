"""Makes questions of what is not plain on a sheet, each with the answers there are and the likeliest of them."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.reading import questions as q
from yigongti_desktop.capabilities.staffing.model.reading.codes import How
from yigongti_desktop.capabilities.staffing.model.reading.codes import Meaning
from yigongti_desktop.capabilities.staffing.model.reading.names import Known
from yigongti_desktop.capabilities.staffing.model.reading.names import Match
from yigongti_desktop.capabilities.staffing.model.reading.questions import Ask
from yigongti_desktop.capabilities.staffing.model.reading.questions import Choice
from yigongti_desktop.capabilities.staffing.model.reading.questions import Question
from yigongti_desktop.capabilities.staffing.model.reading.rows import Found

# Ids of questions, and the beginning of those about a text.
MONTH, WEEKDAYS, LACKING, BEYOND, BLANK, TEXT = "month", "weekdays", "lacking", "beyond", "blanks", "text:"
#: Questions without whose answers no line is ready.
OF_THE_SHEET = frozenset({Ask.MONTH, Ask.WEEKDAYS, Ask.DAYS_LACKING, Ask.DAYS_BEYOND})
#: What is asked first.
ORDER = (Ask.MONTH, Ask.WEEKDAYS, Ask.DAYS_LACKING, Ask.DAYS_BEYOND, Ask.SHARED, Ask.NAME, Ask.NAMELESS, Ask.TWICE,
         Ask.UNKNOWN, Ask.TWO, Ask.HALF, Ask.REMARK, Ask.FAULT, Ask.BLANKS)  # fmt: skip
_OF_TEXTS = {How.UNKNOWN: Ask.UNKNOWN, How.HALF: Ask.HALF, How.TWO: Ask.TWO, How.REMARK: Ask.REMARK}


def of_month(cell: str, said: date, wanted: date, *, is_titled: bool) -> Question:
    """Return the question whether a sheet of another month is to be read as what it is.

    A month that only the title says may be a slip: the sheet may be of the month that is wanted.
    """
    facts = {"year": said.year, "month": said.month, "wanted_year": wanted.year, "wanted_month": wanted.month}
    choices = (Choice(value=q.USE), *([Choice(value=q.KEEP)] if is_titled else []))
    return Question(id=MONTH, ask=Ask.MONTH, cells=(cell,), facts=facts, choices=choices)


def of_weekdays(cell: str, said: int, on: date) -> Question:
    """Return the question whether the sheet is of this month although its days of the week are not."""
    facts = {"said": said, "is": on.weekday(), "year": on.year, "month": on.month, "day": on.day}
    return Question(id=WEEKDAYS, ask=Ask.WEEKDAYS, cells=(cell,), facts=facts, choices=(Choice(value=q.USE),))


def of_days_lacking(cell: str, days: str) -> Question:
    """Return the question what is to be made of days that the sheet does not have."""
    choices = (Choice(value=q.OPEN), Choice(value=q.OFF))
    return Question(
        id=LACKING, ask=Ask.DAYS_LACKING, cells=(cell,), facts={"days": days}, choices=choices, proposal=q.OPEN
    )


def of_days_beyond(cells: Sequence[str], days: str) -> Question:
    """Return the question whether days that the roster does not have may be left out."""
    choices = (Choice(value=q.DROP),)
    return Question(
        id=BEYOND, ask=Ask.DAYS_BEYOND, cells=tuple(cells), facts={"days": days}, choices=choices, proposal=q.DROP
    )


def of_name(found: Found, match: Match, people: Sequence[Known]) -> Question:
    """Return the question who is meant by a name; the likely ones first, then everybody."""
    by_id = {one.id: one for one in people}
    likely = [by_id[one] for one in match.maybe]
    some = likely if match.is_shared else [*likely, *(one for one in people if one not in likely)]
    ask = Ask.SHARED if match.is_shared else Ask.NAME if found.name else Ask.NAMELESS
    return Question(
        id=f"name:{found.cell}",
        ask=ask,
        cells=(found.cell,),
        text=found.name,
        facts={"likely": "、".join(label(one) for one in likely)},
        choices=(*(Choice(value=q.person(one.id), label=label(one)) for one in some), Choice(value=q.SKIP)),
        proposal=q.person(likely[0].id) if len(likely) == 1 else "",
    )


def of_rows(asked: str, person: str, found: Sequence[Found]) -> Question:
    """Return the question which of several rows of one person counts."""
    choices = tuple(Choice(value=q.row(one.cell), label=one.cell) for one in found)
    cells = tuple(one.cell for one in found)
    facts = {"person": person, "names": "、".join(dict.fromkeys(one.name for one in found))}
    return Question(id=asked, ask=Ask.TWICE, cells=cells, text=found[0].name, facts=facts, choices=choices)


def of_text(key: str, text: str, meaning: Meaning, cells: Sequence[str], duties: Sequence[Duty]) -> Question:
    """Return the question what a text means, wherever it stands."""
    return Question(
        id=f"{TEXT}{key}",
        ask=_OF_TEXTS[meaning.how],
        cells=tuple(cells),
        text=text,
        choices=tuple(_codes(duties)),
        proposal="" if meaning.code is None else q.duty(meaning.code),
    )


def of_fault(cell: str, code: str, duties: Sequence[Duty]) -> Question:
    """Return the question what is to stand in a cell that has no value."""
    facts = {"code": code}
    return Question(id=f"cell:{cell}", ask=Ask.FAULT, cells=(cell,), facts=facts, choices=tuple(_codes(duties)))


def of_blanks(cells: Sequence[str], *, has_off: bool) -> Question:
    """Return the question what empty cells mean; most likely no day off where those are written out."""
    choices = (Choice(value=q.OFF), Choice(value=q.OPEN))
    return Question(
        id=BLANK,
        ask=Ask.BLANKS,
        cells=tuple(cells),
        facts={"has_off": int(has_off)},
        choices=choices,
        proposal=q.OPEN if has_off else q.OFF,
    )


def _codes(duties: Sequence[Duty]) -> Iterator[Choice]:
    for one in duties:
        yield Choice(value=q.duty(one.code), label=f"{one.code} {one.name}")
    yield from (Choice(value=q.OFF), Choice(value=q.OPEN))


def label(one: Known) -> str:
    """Return what somebody is called among several: name, department, number."""
    return "　".join(part for part in (one.name, one.department, one.number) if part)
