"""Refused acts on wishes: what stands in them, and how a wish goes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.messages import wishes as m
from yigongti_desktop.capabilities.staffing.model.wishes import DAY_OFF
from yigongti_desktop.capabilities.staffing.store.wishes import WISH
from yigongti_desktop.capabilities.staffing.store.wishes import WISH_RULES
from yigongti_desktop.capabilities.staffing.ui.wishes_words import RULES
from yigongti_desktop.capabilities.staffing.ui.wishes_words import say_wish
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a wish, or on the rules of wishes."""
    if act.record_kind == WISH_RULES.name:
        changes = msgspec.json.decode(act.body, type=m.WishRulesSettled).changes
        return [(RULES.get(name, "规则"), f"{seen} → {new}") for name, (seen, new) in changes.items()]
    if act.record_kind != WISH.name:
        return None
    if act.kind == "wish.taken_back":
        slip = records.load(connection, WISH, act.record)
        return [("意愿", f"{slip.person_name}　{slip.day.isoformat()}　{say_wish(slip)}")] if slip else []
    body = msgspec.json.decode(act.body, type=m.WishWritten)
    who = records.load(connection, registry.STAFF, body.person)
    way = "想要" if body.wanted.is_wanted else "不想要"
    return [
        ("谁", who.name if who else ""),
        ("日期", body.day.isoformat()),
        ("意愿", f"{way}　{body.wanted.duty or DAY_OFF}"),
        ("说明", body.wanted.note),
    ]


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a wish that was not taken back into its form."""
    if act.kind != "wish.written":
        return None
    body = msgspec.json.decode(act.body, type=m.WishWritten)
    values: dict[str, object] = {
        "person": body.person,
        "day": body.day.isoformat(),
        "wanted": "yes" if body.wanted.is_wanted else "no",
        "duty": body.wanted.duty or "off",
        "note": body.wanted.note,
    }
    drafts.keep(connection, Draft(form=WISH.name, account=actor.account, record="", values=values, saved_at=now))
    return "leave", "wish"
