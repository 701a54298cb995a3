"""药款: what units owe for what they received, month by month, and the statement on which both sides agree."""

from __future__ import annotations

from functools import partial
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import payables
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.model.statement import StatementState
from yigongti_desktop.capabilities.pharmacy.printing import statements as printing
from yigongti_desktop.capabilities.pharmacy.store import statements as store
from yigongti_desktop.capabilities.pharmacy.store.statements import DueRow
from yigongti_desktop.capabilities.pharmacy.store.statements import OpenedDue
from yigongti_desktop.capabilities.pharmacy.ui import statement_acts as acts
from yigongti_desktop.capabilities.pharmacy.ui import statement_state as state
from yigongti_desktop.capabilities.pharmacy.ui.statement_columns import columns
from yigongti_desktop.capabilities.pharmacy.ui.statement_panel import show_due
from yigongti_desktop.capabilities.pharmacy.ui.statement_words import STATES
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.papers import draw

_CHIPS = (
    Chip("all", "全部", 0),
    Chip("none", "未出账", 0),
    Chip(StatementState.OPEN.value, "待核对", 0),
    Chip(StatementState.DISPUTED.value, "有异议", 0),
    Chip(StatementState.CONFIRMED.value, "已核对", 0),
    Chip(StatementState.CLOSED.value, "已结账", 0),
)


class PayablesPage(ListPage[DueRow]):
    """The page of what is owed."""

    topics = frozenset({"pharmacy.requests", "pharmacy.statements", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "药款", hint="选一张配送单，这里显示本月应付")
        actor = desk.actor
        self._is_centre = actor is not None and actor.may(state.CENTRE)
        self._shown: tuple[DueRow, OpenedDue] | None = None
        self.set_out(
            columns(desk.now, is_centre=self._is_centre),
            chips=_CHIPS,
            placeholder="单号、单位、药名" if self._is_centre else "配送单号、药名",
            periods=state.months(day(desk.now())),
            unit="张",
        )

    def open_argument(self, argument: Any) -> None:
        """Show a delivery by its request's id, or a statement by its own."""
        if isinstance(argument, str):
            show = partial(self._find, argument)
            self.desk.read(self, store.first_request, argument, done=show)

    def ask(self) -> None:
        """Read what is owed for the month."""
        month = self.period.key if self.period is not None else state.ALL_MONTHS
        self.desk.read(self, store.due, month, done=self._show_due, failed=self.show_fault)

    def record_id(self, record: DueRow) -> str:
        """Return the id of the request that was delivered."""
        return record.delivery.request

    def fits(self, record: DueRow, chip: str) -> bool:
        """Say whether a delivery belongs under a chip."""
        known = record.statement
        return chip in {"all", known.state.value if known is not None and record.is_on else "none"}

    def is_typed(self, record: DueRow, typed: str) -> bool:
        """Say whether a delivery is meant: by its numbers, its unit, or a drug's name or initials."""
        delivery = record.delivery
        plain = (delivery.delivery.lower(), delivery.number.lower(), record.unit_name)
        if any(typed in text for text in plain):
            return True
        names = {line.name for line in delivery.lines}
        return any(typed in name or any(key.startswith(typed) for key in keys_of_term(name)) for name in names)

    def say_none(self) -> None:
        """Say that nothing was received in the month."""
        if self.table is not None:
            words = "收到货、点完数的配送单会出现在这里，按收货日期算月份。"
            self.table.empty.say("这个月还没有收货", words, icon="document")

    def show_record(self, record: DueRow | None) -> None:
        """Show a unit's month in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
            return
        asked = (record.unit, record.supplier, record.month)
        self.desk.read(self, store.opened, *asked, done=partial(self._show_opened, record))

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        if self._shown is None:
            return
        row, due = self._shown
        if name == "print":
            self._print(row)
        elif (asked := acts.ask(name, row, due)) is not None:
            self.ask_for(asked, self._done)
        elif (command := acts.command(name, row)) is not None:
            self.desk.do(self, command, self._done, self._not_done)

    def _done(self, known: Statement) -> None:
        words = f"{known.institution_name}　{state.month_words(known.month)}　{STATES[known.state.value]}，待上传"
        self.end_act(words, "已存本机")

    def _not_done(self, fault: Fault) -> None:
        self.banner.say("没有办成", self.desk.say(fault))

    def _print(self, row: DueRow) -> None:
        known = row.statement
        if known is not None:
            draw(self, partial(printing.statement_form, known), f"药款对账单 {known.institution_name} {known.month}")

    def _find(self, argument: str, request: str) -> None:
        self.find_record(request or argument)

    def _show_due(self, found: list[DueRow]) -> None:
        deliveries = [row.delivery for row in found]
        lacking = len(payables.unpriced(deliveries))
        words = f"应付 {yuan(payables.total_fen(deliveries))} 元"
        if self._is_centre:
            words += f"　{len({row.unit for row in found})} 家单位"
        self.facts.setText(words + (f"　另有 {lacking} 行没有单价" if lacking else ""))
        self.show_records(found)

    def _show_opened(self, record: DueRow, due: OpenedDue) -> None:
        row = next((one for one in due.rows if one.delivery.request == record.delivery.request), None)
        is_awaited = self.is_awaited(row.delivery.request if row else None, is_same=self._shown == (row, due))
        if row is None or self.desk.actor is None or not is_awaited:
            return
        self._shown = (row, due)
        show_due(self.panel, row, due, self.desk, is_centre=self._is_centre)
        self.panel.show_acts(acts.offers(row, due, self.desk.actor))
