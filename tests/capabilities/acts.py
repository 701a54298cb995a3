"""Acts as a desk remembers them, written without a desk."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.fakes.time import NOON
from yigongti_desktop.storage.outbox import REFUSED
from yigongti_desktop.storage.outbox import Act


def act(kind: str, record_kind: str, body: Any, record: str = "r-1") -> Act:
    """Return a refused act."""
    return Act(
        seq=1,
        event="e-1",
        kind=kind,
        record_kind=record_kind,
        record=record,
        seen=0,
        body=msgspec.json.encode(body),
        account="a-1",
        at=NOON,
        answers="",
        cause="",
        state=REFUSED,
        revision=0,
        code="wrong_state",
        facts={},
        answered_at=NOON,
    )
