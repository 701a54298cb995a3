"""The days of a month in the panel: which months may be written down, and the fields of one."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.staffing.messages import postings as m
from yigongti_desktop.capabilities.staffing.model.month_lines import read_days
from yigongti_desktop.capabilities.staffing.model.month_lines import read_missing
from yigongti_desktop.capabilities.staffing.model.posting_kinds import STAYING
from yigongti_desktop.capabilities.staffing.model.postings import Month
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.served import owed
from yigongti_desktop.capabilities.staffing.model.served import presence
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option

#: Says what is wrong with what was typed.
Say = Callable[[Refused], str]


def note_month(posting: Posting, today: date, say: Say) -> Ask:
    """Return the fields of a month: those who stay are there but for the days that are named."""
    months = months_to_write(posting, today)
    is_staying = posting.kind in STAYING
    first = months[0] if months else posting.since.replace(day=1)

    def fault(typed: str) -> str:
        try:
            read_missing(typed, first) if is_staying else read_days(typed, first)
        except Refused as refused:
            return say(refused)
        return ""

    def command(values: Mapping[str, Any]) -> m.NoteMonth:
        chosen = date.fromisoformat(values["first"])
        month = Month(
            first=chosen,
            missing=read_missing(values["days"], chosen) if is_staying else (),
            served=() if is_staying else read_days(values["days"], chosen),
        )
        return m.NoteMonth(posting=posting.id, month=month)

    options = [Option(one.isoformat(), f"{one.year}年{one.month}月") for one in months]
    days = Field(
        name="days",
        label="缺勤" if is_staying else "来的日子",
        kind=TEXT,
        placeholder="全勤就空着；每天一行：5 开会、8-10 病假" if is_staying else "如 3、10、17；没来就空着",
        check=fault,
    )
    return Ask(
        title="登记一个月的在岗天数",
        verb="登记",
        sections=only(Field(name="first", label="月份", kind=PICK, options=options, is_needed=True), days),
        command=command,
    )


def months_to_write(posting: Posting, today: date) -> list[date]:
    """Return the months that can be written down, those that are owed first."""
    due = list(owed(posting, today))
    known = [one.first for one in posting.months]
    days = presence(posting)
    last = days[1].replace(day=1) if days and days[1] <= today else None
    rest = [last] if last and last not in {*due, *known} else []
    return due + rest + known[::-1]
