"""号源统计: how much is reserved against the county's share, how much of it is used, what went back unused (REF-09)."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from functools import partial

import msgspec

from yigongti_desktop.capabilities.referrals.model.capacity_share import Share
from yigongti_desktop.capabilities.referrals.model.capacity_share import UnitShare
from yigongti_desktop.capabilities.referrals.model.capacity_share import by_department
from yigongti_desktop.capabilities.referrals.model.capacity_share import by_kind
from yigongti_desktop.capabilities.referrals.model.capacity_share import by_unit
from yigongti_desktop.capabilities.referrals.model.capacity_share import monday
from yigongti_desktop.capabilities.referrals.store import capacity as store
from yigongti_desktop.capabilities.referrals.ui.capacity_words import KINDS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.export import export_table
from yigongti_desktop.kit.table.table import RecordTable

_PARTS = (Chip("week", "按周和类别"), Chip("department", "按科室"), Chip("unit", "按单位"))
_KEYS = (("↑↓", "移动"), ("PgUp PgDn", "上月、下月"), ("Ctrl+E", "导出"))
_WHOLE = 100


class _Found(msgspec.Struct, frozen=True):
    weeks: list[Share]
    departments: list[Share]
    units: list[UnitShare]


class CapacityFiguresPage(Page):
    """The page of figures of a month."""

    topics = frozenset({"capacity", "county", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "号源统计")
        self._first = day(desk.now()).replace(day=1)
        self._percent = 20
        self._found: _Found | None = None
        self.parts = Chips(_PARTS)
        self.parts.choose("week")
        self._head.insertWidget(1, self.parts)
        self.weeks = RecordTable(_share_columns(self._share_tone, "周", _week), keys=_KEYS, unit="行")
        columns = _share_columns(self._share_tone, "科室", lambda one: one.name)
        self.departments = RecordTable(columns, keys=_KEYS, unit="个科室")
        self.units = RecordTable(_unit_columns(), keys=_KEYS, unit="个单位")
        for table in self._tables.values():
            self.body.addWidget(table)
        before = KeyButton("上月", "PgUp", icon="arrow-left")
        after = KeyButton("下月", "PgDn", icon="arrow-right")
        export = KeyButton("导出", "Ctrl+E", icon="export", style=PRIMARY)
        for button, key, act in (
            (before, "PgUp", partial(self.step, -1)),
            (after, "PgDown", partial(self.step, 1)),
            (export, "Ctrl+E", self._export),
        ):
            button.clicked.connect(act)
            on_key(self, key, act, window_wide=True)
        self.set_buttons(before, after, export)
        self.parts.chosen.connect(lambda _key: self._show_part())
        self._show_part()

    def reload(self) -> None:
        """Read the month again."""
        if self.desk.actor is not None:
            self.desk.read(
                self,
                store.month,
                self.desk.actor.institution,
                self._first,
                self.last,
                done=partial(self._show, self._first),
                failed=self.show_fault,
            )

    @property
    def last(self) -> date:
        """Return the last day of the month in sight."""
        return months_after(self._first, 1) - timedelta(days=1)

    def step(self, by: int) -> None:
        """Go to the month before or after."""
        self._first = months_after(self._first, by)
        self.reload()

    def first_focus(self) -> None:
        """Put the cursor into the table."""
        self._tables[self.parts.key].view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Leave the foot out where there is no room."""
        super().set_compact(compact)
        for table in self._tables.values():
            table.set_compact(compact)

    @property
    def _tables(self) -> dict[str, RecordTable]:
        return {"week": self.weeks, "department": self.departments, "unit": self.units}

    def _show(self, first: date, found: store.Month) -> None:
        if first != self._first:
            return
        self._percent = found.percent
        self._found = _Found(by_kind(found.lines), by_department(found.lines), by_unit(found.holds))
        whole = _sum(self._found.weeks)
        share = whole.percent()
        said = f"预留 {whole.reserved} / {whole.total}，{share:.1f} %" if share is not None else "没有放号"
        short = sum(one.lacking(self._percent) > 0 for one in self._found.weeks)
        mark = f"{short} 处不到 {self._percent} %" if short else f"都够 {self._percent} %" if whole.total else ""
        back = f"没人用退回普通号 {whole.returned}" if whole.total else ""
        words = (f"{first.year}年{first.month}月", said, mark, back)
        self.facts.setText("　".join(word for word in words if word))
        self.weeks.show_rows(self._found.weeks)
        self.departments.show_rows(self._found.departments)
        self.units.show_rows(self._found.units)
        for table in self._tables.values():
            table.empty.say("这个月没有放号", "按 PgUp、PgDn 看别的月份。", icon="chart")

    def _show_part(self) -> None:
        for key, table in self._tables.items():
            table.setVisible(key == self.parts.key)
        self.first_focus()

    def _export(self) -> None:
        chosen = self.parts.key
        title = next(chip.text for chip in _PARTS if chip.key == chosen)
        name = f"号源统计 {self._first.year}-{self._first.month:02d} {title}"
        export_table(self, self.desk, self._tables[chosen].view, name)

    def _share_tone(self, one: Share) -> str:
        return "danger" if one.lacking(self._percent) else ""


def _sum(shares: Sequence[Share]) -> Share:
    return Share(
        total=sum(one.total for one in shares),
        reserved=sum(one.reserved for one in shares),
        used=sum(one.used for one in shares),
        returned=sum(one.returned for one in shares),
    )


def _week(one: Share) -> str:
    first = one.week or monday(date.min)
    return f"{first.month}-{first.day} 起　{KINDS[one.name]}"


def _percent_of(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} %"


def _share_columns(tone: Callable[[Share], str], title: str, name: Callable[[Share], str]) -> tuple[Column[Share], ...]:
    return (
        Column(title=title, text=name, width=160, stretch=2, is_bold=True, is_jump=True),
        _number("总数", lambda one: one.total),
        _number("预留", lambda one: one.reserved),
        Column(
            title="预留比例",
            text=lambda one: _percent_of(one.percent()),
            tone=tone,
            width=120,
            stretch=1,
            is_right=True,
            share=lambda one: (one.percent() or 0) / _WHOLE,
            sort=lambda one: one.percent() or 0.0,
            export=lambda one: (one.percent() or 0) / _WHOLE,
            number_format="0.0%",
        ),
        _number("占用中", lambda one: one.held, rank=1),
        _number("已用", lambda one: one.used),
        Column(
            title="使用率",
            text=lambda one: _percent_of(one.used_percent()),
            width=120,
            stretch=1,
            is_right=True,
            share=lambda one: (one.used_percent() or 0) / _WHOLE,
            sort=lambda one: one.used_percent() or 0.0,
            export=lambda one: (one.used_percent() or 0) / _WHOLE,
            number_format="0.0%",
        ),
        _number("退回普通号", lambda one: one.returned),
    )


def _number(title: str, count: Callable[[Share], int], *, rank: int = 0) -> Column[Share]:
    return Column(
        title=title,
        text=lambda one: f"{count(one):,}",
        width=88,
        is_right=True,
        sort=count,
        export=count,
        rank=rank,
    )


def _unit_columns() -> tuple[Column[UnitShare], ...]:
    def number(title: str, count: Callable[[UnitShare], int], *, rank: int = 0) -> Column[UnitShare]:
        return Column(
            title=title,
            text=lambda one: f"{count(one):,}",
            width=88,
            is_right=True,
            sort=count,
            export=count,
            rank=rank,
        )

    return (
        Column(title="单位", text=lambda one: one.name, width=180, stretch=2, is_bold=True, is_jump=True),
        number("约过", lambda one: one.asked),
        number("占用中", lambda one: one.held),
        number("已用", lambda one: one.used),
        number("没有约上", lambda one: one.answered),
        number("逾期作废", lambda one: one.lapsed),
        number("已退号", lambda one: one.released, rank=1),
    )
