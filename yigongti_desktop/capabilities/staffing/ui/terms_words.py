"""Words and sentences of the terms on which doctors are posted, and of how far units are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from yigongti_desktop.capabilities.staffing.model.posting_terms import TERMS
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = TERMS

SENTENCES: dict[str, Sentence] = {
    "way_id_wrong": "这份路程的编号和单位对不上。请重新打开再填。",
    "way_far": "公里数要在 0 到 {most} 之间。请核对。",
    "terms_id_wrong": "这份条件的编号和人员对不上。请重新打开这个人再设。",
    "terms_not_ours": "这个人不是本院的人，不能在这里设。请核对人员。",
    "terms_self": "不同时派的人不能是本人。请另选。",
    "terms_many": "单位、月份各最多写 {most} 个。请去掉过去的月份。",
    "terms_month": "月份「{month}」看不懂。请写年和月，如 2027-03。",
}
NAMES: dict[str, str] = {
    "posting_terms": "派驻条件",
    "posting_way": "单位路程",
    "posting_terms.settled": "设派驻条件",
    "posting_way.settled": "填单位路程",
}

#: What is settled of somebody, and of a unit.
FIELDS: dict[str, str] = {
    "near": "住在附近",
    "barred": "不宜派往",
    "away": "不能派的月份",
    "apart": "不同时派的人",
    "kilometres": "路程",
}
NAMES_OF: dict[str, dict[str, str]] = {KIND: FIELDS, "posting_way": FIELDS}

_MONTH = re.compile(r"(20\d\d)\s*[-.年/]\s*(\d{1,2})\s*月?")
_UNTIL = re.compile(r"\s*(?:—|–|~|至|到)+\s*")


def say_months(months: Sequence[str]) -> str:
    """Return months as they are typed, those in a row as one: 2027-03—2027-06、2028-01."""
    runs: list[list[str]] = []
    for month in months:
        if runs and _next(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)


def read_months(typed: str) -> tuple[str, ...] | None:
    """Return the months that were typed, in their order; None where something is no month, or ends before it begins."""
    found: set[str] = set()
    for part in filter(None, (one.strip() for one in re.split(r"[、，,;；]", typed))):
        ends = [_one(end) for end in _UNTIL.split(part)]
        if len(ends) > 2 or not all(ends) or ends[0] > ends[-1]:  # noqa: PLR2004 - first and last
            return None
        month = ends[0]
        while month <= ends[-1]:
            found.add(month)
            month = _next(month)
    return tuple(sorted(found))


def _one(typed: str) -> str:
    """Return a month as 2027-03; empty where it is none."""
    match = _MONTH.fullmatch(typed.strip())
    if match is None or not 1 <= int(match[2]) <= 12:  # noqa: PLR2004 - a month of the year
        return ""
    return f"{match[1]}-{int(match[2]):02}"


def _next(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{months_after(date(year, number, 1), 1):%Y-%m}"
