"""The demonstration's staff: a unit with its doctors, nurses, village doctor, some of the hospital; all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta

from yigongti_desktop.app.demo_stock import Do
from yigongti_desktop.app.demonstration import CLINIC
from yigongti_desktop.app.demonstration import HOSPITAL
from yigongti_desktop.app.demonstration import Demonstration
from yigongti_desktop.app.demonstration import id_number
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.model.staff.codes import OF_DOCTORS
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.messages import LinkAccount
from yigongti_desktop.registry.model.staff.messages import NoteStaff
from yigongti_desktop.registry.model.staff.messages import RegisterStaff
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Identity
from yigongti_desktop.registry.model.staff.person import Staff

_UNITS = {CLINIC: "tianmen.yuekou", HOSPITAL: "tianmen.diyi"}
_CLERKS = {CLINIC: "pan", HOSPITAL: "ren"}
_YEARS = 5
_SOON = 25


@dataclass(frozen=True)
class One:
    """An invented colleague and what is written of them; the log-in is that of the account where they have one."""

    name: str
    sex: Sex
    birth: date
    profession: Profession
    department: str
    title: str
    level: Level
    licence: LicenceKind | None = None
    login: str = ""
    scope: str = ""
    village: str = ""
    footing: Establishment = Establishment.POST
    category: Category = Category.CLINICAL


_F, _M = Sex.FEMALE, Sex.MALE
_DOCTOR, _NURSE, _VILLAGE = Profession.DOCTOR, Profession.NURSE, Profession.VILLAGE_DOCTOR
_PHYSICIAN, _ASSISTANT = LicenceKind.PHYSICIAN, LicenceKind.ASSISTANT
_HIRED, _FILED, _OWN = Establishment.HIRED, Establishment.FILED, Establishment.VILLAGE
STAFF: dict[str, tuple[One, ...]] = {
    CLINIC: (
        One("周建国", _M, date(1980, 5, 6), _DOCTOR, "内科", "主治医师", Level.MIDDLE, _PHYSICIAN, "zhou", "内科专业"),
        One("孙立新", _M, date(1973, 8, 19), _DOCTOR, "外科", "副主任医师", Level.ASSOCIATE, _PHYSICIAN, "sun",
            "外科专业"),
        One("李文静", _F, date(1988, 3, 2), Profession.PUBLIC_HEALTH, "公共卫生科", "医师", Level.JUNIOR, _PHYSICIAN,
            "li", "公共卫生类别专业", category=Category.PUBLIC_HEALTH),
        One("杜中和", _M, date(1969, 12, 1), _DOCTOR, "中医科", "主治中医师", Level.MIDDLE, _PHYSICIAN, "", "中医专业",
            category=Category.TCM),
        One("程小满", _M, date(1996, 5, 20), _DOCTOR, "内科", "医士", Level.JUNIOR, _ASSISTANT, "", "全科医学专业",
            footing=_FILED),
        One("刘春梅", _F, date(1985, 2, 11), Profession.PHARMACIST, "药房", "药师", Level.JUNIOR,
            LicenceKind.PHARMACIST, "liu"),
        One("许小兰", _F, date(1993, 2, 1), _NURSE, "护理部", "护师", Level.JUNIOR, LicenceKind.NURSE, footing=_HIRED),
        One("彭雪莲", _F, date(1978, 11, 8), _NURSE, "护理部", "主管护师", Level.MIDDLE, LicenceKind.NURSE),
        One("陶欣怡", _F, date(1998, 7, 14), _NURSE, "护理部", "护士", Level.JUNIOR, LicenceKind.NURSE, footing=_HIRED),
        One("贺志强", _M, date(1984, 9, 30), Profession.TECHNICIAN, "放射科", "技师", Level.JUNIOR,
            LicenceKind.RADIATION),
        One("潘立群", _M, date(1982, 1, 17), Profession.MANAGER, "院办", "", Level.NONE, None, "pan"),
        One("何长贵", _M, date(1966, 4, 25), _VILLAGE, "", "", Level.NONE, LicenceKind.VILLAGE_DOCTOR, "", "", "健康村",
            _OWN),
    ),
    HOSPITAL: (
        One("熊卫东", _M, date(1975, 9, 12), _DOCTOR, "神经内科", "副主任医师", Level.ASSOCIATE, _PHYSICIAN, "xiong",
            "内科专业"),
        One("龚思源", _F, date(1983, 6, 3), _DOCTOR, "心血管内科", "主治医师", Level.MIDDLE, _PHYSICIAN, "",
            "内科专业"),
        One("董佳慧", _F, date(1979, 10, 22), _NURSE, "急诊科", "副主任护师", Level.ASSOCIATE, LicenceKind.NURSE),
        One("杨志勇", _M, date(1981, 7, 7), Profession.PHARMACIST, "医共体办公室", "主管药师", Level.MIDDLE,
            LicenceKind.PHARMACIST, "yang"),
        One("任小云", _F, date(1987, 12, 12), Profession.MANAGER, "人力资源部", "", Level.NONE, None, "ren"),
        One("何敏", _F, date(1990, 3, 28), Profession.MANAGER, "医共体办公室", "", Level.NONE, None, "he"),
    ),
}  # fmt: skip


class Roll:
    """Registers them through the desks, as the clerk and the staffing office would."""

    def __init__(self, demonstration: Demonstration, do: Do) -> None:
        self._demo = demonstration
        self._do = do
        self._today = day(demonstration.desks[CLINIC].clock.now())

    def fill(self) -> None:
        """Register everybody, and what is worth a look: who nurses a child, whose licence ends."""
        made = {one.name: self._register(place, one) for place, people in STAFF.items() for one in people}
        born = months_after(self._today, -4)
        self._note(CLINIC, made["许小兰"], Period(since=born, kind=PeriodKind.NURSING, child=born))
        due = months_after(self._today, 5)
        self._note(CLINIC, made["陶欣怡"], Period(since=self._today, kind=PeriodKind.PREGNANCY, child=due))
        narcotic = Licence(since=months_after(self._today, -24), kind=LicenceKind.NARCOTIC, number="MJ429006021")
        self._note(CLINIC, made["周建国"], narcotic)

    def _register(self, place: str, one: One) -> Staff:
        order = list(STAFF[place]).index(one)
        identity = Identity(
            name=one.name,
            profession=one.profession,
            id_number=id_number(one.birth, one.sex, 71 + order),
            phone=f"1390000{3101 + order}" if place == CLINIC else f"1390000{3201 + order}",
        )
        command = RegisterStaff(identity=identity, parts=tuple(self._parts(place, one, order)))
        made: Staff = self._do(place, _CLERKS[place], command)
        if one.login:
            account = next(who.account for who in self._demo.desks[place].people() if who.login == one.login)
            made = self._do(place, _CLERKS[place], LinkAccount(staff=made.id, account=account))
        return made

    def _parts(self, place: str, one: One, order: int) -> list[Part]:
        since = date(max(one.birth.year + 23, 2003), 7, 1)
        home = _UNITS[place]
        parts: list[Part] = [
            Post(since=since, home=home, establishment=one.footing),
            Place(since=since, unit=home, department=one.department, village=one.village),
        ]
        if one.level is not Level.NONE:
            parts.append(Title(since=date(since.year + 5, 1, 1), level=one.level, name=one.title))
        if one.licence is not None:
            parts.append(self._licence(one, one.licence, since, order))
        if one.footing in {Establishment.HIRED, Establishment.FILED}:
            ends = months_after(self._today, 8 + order) - timedelta(days=1)
            parts.append(Contract(since=months_after(ends, -36), until=ends, number=f"HT{ends.year - 3}{order:02d}"))
        return parts

    def _licence(self, one: One, kind: LicenceKind, since: date, order: int) -> Licence:
        """Return a licence: that of a doctor has no end, 彭雪莲's ends soon, the others within five years."""
        is_doctor = kind in OF_DOCTORS
        ends = months_after(self._today, 7 + 5 * order)
        if one.name == "彭雪莲":
            ends = self._today + timedelta(days=_SOON)
        return Licence(
            since=since if is_doctor else months_after(ends, -12 * _YEARS),
            until=None if is_doctor else ends,
            kind=kind,
            number=f"{since.year}42900600{order:04d}",
            category=one.category if is_doctor else Category.NONE,
            scope=one.scope,
        )

    def _note(self, place: str, staff: Staff, part: Part) -> None:
        command = NoteStaff(staff=staff.id, part=part, seen=staff.like(part))
        self._do(place, _CLERKS[place], command)
