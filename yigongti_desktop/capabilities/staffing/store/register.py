"""What the rules of rosters look up, for screens: staff, calendar, duties and rosters of this desk."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from yigongti_desktop.capabilities.staffing.store.duties import DUTY
from yigongti_desktop.capabilities.staffing.store.settings import SETTING
from yigongti_desktop.capabilities.staffing.store.unit_rules import UNIT_RULE
from yigongti_desktop.protocol.event import NoBooks
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind


class Register(NoBooks):
    """The records of a desk; each is read once."""

    def __init__(self, connection: Connection, *kinds: RecordKind[Any]) -> None:
        """Make it of the registry, the duties, what the unit has settled, and further kinds."""
        self._connection = connection
        known: tuple[RecordKind[Any], ...] = (*registry.KINDS, DUTY, SETTING, UNIT_RULE, *kinds)
        self._kinds = {kind.name: kind for kind in known}
        self._known: dict[tuple[str, str], Any] = {}

    def get(self, kind: str, record: str) -> Any | None:
        """Return a record, or None."""
        if (kind, record) not in self._known:
            self._known[kind, record] = records.load(self._connection, self._kinds[kind], record)
        return self._known[kind, record]

    def posted(self, account: str) -> dict[str, int]:
        """Return who posted how much to an account."""
        return postings.posted_by(self._connection, [account])[account]
