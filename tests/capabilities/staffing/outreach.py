"""A lead hospital with experts, a unit with a desk or two: for tests of sessions away from home and of teaching."""

from __future__ import annotations

from datetime import date
from datetime import time
from typing import Any

from tests.capabilities.staffing.community import signed
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from tests.registry.staff.seeded import xu
from tests.registry.staff.seeded import zhou
from tests.sync.county import County
from tests.world import id_number
from yigongti_desktop.capabilities.staffing.messages.agreements import SignAgreement
from yigongti_desktop.capabilities.staffing.messages.visits import PlanVisits
from yigongti_desktop.capabilities.staffing.model.agreements import Agreement
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.teaching import Announced
from yigongti_desktop.capabilities.staffing.model.teaching import TeachingKind
from yigongti_desktop.capabilities.staffing.model.visits import Plan
from yigongti_desktop.capabilities.staffing.model.visits import Visit
from yigongti_desktop.capabilities.staffing.model.visits import VisitKind
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.messages import RegisterStaff
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Identity
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.outbox import Act

TODAY, BEGAN = date(2026, 11, 23), date(2015, 7, 1)
#: A Wednesday in the week after today.
FIRST = date(2026, 12, 2)
HOSPITAL, TOWN, SECOND, OTHER = "市一医", "岳口", "岳口二", "多宝"
_BORN = date(1975, 5, 6)


def planned(person: str, **others: Any) -> Plan:
    """Return a plan: each Wednesday in December at 岳口, in the morning."""
    usual: dict[str, Any] = {
        "kind": VisitKind.SITTING,
        "person": person,
        "unit": YUEKOU,
        "department": "心内科",
        "room": "门诊二楼 203",
        "weekdays": (2,),
        "since": date(2026, 12, 1),
        "until": date(2026, 12, 31),
        "begin": time(8),
        "end": time(11, 30),
        "places": 30,
    }
    return Plan(**(usual | others))


def announced(**others: Any) -> Announced:
    """Return an announcement: an hour of tele-teaching for 岳口 today."""
    usual: dict[str, Any] = {
        "kind": TeachingKind.TELE,
        "title": "慢阻肺的分级管理",
        "first": TODAY,
        "last": TODAY,
        "minutes": 60,
        "teacher": "欧阳海棠",
        "units": (YUEKOU,),
    }
    return Announced(**(usual | others))


class Hospital:
    """The county with its desks: an expert, a doctor whose title is too low, the people of 岳口."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.expert = self.hire("欧阳海棠", 611, Level.ASSOCIATE, "副主任医师")
        self.junior = self.hire("田小雨", 612, Level.MIDDLE, "主治医师")
        self.doctor, self.nurse = zhou(county), xu(county)
        covers = (Kind.CLINIC, Kind.TOUR, Kind.SURGERY)
        self.agreement: Agreement = self.office(SignAgreement(signed=signed(covers=covers)))
        self.talk()

    def hire(self, name: str, serial: int, level: Level, title: str) -> Staff:
        """Let a doctor be employed by the lead hospital."""
        identity = Identity(name=name, profession=Profession.DOCTOR, birth=_BORN, id_number=id_number(_BORN, serial))
        parts = (
            Post(since=BEGAN, home=LEAD, establishment=Establishment.POST),
            Title(since=BEGAN, level=level, name=title),
            Licence(since=BEGAN, kind=LicenceKind.PHYSICIAN, category=Category.CLINICAL, scope="内科专业"),
        )
        made: Staff = self.office(RegisterStaff(identity=identity, parts=parts))
        return made

    def office(self, command: Any) -> Any:
        """Let the staffing office of the lead hospital do something; return the record."""
        return self.county.desks[HOSPITAL].do(self.county.people["人力"], command).record

    def clerk(self, command: Any, desk: str = TOWN) -> Any:
        """Let the clerk of 岳口 do something; return the record."""
        return self.county.desks[desk].do(self.county.people["排班"], command).record

    def plan(self, **others: Any) -> Visit:
        """Let the office plan the expert's Wednesdays."""
        made: Visit = self.office(PlanVisits(plan=planned(self.expert.id, **others)))
        return made

    def read(self, question: Any, *args: Any, desk: str = TOWN) -> Any:
        """Ask a desk."""
        return self.county.desks[desk].read(question, *args)

    def talk(self) -> None:
        """Let everybody talk until all have everything."""
        self.county.sync(*(TOWN, SECOND, HOSPITAL, OTHER) * 2)

    def refused(self, desk: str) -> list[Act]:
        """Return the acts of a desk that a person has to settle."""
        found: list[Act] = self.read(outbox.in_states, outbox.NEEDS_PERSON, desk=desk)
        return found
