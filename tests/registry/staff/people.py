"""People of 天门 for tests of staff, and who acts on them."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import pytest

from tests.registry.counties import Founded
from tests.registry.counties import founded
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.staff import keeping
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Identity
from yigongti_desktop.registry.model.staff.person import Staff

LEAD, YUEKOU, DUOBAO, OTHER_LEAD = "tianmen.diyi", "tianmen.yuekou", "tianmen.duobao", "tianmen.zhongyi"
AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY, BEGAN = date(2026, 11, 23), date(2020, 3, 1)
WHO = Identity(name="周建国", profession=Profession.DOCTOR, sex=Sex.MALE, birth=date(1980, 5, 6))
HOME = Post(since=BEGAN, home=YUEKOU, establishment=Establishment.POST)
ROOM = Place(since=BEGAN, unit=YUEKOU, department="内科")
MIDDLE = Title(since=BEGAN, level=Level.MIDDLE, name="主治医师")


_FOUNDED = founded("tianmen")


class Town(Founded):
    """天门, with accounts and who they are linked to."""

    def __init__(self, *accounts: Account, linked: Mapping[str, str] | None = None) -> None:
        self.__dict__ |= _FOUNDED.__dict__
        self.rules = dict(_FOUNDED.rules)
        self._accounts = {one.id: one for one in accounts}
        self._linked = dict(linked or {})

    def get(self, kind: str, record: str) -> Any | None:
        """Return a record."""
        return self._accounts.get(record) if kind == "account" else super().get(kind, record)

    def posted(self, account: str) -> dict[str, int]:
        """Return whose log-in it is."""
        owner = self._linked.get(account)
        return {owner: 1} if owner else {}


def ruling(unit: str = YUEKOU, *, on: datetime = AT, register: Founded | None = None, record: str = "s1") -> Ruling:
    """Return what a judge knows: the clerk of a unit acts, or the staffing office of a lead hospital."""
    role = Role.STAFFING_OFFICE if unit in {LEAD, OTHER_LEAD} else Role.SCHEDULER
    actor = Actor("a1", "潘立群", frozenset({role}), unit, "d1")
    return Ruling(event="e1", record=record, actor=actor, at=on, register=register or Town())


def hired(*parts: Part, who: Identity = WHO, by: str = YUEKOU) -> Staff:
    """Return somebody whose record was begun."""
    return keeping.register(None, who, parts or (HOME, ROOM, MIDDLE), ruling(by))


def noted(staff: Staff, part: Part, by: str = YUEKOU) -> Staff:
    """Return somebody with one part more."""
    return keeping.note(staff, part, staff.like(part), ruling(by))


def refusal(act: Callable[[], object]) -> Refused:
    """Return what an act is refused for."""
    with pytest.raises(Refused) as caught:
        act()
    return caught.value
