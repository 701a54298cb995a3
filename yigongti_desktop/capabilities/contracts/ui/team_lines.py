"""Members of a team as a table holds them, and back; who is proposed while one types a name."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.team import Part
from yigongti_desktop.capabilities.contracts.ui.team_words import LEVELS
from yigongti_desktop.capabilities.contracts.ui.words import PARTS
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered
from yigongti_desktop.registry.model.account import Account

_VILLAGE, _TOWNSHIP = Level.VILLAGE.value, Level.TOWNSHIP.value
#: The part that somebody's work suggests; whoever does several has the first of these.
_PART_OF = {
    Role.DOCTOR: Part.DOCTOR,
    Role.VILLAGE_DOCTOR: Part.DOCTOR,
    Role.PUBLIC_HEALTH: Part.PUBLIC_HEALTH,
    Role.NURSE: Part.NURSE,
    Role.PHARMACIST: Part.PHARMACIST,
}


def empty(since: date | None) -> Line:
    """Return a line in which nobody stands yet."""
    return {
        "name": "",
        "account": "",
        "part": "",
        "level": _TOWNSHIP,
        "title": "",
        "phone": "",
        "card": "",
        "since": since,
        "until": None,
    }


def is_empty(line: Line) -> bool:
    """Say whether nobody stands on a line."""
    return not any(line[key] for key in ("name", "part", "title", "phone"))


def of_members(members: Iterable[Member]) -> list[Line]:
    """Return members as lines."""
    return [
        {
            "name": one.name,
            "account": one.account,
            "part": one.part.value,
            "level": one.level.value,
            "title": one.title,
            "phone": one.phone,
            "card": one.card,
            "since": one.since,
            "until": one.until,
        }
        for one in members
    ]


def to_members(lines: Iterable[Line]) -> tuple[Member, ...]:
    """Return checked lines as members."""
    return tuple(
        Member(
            name=line["name"],
            account=line["account"],
            part=Part(line["part"]),
            level=Level(line["level"]),
            title=str(line["title"] or ""),
            phone=str(line["phone"] or ""),
            card=str(line.get("card") or ""),
            since=line["since"],
            until=line["until"],
        )
        for line in lines
    )


def proposals(people: Sequence[Account]) -> list[Option]:
    """Return the people of the unit as they are proposed."""
    return [Option(one.id, one.name, detail=one.title or one.department, right=one.phone) for one in people]


def taken(people: Sequence[Account]) -> Callable[[Line, Option], Mapping[str, Any]]:
    """Return what a chosen colleague fills in: account, title, telephone, and the part that their work suggests."""
    known = {one.id: one for one in people}

    def fill(line: Line, option: Option) -> Mapping[str, Any]:
        one = known[option.key]
        part = next((part.value for role, part in _PART_OF.items() if role in one.roles), "")
        level = _VILLAGE if set(one.roles) == {Role.VILLAGE_DOCTOR} else line["level"]
        return {
            "name": one.name,
            "account": one.id,
            "part": line["part"] or part,
            "level": level,
            "title": one.title or line["title"],
            "phone": one.phone or line["phone"],
        }

    return fill


def columns(search: Search, fill: Callable[[Line, Option], Mapping[str, Any]]) -> tuple[LineColumn, ...]:
    """Return the columns of members."""

    def pick(key: str, title: str, width: int, names: Mapping[str, str]) -> LineColumn:
        return LineColumn(
            key=key,
            title=title,
            width=width,
            kind=PICK,
            search=among([Option(code, words) for code, words in names.items()]),
            text=lambda line: names.get(str(line[key]), ""),
            check=lambda value, _line: "" if value in names else f"{title}没有填。请选一种。",
        )

    return (
        numbered(),
        LineColumn(
            key="name",
            title="姓名",
            width=104,
            stretch=2,
            kind=PICK,
            is_free=True,
            is_bold=lambda _line: True,
            search=search,
            taken=fill,
            typed=lambda typed, _line: {"name": typed, "account": ""},
            text=lambda line: str(line["name"]),
            placeholder="选本院的人，或自己写",
            check=lambda value, _line: "" if value else "姓名没有填。请补上，或按 Del 删去这一行。",
        ),
        pick("part", "分工", 136, PARTS),
        pick("level", "层级", 64, LEVELS),
        LineColumn(key="title", title="职称", width=92, stretch=1, kind=WORDS),
        LineColumn(key="phone", title="电话", width=112, stretch=1, kind=WORDS),
        LineColumn(key="since", title="加入", width=96, kind=DATE, check=_since),
        LineColumn(key="until", title="离开", width=96, kind=DATE, is_passed=True, check=_until),
        LineColumn(key="card", title="两卡卡号", width=84, stretch=1, kind=WORDS, is_passed=True, rank=1),
    )


def _since(value: Any, _line: Line) -> str:
    return "" if value else "加入日期没有填。请填从哪天起在团队里。"


def _until(value: Any, line: Line) -> str:
    since = line["since"]
    is_before = isinstance(value, date) and isinstance(since, date) and value < since
    return f"离开日期早于加入日期 {since}。请改。" if is_before else ""
