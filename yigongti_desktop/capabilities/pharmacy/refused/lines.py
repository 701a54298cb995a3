"""The lines of a refused act as people read them."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.ui.stock_words import OVER
from yigongti_desktop.capabilities.pharmacy.ui.words import ANSWERS
from yigongti_desktop.capabilities.pharmacy.ui.words import NAMES
from yigongti_desktop.registry.model.catalogue import Drug

_REMARKS = ("difference", "answer", "reason", "over", "note", "remark", "code_reason")
_QUANTITIES = ("quantity", "approved", "received", "counted")
_NAMES = NAMES | OVER | ANSWERS


def name_of(drug: Drug | None) -> str:
    """Return what a drug is called, or that it is no longer listed."""
    return drug.name if drug else "目录里没有的药"


def line_words(line: dict[str, Any]) -> str:
    """Return all that was typed into a line: its numbers, then the reason or remark."""
    said = (str(line.get(name) or "") for name in _REMARKS)
    lot = str(line.get("lot") or "")
    return "　".join(part for part in (lot, _quantity(line), *(_NAMES.get(word, word) for word in said)) if part)


def _quantity(line: dict[str, Any]) -> str:
    if "lots" in line:
        return "、".join(f"{lot['lot']} {lot['quantity']}" for lot in line["lots"])
    value = next((line[name] for name in _QUANTITIES if name in line), "")
    return "、".join(str(one) for one in value) if isinstance(value, list) else str(value)
