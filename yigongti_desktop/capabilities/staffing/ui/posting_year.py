"""派驻全年: each unit on each day of a year, who covers it, where nobody does, and the figures of the community."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from yigongti_desktop.capabilities.staffing.model.coverage import UnitDay
from yigongti_desktop.capabilities.staffing.model.coverage import UnitYear
from yigongti_desktop.capabilities.staffing.model.posting_known import Known
from yigongti_desktop.capabilities.staffing.model.posting_plan import PostingPlan
from yigongti_desktop.capabilities.staffing.printing.plans import posting_plan
from yigongti_desktop.capabilities.staffing.service.posting_planning import known_of
from yigongti_desktop.capabilities.staffing.service.posting_year import CommunityYear
from yigongti_desktop.capabilities.staffing.service.posting_year import Figures
from yigongti_desktop.capabilities.staffing.service.posting_year import community_year
from yigongti_desktop.capabilities.staffing.service.posting_year import year_plan
from yigongti_desktop.capabilities.staffing.ui.posting_band import PostingBand
from yigongti_desktop.capabilities.staffing.ui.posting_legend import CoverLegend
from yigongti_desktop.capabilities.staffing.ui.posting_planner import PlannerDialog
from yigongti_desktop.capabilities.staffing.ui.posting_sheets import sheets_of
from yigongti_desktop.capabilities.staffing.ui.posting_state import OFFICE
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.badge import KeyHints
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.papers import draw
from yigongti_desktop.kit.table.export import export_book

_SIDE, _ROOM, _MOST = 300, 60, 9
_KEYS = (("←→", "一天"), ("Ctrl+←→", "一月"), ("↑↓", "单位"), ("F8", "下一个缺口"), ("Enter", "打开"))
_FIRST, _LAST = 2000, 2099


class PostingYearPage(Page):
    """The page of a year of postings."""

    topics = frozenset({"staffing.postings", "institutions", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "派驻全年")
        self._year = self._today().year
        self.band = PostingBand()
        self._words = label("", "name", wrap=True)
        self._legend, self._hints = CoverLegend(), KeyHints(_KEYS)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.band)
        self._before = KeyButton("上一年", "PgUp", icon="arrow-left", style=LINK)
        self._after = KeyButton("下一年", "PgDn", icon="arrow-right", style=LINK)
        self._gap = KeyButton("下一个缺口", "F8", icon="alert", style=PLAIN)
        self._plan = KeyButton("自动安排", "F7", icon="people", style=PRIMARY)
        self._paper = KeyButton("打印", "Ctrl+P", icon="printer", style=PLAIN)
        self._export = KeyButton("导出", "Ctrl+E", icon="export", style=PLAIN)
        self.figures_view, self._gaps = Facts(), Facts()
        self._gaps_title = label("缺口", "name")
        side, inside = card()
        for one in (label("医共体指标", "name"), self.figures_view, self._gaps_title, self._gaps):
            inside.addWidget(one)
        inside.addStretch(1)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(10)
        self._figures_title = inside.itemAt(0).widget()
        line = row(self._words, self._before, self._after, spacing=10)
        line.setStretch(0, 1)
        main = column(self._scroll, line, self._legend, self._hints, spacing=6)
        main.setStretch(0, 1)
        self._beside = Beside(boxed(main), side, _SIDE)
        self.body.addWidget(self._beside)
        self._connect()
        is_office = desk.actor is not None and desk.actor.may(OFFICE)
        self.set_buttons(self._export, self._paper, self._gap, *((self._plan,) if is_office else ()))
        self.reload()

    @property
    def year(self) -> int:
        """Return the year in sight."""
        return self._year

    def reload(self) -> None:
        """Read the year again."""
        own = self.desk.actor.institution if self.desk.actor else ""
        self.desk.read(self, community_year, self._year, own, self.desk.now(), done=self._show, failed=self.show_fault)

    def open(self, argument: Any) -> None:
        """Show a year."""
        if str(argument).isdecimal() and _FIRST <= int(argument) <= _LAST:
            self._go_to(int(argument))

    def first_focus(self) -> None:
        """Put the cursor into the band."""
        self.band.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Leave the figures away where there is no room."""
        super().set_compact(compact)
        self._beside.set_narrow(compact)
        self._hints.setVisible(not compact)

    def _connect(self) -> None:
        for button, key, act in (
            (self._before, "PgUp", partial(self._step, -1)),
            (self._after, "PgDown", partial(self._step, 1)),
        ):
            button.clicked.connect(act)
            on_key(self, key, act)
        self._gap.clicked.connect(self._next_gap)
        on_key(self, "F8", self._next_gap)
        for button, key, hand_out in (
            (self._paper, "Ctrl+P", self._draw),
            (self._export, "Ctrl+E", self._write),
        ):
            act = partial(self._read_plan, hand_out)
            button.clicked.connect(act)
            on_key(self, key, act, window_wide=True)
        self._plan.clicked.connect(self._begin_plan)
        on_key(self, "F7", self._begin_plan)
        self.band.rested.connect(self._show_day)
        self.band.opened.connect(self._open_day)

    def _today(self) -> date:
        return day(self.desk.now())

    def _step(self, by: int) -> None:
        if _FIRST <= self._year + by <= _LAST:
            self._go_to(self._year + by)

    def _go_to(self, year: int) -> None:
        self._year = year
        self.reload()

    def _next_gap(self) -> None:
        if not self.band.go_to_next_gap():
            self.wants_toast.emit("没有缺口", f"{self._year} 年后面的日子都有人。", None)
        self.band.setFocus()

    def _read_plan(self, hand_out: Callable[[PostingPlan], None]) -> None:
        own = self.desk.actor.institution if self.desk.actor else ""
        self.desk.read(self, year_plan, self._year, own, self.desk.now(), done=hand_out, failed=self.show_fault)

    def _begin_plan(self) -> None:
        actor = self.desk.actor
        if actor is not None and actor.may(OFFICE):
            asked = (self._year, actor.institution, self.desk.now())
            self.desk.read(self, known_of, *asked, done=self._open_planner, failed=self.show_fault)

    def _open_planner(self, known: Known) -> None:
        dialog = PlannerDialog(self, known)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _draw(self, plan: PostingPlan) -> None:
        draw(self, partial(posting_plan, plan, self.desk.now()), f"{plan.year} 年派驻计划")

    def _write(self, plan: PostingPlan) -> None:
        export_book(self, self.desk, f"{plan.year} 年派驻计划", partial(sheets_of, plan))

    def _show(self, found: CommunityYear) -> None:
        if found.year != self._year:
            return
        on = self.band.day
        if on.year != found.year:
            on = found.today if found.today.year == found.year else date(found.year, 1, 1)
        self.band.show_units(found.units, on, found.today)
        gaps = [(one, gap) for one in found.units for gap in one.gaps()]
        lacking = sum((last - first).days + 1 for _, (first, last) in gaps)
        without = sum(not one.gaps() for one in found.units)
        self.set_title("派驻全年", f"{found.year} 年　{len(found.units)} 个单位，{without} 个全年有人")
        self._figures_title.setVisible(found.figures is not None)
        self.figures_view.setVisible(found.figures is not None)
        if found.figures is not None:
            self.figures_view.show_facts(_of_community(found.figures, without, lacking))
        self._gaps_title.setText(f"缺口　{len(gaps)} 段，{lacking} 天" if gaps else "没有缺口")
        told = [(_days(*gap), f"{one.name}　{(gap[1] - gap[0]).days + 1} 天") for one, gap in gaps[:_MOST]]
        more = [("", f"还有 {len(gaps) - _MOST} 段，按 F8 逐个看")] if len(gaps) > _MOST else []
        self._gaps.show_facts([*told, *more])

    def _show_day(self, _unit: UnitYear | None, _one: UnitDay | None) -> None:
        self._words.setText(self.band.words())
        box = self.band.row_box().center().toPoint()
        self._scroll.ensureVisible(0, box.y(), 0, _ROOM)

    def _open_day(self, _unit: UnitYear | None, one: UnitDay | None) -> None:
        """Open the posting of the day, or begin to ask for somebody."""
        if one is not None:
            self.wants_page.emit("postings", one.posting or "new")


def _of_community(figures: Figures, without: int, lacking: int) -> list[tuple[str, str] | tuple[str, str, str]]:
    each = figures.per_ten_thousand
    share = f"，每万人 {each:.2f}（常住 {figures.residents:,} 人）" if each is not None else "，常住人口没有设置"
    if each is None and figures.county_residents:
        share = f"，全县常住 {figures.county_residents:,} 人，本医共体的没有设置"
    is_enough = not figures.experts_days
    few = "全年够" if is_enough else f"{figures.experts_days} 天不足"
    return [
        ("派驻覆盖", f"今天 {figures.stationed_units}/{figures.units} 个单位有人"),
        ("主治以上", f"{without}/{figures.units} 个单位全年有人，缺 {lacking} 天"),
        ("不满半年", f"{figures.short} 次"),
        ("三级专家", f"最少 {figures.experts} 人，应有 {figures.experts_wanted} 人，{few}"),
        ("指标 4", f"满 183 天的中级以上医师 {len(figures.people)} 人{share}"),
    ]


def _days(first: date, last: date) -> str:
    """Return a gap in few letters: 2-29, 3-1—12 (the month is not said twice)."""
    if first == last:
        return f"{first.month}-{first.day}"
    until = str(last.day) if last.month == first.month else f"{last.month}-{last.day}"
    return f"{first.month}-{first.day}—{until}"
