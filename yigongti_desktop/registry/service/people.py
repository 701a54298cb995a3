"""Questions about residents: who lives together, who belongs to a group or a village, who is meant by what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement
from sqlalchemy import Connection
from sqlalchemy import Select
from sqlalchemy import and_
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy import true

from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.household import in_order
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import Group
from yigongti_desktop.registry.model.tagging import CHILD_UNDER
from yigongti_desktop.registry.model.tagging import ELDERLY_FROM
from yigongti_desktop.registry.tables import residents
from yigongti_desktop.storage import records

#: Steps of a pointer to the record that is kept.
_MOST_STEPS = 8
#: More than any register holds.
_ALL = 10**9
#: Villages one after another, each found by the index alone, however many residents each has.
_VILLAGES = text(
    "WITH RECURSIVE listed (village) AS (SELECT min(village) FROM residents UNION ALL"
    " SELECT (SELECT min(village) FROM residents WHERE village > listed.village) FROM listed"
    " WHERE listed.village IS NOT NULL) SELECT village FROM listed WHERE village <> ''"
)
_BEGINNING = text(
    "WITH RECURSIVE listed (village) AS (SELECT min(village) FROM residents WHERE village >= :begins UNION ALL"
    " SELECT (SELECT min(village) FROM residents WHERE village > listed.village) FROM listed"
    " WHERE substr(listed.village, 1, 1) = :begins)"
    " SELECT village FROM listed WHERE substr(village, 1, 1) = :begins"
)
#: How far digits in full width lie from plain ones.
_FULL_WIDTH = 0xFEE0
_HELD = text(
    "EXISTS (SELECT 1 FROM json_each(residents.groups) AS tag WHERE json_extract(tag.value, '$.group') = :group"
    " AND json_extract(tag.value, '$.since') <= :day AND coalesce(json_extract(tag.value, '$.until'), :day) >= :day)"
)


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which residents a list shows; empty for all."""

    village: str = ""
    #: Code of a key group that is in force on the day.
    group: str = ""
    on: date = date.min


def members(connection: Connection, household: str) -> list[Resident]:
    """Return who lives in a household, the head first; nobody for none."""
    if not household:
        return []
    its = select(residents.c.id).where(residents.c.household == household, residents.c.merged_into == "")
    return in_order(records.load_many(connection, store.RESIDENT, connection.scalars(its)).values())


def kept_of(connection: Connection, resident: str) -> Resident | None:
    """Return a resident; for one that was folded into another, the record that is kept."""
    found = store.one_resident(connection, resident)
    for _ in range(_MOST_STEPS):
        if found is None or not found.merged_into:
            return found
        found = store.one_resident(connection, found.merged_into)
    return found


def villages(connection: Connection) -> list[str]:
    """Return the villages in which residents live, as they are written."""
    return list(connection.execute(_VILLAGES).scalars())


def find(connection: Connection, typed: str, most: int = 50, within: Filter | None = None) -> list[Resident]:
    """Return residents who are meant by what was typed: by name and number first, then by village.

    Of several words that mean nobody together each has to mean them: 健康村 wjg.
    """
    ids = store.find_ids(connection, store.RESIDENT.name, typed, most)
    if len(ids) < most and (meant := _villages_meant(connection, typed)):
        query = select(residents.c.id).where(records.among(connection, residents.c.village, meant))
        query = query.where(residents.c.merged_into == "").order_by(residents.c.village, residents.c.id).limit(most)
        ids = list(dict.fromkeys([*ids, *connection.scalars(query)]))[:most]
    if not ids and len(words := typed.split()) > 1:
        ids = _meant_by_each(connection, words)[:most]
    if within is not None and within != Filter():
        fitting = select(residents.c.id).where(records.among(connection, residents.c.id, ids), _fits(within))
        kept = set(connection.scalars(fitting))
        ids = [one for one in ids if one in kept]
    found = records.load_many(connection, store.RESIDENT, ids)
    return [found[one] for one in ids if one in found]


def count(connection: Connection, within: Filter | None = None) -> int:
    """Return how many residents there are, duplicates that were folded into others not counted."""
    query = select(func.count()).select_from(residents).where(_fits(within or Filter()))
    return int(connection.scalar(query) or 0)


def residents_from(connection: Connection, offset: int, most: int, within: Filter | None = None) -> list[Resident]:
    """Return so many residents from a place in the list, village by village."""
    page = select(residents.c.id).where(_fits(within or Filter())).order_by(residents.c.village, residents.c.id)
    ids = list(connection.scalars(page.offset(offset).limit(most)))
    found = records.load_many(connection, store.RESIDENT, ids)
    return [found[one] for one in ids if one in found]


def place_of_resident(connection: Connection, resident: str, within: Filter | None = None) -> int:
    """Return where somebody stands in the list, from 0; -1 for who is not in it."""
    fits = _fits(within or Filter())
    village = connection.scalar(select(residents.c.village).where(residents.c.id == resident, fits))
    if village is None:
        return -1
    before = (residents.c.village < village) | ((residents.c.village == village) & (residents.c.id < resident))
    return int(connection.scalar(select(func.count()).select_from(residents).where(before, fits)) or 0)


def alike(connection: Connection, resident: Resident, most: int = 20) -> list[Resident]:
    """Return who may be the same person: one number, or one name and one day of birth."""
    same = and_(residents.c.name == resident.name, residents.c.birth == resident.birth.isoformat())
    if resident.id_number:
        same = or_(same, residents.c.id_number == resident.id_number)
    query = select(residents.c.id).where(same, residents.c.id != resident.id, residents.c.merged_into == "")
    return list(records.load_many(connection, store.RESIDENT, connection.scalars(query.limit(most))).values())


def _fits(within: Filter) -> ColumnElement[bool]:
    wanted: ColumnElement[bool] = and_(true(), residents.c.merged_into == "")
    if within.village:
        wanted = and_(wanted, residents.c.village == within.village)
    if not within.group:
        return wanted
    day = within.on.isoformat()
    living = and_(residents.c.birth <= day, or_(residents.c.died_on.is_(None), residents.c.died_on >= day))
    return and_(wanted, living, _in_group(within.group, within.on))


def _in_group(group: str, on: date) -> ColumnElement[bool]:
    if group == Group.ELDERLY:
        return residents.c.birth <= _born(on, ELDERLY_FROM)
    if group == Group.CHILD:
        return residents.c.birth > _born(on, CHILD_UNDER)
    return and_(
        residents.c.groups.contains(f'"{group}"', autoescape=True),
        _HELD.bindparams(group=group, day=on.isoformat()),
    )


def _born(on: date, years: int) -> str:
    """Return the last day of birth of those who are so many years old on a day."""
    return f"{on.year - years:04d}-{on.month:02d}-{on.day:02d}"


def _meant_by_each(connection: Connection, words: Sequence[str]) -> list[str]:
    """Return whom every word means, by name, number or village, village by village.

    Whom a word means that is no village is found by spellings alone: the fewest of them are looked at first.
    """
    places = {word: frozenset(_villages_meant(connection, word)) for word in dict.fromkeys(words)}
    spelled = {word: frozenset(store.find_ids(connection, store.RESIDENT.name, word, _ALL)) for word in places}
    first = min(places, key=lambda word: (bool(places[word]), len(spelled[word])))
    lives = select(residents.c.id, residents.c.village)
    where = dict[str, str](
        _pairs(connection, lives.where(records.among(connection, residents.c.id, [*spelled[first]])))
    )
    if its := places.pop(first):
        here = lives.where(records.among(connection, residents.c.village, [*its]), residents.c.merged_into == "")
        where |= dict(_pairs(connection, here))
    for word, its in places.items():
        where = {one: village for one, village in where.items() if village in its or one in spelled[word]}
    return sorted(where, key=lambda one: (where[one], one))


def _pairs(connection: Connection, query: Select[Any]) -> list[tuple[str, str]]:
    return [(one, village) for one, village in records.plain_rows(connection.execute(query))]


def _villages_meant(connection: Connection, typed: str) -> list[str]:
    """Return the villages that begin as typed, by their characters or letters; only letters may mean any of them."""
    wanted = sought(typed)
    if not wanted:
        return []
    first = wanted[0]
    if "a" <= first <= "z":
        some = villages(connection)
    else:
        begins = [first, chr(ord(first) + _FULL_WIDTH)] if first.isdecimal() and first.isascii() else [first]
        some = [village for one in begins for village in connection.execute(_BEGINNING, {"begins": one}).scalars()]
    return [one for one in some if any(key.startswith(wanted) for key in _keys_of_village(one))]


@lru_cache(maxsize=4096)
def _keys_of_village(village: str) -> frozenset[str]:
    return frozenset(keys_of_term(village) | {sought(village)})
