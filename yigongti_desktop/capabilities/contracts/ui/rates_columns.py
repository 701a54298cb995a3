"""Columns of the figures of contracts, of their parts and months, and of whoever is behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TypeVar

from yigongti_desktop.capabilities.contracts.model.rates import COUNTED
from yigongti_desktop.capabilities.contracts.model.rates import Counts
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Terms
from yigongti_desktop.capabilities.contracts.store.behind import Behind
from yigongti_desktop.capabilities.contracts.store.rates import Figure
from yigongti_desktop.capabilities.contracts.store.rates import Month
from yigongti_desktop.capabilities.contracts.store.rates import Part
from yigongti_desktop.capabilities.contracts.ui.rates_words import CUTS
from yigongti_desktop.capabilities.contracts.ui.rates_words import FORMULAS
from yigongti_desktop.capabilities.contracts.ui.rates_words import GROUPS
from yigongti_desktop.capabilities.contracts.ui.rates_words import NOWHERE
from yigongti_desktop.capabilities.contracts.ui.rates_words import SIDES
from yigongti_desktop.capabilities.contracts.ui.rates_words import TITLES
from yigongti_desktop.capabilities.contracts.ui.rates_words import definition_words
from yigongti_desktop.capabilities.contracts.ui.rates_words import groups_words
from yigongti_desktop.capabilities.contracts.ui.rates_words import month_words
from yigongti_desktop.capabilities.contracts.ui.rates_words import percent
from yigongti_desktop.capabilities.contracts.ui.rates_words import points
from yigongti_desktop.capabilities.contracts.ui.rates_words import target_words
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.chart import UNKNOWN
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import phone
from yigongti_desktop.kit.words import short_day

R = TypeVar("R")
_SIGNED = frozenset({Definition.COVERAGE, Definition.KEY, Definition.POOR, Definition.SPECIAL})


def figure_columns() -> tuple[Column[Figure], ...]:
    """Return the columns of all figures."""
    return (
        Column(
            title="指标",
            text=lambda one: TITLES[one.definition],
            width=216,
            stretch=1,
            is_bold=True,
            is_jump=True,
            detail=lambda one: FORMULAS[one.definition],
            export=lambda one: TITLES[one.definition],
        ),
        _share("比例", lambda one: one.count.share, tone=_tone),
        _count("已有", lambda one: one.count.of, rank=2),
        _count("应有", lambda one: one.count.base, rank=2),
        _count("缺", lambda one: one.count.missing),
        _share("目标", lambda one: one.aim.least, rank=1, words=target_words),
        _points("与目标", lambda one: one.aim.gap(one.count.share), rank=1),
    )


def figures_in_full(terms: Terms) -> tuple[Column[Figure], ...]:
    """Return the same for Excel, with how each is reckoned and where the target stands written."""
    return (
        *figure_columns(),
        _points("比上年底", lambda one: one.grown),
        Column(title="目标出处", text=lambda one: one.aim.source, width=200),
        Column(title="算法", text=lambda one: definition_words(one.definition, terms), width=360),
    )


def part_columns() -> tuple[Column[Part], ...]:
    """Return the columns of a figure's parts."""
    return (
        Column(title="分项", text=part_name, width=130, stretch=1, is_bold=True, is_jump=True),
        _share("比例", lambda one: one.count.share),
        _count("已有", lambda one: one.count.of),
        _count("应有", lambda one: one.count.base),
        _count("缺", lambda one: one.count.missing),
    )


def parts_in_full() -> tuple[Column[Part], ...]:
    """Return the same for Excel, all cuts one below another."""
    return (Column(title="怎么分", text=lambda one: CUTS[one.by], width=60), *part_columns())


def month_columns() -> tuple[Column[Month], ...]:
    """Return the columns of a figure's months, for Excel."""
    return (
        Column(title="月份", text=lambda one: month_words(one.period), width=80),
        _share("比例", lambda one: one.count.share),
        _count("已有", lambda one: one.count.of),
        _count("应有", lambda one: one.count.base),
        _count("缺", lambda one: one.count.missing),
        _share("目标", lambda one: one.least, words=target_words),
    )


def behind_columns(definition: Definition, today: date) -> tuple[Column[Behind], ...]:
    """Return the columns of whoever is behind a figure."""
    head = (
        Column[Behind](
            title="结果", text=lambda _one: "", badge=_side(definition), width=96, sort=lambda one: one.is_in
        ),
        Column[Behind](title="姓名", text=lambda one: one.name, width=92, stretch=1, is_bold=True, is_jump=True),
        Column[Behind](title="村", text=lambda one: one.village, width=92, stretch=1),
    )
    foot = (
        Column[Behind](title="团队", text=lambda one: one.team, width=110, stretch=1, rank=3),
        Column[Behind](title="医生", text=lambda one: one.doctor, width=76, rank=2),
        Column[Behind](title="电话", text=lambda one: phone(one.phone), width=116, rank=1),
    )
    return (*head, *_own_columns(definition, today), *foot)


def part_name(part: Part) -> str:
    """Return what a part is called."""
    return GROUPS.get(part.name, part.name) or NOWHERE[part.by]


def _own_columns(definition: Definition, today: date) -> tuple[Column[Behind], ...]:
    number = Column[Behind](title="协议", text=lambda one: one.number, width=176, rank=4)
    until = _on_day("协议到", lambda one: one.until, today)
    counts = COUNTED.get(definition, Counts.PEOPLE)
    if counts is Counts.TASKS:
        return (
            Column(title="项目", text=lambda one: one.item, width=120, stretch=2),
            _on_day("最后期限", lambda one: one.closes, today),
            _on_day("做的日期", lambda one: one.done_on, today),
            number,
        )
    if counts is Counts.AGREEMENTS:
        return (number, until)
    groups = Column[Behind](title="人群", text=lambda one: groups_words(one.groups), width=140, stretch=2, rank=3)
    if definition in _SIGNED:
        return (groups, until, Column(title="说明", text=_signed_words, width=130, stretch=2, rank=2))
    if definition is Definition.PEOPLE:
        return (_count("到期", lambda one: one.owed), _count("做了", lambda one: one.done), until, groups)
    return (_on_day("最近随访", lambda one: one.followed_on, today), until, groups)


def _signed_words(one: Behind) -> str:
    """Return why somebody is missing, as far as it is known."""
    if one.elsewhere:
        return f"签在{one.elsewhere}"
    if one.is_in:
        return ""
    return "签过，已到期或解约" if one.until else "没有签过"


def _side(definition: Definition) -> Callable[[Behind], Badge]:
    there, missing = SIDES[definition]

    def badge(one: Behind) -> Badge:
        if one.is_in:
            return Badge(there, "ok", "check")
        return Badge("做晚了", "warn", "clock") if one.done_on else Badge(missing, "warn", "alert")

    return badge


def _tone(one: Figure) -> str:
    gap = one.aim.gap(one.count.share)
    return "danger" if gap is not None and gap < 0 else ""


def _count(title: str, of: Callable[[R], int], *, width: int = 64, rank: int = 0) -> Column[R]:
    return Column(
        title=title, text=lambda one: f"{of(one):,}", width=width, is_right=True, rank=rank, sort=of, export=of
    )


def _share(
    title: str,
    of: Callable[[R], Fraction | None],
    *,
    rank: int = 0,
    tone: Callable[[R], str] | None = None,
    words: Callable[[Fraction | None], str] = percent,
) -> Column[R]:
    return Column(
        title=title,
        text=lambda one: words(of(one)),
        width=76,
        is_right=True,
        is_bold=tone is not None,
        rank=rank,
        sort=lambda one: -1 if (share := of(one)) is None else share,
        export=lambda one: _real(of(one)),
        number_format="0.0%",
        tone=tone or (lambda _one: ""),
    )


def _points(title: str, of: Callable[[R], Fraction | None], *, rank: int = 0) -> Column[R]:
    return Column(
        title=title,
        text=lambda one: points(of(one)),
        width=80,
        is_right=True,
        rank=rank,
        export=lambda one: _real(of(one)),
        number_format="+0.0;-0.0;0.0",
    )


def _on_day(title: str, of: Callable[[Behind], date | None], today: date) -> Column[Behind]:
    return Column(
        title=title,
        text=lambda one: UNKNOWN if (on := of(one)) is None else short_day(on, today),
        width=88,
        is_right=True,
        rank=1,
        sort=lambda one: of(one) or date.min,
        export=of,
    )


def _real(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
