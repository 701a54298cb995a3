"""Refused acts on what villages ask for: what stands in them, and how it comes back into its sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.messages.villages import VillageAsked
from yigongti_desktop.capabilities.pharmacy.refused.lines import line_words
from yigongti_desktop.capabilities.pharmacy.refused.lines import name_of
from yigongti_desktop.capabilities.pharmacy.store.villages import VILLAGE_REQUEST
from yigongti_desktop.capabilities.pharmacy.ui.lines import line_of
from yigongti_desktop.capabilities.pharmacy.ui.lines import unlisted
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a village's request."""
    if act.record_kind != "village_request":
        return None
    body = msgspec.json.decode(act.body)
    lines = body.get("lines") or [{"drug": drug, "quantity": packs} for drug, packs in body.get("given", {}).items()]
    drugs = records.load_many(connection, registry.DRUG, [line["drug"] for line in lines])
    words = [("村卫生室", str(body.get("village", ""))), ("原因", str(body.get("reason", "")))]
    found = [("药品", f"{name_of(drugs.get(line['drug']))}　{line_words(line)}") for line in lines]
    return [pair for pair in words if pair[1]] + [
        ("" if place else head, said) for place, (head, said) in enumerate(found)
    ]


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put what a village asked for, and was not taken, into a sheet."""
    if act.kind != "village_request.asked":
        return None
    body = msgspec.json.decode(act.body, type=VillageAsked)
    known = records.load(connection, VILLAGE_REQUEST, act.record)
    drugs = records.load_many(connection, registry.DRUG, [line.drug for line in body.lines])
    lines = [line_of(drugs[line.drug], line) if line.drug in drugs else unlisted(line) for line in body.lines]
    values: dict[str, object] = {"lines": lines, "village": body.village}
    record = act.record if known else ""
    drafts.keep(
        connection,
        Draft(form=VILLAGE_REQUEST.name, account=actor.account, record=record, values=values, saved_at=now),
    )
    return "villages", act.record if known else "new"
