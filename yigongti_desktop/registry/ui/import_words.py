"""An import of people in words: what would be, how far it is, what was done, which column a fault is in."""

from __future__ import annotations

from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.columns import Heads
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.service.census import Taken
from yigongti_desktop.registry.service.list_import import MOST_TOLD
from yigongti_desktop.registry.service.list_import import Plan

_STEPS = {"read": "正在读", "compare": "正在和登记册比对", "write": "正在导入"}


def step_words(step: str, done: int, total: int) -> str:
    """Return what is being done, and how many rows are."""
    return f"{_STEPS[step]}　{done:,}{f' / {total:,}' if total and step != 'read' else ''} 行"


def plan_words(plan: Plan) -> str:
    """Return what an import would do."""
    counts = plan.counts
    parts = [f"新增 {counts.new:,} 人", f"补充 {counts.changed:,} 人", f"已有不变 {counts.unchanged:,} 人"]
    if plan.without_number:
        parts.append(f"其中没有证件号 {plan.without_number:,} 人")
    if plan.faulty:
        parts.append(
            f"有问题 {plan.faulty:,} 行不导入" + (f"（只列前 {MOST_TOLD} 行）" if plan.faulty > MOST_TOLD else "")
        )
    if plan.begun:
        parts.append(f"上次导入到第 {plan.begun:,} 行，从下一行接着导")
    return "，".join(parts) + "。"


def taken_words(taken: Taken) -> str:
    """Return what an import has done."""
    faults = f"，{len(taken.faults):,} 行没有导入" if taken.faults else ""
    return f"新增 {taken.new:,} 人，补充 {taken.changed:,} 人{faults}。已存本机，待上传。"


def column_of(columns: Columns | None, fault: RowFault, heads: Heads) -> str:
    """Return the column that a fault is in, as the list itself calls it."""
    field = str(fault.facts.get("field", ""))
    own = columns.title(field) if columns else ""
    return str(fault.facts.get("column") or own or (heads[field][0] if field in heads else ""))
