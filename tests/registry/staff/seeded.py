"""A unit with people of every kind, as 人员 shows them."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from tests.sync.county import County
from tests.world import id_number
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.messages import RegisterStaff
from yigongti_desktop.registry.model.staff.messages import StaffRegistered
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Identity
from yigongti_desktop.registry.model.staff.person import Staff

TODAY, BEGAN = date(2026, 11, 23), date(2020, 3, 1)
DAY = timedelta(days=1)


def hire(county: County, who: Identity, *parts: Part, by: str = "排班", home: str = YUEKOU) -> Staff:
    """Let somebody who keeps records register a colleague."""
    post = Post(since=BEGAN, home=home, establishment=Establishment.POST)
    desk = "市一医" if by == "人力" else "岳口"
    has_post = any(isinstance(part, Post) for part in parts)
    command = RegisterStaff(identity=who, parts=parts if has_post else (post, *parts))
    made: Staff = county.desks[desk].do(county.people[by], command).record
    return made


def zhou(county: County) -> Staff:
    """Return 周建国, a doctor of 岳口."""
    who = Identity(
        name="周建国",
        profession=Profession.DOCTOR,
        id_number=id_number(date(1980, 5, 6), 301),
        phone="13900000031",
    )
    return hire(
        county,
        who,
        Place(since=BEGAN, unit=YUEKOU, department="内科"),
        Title(since=BEGAN, level=Level.MIDDLE, name="主治医师"),
        Licence(
            since=BEGAN,
            kind=LicenceKind.PHYSICIAN,
            number="110420000012345",
            category=Category.CLINICAL,
            scope="内科专业",
        ),
        Contract(since=BEGAN, until=TODAY + 40 * DAY, number="HT-2020-07"),
    )


def xu(county: County) -> Staff:
    """Return 许小兰, a nurse of 岳口 who nurses a child and whose licence ends."""
    who = Identity(name="许小兰", profession=Profession.NURSE, sex=Sex.FEMALE, birth=date(1993, 2, 1))
    return hire(
        county,
        who,
        Place(since=BEGAN, unit=YUEKOU, department="护理部"),
        Title(since=BEGAN, level=Level.JUNIOR, name="护师"),
        Licence(since=BEGAN, until=TODAY + 12 * DAY, kind=LicenceKind.NURSE, number="201542000177"),
        Period(since=date(2026, 6, 1), kind=PeriodKind.NURSING, child=date(2026, 6, 1)),
    )


def xiong(county: County) -> Staff:
    """Return 熊卫东, a doctor of the lead hospital who works at 岳口 for half a year (县管乡用)."""
    who = Identity(name="熊卫东", profession=Profession.DOCTOR, sex=Sex.MALE, birth=date(1975, 9, 12))
    return hire(
        county,
        who,
        Place(since=date(2026, 9, 1), until=date(2027, 3, 31), unit=YUEKOU, department="内科", mode=Mode.COUNTY_TOWN),
        Title(since=BEGAN, level=Level.ASSOCIATE, name="副主任医师"),
        by="人力",
        home=LEAD,
    )


def new_nurse() -> StaffRegistered:
    """Return the registration of a nurse of 岳口, as its form makes it."""
    who = Identity(
        name="许小兰", profession=Profession.NURSE, sex=Sex.FEMALE, birth=date(1993, 2, 1), phone="13900000041"
    )
    parts: tuple[Part, ...] = (
        Post(since=BEGAN, home=YUEKOU, establishment=Establishment.HIRED),
        Place(since=BEGAN, unit=YUEKOU, department="护理部"),
        Title(since=BEGAN, level=Level.JUNIOR, name="护师"),
        Licence(since=BEGAN, until=date(2027, 1, 15), kind=LicenceKind.NURSE, number="2015420001"),
        Contract(since=BEGAN, until=date(2026, 12, 31)),
    )
    return StaffRegistered(identity=who, parts=parts)
