"""How long residents are looked for, beside the same residents read one by one by their primary key."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.service import people
from yigongti_desktop.registry.tables import residents
from yigongti_desktop.storage import records

#: Rows that the page asks for, and those that stand in sight: fewer are never looked up beside it.
_MOST, _IN_SIGHT = 300, 20
_LOOK_UP = "SELECT * FROM residents WHERE id = ?"
_DIGITS, _NOBODY = 6, "曌曌曌"


def _initials(one: Resident) -> str:
    return min(keys_of_name(one.name), key=len)


def _spelled(one: Resident) -> str:
    return max(keys_of_name(one.name), key=len)


#: What is typed of somebody.
KINDS: Mapping[str, Callable[[Resident], str]] = {
    "姓名": lambda one: one.name,
    "拼音首字母": _initials,
    "全拼": _spelled,
    "证件号": lambda one: one.id_number,
    "证件号后六位": lambda one: one.id_number[-_DIGITS:],
    "电话": lambda one: one.phone,
    "村": lambda one: one.village,
    "档案编号": lambda one: one.health_record,
    "两个词（村 姓名）": lambda one: f"{one.village} {one.name}",
    "找不到": lambda _one: _NOBODY,
    "一个字母": lambda one: _initials(one)[:1],
}


def ratios(desk: Workbench, rounds: int, seed: int) -> dict[str, tuple[float, float, float]]:
    """Return for each kind the ratio, how many seconds one search took, and how many residents it found.

    Everybody is searched once before: whoever is read by their key then lies in memory as much as for the search.
    """
    chance = random.Random(seed)  # noqa: S311 - the same people each time
    ids = desk.read(lambda connection: list(connection.scalars(select(residents.c.id).order_by(residents.c.id))))
    found = {}
    for kind, typed in KINDS.items():
        some = desk.read(_those, chance.sample(ids, rounds))
        searches = loops = hits = 0.0
        for one in some:
            listed = desk.read(people.find, typed(one), _MOST, people.Filter())
            begun = time.perf_counter()
            listed = desk.read(people.find, typed(one), _MOST, people.Filter())
            between = time.perf_counter()
            looked = [each.id for each in listed] or [one.id]
            looked = (looked * _IN_SIGHT)[: max(len(looked), _IN_SIGHT)]
            starts = time.perf_counter()
            desk.read(_one_by_one, looked)
            ends = time.perf_counter()
            searches, loops, hits = searches + between - begun, loops + ends - starts, hits + len(listed)
        found[kind] = (searches / loops, searches / rounds, hits / rounds)
    return found


def _those(connection: Connection, ids: Sequence[str]) -> list[Resident]:
    return list(records.load_many(connection, registry.RESIDENT, ids).values())


def _one_by_one(connection: Connection, ids: Sequence[str]) -> None:
    cursor = connection.connection.cursor()
    for one in ids:
        cursor.execute(_LOOK_UP, (one,)).fetchone()
    cursor.close()
