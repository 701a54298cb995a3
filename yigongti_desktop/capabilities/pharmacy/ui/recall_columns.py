"""Columns of the units that had a recalled lot, and their words."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model.recalling import Destination
from yigongti_desktop.capabilities.pharmacy.store.recalls import Unit
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import KINDS
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_time


def unit_columns(now: Callable[[], datetime]) -> tuple[Column[Unit], ...]:
    """Return the columns of the units: what was sent, what came, what lies there, where the rest went."""
    return (
        Column(title="单位", text=lambda one: one.name, width=170, stretch=2, is_bold=True, is_jump=True),
        _packs("本院发出", lambda one: one.sent or None, rank=2),
        _packs("收到", lambda one: one.came),
        _packs("还在", lambda one: one.there, tone="danger"),
        _packs("已发出", lambda one: one.given),
        Column(title="发到哪里", text=lambda one: words(one.went) or _unsaid(one), width=260, stretch=4),
        Column(
            title="汇总于",
            text=lambda one: short_time(one.at, now()) if one.at else "—",
            width=96,
            is_right=True,
            sort=lambda one: one.at,
            export=lambda one: local(one.at).replace(tzinfo=None) if one.at else None,
            rank=3,
        ),
    )


def words(went: Iterable[Destination]) -> str:
    """Return where a lot went in a sentence: 内科 3、健康村卫生室 2、发药出库 1."""
    return "、".join(f"{to_words(way)} {way.quantity:,}" for way in went)


def to_words(way: Destination) -> str:
    """Return where packs went: to whom, else in what way."""
    kind = KINDS[way.kind.value]
    if not way.partner_name:
        return kind
    return way.partner_name if way.quantity > 0 else f"{way.partner_name}{kind}"


def _packs(title: str, packs: Callable[[Unit], int | None], *, tone: str = "", rank: int = 0) -> Column[Unit]:
    def text(one: Unit) -> str:
        found = packs(one)
        return "—" if found is None else f"{found:,}"

    return Column(
        title=title,
        text=text,
        width=72,
        is_right=True,
        is_bold=True,
        tone=lambda one: tone if packs(one) else "",
        sort=packs,
        export=packs,
        rank=rank,
    )


def _unsaid(one: Unit) -> str:
    return "还没有入账，请电话核实" if one.came is None else ""
