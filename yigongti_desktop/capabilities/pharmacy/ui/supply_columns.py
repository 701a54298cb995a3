"""Columns that say what is known of a drug beside what is asked: there, used, for how long, and what is proposed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil

from yigongti_desktop.capabilities.pharmacy.model.proposal import Act
from yigongti_desktop.capabilities.pharmacy.model.proposal import Reason
from yigongti_desktop.capabilities.pharmacy.model.proposal import Step
from yigongti_desktop.capabilities.pharmacy.store.supply import Supply
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.sums import Sum

Known = Callable[[str], Supply | None]
_SHORT_DAYS = 7
_REASONS = {
    Reason.NO_HISTORY: "没有用量记录，请自己估",
    Reason.NO_USE: "近 3 个月没有用过",
    Reason.COVERED: "现存和在途够用，不必请领",
}

_STEPS = {
    Act.ON_ORDER: "在途和已请领",
    Act.SURPLUS: "多出的",
    Act.WHOLE_PACKS: "取整",
    Act.LEAST_ORDER: "补到最小起订量",
}


def supply_columns(known: Known) -> tuple[LineColumn, ...]:
    """Return the columns of what is known of a clinic's drug."""

    def of(line: Line) -> Supply | None:
        return known(str(line.get("drug") or ""))

    def on_hand(line: Line) -> str:
        its = of(line)
        return "" if its is None else f"{its.on_hand:,}"

    def used(line: Line) -> str:
        its = of(line)
        return "" if its is None or its.consumption.monthly is None else f"{whole(its.consumption.monthly):,}"

    def lasts(line: Line) -> str:
        its = of(line)
        return "" if its is None or its.days_left is None else f"{its.days_left:,}"

    def proposed(line: Line) -> str:
        its = of(line)
        return "" if its is None or its.proposal.reason is Reason.NO_HISTORY else f"{its.proposal.figure:,}"

    def is_short(line: Line) -> bool:
        its = of(line)
        return its is not None and its.days_left is not None and its.days_left < _SHORT_DAYS

    return (
        _figure("on_hand", "现存", on_hand, rank=1),
        _figure("used", "月均", used, rank=3),
        LineColumn(
            key="lasts",
            title="可用天",
            width=62,
            is_right=True,
            text=lasts,
            tone=lambda line: "danger" if is_short(line) else "text2",
            rank=3,
        ),
        _figure("proposed", "建议", proposed, rank=1),
    )


def stock_column(known: Known) -> LineColumn:
    """Return the column of what the central pharmacy itself has."""

    def on_hand(line: Line) -> str:
        its = known(str(line.get("instead") or line.get("drug") or ""))
        return "" if its is None else f"{its.on_hand:,}"

    return _figure("on_hand", "本库存", on_hand, rank=1)


def proposed_for(its: Supply | None) -> int | None:
    """Return what is proposed of a drug; None where nothing is known of it."""
    return None if its is None or its.proposal.reason is Reason.NO_HISTORY else its.proposal.figure


def arithmetic(its: Supply, unit: str) -> list[Sum]:
    """Return how a proposal came about, step by step."""
    proposal, consumption = its.proposal, its.consumption
    sums: list[Sum] = []
    if consumption.monthly is not None:
        sums.append(Sum(words=f"近 {consumption.counted} 个月用量", amount=f"{its.consumed:,} {unit}"))
        if its.out_days:
            sums.append(Sum(words="断货，不算进月均", amount=f"{its.out_days} 天"))
        sums.append(Sum(sign="=", words="月均", amount=f"{whole(consumption.monthly):,} {unit}", is_result=True))
    sums += [_step(step, unit) for step in proposal.steps if step.amount]
    if proposal.reason is Reason.PROPOSED:
        sums.append(Sum(sign="=", words="建议请领", amount=f"{proposal.figure:,} {unit}", is_result=True))
    else:
        sums.append(Sum(words=_REASONS[proposal.reason], is_result=True))
    return sums


def whole(amount: Fraction) -> int:
    """Return an amount as people read it: rounded up, since half a box is a box to be had."""
    return ceil(amount)


def _step(step: Step, unit: str) -> Sum:
    amount = f"{float(abs(step.amount)):,.1f}".removesuffix(".0")
    sign = "" if step.act is Act.LEVEL else "\N{MINUS SIGN}" if step.amount < 0 else "+"
    return Sum(sign=sign, words=_said(step), amount=f"{amount} {unit}")


def _said(step: Step) -> str:
    if step.act is Act.LEVEL:
        return f"备货 {int(step.numbers['days'])} 天"
    if step.act is Act.USABLE:
        lost = whole(step.numbers["unusable"])
        return f"现存能用的（{lost:,} 到期前用不完或停用）" if lost else "现存"
    return _STEPS[step.act]


def _figure(key: str, title: str, text: Callable[[Line], str], *, rank: int) -> LineColumn:
    return LineColumn(key=key, title=title, width=60, is_right=True, text=text, tone=lambda _line: "text2", rank=rank)
