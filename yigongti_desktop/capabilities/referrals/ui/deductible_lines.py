"""The stays of one treatment as lines of a table."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from yigongti_desktop.capabilities.referrals.model.deductible import Came
from yigongti_desktop.capabilities.referrals.model.deductible import Stay
from yigongti_desktop.capabilities.referrals.printing.deductible_words import CAME
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.money import read_yuan
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn

_LETTERS = {Came.FIRST: "sc", Came.UP: "sz", Came.DOWN: "xz", Came.BYPASSED: "wa", Came.RESCUED: "qj"}
_KEYS = ("place", "came", "deductible", "share", "costs", "reason")
_WHOLE = 100
_LONGEST = 60


def empty(place: str = "", came: Came | None = None) -> dict[str, Any]:
    """Return a line in which nothing but these stands yet."""
    return {
        "place": place,
        "came": came.value if came else "",
        "deductible": "",
        "share": None,
        "costs": "",
        "reason": "",
    }


def is_empty(line: Line) -> bool:
    """Say whether nothing stands in a line."""
    return not any(line.get(key) not in {"", None} for key in _KEYS)


def stays_of(lines: Sequence[Line]) -> tuple[Stay, ...]:
    """Return the stays of lines in which every cell is right."""
    return tuple(
        Stay(
            place=str(line["place"]).strip(),
            came=Came(line["came"]),
            deductible=read_yuan(str(line["deductible"])),
            share=line["share"] if isinstance(line["share"], int) else None,
            costs=read_yuan(str(line["costs"])) if str(line["costs"] or "").strip() else None,
            reason=str(line["reason"] or "").strip(),
        )
        for line in lines
        if not is_empty(line)
    )


def columns() -> tuple[LineColumn, ...]:
    """Return the columns."""
    return (
        LineColumn(
            key="place",
            title="住院单位",
            width=170,
            stretch=2,
            kind=WORDS,
            placeholder="医院或卫生院",
            check=lambda value, line: _needed("住院单位", value, line),
        ),
        LineColumn(
            key="came",
            title="怎么来的",
            width=120,
            stretch=1,
            kind=PICK,
            search=among([Option(came.value, words, lead=_LETTERS[came]) for came, words in CAME.items()]),
            text=lambda line: CAME[Came(line["came"])] if line["came"] in set(Came) else str(line["came"] or ""),
            taken=lambda _line, option: {"came": option.key},
            check=_came,
        ),
        LineColumn(
            key="deductible",
            title="起付线（元）",
            width=100,
            kind=WORDS,
            is_right=True,
            typed=_amount("deductible"),
            check=lambda value, line: _money("起付线", value, line, is_needed=True),
        ),
        LineColumn(
            key="share",
            title="支付比例 %",
            width=90,
            kind=NUMBER,
            is_right=True,
            check=_share,
        ),
        LineColumn(
            key="costs",
            title="政策内费用（元）",
            width=120,
            kind=WORDS,
            is_right=True,
            typed=_amount("costs"),
            check=lambda value, line: _money("费用", value, line, is_needed=False),
        ),
        LineColumn(
            key="reason",
            title="抢救原因",
            width=120,
            stretch=1,
            kind=WORDS,
            is_skipped=lambda line: line["came"] != Came.RESCUED,
            check=_reason,
        ),
    )


def _amount(key: str) -> Callable[[str, Line], Mapping[str, Any]]:
    def typed(words: str, _line: Line) -> Mapping[str, Any]:
        try:
            return {key: yuan(read_yuan(words))}
        except Refused:
            return {key: words}

    return typed


def _needed(title: str, value: Any, line: Line) -> str:
    if is_empty(line):
        return ""
    text = str(value or "").strip()
    if not text:
        return f"{title}没有填。请补上。"
    return f"{title}最多 {_LONGEST} 个字。请删短些。" if len(text) > _LONGEST else ""


def _came(value: Any, line: Line) -> str:
    if is_empty(line) or value in set(Came):
        return ""
    return "怎么来的没有选。请从列表里选一个。"


def _money(title: str, value: Any, line: Line, *, is_needed: bool) -> str:
    text = str(value or "").strip()
    if is_empty(line) or (not text and not is_needed):
        return ""
    if not text:
        return f"{title}没有填。请照医保局公布的标准填，没有就填 0。"
    try:
        read_yuan(text)
    except Refused:
        return f"{title} {text[:20]} 不是金额。请填数字，最多两位小数。"
    return ""


def _share(value: Any, line: Line) -> str:
    if is_empty(line) or value in {None, ""}:
        return ""
    return "" if isinstance(value, int) and 0 <= value <= _WHOLE else "支付比例应在 0 到 100 之间。请改。"


def _reason(value: Any, line: Line) -> str:
    if line["came"] != Came.RESCUED or str(value or "").strip():
        return ""
    return "按抢救不降比例要写明原因。请补上。"
