"""Columns of the list of difference cases, and of the lines of one."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.difference import Answer
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.difference import Reply
from yigongti_desktop.capabilities.pharmacy.model.difference import fitting
from yigongti_desktop.capabilities.pharmacy.store.differences import CaseRow
from yigongti_desktop.capabilities.pharmacy.ui import difference_state as state
from yigongti_desktop.capabilities.pharmacy.ui.words import ANSWERS
from yigongti_desktop.capabilities.pharmacy.ui.words import DIFFERENCES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import FIXED
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_time

Current = Callable[[], Line | None]


def columns(actor: Actor, now: Callable[[], datetime]) -> tuple[Column[CaseRow], ...]:
    """Return the columns of the list."""
    return (
        Column(title="状态", text=lambda _row: "", badge=lambda row: state.badge(row, actor), width=104),
        Column(title="单号", text=lambda row: row.case.number, width=172, is_bold=True),
        Column(title="配送单", text=lambda row: row.case.delivery, width=158, rank=2),
        Column(
            title="对方",
            text=lambda row: state.other_side(row.case, actor.institution),
            width=122,
            stretch=2,
            is_jump=True,
            rank=1,
        ),
        Column(
            title="差异",
            text=lambda row: f"{len(row.case.lines)} 行",
            width=54,
            is_right=True,
            sort=lambda row: len(row.case.lines),
            export=lambda row: len(row.case.lines),
        ),
        Column(
            title="轮到",
            text=lambda row: state.turn(row.case, actor),
            width=50,
            rank=3,
            tone=lambda row: "warn" if state.is_my_turn(row.case, actor) else "text2",
        ),
        Column(
            title="登记时间",
            text=lambda row: short_time(row.case.raised_at, now()),
            width=96,
            is_right=True,
            rank=2,
            sort=lambda row: row.case.raised_at,
            export=lambda row: local(row.case.raised_at).replace(tzinfo=None),
        ),
    )


def lines_of(case: DifferenceCase) -> list[Line]:
    """Return the lines of a case; what was answered before a dispute stands there still."""
    return [
        {
            "drug": line.drug,
            "name": line.name,
            "strength": line.strength,
            "unit": line.unit,
            "lot": line.lot,
            "expiry": line.expiry,
            "sent": line.sent,
            "received": line.received,
            "missing": line.missing,
            "difference": state.difference_words(line),
            "kind": DIFFERENCES.get(line.kind, line.kind),
            "note": line.note,
            "fitting": [answer.value for answer in fitting(line)],
            "answer": line.answer,
            "words": line.answer_note,
        }
        for line in case.lines
    ]


def names_of_lines(case: DifferenceCase) -> dict[str, str]:
    """Return what the lines of a case are called, by the drug that was asked for."""
    return {line.drug: line.name for line in case.lines}


def replies(lines: Sequence[Line]) -> tuple[Reply, ...]:
    """Return what is answered, line by line."""
    return tuple(Reply(answer=Answer(line["answer"]), note=line["words"] or "") for line in lines)


def answering_columns(current: Current) -> tuple[LineColumn, ...]:
    """Return the columns in which the central pharmacy answers; it is proposed only what fits the line."""

    def search(typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        line = current()
        among([Option(key, ANSWERS[key]) for key in (line["fitting"] if line else ())])(typed, hand)

    def answered(value: Any, line: Line) -> str:
        if value in line["fitting"]:
            return ""
        fit = "、".join(ANSWERS[key] for key in line["fitting"])
        return f"这一行还没有答复。请选{fit}。"

    def said(value: Any, line: Line) -> str:
        return "不认可的要写明理由。" if line["answer"] == Answer.DISAGREE and not value else ""

    return (
        *_known(),
        LineColumn(
            key="answer",
            title="答复",
            width=96,
            kind=PICK,
            search=search,
            text=_answer,
            is_bold=lambda _line: True,
            suggest=lambda line: line["fitting"][0],
            placeholder="选一种",
            check=answered,
        ),
        LineColumn(
            key="words",
            title="答复说明",
            width=110,
            stretch=2,
            kind=WORDS,
            is_passed=True,
            is_asked=lambda line: line["answer"] == Answer.DISAGREE,
            check=said,
        ),
    )


def reading_columns() -> tuple[LineColumn, ...]:
    """Return the columns of a case that is only looked at."""
    return (
        *_known(),
        LineColumn(key="answer", title="答复", width=96, kind=FIXED, text=_answer, is_bold=lambda _line: True),
        LineColumn(key="words", title="答复说明", width=110, stretch=2),
    )


def _known() -> tuple[LineColumn, ...]:
    return (
        numbered(),
        LineColumn(key="name", title="药品", width=150, stretch=3, is_bold=lambda _line: True),
        LineColumn(key="strength", title="规格", width=96, stretch=1, rank=3),
        LineColumn(key="unit", title="单位", width=48, rank=4),
        LineColumn(key="lot", title="批号", width=96, stretch=1),
        LineColumn(key="expiry", title="有效期至", width=96, rank=5),
        LineColumn(key="sent", title="发", width=60, is_right=True),
        LineColumn(key="received", title="收", width=60, is_right=True),
        LineColumn(key="difference", title="差", width=70, is_right=True, tone=_tone),
        LineColumn(key="kind", title="原因", width=84, stretch=1),
        LineColumn(key="note", title="说明", width=84, stretch=2, rank=2, tone=lambda _line: "text2"),
    )


def _answer(line: Line) -> str:
    return ANSWERS.get(line["answer"], "")


def _tone(line: Line) -> str:
    return "danger" if line["missing"] > 0 else "warn"
