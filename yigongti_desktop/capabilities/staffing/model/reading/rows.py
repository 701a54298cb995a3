"""Which rows of a sheet are people, and which are titles, sums, legends and signatures; where their names stand."""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from yigongti_desktop.capabilities.staffing.model.reading.heads import NAME_TITLES
from yigongti_desktop.capabilities.staffing.model.reading.heads import Head
from yigongti_desktop.capabilities.staffing.model.reading.names import Known
from yigongti_desktop.capabilities.staffing.model.reading.names import bare_name
from yigongti_desktop.capabilities.staffing.model.reading.sheet import Sheet
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.kernel.text import half_width

_DEPARTMENTS = ("科室", "部门", "班组", "组别", "岗位", "所在科室")
_NUMBERS = ("工号", "编号", "职工号", "员工编号", "人员编号")
_NO_PERSON = re.compile(
    r"合计|小计|总计|共计|人数|班次数|应有|实有|缺|备注|说明|注[:：]|图例|排班人|制表|审核|负责人|主任签|签字|日期|星期"
)
#: What stands in a second row of a head.
_SUB_HEAD = re.compile(r"(?:周|星期|礼拜)?[一二三四五六日天]|[上下]午?|早|中|晚")
_FIGURE = re.compile(r"(?:缺)?-?\d+(?:\.\d+)?(?:人|班|次)?")
#: Cells of a row, fewer of which are a remark and no duties.
_FEW = 3


@dataclass(frozen=True)
class Places:
    """Columns in which names, departments and employee numbers stand; None where there is none."""

    name: int | None
    department: int | None = None
    number: int | None = None


@dataclass(frozen=True)
class Found:
    """A row, or several under one merged name, of one person."""

    rows: tuple[int, ...]
    name: str
    #: What the file calls the cell of the name.
    cell: str
    department: str = ""
    number: str = ""


@dataclass(frozen=True)
class Passed:
    """A row that is nobody's: what stands first in it."""

    cell: str
    text: str


def places(sheet: Sheet, head: Head, people: Sequence[Known]) -> Places:
    """Return where names stand: under their head; else where most names of the unit are."""
    first = head.columns[0][0]
    titles: dict[str, int] = {}
    for row in range(max(0, head.row - 3), min(sheet.height, head.row + 2)):
        for column in range(sheet.width):
            text = half_width(sheet.text(row, column)).replace(" ", "")
            if text and column not in {one for some in head.columns for one in some}:
                titles.setdefault(text, column)
    named = next((titles[title] for title in NAME_TITLES if title in titles), None)
    if named is None:
        known = {clean_name(one.name) for one in people}
        counts = [
            (sum(bare_name(sheet.text(row, column)) in known for row in range(head.row + 1, sheet.height)), column)
            for column in range(first)
        ]
        best = max(counts, key=lambda one: (one[0], one[1]), default=(0, None))
        named = best[1] if best[0] else (first - 1 if first else None)
    department = next((titles[title] for title in _DEPARTMENTS if title in titles), None)
    return Places(named, department, next((titles[title] for title in _NUMBERS if title in titles), None))


def rows(
    sheet: Sheet, head: Head, last: int, where: Places, people: Sequence[Known], passes: Collection[str]
) -> Iterator[Found | Passed]:
    """Return the rows below a head, each once.

    Args:
        sheet: to be read.
        head: the days.
        last: the row at which the next head begins, or the sheet ends.
        where: names stand.
        people: of the unit; who bears a name is no sum, whatever the name looks like.
        passes: texts that are no names: of duties, as rows of coverage bear them.
    """
    known = {clean_name(one.name) for one in people}
    days = [column for some in head.columns for column in some]
    row = head.row + 1
    while row < last:
        merge = None if where.name is None else sheet.merge(row, where.name)
        until = row if merge is None else min(merge.bottom, last - 1)
        name = "" if where.name is None else sheet.text(row, where.name)
        texts = [sheet.text(at, column) for at in range(row, until + 1) for column in days]
        faults = any(sheet.fault(at, column) for at in range(row, until + 1) for column in days)
        filled = [text for text in texts if text]
        cell = sheet.address(row, where.name if where.name is not None else days[0])
        is_line = merge is not None and where.name is not None and merge.right >= days[0]
        if (merge is not None and merge.top <= head.row) or (
            filled and name not in known and all(map(_SUB_HEAD.fullmatch, filled))
        ):
            row = until + 1
            continue
        if is_line or (name not in known and bare_name(name) not in known and _is_nobody(name, filled, passes)):
            if name or filled:
                yield Passed(cell, name or filled[0])
        elif name or filled or faults:
            yield Found(
                rows=tuple(range(row, until + 1)),
                name=name,
                cell=cell,
                department="" if where.department is None else sheet.text(row, where.department),
                number="" if where.number is None else sheet.text(row, where.number),
            )
        row = until + 1


def _is_nobody(name: str, filled: Sequence[str], passes: Collection[str]) -> bool:
    """Say whether a row that bears no known name is none of a person."""
    if not filled or name in passes or name in NAME_TITLES or _NO_PERSON.search(name):
        return True
    if all(_FIGURE.fullmatch(half_width(text)) for text in filled):
        return True
    return not name and len(filled) < _FEW
