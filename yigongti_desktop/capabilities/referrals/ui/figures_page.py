"""转诊指标: how referral goes, by month, unit, disease, doctor, and who flows where; each figure opens its cases."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence

from yigongti_desktop.capabilities.referrals.model.figures import Moved
from yigongti_desktop.capabilities.referrals.ui import figures_state as state
from yigongti_desktop.capabilities.referrals.ui.figures_charts import show_answers
from yigongti_desktop.capabilities.referrals.ui.figures_charts import show_times
from yigongti_desktop.capabilities.referrals.ui.figures_charts import show_ways
from yigongti_desktop.capabilities.referrals.ui.figures_columns import TITLES
from yigongti_desktop.capabilities.referrals.ui.figures_columns import case_columns
from yigongti_desktop.capabilities.referrals.ui.figures_columns import figure_columns
from yigongti_desktop.capabilities.referrals.ui.figures_state import FigureRow
from yigongti_desktop.capabilities.referrals.ui.figures_state import Overview
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chart_card import ChartCard
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.figure_list import FigureList
from yigongti_desktop.kit.figure_list import FigureLists
from yigongti_desktop.kit.figure_list import Listing
from yigongti_desktop.kit.flow import Band
from yigongti_desktop.kit.flow import FlowPicture
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.period_bar import PeriodBar
from yigongti_desktop.kit.picklist import Picklist
from yigongti_desktop.kit.table.export import Sheet
from yigongti_desktop.kit.table.export import export_book
from yigongti_desktop.kit.table.export import export_table
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.kit.tasks import Call

_KEYS = (("↑↓", "移动"), ("Enter", "看病例"), ("Ctrl+E", "导出"), ("F6", "换一块"))
_FLOW, _PLOTS, _TABLE = "flow", "plots", "table"
_VIEWS = {state.MONTH: "按月", state.UNIT: "按单位", state.DISEASE: "按病种", state.DOCTOR: "按医生", _FLOW: "流向"}
_ALL = ("", "全部单位")


class ReferralFiguresPage(Page):
    """The page of the figures."""

    topics = frozenset({"referrals", "institutions"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "转诊指标")
        self._found: Overview | None = None
        self._call: Call | None = None
        self._facts_words = ""
        self.period = PeriodBar(day(desk.now()))
        self.unit = Picklist((_ALL,))
        self.views = Chips([Chip(key, words) for key, words in _VIEWS.items()], title="列表")
        self.parts = Chips((Chip(_PLOTS, "图"), Chip(_TABLE, "表")), title="看哪一块")
        self.ways, self.answers, self.times = ChartCard("上转和下转"), ChartCard("接收"), ChartCard("接收用时")
        self.tables = {by: RecordTable(figure_columns(by), keys=_KEYS, unit="行") for by in TITLES}
        self.flow = FlowPicture("流向")
        self._export = KeyButton("导出", "Ctrl+E", icon="export")
        self._list = FigureLists(self, "回到指标", self._export)
        self._build()
        self._connect()
        self._arrange()

    @property
    def listed(self) -> FigureList | None:
        """Return the list of a figure that stands in place of the figures."""
        return self._list.listed

    def reload(self) -> None:
        """Read again."""
        self.period.set_today(day(self.desk.now()))
        self._ask()

    def first_focus(self) -> None:
        """Put the cursor into the table, or into what stands in its place."""
        if self.listed is not None:
            self.listed.table.view.setFocus()
        elif self.is_compact and self.parts.key == _PLOTS:
            self.parts.setFocus()
        elif self._table is None:
            self.flow.setFocus()
        else:
            self._table.view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Show one part at a time where there is no room for all."""
        super().set_compact(compact)
        for card in (self.ways, self.answers, self.times):
            card.set_compact(compact)
        for table in self.tables.values():
            table.set_compact(compact)
        self._list.set_compact(compact)
        self._arrange()

    # what is asked for and shown

    @property
    def _table(self) -> RecordTable | None:
        return self.tables.get(self.views.key)

    def _ask(self) -> None:
        if self._call is not None:
            self._call.cancel()
        asked = (self.period.chosen, self.unit.key, day(self.desk.now()))
        self._call = self.desk.read(self, state.look, *asked, done=self._show, failed=self.show_fault)

    def _show(self, found: Overview) -> None:
        self._found = found
        self.unit.set_choices((_ALL, *found.units))
        whole = found.whole.figures
        self._facts_words = f"{self.period.words}　待接收 {whole.open:,} 人，未到诊 {whole.missed:,} 人"
        show_ways(self.ways, found)
        show_answers(self.answers, found)
        show_times(self.times, found)
        for by, table in self.tables.items():
            rows = found.rows[by]
            table.show_rows([found.whole, *(reversed(rows) if by == state.MONTH else rows)], keep=_is_same)
        self.flow.show_bands(
            [
                Band(left=found.names[one.low], right=found.names[one.high], up=one.up, down=one.down)
                for one in found.flows
            ]
        )
        self._list.show_again(found)
        self._arrange()

    def _arrange(self) -> None:
        """Show what has room."""
        is_open, part = bool(self._list), self.parts.key if self.is_compact else ""
        self._controls.setVisible(not is_open)
        self.unit.setVisible(not self.is_compact)
        self.views.setVisible(part in {"", _TABLE})
        self.parts.setVisible(self.is_compact)
        self._plots.setVisible(not is_open and part in {"", _PLOTS})
        for table in self.tables.values():
            table.setVisible(not is_open and part in {"", _TABLE} and table is self._table)
        self.flow.setVisible(not is_open and part in {"", _TABLE} and self._table is None)
        if not is_open:
            self.set_title("转诊指标", self._facts_words)

    # lists

    def _open_row(self, by: str, row: FigureRow | None) -> None:
        if self._found is None:
            return
        key = row.key if row is not None else ""
        words = f"{row.title}　{self.period.words}" if row is not None and key and by != state.MONTH else ""
        words = words or (row.title if row is not None and key else self.period.words)

        def made(found: Overview) -> Listing:
            current = next((one for one in found.rows[by] if one.key == key), found.whole)
            return self._listing(words, found.cases_of(by, current))

        self._open_list(made)

    def _open_flow(self, place: int) -> None:
        if self._found is None:
            return
        flow, words = self._found.flows[place], self.period.words
        names = f"{self._found.names[flow.low]} 和 {self._found.names[flow.high]}　{words}"
        self._open_list(lambda found: self._listing(names, found.cases_between(flow)))

    def _listing(self, words: str, cases: Sequence[Moved]) -> Listing:
        return Listing(
            title=f"病例　{words}",
            columns=case_columns(day(self.desk.now())),
            records=cases,
            chips=(
                ("all", "全部", lambda _one: True),
                ("down", "下转", lambda one: one.down_at is not None),
                ("open", "待接收", lambda one: one.answer == "open"),
                ("declined", "退回", lambda one: one.answer == "declined"),
                ("missed", "未到诊", lambda one: one.is_missed),
                ("differs", "诊断不符", lambda one: one.is_compared and not one.is_agreed),
            ),
            unit="人",
            paper=lambda one: ("referrals", one.id),
            none="这段时间没有转诊。",
        )

    def _open_list(self, made: Callable[[Overview], Listing]) -> None:
        if self._found is not None:
            self._list.show(self._found, made, compact=self.is_compact)

    def _on_export(self) -> None:
        if not self.isVisible() or self._found is None:
            return
        today = f"{local(self.desk.now()):%Y-%m-%d}"
        if self.listed is not None:
            export_table(self, self.desk, self.listed.table.view, f"{self.listed.name} {today}")
            return
        sheets = [
            Sheet(_VIEWS[by], figure_columns(by), table.view.records.records()) for by, table in self.tables.items()
        ]
        export_book(self, self.desk, f"转诊指标 {self.period.words} {today}", sheets)

    # building

    def _build(self) -> None:
        self._plots = boxed(row(self.ways, self.answers, self.times, spacing=10))
        self._controls = boxed(row(self.period, self.unit, None, self.views, self.parts))
        for table in self.tables.values():
            table.empty.say("正在算", "病例很多的时候要算一会儿。", icon="clock")
        self.body.addWidget(self._controls)
        self.body.addWidget(self._plots, 4)
        for widget in (*self.tables.values(), self.flow):
            self.body.addWidget(widget, 5)
        self.set_buttons(self._export)

    def _connect(self) -> None:
        self.period.changed.connect(self._ask)
        self.unit.chosen.connect(lambda _key: self._ask())
        self.views.chosen.connect(lambda _key: self._arrange())
        self.parts.chosen.connect(lambda _key: self._arrange())
        for card in (self.ways, self.answers, self.times):
            card.opened.connect(self._open_month)
            card.whole_wanted.connect(lambda: self._open_row(state.MONTH, None))
        for by, table in self.tables.items():
            table.view.opened.connect(self._opener(by))
        self.flow.opened.connect(self._open_flow)
        self._export.clicked.connect(self._on_export)
        self._list.changed.connect(self._arrange)
        self._list.opened.connect(self.wants_page)
        on_key(self, "Ctrl+E", self._on_export, window_wide=True)

    def _opener(self, by: str) -> Callable[[FigureRow], None]:
        return lambda row: self._open_row(by, row)

    def _open_month(self, place: int) -> None:
        if self._found is not None:
            self._open_row(state.MONTH, self._found.rows[state.MONTH][place])


def _is_same(one: FigureRow, other: FigureRow) -> bool:
    return one.key == other.key
