"""Refused acts on duties: what stands in them, and what two people wrote of one field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.messages import duties as m
from yigongti_desktop.capabilities.staffing.model.duties import LEVELS
from yigongti_desktop.capabilities.staffing.model.duties import LICENCES
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.capabilities.staffing.ui.duty_words import FIELDS
from yigongti_desktop.capabilities.staffing.ui.duty_words import say_duty
from yigongti_desktop.capabilities.staffing.ui.duty_words import say_need

_MANY = "；"
_TYPED = frozenset({"name"})
_LICENCES = {kind.value: word for kind, word in LICENCES.items()}
_LEVELS = {level.value: word for level, word in LEVELS.items()}


def contents(_connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a duty."""
    if act.kind == "duty.set_up":
        return [("班次", say_duty(msgspec.json.decode(act.body, type=m.DutySetUp).duty))]
    if act.kind == "duty.changed":
        changes = msgspec.json.decode(act.body, type=m.DutyChanged).changes
        return [
            (FIELDS.get(field, "改动"), f"{say_value(field, seen) or '空'} → {say_value(field, new) or '空'}")
            for field, (seen, new) in changes.items()
        ]
    if act.kind == "duty.ended":
        return [("用到", msgspec.json.decode(act.body, type=m.DutyEnded).until.isoformat())]
    return None


def say_value(field: str, value: Any) -> str:
    """Return a value of a field in words, as it travels."""
    if field == "needs":
        return _MANY.join(say_need(msgspec.convert(one, Need)) for one in value or ())
    if field == "licences":
        return "、".join(_LICENCES.get(one, one) for one in value or ())
    if field == "title":
        return _LEVELS.get(value, "")
    if field == "skills":
        return "、".join(value or ())
    if isinstance(value, bool):
        return "是" if value else "否"
    if field in {"begin", "end"}:
        return str(value or "")[:5]
    return "" if value is None else str(value)


def tell(field: str, told: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return base, mine and theirs of a field in words.

    Args:
        field: of the duty.
        told: its base, mine and theirs, as a conflict tells them.
    """
    base, mine, theirs = (say_value(field, told.get(part)) for part in ("base", "mine", "theirs"))
    return base, mine, theirs


def decide(field: str, told: Mapping[str, Any], words: str) -> Any:
    """Return the value that a person decided for: mine, theirs, or what was typed."""
    _, mine, theirs = tell(field, told)
    if words in {mine, theirs}:
        return told.get("mine" if words == mine else "theirs")
    return words


def may_type(field: str) -> bool:
    """Say whether a value can be typed; others are chosen as one or the other has them."""
    return field in _TYPED
