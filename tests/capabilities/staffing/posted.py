"""Postings, agreements and staff as a judge knows them, for rules that are tried without any database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.staffing.community import FIRST
from tests.capabilities.staffing.community import LAST
from tests.capabilities.staffing.community import LICENCE
from tests.capabilities.staffing.community import signed
from tests.capabilities.staffing.community import title
from tests.capabilities.staffing.community import wished
from tests.registry.counties import Founded
from tests.registry.counties import founded
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from yigongti_desktop.capabilities.staffing.model import agreement_moves
from yigongti_desktop.capabilities.staffing.model import agreements as agreed
from yigongti_desktop.capabilities.staffing.model import postings as posted
from yigongti_desktop.capabilities.staffing.model.agreements import Agreement
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_moves import Arrangement
from yigongti_desktop.capabilities.staffing.model.posting_moves import arrange
from yigongti_desktop.capabilities.staffing.model.posting_moves import ask
from yigongti_desktop.capabilities.staffing.model.postings import Person
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.person import Staff

AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
_FOUNDED = {name: founded(name) for name in ("tianmen", "gongqingcheng")}
XIONG = Person(
    staff="xiong",
    name="熊卫东",
    profession=Profession.DOCTOR,
    level=Level.MIDDLE,
    specialty="内科专业",
    home=LEAD,
    home_name="天门市第一人民医院",
)


class Known(Founded):
    """天门, with staff, agreements and postings."""

    def __init__(self, *records: Staff | Agreement | Posting, county: str = "tianmen") -> None:
        self.__dict__ |= _FOUNDED[county].__dict__
        self.rules = dict(self.rules)
        self.known = {one.id: one for one in records}

    def get(self, kind: str, record: str) -> Any | None:
        """Return a record."""
        if kind in {"staff", "agreement", "posting"}:
            return self.known.get(record)
        return super().get(kind, record)

    def posted(self, account: str) -> dict[str, int]:
        """Return which postings and agreements are noted there."""
        found: dict[str, int] = {}
        for one in self.known.values():
            marks = posted.posted(one) if isinstance(one, Posting) else ()
            marks = agreed.posted(one) if isinstance(one, Agreement) else marks
            if account in dict(marks):
                found[one.id] = 1
        return found


def staff(record: str = "xiong", *parts: Part, home: str = LEAD, profession: Profession = Profession.DOCTOR) -> Staff:
    """Return somebody of the lead hospital, a 主治 with a licence unless other parts are given."""
    post = Post(since=date(2020, 3, 1), home=home, establishment=Establishment.POST)
    lines: dict[str, Any] = {"titles": (), "licences": ()}
    for part in parts or (title(), LICENCE):
        line = "titles" if part.__class__.__name__ == "Title" else "licences"
        lines[line] = (*lines[line], part)
    return Staff(id=record, name="熊卫东", profession=profession, posts=(post,), seen_by=(LEAD,), **lines)


def ruling(
    unit: str = LEAD, *, on: datetime = AT, known: Known | None = None, record: str = "p1", role: Role | None = None
) -> Ruling:
    """Return what a judge knows: the staffing office of the lead hospital acts, or the clerk of a unit."""
    does = role or (Role.STAFFING_OFFICE if unit == LEAD else Role.SCHEDULER)
    actor = Actor("a1", "任小云", frozenset({does}), unit, "d1")
    return Ruling(event="e1", record=record, actor=actor, at=on, register=known or ready())


def agreement(record: str = "g1", **others: Any) -> Agreement:
    """Return an agreement of the lead hospital with 岳口."""
    return agreement_moves.sign(None, signed(**others), ruling(known=Known(), record=record))


def ready(*more: Staff | Agreement | Posting, county: str = "tianmen") -> Known:
    """Return a register with the doctor and the agreement, and whatever else."""
    return Known(staff(), agreement(), *more, county=county)


def asked(**others: Any) -> Posting:
    """Return what 岳口 asked for."""
    return ask(None, wished(**others), ruling(YUEKOU))


def arrangement(**others: Any) -> Arrangement:
    """Return who is sent: the doctor, for the days that were asked for."""
    usual: dict[str, Any] = {"staff": "xiong", "since": FIRST, "until": LAST, "department": "内科"}
    return Arrangement(**(usual | others))


def arranged(known: Known | None = None, **others: Any) -> Posting:
    """Return a posting that was arranged."""
    return arrange(asked(), arrangement(**others), ruling(known=known))


def posting(record: str = "p1", **others: Any) -> Posting:
    """Return a posting as it stands in a table: 熊卫东 is at 岳口, since the first day of it."""
    usual: dict[str, Any] = {
        "state": State.SERVING,
        "kind": Kind.RESIDENT,
        "host": YUEKOU,
        "since": FIRST,
        "until": LAST,
        "person": XIONG,
    }
    values = usual | {"arrived_on": others.get("since", FIRST)} | others
    if values["person"] is None or values["state"] is State.ARRANGED:
        values["arrived_on"] = None
    wish = wished(kind=values["kind"])
    base = Posting(
        id=record,
        unit=YUEKOU,
        unit_name="岳口镇卫生院",
        lead=LEAD,
        lead_name="天门市第一人民医院",
        wish=wish,
        asked_at=AT,
        **usual,
    )
    return replace(base, **values)


def refusal(act: Callable[[], object]) -> Refused:
    """Return what an act is refused for."""
    with pytest.raises(Refused) as caught:
        act()
    return caught.value
