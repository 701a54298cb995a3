"""教学全年: the tele-teaching of each unit month by month with the gaps marked, courses, hours of each person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from yigongti_desktop.capabilities.staffing.model.teaching_year import MONTHS
from yigongti_desktop.capabilities.staffing.model.teaching_year import Month
from yigongti_desktop.capabilities.staffing.model.teaching_year import UnitYear
from yigongti_desktop.capabilities.staffing.model.teaching_year import Year
from yigongti_desktop.capabilities.staffing.store import teaching as store
from yigongti_desktop.capabilities.staffing.ui.teaching_words import say_hours
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.table.columns import Column

_CHIPS = (Chip("gap", "有缺口", 0), Chip("all", "全部单位", 0))
_KEYS = (("↑↓", "移动"), ("PgUp PgDn", "前一年、后一年"), ("F8", "下一个缺口"), ("Enter", "打开"))
_FIRST, _LAST = 2020, 2100
#: People and titles that are named one by one.
_MOST = 10


class TeachingYearPage(ListPage[UnitYear]):
    """The page of a year of teaching."""

    topics = frozenset({"staffing.teaching", "institutions", "county", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "教学全年", hint="选一个单位，这里显示每个人的学时")
        self._year = day(desk.now()).year
        self._found: Year | None = None
        self._before = KeyButton("上一年", "PgUp", icon="arrow-left")
        self._after = KeyButton("下一年", "PgDn", icon="arrow-right", style=PRIMARY)
        for button, key, by in ((self._before, "PgUp", -1), (self._after, "PgDown", 1)):
            button.clicked.connect(partial(self._step, by))
            on_key(self, key, partial(self._step, by), window_wide=True)
        on_key(self, "F8", self._next_gap)
        self.set_out(_columns(), chips=_CHIPS, placeholder="单位、首字母", keys=_KEYS, unit="个单位")

    @property
    def year(self) -> int:
        """Return the year in sight."""
        return self._year

    def ask(self) -> None:
        """Read the figures of the year."""
        own, today = self.desk.actor.institution if self.desk.actor else "", day(self.desk.now())
        self.desk.read(self, store.teaching_year, self._year, own, today, done=self._show, failed=self.show_fault)

    def record_id(self, record: UnitYear) -> str:
        """Return the id of a unit."""
        return record.unit

    def fits(self, record: UnitYear, chip: str) -> bool:
        """Say whether a unit belongs under a chip."""
        return chip != "gap" or bool(record.gaps)

    def is_typed(self, record: UnitYear, typed: str) -> bool:
        """Say whether a unit is meant."""
        return typed in record.name or any(key.startswith(typed) for key in keys_of_name(record.name))

    def say_none(self) -> None:
        """Say that there is no unit."""
        if self.table is not None:
            self.table.empty.say("没有单位", "本院还不在任何医共体里。请医共体办公室核对成员单位。", icon="hospital")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the page."""
        return (self.export_button, self._before, self._after)

    def act(self, name: str) -> None:
        """Go to the sessions of teaching."""
        if name == "list":
            self.wants_page.emit("teaching", "")

    def show_record(self, record: UnitYear | None) -> None:
        """Show the people of a unit in the panel."""
        if record is None or self._found is None:
            self.panel.show_nothing()
            return
        lacking = len(record.gaps)
        badge = Badge(f"缺 {lacking} 个月", "danger", "alert") if lacking else Badge("没有缺口", "ok", "check")
        self.panel.show_head(record.name, "", badge, f"{self._year} 年", "")
        self.panel.facts.show_facts(_facts(record, self._found))
        self.panel.show_trail([], proven=False)
        self.panel.callout.clear()
        if record.gaps:
            months = "、".join(f"{one.month} 月" for one in record.gaps)
            self.panel.callout.say("这几个月没有远程教学", f"{months}。参加了的请补登名单。", icon="alert")
        self.panel.show_acts([])

    def _step(self, by: int) -> None:
        if _FIRST <= self._year + by <= _LAST:
            self._year += by
            self.reload()

    def _next_gap(self) -> None:
        """Go to the next unit with a gap."""
        if self.table is None:
            return
        current = self.current
        units = [one.unit for one in self._records]
        place = units.index(current.unit) + 1 if current is not None and current.unit in units else 0
        gaps = [one for one in (*self._records[place:], *self._records[:place]) if one.gaps]
        if gaps:
            self.find_record(gaps[0].unit)
        else:
            self.wants_toast.emit("没有缺口", f"{self._year} 年过完的月份，每个单位都有远程教学。", None)

    def _show(self, found: Year) -> None:
        if found.year != self._year:
            return
        self._found = found
        lacking = sum(bool(one.gaps) for one in found.units)
        courses = f"50+N 已办 {found.courses} 期，全年要 {found.wanted.courses} 期"
        gaps = f"{lacking} 个单位有缺口，共 {len(found.units)} 个" if lacking else "没有缺口"
        self.set_title("教学全年", f"{found.year} 年　{courses}　远程教学 {found.tele} 次　{gaps}")
        self.show_records(found.units)


def _columns() -> tuple[Column[UnitYear], ...]:
    months: list[Column[UnitYear]] = [_month(number - 1) for number in MONTHS]
    return (
        Column(title="单位", text=lambda one: one.name, width=160, stretch=1, is_bold=True, is_jump=True),
        *months,
        Column(
            title="50+N",
            text=lambda one: f"{one.courses} 期",
            width=56,
            is_right=True,
            rank=1,
            export=lambda one: one.courses,
        ),
        Column(
            title="学时",
            text=lambda one: say_hours(one.minutes),
            width=60,
            is_right=True,
            rank=2,
            sort=lambda one: one.minutes,
            export=lambda one: one.minutes / 60,
        ),
    )


def _month(place: int) -> Column[UnitYear]:
    def text(one: UnitYear) -> str:
        return _said(one.months[place])

    def tone(one: UnitYear) -> str:
        month = one.months[place]
        return "danger" if month.is_missing else "warn" if month.is_due else ""

    return Column(title=f"{place + 1}月", text=text, tone=tone, width=44, is_right=True)


def _said(month: Month) -> str:
    if month.count:
        return str(month.count)
    return "缺" if month.is_missing else "待办" if month.is_due else ""


def _facts(one: UnitYear, year: Year) -> list[tuple[str, str] | tuple[str, str, str]]:
    tele = sum(month.count for month in one.months)
    people = [f"{each.name} {say_hours(each.minutes)}" for each in one.people[:_MOST]]
    more = f" 等 {len(one.people)} 人" if len(one.people) > _MOST else ""
    missed = "、".join(one.missed[:_MOST]) + (f" 等 {len(one.missed)} 次" if len(one.missed) > _MOST else "")
    return [
        ("远程教学", f"参加 {tele} 次，每月要 {year.wanted.tele} 次"),
        ("50+N", f"参加 {one.courses} 期，全年办了 {year.courses} 期，要 {year.wanted.courses} 期"),
        ("学时", f"{len(one.people)} 人，共 {say_hours(one.minutes)} 学时" if one.people else "还没有人"),
        ("每人学时", "、".join(people) + more),
        ("没有参加", missed, "warn"),
    ]
