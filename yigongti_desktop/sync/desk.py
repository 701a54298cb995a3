"""What sync needs of a desk, and what one talk with the hub did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Engine

from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.ids import Ids
from yigongti_desktop.storage.catalogue import Catalogue


@dataclass
class Desk:
    """What sync needs of a desk."""

    engine: Engine
    catalogue: Catalogue
    clock: Clock
    ids: Ids
    who_acts: Any
    key: bytes
    program: str = ""


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """What one sync did; `code` is empty when it came to its end."""

    sent: int = 0
    accepted: int = 0
    refused: int = 0
    received: int = 0
    code: str = ""
    facts: dict[str, Any] = {}
    topics: frozenset[str] = frozenset()
    #: The hub gave this device a new epoch: it had been restored from a backup, or cloned.
    is_new_epoch: bool = False
    #: The hub itself had returned from a backup: what it may have lost was sent again.
    is_hub_restored: bool = False
    #: The hub's time at its last answer, and this clock against it in seconds; positive when ahead.
    hub_time: datetime | None = None
    drift: int = 0
