"""Rosters as units keep them in Excel, written by Excel's own rules: merged, short, wrong, in all directions."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import time
from pathlib import Path
from typing import Any

import openpyxl

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.reading.names import Known
from yigongti_desktop.capabilities.staffing.model.reading.roster import Reading
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.capabilities.staffing.service.roster_sheets import look
from yigongti_desktop.registry.model.staff.codes import Profession

OCTOBER = date(2026, 10, 1)
DAYS = list(range(1, 32))
WEEK = [*"四五六日一二三"] * 5
PEOPLE = (
    Known(id="zhou", name="周建国", department="内科", number="001", profession=Profession.DOCTOR),
    Known(id="he", name="何秀芳", department="内科", number="002", profession=Profession.NURSE),
    Known(id="wang", name="王芳", department="内科", number="003", profession=Profession.NURSE),
    Known(id="wang2", name="王芳", department="外科", number="004", profession=Profession.NURSE),
    Known(id="wangd", name="王大山", department="外科", number="005", profession=Profession.DOCTOR),
    Known(id="li", name="李文静", department="公卫", number="006", profession=Profession.PUBLIC_HEALTH),
    Known(id="ayi", name="阿依古丽·买买提江", department="公卫", number="007", profession=Profession.DOCTOR),
)
DUTIES = (
    Duty(code="D", name="白班", begin=time(8), end=time(16), minutes=480),
    Duty(code="N", name="夜班", begin=time(22), end=time(8), minutes=480, is_night=True),
    Duty(code="P", name="公卫", begin=time(8), end=time(16), minutes=480),
)
#: A month that goes round four days.
ROUND = ["白", "白", "夜", "休"]


def row(name: str, *cells: Any, days: int = 31, more: Sequence[Any] = ()) -> list[Any]:
    """Return a row whose cells go round."""
    return [name, *(cells[place % len(cells)] for place in range(days)), *more]


def codes(*some: str | None, days: int = 31) -> tuple[str | None, ...]:
    """Return the codes of a line that go round."""
    return tuple(some[place % len(some)] for place in range(days))


def book(
    folder: Path, rows: Iterable[Sequence[Any]], *merged: str, name: str = "Sheet1", others: Sequence[str] = ()
) -> Path:
    """Write a workbook."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = name
    for line in rows:
        sheet.append(list(line))
    for span in merged:
        sheet.merge_cells(span)
    for other in others:
        made.create_sheet(other).append(["空"])
    file = folder / "班表.xlsx"
    made.save(file)
    made.close()
    return file


def read(file: Path, *, first: date = OCTOBER, days: int = 31, people: tuple[Known, ...] = PEOPLE) -> Reading:
    """Return what a file says."""
    return look(file, Wanted(first, days, people, DUTIES)).reading
