"""Columns of the list of counts and of a count's lines: what may be typed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import count_sight as sight
from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.store.counting import CountRow
from yigongti_desktop.capabilities.pharmacy.ui import count_lines as lines
from yigongti_desktop.capabilities.pharmacy.ui import count_state as state
from yigongti_desktop.capabilities.pharmacy.ui.count_words import REASONS
from yigongti_desktop.capabilities.pharmacy.ui.count_words import room_of_count
from yigongti_desktop.capabilities.pharmacy.ui.count_words import signed
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.model.catalogue import Drug

_WHY = among([Option(one, one) for one in REASONS])


def columns(actor: Actor, now: Callable[[], datetime]) -> tuple[Column[CountRow], ...]:
    """Return the columns of the list, as this person may see it."""

    def differing(row: CountRow) -> str:
        if not sight.sees_books(row.count, actor):
            return "盲盘"
        return str(state.different(row.count)) if sight.counted(row.count) else ""

    return (
        Column(title="状态", text=lambda _row: "", badge=lambda row: state.badge(row, actor), width=108),
        Column(title="单号", text=lambda row: row.count.number, width=166, is_bold=True),
        Column(title="库房", text=lambda row: room_of_count(row.count), width=72, stretch=1, is_jump=True),
        Column(
            title="进度",
            text=lambda row: f"{sight.counted(row.count)}/{len(row.count.lines)}",
            width=66,
            is_right=True,
            sort=lambda row: sight.counted(row.count),
        ),
        Column(
            title="差异行",
            text=differing,
            width=58,
            is_right=True,
            tone=lambda row: "danger" if state.different(row.count) and sight.sees_books(row.count, actor) else "text2",
            sort=lambda row: state.different(row.count) if sight.sees_books(row.count, actor) else -1,
            rank=1,
        ),
        Column(title="盘点人", text=lambda row: "、".join(counters(row)), width=76, stretch=1, rank=2),
        Column(title="确认人", text=lambda row: row.count.confirmer, width=70, rank=3),
        Column(
            title="开始",
            text=lambda row: short_time(row.count.opened_at, now()),
            width=96,
            is_right=True,
            sort=lambda row: row.count.opened_at,
            export=lambda row: local(row.count.opened_at).replace(tzinfo=None),
            rank=4,
        ),
    )


def counters(row: CountRow) -> tuple[str, ...]:
    """Return the names of those who counted; of whoever began, before anything is counted."""
    names = dict.fromkeys(line.counted_by for line in row.count.lines if line.counted_by)
    return tuple(names) or (row.count.opener,)


def counting_columns(
    search: Search, known: Callable[[str], Drug | None], all_lines: Callable[[], Sequence[Line]], today: date
) -> tuple[LineColumn, ...]:
    """Return the columns in which somebody counts; what the books say stands in them unless the count is blind."""

    def take(_line: Line, option: Option) -> Mapping[str, Any]:
        drug = known(option.key)
        return {} if drug is None else lines.of_drug(drug)

    return (
        numbered(),
        LineColumn(
            key="name",
            title="药品",
            width=140,
            stretch=3,
            kind=PICK,
            search=search,
            taken=take,
            is_open=_is_new,
            is_bold=lambda _line: True,
            placeholder="药名、拼音首字母",
            check=lambda _value, line: "" if line["drug"] else "请从目录里选一种药。",
        ),
        LineColumn(key="specification", title="规格", width=112, stretch=2),
        LineColumn(
            key="lot",
            title="批号",
            width=84,
            stretch=1,
            kind=WORDS,
            is_open=_is_new,
            check=lambda value, line: _lot(value, line, all_lines()),
        ),
        LineColumn(
            key="expiry",
            title="有效期至",
            width=94,
            kind=DATE,
            is_open=_is_new,
            tone=lambda line: "danger" if _is_past(line, today) else "",
            check=lambda value, _line: _expiry(value, today),
        ),
        LineColumn(key="unit", title="单位", width=44, rank=3),
        _book(),
        LineColumn(
            key="counted",
            title="实盘",
            width=70,
            kind=NUMBER,
            is_right=True,
            is_bold=lambda _line: True,
            check=lambda value, _line: _quantity(value),
        ),
        _difference(),
        LineColumn(
            key="reason",
            title="原因",
            width=84,
            stretch=2,
            kind=PICK,
            search=_WHY,
            is_free=True,
            is_passed=True,
            is_open=lambda line: bool(lines.difference(line)),
            rank=1,
        ),
        _mark(),
    )


def blind_columns(full: Sequence[LineColumn]) -> tuple[LineColumn, ...]:
    """Return columns without all from which the books could be told (盲盘)."""
    return tuple(column for column in full if column.key not in {"book", "difference", "reason"})


def confirming_columns() -> tuple[LineColumn, ...]:
    """Return the columns in which a second person says why lines differ."""

    def why(value: Any, line: Line) -> str:
        return "" if value or not lines.difference(line) else "实盘和账面不符，要写明原因。"

    return (
        *_fixed(),
        _book(),
        _counted(),
        _difference(),
        LineColumn(
            key="reason",
            title="原因",
            width=110,
            stretch=2,
            kind=PICK,
            search=_WHY,
            is_free=True,
            is_open=lambda line: bool(lines.difference(line)),
            check=why,
        ),
        LineColumn(key="by", title="盘点人", width=70, rank=4, tone=lambda _line: "text2"),
        _mark(),
    )


def reading_columns() -> tuple[LineColumn, ...]:
    """Return the columns of a count that is only looked at."""
    return (
        *_fixed(),
        _book(),
        _counted(),
        _difference(),
        LineColumn(key="reason", title="原因", width=110, stretch=2, tone=lambda _line: "text2"),
        LineColumn(key="by", title="盘点人", width=70, rank=4, tone=lambda _line: "text2"),
        _mark(),
    )


def _fixed() -> tuple[LineColumn, ...]:
    return (
        numbered(),
        LineColumn(key="name", title="药品", width=140, stretch=3, is_bold=lambda _line: True),
        LineColumn(key="specification", title="规格", width=112, stretch=2),
        LineColumn(key="lot", title="批号", width=84, stretch=1),
        LineColumn(key="expiry", title="有效期至", width=94),
        LineColumn(key="unit", title="单位", width=44, rank=3),
    )


def _book() -> LineColumn:
    return LineColumn(key="book", title="账面", width=60, is_right=True, tone=lambda _line: "text2")


def _counted() -> LineColumn:
    return LineColumn(key="counted", title="实盘", width=66, is_right=True, is_bold=lambda _line: True)


def _difference() -> LineColumn:
    def words(line: Line) -> str:
        differs = lines.difference(line)
        return "" if differs is None else signed(differs)

    return LineColumn(
        key="difference",
        title="差异",
        width=60,
        is_right=True,
        text=words,
        is_bold=lambda line: bool(lines.difference(line)),
        tone=lambda line: "danger" if lines.difference(line) else "text3",
    )


def _mark() -> LineColumn:
    return LineColumn(key="mark", title="标记", width=84, text=lambda _line: "", badge=_badge)


def _badge(line: Line) -> Badge | None:
    if line.get("is_stale") and (line["counted"] is None or line["counted"] == line["was"]):
        return Badge("需重盘", "warn", "refresh")
    return Badge("账外", "accent", "plus") if line["is_new"] else None


def _is_new(line: Line) -> bool:
    return bool(line["is_new"])


def _is_past(line: Line, today: date) -> bool:
    return isinstance(line["expiry"], date) and line["expiry"] < today


def _lot(value: Any, line: Line, every: Sequence[Line]) -> str:
    if not value:
        return "批号没有填。请照包装填写。"
    own = lines.key_of(line)
    place = next(
        (row for row, one in enumerate(every, 1) if one is not line and own and lines.key_of(one) == own), None
    )
    return f"这一批在第 {place} 行，请填在那一行。" if place else ""


def _expiry(value: Any, today: date) -> str:
    if value is None:
        return "有效期没有填。请照包装填写。"
    return "" if entering.is_likely(value, today) else f"有效期 {value} 不像真的。请照包装核对年月日。"


def _quantity(value: Any) -> str:
    if value is None:
        return "这一行还没有盘。确实没有的填 0。"
    if value < 0:
        return "数量至少是 0。请改。"
    most = entering.MOST_QUANTITY
    return f"数量 {value:,} 太大，最多 {most:,}。请核对是不是多输了零。" if value > most else ""
