"""What a unit owes for a month, beside the list: its sums, the chosen delivery line by line, its trail."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.payables import DueLine
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.model.statement import StatementState
from yigongti_desktop.capabilities.pharmacy.model.statement_road import steps
from yigongti_desktop.capabilities.pharmacy.store.statements import DueRow
from yigongti_desktop.capabilities.pharmacy.store.statements import OpenedDue
from yigongti_desktop.capabilities.pharmacy.ui import statement_state as state
from yigongti_desktop.capabilities.pharmacy.ui.words import DIFFERENCES
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.registry.ui.trail import mark

_MOST_LINES = 10

#: Drugs without a price that are named.
_NAMED = 3


def show_due(panel: Panel, row: DueRow, due: OpenedDue, desk: Desk, *, is_centre: bool) -> None:
    """Fill the panel with a unit's month and the chosen delivery."""
    known = row.statement
    name = row.unit_name if is_centre else state.month_words(row.month)
    facts = state.month_words(row.month) if is_centre else "药款"
    panel.show_head(name, facts, state.badge(row), known.number if known else "还没有出账", "")
    panel.facts.show_facts(_facts(row, due))
    now = desk.now()
    entries = due.steps
    marks = [mark(step, desk, now) for step in steps(known, entries)] if known is not None else []
    panel.show_trail(marks, proven=any(step.receipt for step in entries))
    _call_out(panel, known, due)


def _facts(row: DueRow, due: OpenedDue) -> list[tuple[str, str] | tuple[str, str, str]]:
    known, lacking = row.statement, due.unpriced
    facts: list[tuple[str, str] | tuple[str, str, str]] = [
        ("本月应付", f"{yuan(due.total_fen)} 元，配送单 {len(due.rows)} 张", "name"),
        ("未定价", f"{len(lacking)} 行没有单价，不在应付里" if lacking else ""),
    ]
    if known is not None and known.settled_fen is not None and known.state is not StatementState.CLOSED:
        paid = known.settled_fen
        facts.append(("已结过", f"{yuan(paid)} 元，再结 {yuan(due.total_fen - paid)} 元"))
    facts += [
        ("单位异议", known.words if known else ""),
        ("这张配送单", f"{row.delivery.delivery}　{yuan(row.delivery.amount_fen)} 元", "name"),
    ]
    shown = row.delivery.lines[:_MOST_LINES]
    facts += [(f"第 {place} 行", _line(line)) for place, line in enumerate(shown, start=1)]
    if (more := len(row.delivery.lines) - len(shown)) > 0:
        facts.append(("", f"另有 {more} 行，打印的对账单上都有"))
    return facts


def _line(line: DueLine) -> str:
    words = f"{line.name} {line.strength}　{line.payable:,} {line.unit}"
    if line.price_fen is None:
        words += " × 单价未知"
    elif line.amount_fen is not None:
        words += f" × {yuan(line.price_fen)} = {yuan(line.amount_fen)} 元"
    if line.sent != line.received:
        words += f"（发 {line.sent:,} 收 {line.received:,}）"
    return words + (f"　{DIFFERENCES.get(line.difference, '')}" if line.difference else "")


def _call_out(panel: Panel, known: Statement | None, due: OpenedDue) -> None:
    panel.callout.clear()
    if known is not None and due.missing:
        words = f"{due.missing} 张配送单是出账以后才知道的。请中心药房重新出账。"
        panel.callout.say("有配送单不在对账单上", words)
    elif due.unpriced:
        drugs = list(dict.fromkeys(line.name for line in due.unpriced))
        names = "、".join(drugs[:_NAMED]) + (f"等 {len(drugs)} 种" if len(drugs) > _NAMED else "")
        panel.callout.say("有药没有单价", f"{names}：中心药房出账时补上，补全才能核对、结账。", tone="warn")
    elif known is not None and known.state is StatementState.DISPUTED:
        panel.callout.say("单位有异议", known.words, icon="alert")
