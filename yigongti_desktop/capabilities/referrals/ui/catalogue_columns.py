"""Columns of 转诊目录: lines in force, a list on its way in, two versions side by side."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from yigongti_desktop.capabilities.referrals.model.catalogue import Action
from yigongti_desktop.capabilities.referrals.model.catalogue import CatalogueLine
from yigongti_desktop.capabilities.referrals.model.catalogue_list import HEADS
from yigongti_desktop.capabilities.referrals.model.catalogue_list import Difference
from yigongti_desktop.capabilities.referrals.model.catalogue_list import Listed
from yigongti_desktop.capabilities.referrals.store.catalogues import Ruled
from yigongti_desktop.capabilities.referrals.ui.catalogue_words import ACTIONS
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.registry.model.listing import RowFault

_BADGES = {
    Action.KEEP: Badge("留治", "ok", "home"),
    Action.UP: Badge("上转", "accent", "arrow-up"),
    Action.OUT: Badge("转外", "warn", "arrow-right"),
}


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a list on its way in."""

    row: int
    listed: Listed | None = None
    fault: RowFault | None = None


def badge_of(line: CatalogueLine) -> Badge:
    """Return where a line leads."""
    return _BADGES[line.action]


def of_rules() -> tuple[Column[Ruled], ...]:
    """Return the columns of the list; their titles are those that an import knows, so that an export comes back."""
    return (
        Column(
            title="去向",
            text=lambda one: ACTIONS[one.line.action.value],
            badge=lambda one: badge_of(one.line),
            width=84,
        ),
        Column(title="编码", text=lambda one: one.line.code, width=120, sort=lambda one: one.line.reach.low),
        Column(title="病种", text=lambda one: one.line.name, width=150, stretch=2, is_bold=True, is_jump=True),
        Column(title="转诊指征", text=lambda one: one.line.indication, width=150, stretch=3),
        Column(title="目录", text=lambda one: one.catalogue.title, width=130, stretch=1, rank=1, tone=_quiet),
        Column(title="出入院标准", text=lambda one: one.line.admission, width=110, rank=3, tone=_quiet),
        Column(title="转诊标准", text=lambda one: one.line.standard, width=110, rank=4, tone=_quiet),
    )


def of_items(say: Callable[[RowFault], str]) -> tuple[Column[Item], ...]:
    """Return the columns of a list on its way in: what is wrong with a row, or what it says."""

    def remark(item: Item) -> str:
        if item.fault is not None:
            return say(item.fault)
        within = item.listed.within if item.listed else 0
        return f"是第 {within} 行的例外" if within else ""

    def line(item: Item) -> CatalogueLine | None:
        return item.listed.line if item.listed else None

    def words(read: Callable[[CatalogueLine], str]) -> Callable[[Item], str]:
        return lambda item: read(one) if (one := line(item)) else ""

    def badge(item: Item) -> Badge:
        one = line(item)
        return badge_of(one) if one else Badge("有问题", "danger", "alert")

    return (
        Column(title="行", text=lambda one: str(one.row), width=52, is_right=True, sort=lambda one: one.row),
        Column(title="去向", text=lambda _one: "", badge=badge, width=92),
        Column(title="编码", text=words(lambda one: one.code), width=120),
        Column(title="病种", text=words(lambda one: one.name), width=140, is_bold=True),
        Column(title="列", text=_column, width=76, rank=2),
        Column(
            title="问题和办法",
            text=remark,
            width=320,
            stretch=3,
            tone=lambda one: "danger" if one.fault else "text2",
        ),
        Column(title="转诊指征", text=words(lambda one: one.indication), width=160, rank=1),
    )


def of_differences() -> tuple[Column[Difference], ...]:
    """Return the columns of two versions side by side."""
    return (
        Column(title="变化", text=lambda _one: "", badge=_change, width=150),
        Column(title="编码", text=lambda one: one.code, width=120),
        Column(title="病种", text=lambda one: _either(one).name, width=150, stretch=1, is_bold=True, is_jump=True),
        Column(title="原来的指征", text=lambda one: one.old.indication if one.old else "", width=180, stretch=2),
        Column(title="现在的指征", text=lambda one: one.new.indication if one.new else "", width=180, stretch=2),
    )


def _column(item: Item) -> str:
    field = str(item.fault.facts.get("field", "")) if item.fault else ""
    return HEADS[field][0] if field in HEADS else ""


def _quiet(_one: Ruled) -> str:
    return "text2"


def _either(one: Difference) -> CatalogueLine:
    found = one.new or one.old
    assert found is not None  # noqa: S101 - a code stands in one of the two
    return found


def _change(one: Difference) -> Badge:
    if one.old is None:
        return Badge(f"新增　{ACTIONS[_either(one).action.value]}", "ok", "plus")
    if one.new is None:
        return Badge(f"去掉　{ACTIONS[_either(one).action.value]}", "danger", "close")
    if one.old.action is not one.new.action:
        before, after = ACTIONS[one.old.action.value], ACTIONS[one.new.action.value]
        return Badge(f"{before} 改 {after}", "warn", "arrow-right")
    return Badge("文字改了", "neutral", "pencil")
