"""Refused acts on rules of rosters: what stands in them, and what two people made of one rule from one day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.messages import unit_rules as m
from yigongti_desktop.capabilities.staffing.model.amending import RuleChange
from yigongti_desktop.capabilities.staffing.ui.rule_words import say_change
from yigongti_desktop.capabilities.staffing.ui.rule_words import say_name


def contents(_connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a rule."""
    if act.kind != "roster_rule.set":
        return None
    body = msgspec.json.decode(act.body, type=m.RosterRuleSet)
    said = [(f"从 {begins} 起", say_change(body.rule, change)) for begins, (_, change) in body.changes.items()]
    return [("规则", say_name(body.rule)), *said]


def call(told: Mapping[str, Any]) -> str:
    """Return which rule a conflict is about."""
    return say_name(str(told.get("rule", "")))


def tell(_field: str, told: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return base, mine and theirs of a day in words; the reasons tell them apart."""
    base, mine, theirs = (_say(told, part) for part in ("base", "mine", "theirs"))
    if mine == theirs:
        mine, theirs = f"{mine}（您写的）", f"{theirs}（同事写的）"
    return base, mine, theirs


def decide(field: str, told: Mapping[str, Any], words: str) -> Any:
    """Return the change that a person decided for."""
    return told.get("mine" if words == tell(field, told)[1] else "theirs")


def changed(act: Any, changes: Mapping[str, tuple[Any, Any]]) -> msgspec.Struct:
    """Return the act that makes decided changes stand."""
    rule = msgspec.json.decode(act.body, type=m.RosterRuleSet).rule
    return m.SetRosterRule(rule=rule, changes=msgspec.convert(dict(changes), m.RuleChanges), answers=act.event)


def _say(told: Mapping[str, Any], part: str) -> str:
    value = told.get(part)
    change = None if value is None else msgspec.convert(value, RuleChange)
    return say_change(str(told.get("rule", "")), change)
