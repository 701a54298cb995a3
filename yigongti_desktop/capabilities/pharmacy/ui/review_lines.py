"""Lines of a review as a table holds them, and back."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date

from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewLine
from yigongti_desktop.capabilities.pharmacy.ui.review_columns import NO
from yigongti_desktop.capabilities.pharmacy.ui.review_columns import YES
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.money import read_yuan
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kit.lines.columns import Line

#: Columns by the fields that the rules name.
KEYS = {"amount_fen": "amount"}


def of_review(lines: Iterable[ReviewLine]) -> list[Line]:
    """Return the lines as they are shown."""
    return [
        {
            "number": line.number,
            "date": line.date,
            "doctor": line.doctor,
            "diagnosis": line.diagnosis,
            "drugs": line.drugs,
            "has_antimicrobial": _said(line.has_antimicrobial),
            "has_injection": _said(line.has_injection),
            "essential": line.essential,
            "amount": "" if line.amount_fen is None else yuan(line.amount_fen),
            "finding": line.finding,
            "words": line.words,
        }
        for line in lines
    ]


def to_review(lines: Sequence[Line]) -> tuple[ReviewLine, ...]:
    """Return the lines as they are kept; what is no value yet is left open."""
    return tuple(
        ReviewLine(
            number=line["number"],
            date=line["date"] if isinstance(line["date"], date) else None,
            doctor=str(line["doctor"] or ""),
            diagnosis=str(line["diagnosis"] or ""),
            drugs=_whole(line["drugs"]),
            has_antimicrobial=_meant(line["has_antimicrobial"]),
            has_injection=_meant(line["has_injection"]),
            essential=_whole(line["essential"]),
            amount_fen=_fen(line["amount"]),
            finding=str(line["finding"] or ""),
            words=str(line["words"] or ""),
        )
        for line in lines
    )


def _said(value: bool | None) -> str:
    return "" if value is None else YES if value else NO


def _meant(value: object) -> bool | None:
    return {YES: True, NO: False}.get(str(value))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _fen(value: object) -> int | None:
    try:
        return read_yuan(str(value or ""))
    except Refused:
        return None
