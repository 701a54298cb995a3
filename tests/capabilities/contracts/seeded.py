"""A unit of any size as its desk has it, written at once: residents, contracts of three years, services done."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from itertools import islice

from msgspec.structs import replace
from sqlalchemy import Connection

from yigongti_desktop.capabilities.contracts.model.contract import Agreement
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import Served
from yigongti_desktop.capabilities.contracts.model.contract import Taken
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.deciding import Former
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.months import last_of
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import State
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.model.performed import service_id
from yigongti_desktop.capabilities.contracts.model.rhythm import Yearly
from yigongti_desktop.capabilities.contracts.model.tasks import tasks_of
from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.team import Part
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.services import SERVICE
from yigongti_desktop.capabilities.contracts.store.teams import PACKAGE
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

UNIT, UNIT_NAME = "tianmen.yuekou", "岳口镇中心卫生院"
VISIT = Item(code="htn-visit", name="高血压随访", rhythm=Yearly(times=4, late=14), form=Form.HYPERTENSION)
SUGAR = Item(code="dm-visit", name="糖尿病随访", rhythm=Yearly(times=4, late=14), form=Form.DIABETES)
CHECKUP = Item(code="checkup", name="健康体检", rhythm=Yearly(times=1))
ADVICE = Item(code="advice", name="健康教育", rhythm=Yearly(times=2))
BASIC = Taken(package="basic", name="基础包", year=2024, items=(CHECKUP, ADVICE))
PRESSURE = Taken(package="htn", name="高血压服务包", year=2024, key_group="hypertension", items=(VISIT,))
GLUCOSE = Taken(package="dm", name="糖尿病服务包", year=2024, key_group="diabetes", items=(SUGAR,))
_FAMILIES, _GIVEN = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗",
    "建国小燕春生海棠文静立新长贵守义志勇明月卫东桂兰秀英玉梅",
)
_ONE = timedelta(days=1)
_AT_ONCE = 2_000


def villages(count: int) -> tuple[str, ...]:
    """Return names of villages."""
    return tuple(f"{one}{two}村" for one in "健团新石白青龙" for two in "康结河桥沙山湾")[:count]


def team(place: int, served: tuple[str, ...], doctor: str) -> Team:
    """Return a team that serves villages."""
    began = date(2023, 1, 1)
    return Team(
        id=f"team-{place}",
        name=f"{served[0]}团队",
        institution=UNIT,
        institution_name=UNIT_NAME,
        members=(Member(name=doctor, part=Part.LEADER, level=Level.TOWNSHIP, since=began),),
        villages=served,
        since=began,
    )


def package(taken: Taken) -> Package:
    """Return the package of which an agreement has a copy."""
    return Package(
        id=taken.package,
        community="tianmen-1",
        name=taken.name,
        year=taken.year,
        key_group=taken.key_group,
        items=taken.items,
        since=date(2023, 1, 1),
    )


def resident(place: int, village: str, chance: random.Random) -> Resident:
    """Return somebody of a village."""
    birth = date(1935, 1, 1) + timedelta(days=chance.randrange(33_000))
    return Resident(
        id=f"resident-{place:06d}",
        name=chance.choice(_FAMILIES) + "".join(chance.sample(_GIVEN, 2)),
        sex=chance.choice((Sex.MALE, Sex.FEMALE)),
        birth=birth,
        village=village,
        phone=f"139{place:08d}",
        units=(UNIT,),
    )


def contract(one: Resident, its: Team, today: date, chance: random.Random) -> Contract:
    """Return agreements of up to three years, the last in force, ended or run out."""
    since = today - timedelta(days=1_080 - chance.randrange(30) ** 2)
    packages = (BASIC, *((PRESSURE,) if chance.random() < 0.4 else ()), *((GLUCOSE,) if chance.random() < 0.15 else ()))
    anchor, agreements = since, list[Agreement]()
    while since <= today:
        place = len(agreements) + 1
        agreements.append(
            Agreement(
                number=f"岳口-{since:%Y%m%d}-A-{one.id[-6:]}{place}",
                institution=UNIT,
                institution_name=UNIT_NAME,
                team=its.id,
                team_name=its.name,
                doctor=its.members[0].name,
                packages=packages,
                since=since,
                until=last_of(since, 12),
                signed_on=since,
                anchor=anchor,
                renews=agreements[-1].number if agreements else "",
            )
        )
        if chance.random() < 0.1:
            break
        since = agreements[-1].until + _ONE
    if chance.random() < 0.03:
        ended = agreements[-1].since + timedelta(days=60)
        agreements[-1] = replace(agreements[-1], ended=ended, end_reason=Ending.BY_RESIDENT.value)
    latest = {name: getattr(agreements[-1], name) for name in Agreement.__struct_fields__}
    return Contract(
        id=contract_id(one.id),
        resident=one.id,
        name=one.name,
        sex=one.sex,
        birth=one.birth,
        village=one.village,
        signed_at=datetime(2026, 1, 1, tzinfo=UTC),
        former=tuple(agreements[:-1]),
        **latest,
    )


def serve(known: Contract, today: date, chance: random.Random) -> tuple[Contract, list[Service]]:
    """Do four of five tasks that are due, some of them late; return the contract that knows it, and the services."""
    done: dict[str, list[Served]] = {}
    found: list[Service] = []
    items = {item.code: item for taken in (BASIC, PRESSURE, GLUCOSE) for item in taken.items}
    for task in tasks_of(known):
        on = min(task.due + timedelta(days=chance.randrange(-20, 25)), task.holds_until)
        if task.is_carried or on > today or on < task.opens or chance.random() > 0.8:
            continue
        is_judged = items[task.item].form is not Form.PLAIN
        unsatisfied = int(is_judged and chance.random() < 0.3)
        service = Service(
            id=service_id(known.id, task.agreement, task.item, task.number),
            state=State.DONE,
            contract=known.id,
            resident=known.resident,
            name=known.name,
            institution=UNIT,
            agreement=task.agreement,
            item=task.item,
            item_name=task.item_name,
            number=task.number,
            done_on=on,
            way=Way.CLINIC,
            doer="account",
            outcome=("unsatisfied" if unsatisfied else "satisfied") if is_judged else "",
            leaves=Former(unsatisfied=unsatisfied),
            recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        found.append(service)
        served = Served(service=service.id, item=task.item, number=task.number, on=on, outcome=service.outcome)
        done.setdefault(task.agreement, []).append(served)
    former = tuple(replace(one, served=tuple(done.get(one.number, ()))) for one in known.former)
    return replace(known, former=former, served=tuple(done.get(known.number, ()))), found


def seed(connection: Connection, today: date, *, people: int, signed: int, places: int = 20, by: int = 7) -> None:
    """Write a unit: so many residents, of whom so many have a contract, in so many villages."""
    chance = random.Random(by)  # noqa: S311 - the same unit each time
    names = villages(places)
    teams = [
        team(place, names[place * 4 : place * 4 + 4] or (f"{place}村",), _FAMILIES[place] + "医生")
        for place in range(max(places // 4 - 1, 1))
    ]
    serving = {village: one for one in teams for village in one.villages}
    _write(connection, TEAM, iter(teams))
    _write(connection, PACKAGE, map(package, (BASIC, PRESSURE, GLUCOSE)))
    everybody = [resident(place, chance.choice(names), chance) for place in range(people)]
    _write(connection, RESIDENT, iter(everybody))
    some = chance.sample(everybody, signed)
    services: list[Service] = []

    def contracts() -> Iterator[Contract]:
        for one in some:
            known, done = serve(contract(one, serving.get(one.village, teams[0]), today, chance), today, chance)
            services.extend(done)
            yield known

    _write(connection, CONTRACT, contracts())
    _write(connection, SERVICE, iter(services))


def _write(connection: Connection, kind: RecordKind, some: Iterator) -> None:  # type: ignore[type-arg] # any kind
    while part := list(islice(some, _AT_ONCE)):
        records.save_many(connection, kind, part)
        indexes.write(connection, kind, part)
