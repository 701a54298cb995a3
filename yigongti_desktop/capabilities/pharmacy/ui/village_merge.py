"""Villages' requests put into the request that the pharmacist is writing: one line for each drug, with their shares."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import to_builtins

from yigongti_desktop.capabilities.pharmacy.model.gathering import gathered
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.store import requests as store
from yigongti_desktop.capabilities.pharmacy.ui import lines
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.registry import store as registry


def merge_into_draft(connection: Any, account: str, requests: Sequence[VillageRequest], now: datetime) -> int:
    """Put what villages ask for into the person's new request, beside what stands there already.

    A line that is not finished stays as it was typed, unless a village asks for its drug.

    Returns:
        How many drugs the request has now.
    """
    draft = store.kept_draft(connection, account) or {}
    written: list[Line] = [line for line in _lines(draft) if not lines.is_empty(line)]
    finished = lines.wanted([line for line in written if line.get("drug")])
    found = gathered(finished, requests)
    kept = {line["drug"]: line for line in written if line.get("drug")}
    merged = [_line(connection, want, kept.get(want.drug)) for want in found]
    named = {want.drug for want in found}
    loose = [line for line in written if line.get("drug") not in named]
    villages = list(dict.fromkeys(request.village for request in requests))
    note = str(draft.get("note") or f"含 {len(villages)} 个村卫生室的请领")
    content = dict(draft) | {"lines": to_builtins([*merged, *loose]), "note": note}
    store.keep_draft(connection, account, content, now)
    return len(merged)


def _lines(draft: Mapping[str, Any]) -> Sequence[Line]:
    found = draft.get("lines")
    return found if isinstance(found, list) else []


def _line(connection: Any, want: Wanted, kept: Line | None) -> Line:
    if kept is not None:
        return dict(kept) | {"requested": want.quantity, "shares": want.shares}
    drug = registry.one_drug(connection, want.drug)
    return lines.unlisted(want) if drug is None else lines.line_of(drug, want)
