"""Refused acts on swaps: what stands in them, and how an offer goes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.messages import swaps as m
from yigongti_desktop.capabilities.staffing.store.swaps import SWAP
from yigongti_desktop.capabilities.staffing.ui.swaps_panel import said
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft

_WORDS = {"reason": "原因", "answer": "理由"}


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a swap."""
    if act.record_kind != SWAP.name:
        return None
    if act.kind == "swap.offered":
        written = msgspec.json.decode(act.body, type=m.SwapOffered).written
        people = records.load_many(connection, registry.STAFF, [written.giver, written.taker])
        names = {id_: one.name for id_, one in people.items()}
        return [
            ("让班的人", f"{names.get(written.giver, '')}　{written.day.isoformat()}"),
            ("接班的人", names.get(written.taker, "")),
            ("换回", written.back.isoformat() if written.back else "不换回，请人替"),
            ("原因", written.reason),
        ]
    swap = records.load(connection, SWAP, act.record)
    found = [("换班", said(swap))] if swap else []
    body = msgspec.json.decode(act.body)
    return [*found, *((_WORDS[name], words) for name, words in body.items() if words)]


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put an offer that was not taken back into its form."""
    if act.kind != "swap.offered":
        return None
    written = msgspec.json.decode(act.body, type=m.SwapOffered).written
    values = msgspec.to_builtins(written)
    del values["roster"]
    drafts.keep(connection, Draft(form=SWAP.name, account=actor.account, record="", values=values, saved_at=now))
    return "leave", "swap"
