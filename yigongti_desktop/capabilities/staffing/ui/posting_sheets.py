"""The posting plan of a year in Excel: a line for each stay, and a line for each gap."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.staffing.model.posting_plan import PlannedStay
from yigongti_desktop.capabilities.staffing.model.posting_plan import PostingPlan
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.export import Sheet

#: A unit and the first and the last day on which nobody covers it.
Gap = tuple[str, date, date]

_FORMAT = "yyyy-mm-dd"


def _count(first: date, last: date) -> int:
    return (last - first).days + 1


def _days(stay: PlannedStay) -> int:
    return _count(stay.first, stay.last)


_STAYS: tuple[Column[PlannedStay], ...] = (
    Column(title="单位", text=lambda one: one.unit, width=180),
    Column(title="姓名", text=lambda one: one.doctor, width=100),
    Column(title="职称", text=lambda one: one.title, width=80),
    Column(title="起", text=lambda one: f"{one.first}", width=80, export=lambda one: one.first, number_format=_FORMAT),
    Column(title="止", text=lambda one: f"{one.last}", width=80, export=lambda one: one.last, number_format=_FORMAT),
    Column(
        title="天数",
        text=lambda one: f"{_days(one)}",
        width=60,
        export=lambda one: _count(one.first, one.last),
    ),
)
_GAPS: tuple[Column[Gap], ...] = (
    Column(title="单位", text=lambda one: one[0], width=180),
    Column(title="起", text=lambda one: f"{one[1]}", width=80, export=lambda one: one[1], number_format=_FORMAT),
    Column(title="止", text=lambda one: f"{one[2]}", width=80, export=lambda one: one[2], number_format=_FORMAT),
    Column(title="天数", text=lambda one: f"{_count(*one[1:])}", width=60, export=lambda one: _count(*one[1:])),
)


def sheets_of(plan: PostingPlan) -> list[Sheet]:
    """Return the sheets, units in the order of the paper."""
    stays = [stay for unit in plan.units for stay in plan.of(unit)]
    gaps = [(unit, first, last) for unit in plan.units for first, last in plan.gaps(unit)]
    return [Sheet("派驻", _STAYS, stays), Sheet("缺主治及以上", _GAPS, gaps)]
