"""Residents of a unit, family by family, and the list in which they come: all of them invented, the same each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

from tests.world import id_number
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_id_number
from yigongti_desktop.registry.model.census import Entry
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.standing import Group
from yigongti_desktop.registry.model.standing import Insured
from yigongti_desktop.registry.model.standing import Relation

#: Columns of the list.
HEADS = ("姓名", "身份证号", "联系电话", "家庭住址", "村组", "档案编号", "家庭编号", "与户主关系", "人群分类", "参保")
TODAY = date(2026, 11, 23)
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗邱鲁程唐"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂兰英华建国玉梅春生燕志云龙文斌琴凤"
_FIRST, _SECOND = "健团新石白青龙双永合杨柳石桥长", "康结河桥沙山湾岭塘堰"
_RELATIONS = (Relation.HEAD, Relation.SPOUSE, Relation.PARENT, Relation.SON, Relation.GRANDCHILD)
_WORDS = {
    Relation.HEAD: "户主",
    Relation.SPOUSE: "配偶",
    Relation.SON: "子",
    Relation.GRANDCHILD: "孙子",
    Relation.PARENT: "父亲",
}
_GROUPS = {Group.HYPERTENSION: "高血压", Group.DIABETES: "糖尿病", Group.LOW_INCOME: "低保", Group.DISABLED: "残疾"}
#: Ages of the members of a family in the order of their relations, the least and the most.
_AGES = ((38, 82), (38, 80), (66, 90), (16, 45), (1, 15))
_DAYS_OF_YEAR = 365
_SERIALS = 1_000


@dataclass(frozen=True)
class Family:
    """Some residents who live together, the head first."""

    village: str
    members: tuple[Entry, ...]


def villages(count: int) -> tuple[str, ...]:
    """Return names of villages, each other than the others."""
    names = dict.fromkeys(f"{one}{two}村" for two in _SECOND for one in _FIRST)
    return tuple(names)[:count]


def families(residents: int, places: tuple[str, ...], seed: int) -> Iterator[Family]:
    """Return families with so many members in all, spread over villages."""
    chance = random.Random(seed)  # noqa: S311 - the same people each time
    made = serial = 0
    while made < residents:
        size = min(chance.choice((1, 2, 2, 3, 3, 4, 5)), residents - made)
        place = serial % len(places)
        its = tuple(_member(made + one, one, serial, places[place], place, chance) for one in range(size))
        yield Family(places[place], its)
        made, serial = made + size, serial + 1


def cells(entry: Entry) -> tuple[str, ...]:
    """Return the row of a resident in the list."""
    its = entry.identity
    groups = "、".join(_GROUPS[Group(one)] for one in entry.groups)
    relation = _WORDS[entry.relation]
    return (
        its.name, its.id_number, its.phone, its.address, its.village, its.health_record, entry.household, relation,
        groups, "是",
    )  # fmt: skip


def _member(serial: int, member: int, family: int, village: str, place: int, chance: random.Random) -> Entry:
    least, most = _AGES[member]
    days = chance.randrange(least * _DAYS_OF_YEAR, most * _DAYS_OF_YEAR)
    birth = TODAY - timedelta(days=days)
    number = id_number(birth, serial % _SERIALS, region=f"4290{serial // _SERIALS % 100:02d}")
    is_old = days > 45 * _DAYS_OF_YEAR
    groups = [
        group
        for group, share in (
            (Group.HYPERTENSION, 0.55 if is_old else 0.02),
            (Group.DIABETES, 0.2 if is_old else 0.01),
            (Group.LOW_INCOME, 0.03),
            (Group.DISABLED, 0.02),
        )
        if chance.random() < share
    ]
    identity = Identity(
        name=chance.choice(_FAMILY) + "".join(chance.choice(_GIVEN) for _ in range(chance.choice((1, 2, 2)))),
        sex=Sex(read_id_number(number, TODAY).sex),
        birth=birth,
        id_number=number,
        phone=f"139{serial:08d}",
        address=f"岳口镇{village}{family % 9 + 1}组{family % 60 + 1}号",
        village=village,
        health_record=f"429006101{place:03d}{serial:05d}",
        insured=Insured.YES,
    )
    return Entry(
        row=serial + 2,
        identity=identity,
        household=f"H{family:06d}",
        relation=_RELATIONS[member],
        groups=tuple(one.value for one in groups),
    )
