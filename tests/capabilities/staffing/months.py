"""Invents months of a clinic: duties, people with papers, leave, wishes and what was before, the same by seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from datetime import time
from datetime import timedelta

from yigongti_desktop.capabilities.staffing.model.asking import asked
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Carried
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.month import Wish
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Staff

UNIT = "yuekou"
FIRST = date(2026, 5, 1)
_HIRED = date(2015, 7, 1)
_WORKING = (DayKind.WORK, DayKind.MAKE_UP)
_RESTING = (DayKind.REST, DayKind.ARRANGED, DayKind.STATUTORY)
_DOCTORS = (LicenceKind.PHYSICIAN, LicenceKind.ASSISTANT)
_CLINICAL = (*_DOCTORS, LicenceKind.NURSE)
#: Of which everybody begins the month at another day.
_WEEK = ("D", "D", "E", "D", "D", "", "")
_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水"
_MORE = "窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"


def duties(people: int) -> tuple[Duty, ...]:
    """Return the duties of a clinic of so many people."""
    scale = people / 12
    day, less = max(1, round(3 * scale)), max(1, round(2 * scale))
    one, lead = max(1, round(scale * 0.8)), (Need(least=1, title=Level.MIDDLE),) if people >= 12 else ()
    return (
        Duty(
            code="D", name="白班", colour="blue", begin=time(8), end=time(16), minutes=480,
            needs=(Need(least=day, on=_WORKING), Need(least=less, most=day, on=_RESTING)),
        ),
        Duty(
            code="E", name="晚班", colour="amber", begin=time(14), end=time(22), minutes=480, licences=_CLINICAL,
            needs=(Need(least=one, most=one),),
        ),
        Duty(
            code="N", name="夜班", colour="violet", begin=time(22), end=time(8), minutes=480, is_night=True,
            licences=_CLINICAL, needs=(Need(least=one, most=one), *lead),
        ),
        Duty(
            code="P", name="公卫", colour="green", begin=time(8), end=time(16), minutes=480,
            needs=(Need(least=one, most=one + 1, on=_WORKING),),
        ),
        Duty(
            code="R", name="巡诊", colour="teal", begin=time(8), end=time(17), minutes=480, licences=_DOCTORS,
            needs=(Need(least=1, most=1, on=_WORKING, weekdays=(1, 3)),),
        ),
    )  # fmt: skip


def staff(number: int, kind: LicenceKind, level: Level, periods: tuple[Period, ...] = ()) -> Staff:
    """Return somebody with papers."""
    return Staff(
        id=f"s{number:02}",
        name=f"{(_NAMES + _MORE)[number % 60]}某",
        profession=Profession.NURSE if kind is LicenceKind.NURSE else Profession.DOCTOR,
        posts=(Post(since=_HIRED, home=UNIT, establishment=Establishment.POST),),
        titles=(Title(since=_HIRED, level=level),),
        licences=(Licence(since=_HIRED, kind=kind),),
        periods=periods,
    )


def month(people: int, seed: int, days: int = 31) -> Month:
    """Return a month of a clinic."""
    chance = random.Random(seed)  # noqa: S311 # invented figures
    known = tuple(_people(people, chance))
    last = FIRST + timedelta(days - 1)
    leave, wishes = [], []
    for person in chance.sample(known, max(1, people // 6)):
        first = FIRST + timedelta(chance.randrange(days))
        leave.append(Leave(person=person.id, first=first, last=min(first + timedelta(4), last), name="年休假"))
    for person in known:
        for day in chance.sample(range(days), min(2, days)):
            code = chance.choice(["", "", "D", "N"])
            wishes.append(Wish(person=person.id, day=FIRST + timedelta(day), duty=code, is_wanted=code != "N"))
    apart = ((known[0].id, known[1].id),)
    return Month(unit=UNIT, first=FIRST, days=days, people=known, leave=tuple(leave), wishes=tuple(wishes), apart=apart)


def question(people: int, seed: int, days: int = 31) -> Asked:
    """Return what such a month asks by the national rules."""
    return asked(month(people, seed, days), duties(people), national(), built_in())


def _people(count: int, chance: random.Random) -> Iterator[Person]:
    born = FIRST - timedelta(100)
    for number in range(count):
        kind = (LicenceKind.PHYSICIAN, LicenceKind.NURSE, LicenceKind.ASSISTANT, LicenceKind.NURSE)[number % 4]
        level = Level.MIDDLE if number % 3 == 0 else Level.JUNIOR
        nursing = (Period(since=born, until=months_after(born, 12), kind=PeriodKind.NURSING, child=born),)
        begun, on_night = number % 7, number % 12 == 4
        before = (*(_WEEK[begun:] + _WEEK[:begun])[:6], "N" if on_night else (_WEEK[begun - 1]))
        yield Person(
            staff=staff(number, kind, level, nursing if number == 5 else ()),
            before=before,
            partner="s00" if number == count - 1 else "",
            pattern={2: ("P",)} if number == 7 else {},
            carried=Carried(
                nights=chance.randint(14, 19), holidays=chance.randint(2, 4), weekends=chance.randint(7, 10)
            ),
        )
