"""A unit as judges of the slice see it: its staff and what records post, and who acts when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import pytest

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import NoBooks
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.person import Staff

UNIT, ELSEWHERE = "tianmen.yuekou", "tianmen.duobao"
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
BEGAN = date(2015, 7, 1)


def person(id_: str, name: str, unit: str = UNIT, *, since: date = BEGAN, account: str = "") -> Staff:
    """Return somebody of a unit; their log-in is called as they are, unless they have none."""
    post = Post(since=since, home=unit, establishment=Establishment.POST)
    return Staff(id=id_, name=name, profession=Profession.NURSE, account=account, posts=(post,))


XU = person("s-xu", "许小兰", account="xu")
ZHOU = person("s-zhou", "周建国", account="zhou")
TIAN = person("s-tian", "田守义", ELSEWHERE, account="tian")
ACTORS = {
    "许": Actor("xu", "许小兰", frozenset({Role.NURSE}), UNIT, "d1"),
    "周": Actor("zhou", "周建国", frozenset({Role.DOCTOR}), UNIT, "d1"),
    "排班": Actor("pan", "潘立群", frozenset({Role.SCHEDULER}), UNIT, "d1"),
    "院长": Actor("sun", "孙立新", frozenset({Role.DIRECTOR}), UNIT, "d2"),
    "多宝院长": Actor("ma", "马素芬", frozenset({Role.DIRECTOR}), ELSEWHERE, "d3"),
}


class Unit(NoBooks):
    """What the register holds."""

    def __init__(self, *records: Any) -> None:
        self.records = {one.id: one for one in (XU, ZHOU, TIAN, *records)}
        self.posted_by: dict[str, dict[str, int]] = {}

    def get(self, _kind: str, record: str) -> Any | None:
        """Return a record."""
        return self.records.get(record)

    def keep(self, record: Any, postings: Iterable[tuple[str, int]] = ()) -> None:
        """Keep a record and what it posts."""
        self.records[record.id] = record
        self.posted_by[record.id] = dict(Counter(dict(postings)))

    def total(self, account: str, but: str = "") -> int:
        """Return the balance of an account, one record left out."""
        return sum(posted.get(account, 0) for record, posted in self.posted_by.items() if record != but)


def ruling(who: str, *, on: datetime = NOON, register: Unit | None = None, record: str = "r-1") -> Ruling:
    """Return what a judge knows."""
    return Ruling(event="e-1", record=record, actor=ACTORS[who], at=on, register=register or Unit())


def refusal(act: Callable[[], object]) -> Refused:
    """Return what an act is refused for."""
    with pytest.raises(Refused) as told:
        act()
    return told.value
