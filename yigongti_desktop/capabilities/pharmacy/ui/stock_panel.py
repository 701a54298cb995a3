"""The drug beside the list of the stock: what is wrong, its lots by room, what last moved it."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model.outlook import Nearness
from yigongti_desktop.capabilities.pharmacy.store.shelf import History
from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.capabilities.pharmacy.ui.stock_columns import monthly_use
from yigongti_desktop.capabilities.pharmacy.ui.stock_columns import specification
from yigongti_desktop.capabilities.pharmacy.ui.stock_history import HistoryView
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import Head
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import Item
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import LotItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import StepItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_state import StockRow
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.words import long_day


def show_drug(panel: Panel, row: StockRow, *, is_small: bool) -> None:
    """Fill the head of the panel, its facts, and what is wrong; where there is no room its badge alone says it."""
    shelf = row.shelf
    amount = f"现存 {state.counted(shelf.quantity, shelf.unit)}"
    panel.show_head(shelf.name, specification(row), state.badge(row), shelf.code, amount)
    panel.facts.show_facts([("月均用量", _use(row)), ("可用", lasts(row)), ("呆滞", state.slow_words(row))])
    panel.show_trail((), proven=False)
    if is_small:
        panel.callout.clear()
    else:
        _call_out(panel, row)


def show_history(view: HistoryView, row: StockRow, history: History, now: datetime) -> None:
    """Fill the list with the drug's lots and its last movements."""
    shelf, today = row.shelf, day(now)
    holds = {hold.lot: hold for hold in history.holds}
    rooms = len({lot.key.room for lot in shelf.lots})
    items: list[Item] = [Head("批号", f"{len(shelf.lots)} 批" + (f"，{rooms} 个库房" if rooms > 1 else ""))]
    items += [LotItem(lot, shelf.unit, today, row.limits, holds.get(lot.key.lot)) for lot in shelf.lots]
    items.append(Head("最近出入库", f"{len(history.steps)} 笔" if history.steps else ""))
    items += [StepItem(step, shelf.drug, shelf.unit, now) for step in history.steps]
    view.show_items(items)


def lasts(row: StockRow) -> str:
    """Return how long a drug lasts: 12 天，到 2026年12月4日　周五."""
    out = row.outlook.out
    if out is None:
        return ""
    return f"{out.days:,} 天，到 {long_day(out.day)}" if row.lots else "已用完"


def _use(row: StockRow) -> str:
    use = row.outlook.use
    if use.monthly is None:
        return "还不知道，要有过满一个月的库存才算得出"
    months = f"近 {use.counted} 个月"
    return f"{monthly_use(row)} {row.shelf.unit}（{months}，缺货的日子不算）"


def _call_out(panel: Panel, row: StockRow) -> None:
    panel.callout.clear()
    unit = row.shelf.unit
    below = [lot for lot in row.shelf.lots if lot.quantity < 0]
    if below:
        several = "、".join(f"批号 {lot.key.lot} 账面为 {state.counted(lot.quantity, unit)}" for lot in below[:3])
        panel.callout.say("发出的比账面多", f"{several}。请清点实物，按盘点调整。")
    elif row.nearness is Nearness.EXPIRED:
        panel.callout.say("有过期批号", "不能再发。请登记过期销毁，并把实物移到不合格区。")
    elif row.held:
        panel.callout.say("有停用批号", "恢复之前不会配出去。可从这里追踪它去过哪里。", tone="warn", icon="lock")
