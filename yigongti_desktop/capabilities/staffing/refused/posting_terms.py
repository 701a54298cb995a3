"""Refused acts on terms and ways of postings: what stands in them, and both values of a field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.messages import posting_terms as m
from yigongti_desktop.capabilities.staffing.ui.terms_words import FIELDS
from yigongti_desktop.capabilities.staffing.ui.terms_words import say_months
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records

_TERMS, _WAY = "posting_terms.settled", "posting_way.settled"
_UNITS = frozenset({"near", "barred"})


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act."""
    if act.kind == _WAY:
        way = msgspec.json.decode(act.body, type=m.WaySettled)
        said, changes = [("单位", _name(connection, registry.INSTITUTION, way.unit))], way.changes
    elif act.kind == _TERMS:
        terms = msgspec.json.decode(act.body, type=m.TermsSettled)
        said, changes = [("人员", _name(connection, registry.STAFF, terms.person))], terms.changes
    else:
        return None
    for field, (seen, new) in changes.items():
        before, after = (_said(connection, field, value) or "空" for value in (seen, new))
        said.append((FIELDS.get(field, "改动"), f"{before} → {after}"))
    return said


def say_value(field: str, value: Any) -> str:
    """Return a value of a field in words, as it travels; who cannot be looked up is only counted."""
    if not value:
        return ""
    if field == "away":
        return say_months(value)
    if field == "kilometres":
        return f"{value} 公里"
    return f"{len(value)} 个单位" if field == "barred" else "有"


def tell(field: str, told: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return base, mine and theirs of a field in words."""
    base, mine, theirs = (say_value(field, told.get(part)) for part in ("base", "mine", "theirs"))
    if mine == theirs:
        mine, theirs = f"{mine}（您写的）", f"{theirs}（同事写的）"
    return base, mine, theirs


def decide(field: str, told: Mapping[str, Any], words: str) -> Any:
    """Return the value that a person decided for: mine or theirs."""
    return told.get("theirs" if words == tell(field, told)[2] else "mine")


def settled(act: Any, changes: Mapping[str, tuple[Any, Any]]) -> msgspec.Struct:
    """Return the act that makes decided values stand."""
    if act.kind == _WAY:
        unit = msgspec.json.decode(act.body, type=m.WaySettled).unit
        return m.SettleWays(ways={unit: changes["kilometres"]}, answers=act.event)
    person = msgspec.json.decode(act.body, type=m.TermsSettled).person
    return m.SettleTerms(person=person, changes=dict(changes), answers=act.event)


def _said(connection: Any, field: str, value: Any) -> str:
    if not value or connection is None:
        return say_value(field, value)
    if field in _UNITS:
        units = value if field == "barred" else (value,)
        return "、".join(_name(connection, registry.INSTITUTION, one) for one in units)
    return _name(connection, registry.STAFF, value) if field == "apart" else say_value(field, value)


def _name(connection: Any, kind: Any, record: str) -> str:
    found = records.load(connection, kind, record) if connection is not None else None
    return found.name if found else "名册上没有的"
