"""Who is meant by a name on a sheet: the one who bears it; for nicknames and slips of the pen only proposals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Sequence

from msgspec import Struct

from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.registry.model.staff.codes import Profession


class Known(Struct, frozen=True, kw_only=True):
    """Somebody of the unit."""

    id: str
    name: str
    department: str = ""
    #: Employee number; empty for none.
    number: str = ""
    profession: Profession | None = None


class Match(Struct, frozen=True, kw_only=True):
    """Who is meant; nobody where it has to be asked."""

    person: str = ""
    #: Ids of whom it may be, the likeliest first.
    maybe: tuple[str, ...] = ()
    #: Whether several bear this very name.
    is_shared: bool = False


_ASIDE = re.compile(r"[(\[].*?[)\]]|[*★☆▲△#]|\d+$")
_BEFORE = re.compile(r"^[老小大阿](.+)$")
_AFTER = re.compile(
    r"^(.+?)(?:医生|大夫|医师|主任|院长|护士长|护士|护师|药师|技师|老师|站长|所长|科长|师傅|姐|哥|工|总|医|护)$"
)
_SAYS = {
    "医": {Profession.DOCTOR, Profession.PUBLIC_HEALTH, Profession.VILLAGE_DOCTOR},
    "大夫": {Profession.DOCTOR, Profession.PUBLIC_HEALTH, Profession.VILLAGE_DOCTOR},
    "护": {Profession.NURSE},
    "药": {Profession.PHARMACIST},
    "技": {Profession.TECHNICIAN},
}
_SHORT = 2


def bare_name(text: str) -> str:
    """Return a name without what is written behind it: 王芳（休产假）, 王芳 *."""
    return clean_name(_ASIDE.sub("", half_width(clean_name(text))))


def who(text: str, people: Sequence[Known], department: str = "", number: str = "") -> Match:
    """Return who is meant.

    Args:
        text: as it stands on the sheet.
        people: of the unit.
        department: that stands beside it; empty for none.
        number: of the employee that stands beside it; empty for none.
    """
    if number and (same := [one for one in people if one.number == number]):
        bearing = [one for one in same if one.name == bare_name(text)]
        return Match(person=bearing[0].id) if len(bearing) == 1 else Match(maybe=_ids(same))
    for name in dict.fromkeys((clean_name(text), bare_name(text))):
        bearing = [one for one in people if clean_name(one.name) == name]
        if len(bearing) == 1:
            return Match(person=bearing[0].id)
        if bearing:
            there = [one for one in bearing if department and one.department == department]
            return Match(person=there[0].id) if len(there) == 1 else Match(maybe=_ids(bearing), is_shared=True)
    return Match(maybe=_ids(_like(bare_name(text), people)))


def _like(name: str, people: Sequence[Known]) -> list[Known]:
    """Return who may be meant by a nickname, a short name or a slip of the pen."""
    if not name:
        return []
    core = _core(name)
    some = [one for one in people if one.name.startswith(core) and _may_be(name, one)] if core else []
    if core and not some:
        some = [one for one in people if one.name.startswith(core)]
    given = [
        one for one in people if len(name) >= _SHORT and one.name != name and (name in one.name or one.name in name)
    ]
    slips = [one for one in people if len(name) >= _SHORT and _is_slip(name, one.name)]
    return list({one.id: one for one in (*some, *given, *slips)}.values())


def _core(name: str) -> str:
    """Return the surname or name in a nickname: 王 of 老王, 小王, 王医生, 王姐; empty for no nickname."""
    for pattern in (_BEFORE, _AFTER):
        if match := pattern.match(name):
            return match[1]
    return name if len(name) == 1 else ""


def _may_be(name: str, one: Known) -> bool:
    """Say whether what somebody works as goes with how they are called."""
    asked = [some for said, some in _SAYS.items() if said in name[1:]]
    return one.profession is None or not asked or any(one.profession in some for some in asked)


def _is_slip(name: str, other: str) -> bool:
    return len(name) == len(other) and sum(a != b for a, b in zip(name, other, strict=True)) == 1 and len(name) > 1


def _ids(people: Iterable[Known]) -> tuple[str, ...]:
    return tuple(one.id for one in people)
