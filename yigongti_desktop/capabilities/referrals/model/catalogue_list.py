"""A list that somebody brings as the next catalogue: each row read, bad ones named, and how two versions differ."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import islice

import msgspec

from yigongti_desktop.capabilities.referrals.model.catalogue import MOST_LINES
from yigongti_desktop.capabilities.referrals.model.catalogue import Action
from yigongti_desktop.capabilities.referrals.model.catalogue import Advice
from yigongti_desktop.capabilities.referrals.model.catalogue import CatalogueLine
from yigongti_desktop.capabilities.referrals.model.codes import Reach
from yigongti_desktop.capabilities.referrals.model.codes import read_reach
from yigongti_desktop.capabilities.referrals.model.nested import Nested
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.registry.model.columns import Heads
from yigongti_desktop.registry.model.columns import find
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.listing import read_rows

#: Most characters of what a catalogue says of one disease.
LONGEST = 1000
HEADS: Heads = {
    "code": ("编码", "疾病编码", "诊断编码", "病种编码", "ICD编码", "ICD-10", "ICD-10编码", "ICD10"),
    "name": ("病种", "病种名称", "疾病名称", "名称", "诊断名称"),
    "action": ("去向", "处置", "转诊要求", "分级", "留治/上转/转外", "类别"),
    "indication": ("转诊指征", "指征", "上转指征", "转诊条件"),
    "admission": ("出入院标准", "收治标准", "入院标准"),
    "standard": ("转诊标准", "双向转诊标准", "转诊流程", "规范"),
}
NEEDS = ("code", "name", "action")
_ACTIONS = {
    **dict.fromkeys(("留治", "留", "基层", "基层留治", "就地", "就地治疗", "本院治疗", "keep"), Action.KEEP),
    **dict.fromkeys(("上转", "转", "转上级", "转县级", "县级", "up"), Action.UP),
    **dict.fromkeys(("转外", "外转", "转市域外", "转县域外", "县域外", "市域外", "out"), Action.OUT),
}
#: Says whether the county's list has a diagnosis within reach.
Known = Callable[[Reach], bool]
#: Says what a wider catalogue says of a code; None where it says nothing.
Wider = Callable[[str], Advice | None]


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A row that can be taken."""

    row: int
    line: CatalogueLine
    #: Row of the line within which this one is an exception; 0 where it stands by itself.
    within: int = 0


def read_catalogue(
    rows: Iterable[Sequence[object]], known: Known, wider: Wider
) -> tuple[tuple[Listed, ...], tuple[RowFault, ...]]:
    """Return the lines of a list, and what is wrong with the rows that are none.

    Args:
        rows: with a head somewhere among the first.
        known: a code that reaches nothing in the county's list is a bad row.
        wider: a line that is looser than a wider catalogue has no say, and is a bad row.

    Raises:
        Refused: column_missing, list_empty, catalogue_long as soon as there are more rows than a catalogue may have.
    """
    columns, lines = find(rows, HEADS, NEEDS)
    taken = Nested()

    def one(row: int, cells: Mapping[str, str]) -> Listed:
        line = read_line(cells)
        reach = line.reach
        within = taken.around(reach)
        if not known(reach):
            raise Refused("catalogue_unknown", field="code", typed=line.code)
        if (wide := wider(reach.low)) is not None and _looser(line.action, wide.action):
            raise Refused("catalogue_looser", field="action", wider=wide.action.value, title=wide.title)
        taken.add(reach, row)
        return Listed(row=row, line=line, within=within)

    found: Iterator[Listed | RowFault] = read_rows(columns, lines, one, LONGEST)
    both = list(islice(found, MOST_LINES + 1))
    if not both:
        raise Refused("list_empty")
    if len(both) > MOST_LINES:
        raise Refused("catalogue_long", field="lines", most=MOST_LINES)
    faults = tuple(fault for fault in both if isinstance(fault, RowFault))
    return tuple(one for one in both if isinstance(one, Listed)), faults


def read_line(cells: Mapping[str, str]) -> CatalogueLine:
    """Return a line from the texts of its row.

    Raises:
        Refused: field_empty, field_long, catalogue_code, catalogue_range, catalogue_action.
    """
    for field in NEEDS:
        if not cells.get(field, "").strip():
            raise Refused("field_empty", field=field)
    return CatalogueLine(
        code=read_reach(cells["code"]).written,
        name=one_line(cells["name"], "name", LONGEST, needed=True),
        action=read_action(cells["action"]),
        indication=one_line(cells.get("indication", ""), "indication", LONGEST),
        admission=one_line(cells.get("admission", ""), "admission", LONGEST),
        standard=one_line(cells.get("standard", ""), "standard", LONGEST),
    )


def read_action(typed: str) -> Action:
    """Read 留治, 上转, 转外.

    Raises:
        Refused: catalogue_action.
    """
    plain = half_width(typed).strip().lower()
    if plain not in _ACTIONS:
        raise Refused("catalogue_action", field="action", typed=typed[:20])
    return _ACTIONS[plain]


def check_lines(lines: Sequence[CatalogueLine]) -> None:
    """Refuse lines of which two say the same or overlap, as a judge of a published catalogue does.

    Raises:
        Refused: catalogue_twice, catalogue_overlap, catalogue_code, catalogue_range, with the number of the line.
    """
    known = [(line.reach, place) for place, line in enumerate(lines, start=1)]
    known.sort(key=lambda one: one[0].end, reverse=True)
    known.sort(key=lambda one: one[0].low)
    around: list[tuple[Reach, int]] = []
    for reach, place in known:
        while around and around[-1][0].end < reach.low:
            around.pop()
        if around and around[-1][0] == reach:
            raise Refused("catalogue_twice", field="lines", line=place, first=around[-1][1])
        if around and not around[-1][0].holds(reach):
            raise Refused("catalogue_overlap", field="lines", line=place, code=reach.written, first=around[-1][1])
        around.append((reach, place))


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How a code stands in an older and in a newer version; None where it does not."""

    code: str
    old: CatalogueLine | None
    new: CatalogueLine | None


def compare(old: Iterable[CatalogueLine], new: Iterable[CatalogueLine]) -> tuple[Difference, ...]:
    """Return the codes of which two versions say something else, by code."""
    before, after = ({line.code: line for line in lines} for lines in (old, new))
    return tuple(
        Difference(code=code, old=before.get(code), new=after.get(code))
        for code in sorted(before.keys() | after.keys())
        if before.get(code) != after.get(code)
    )


def _looser(action: Action, wider: Action) -> bool:
    ranks = list(Action)
    return ranks.index(action) > ranks.index(wider)
