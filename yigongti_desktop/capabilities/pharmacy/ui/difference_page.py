"""差异: the cases of deliveries that differ, answered by the central pharmacy and settled by the clinic (PHA-13)."""

from __future__ import annotations

from yigongti_desktop.attachments.ui.strip import RecordPhotos
from yigongti_desktop.capabilities.pharmacy.messages import differences as m
from yigongti_desktop.capabilities.pharmacy.model.difference import CaseState
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.difference_files import DIFFERENCE_FILES
from yigongti_desktop.capabilities.pharmacy.store import differences as store
from yigongti_desktop.capabilities.pharmacy.store.differences import CaseRow
from yigongti_desktop.capabilities.pharmacy.store.differences import OpenedCase
from yigongti_desktop.capabilities.pharmacy.ui import difference_acts as acts
from yigongti_desktop.capabilities.pharmacy.ui import difference_state as state
from yigongti_desktop.capabilities.pharmacy.ui.difference_columns import columns
from yigongti_desktop.capabilities.pharmacy.ui.difference_columns import names_of_lines
from yigongti_desktop.capabilities.pharmacy.ui.difference_panel import show_case
from yigongti_desktop.capabilities.pharmacy.ui.difference_sheet import DifferenceSheet
from yigongti_desktop.capabilities.pharmacy.ui.sheet_page import SheetPage
from yigongti_desktop.capabilities.pharmacy.ui.words import CASE_STATES
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept

_CHIPS = (
    Chip("turn", "待我办", 0),
    Chip("raised", "待答复", 0),
    Chip("answered", "已答复", 0),
    Chip("settled", "已结清", 0),
    Chip("all", "全部", 0),
)
_NONE = "点数收货时实收和实发对不上，会自动登记在这里，由中心药房逐行答复、卫生院同意后结清。"


class DifferencesPage(SheetPage[CaseRow]):
    """The page of difference cases."""

    topics = frozenset({"pharmacy.differences", "attachments", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "差异", hint="选一张差异单，这里显示各行和答复")
        self._shown: OpenedCase | None = None
        self.photos = RecordPhotos(desk, (16, 0, 16, 12))
        self.panel.add_part(self.photos, room=0)
        self.set_out(columns(self.actor, desk.now), chips=_CHIPS, placeholder="单号、药名、批号", unit="张")

    def ask(self) -> None:
        """Read the cases."""
        self.desk.read(self, store.rows, done=self._show_cases, failed=self.show_fault)

    def record_id(self, record: CaseRow) -> str:
        """Return the id of a case."""
        return record.case.id

    def fits(self, record: CaseRow, chip: str) -> bool:
        """Say whether a case belongs under a chip."""
        if chip == "turn":
            return state.is_my_turn(record.case, self.actor)
        return chip in {"all", record.case.state.value}

    def is_typed(self, record: CaseRow, typed: str) -> bool:
        """Say whether a case is meant: by number, the other side, or a drug or lot of it."""
        case = record.case
        plain = (case.number.lower(), case.delivery.lower(), case.institution_name, case.supplier_name)
        if any(typed in text for text in plain):
            return True
        found = (typed in line.name or typed in line.lot.lower() for line in case.lines)
        return any(found) or any(typed in keys_of_term(line.name) for line in case.lines)

    def say_none(self) -> None:
        """Say that there is no case, and how one comes about."""
        if self.table is not None:
            self.table.empty.say("没有差异", _NONE, icon="check-circle")

    def show_record(self, record: CaseRow | None) -> None:
        """Show a case in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.opened, record.case.id, done=self._show_opened)

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        current = self.current
        if current is None or self.work is not None:
            return
        case = current.case
        if name == "open":
            self._open_case(case)
        elif name == "settle":
            self.desk.do(self, m.SettleCase(case=case.id), self._done, self.show_fault)
        elif name == "dispute":
            self.ask_for(acts.ask_dispute(case), self._done)

    def done(self, _work: Kept, record: DifferenceCase) -> None:
        """Come back to the case that was answered."""
        self.find_record(record.id)
        self._done(record)

    def _open_case(self, case: DifferenceCase) -> None:
        is_open = state.may_answer(case, self.actor)
        facts = "　".join((case.number, state.other_side(case, self.actor.institution)))
        sheet = DifferenceSheet(self.desk, case, is_open=is_open)
        self.open_sheet(sheet, "答复差异" if is_open else "差异单", facts, "答复")
        self.badge.set_badge(state.badge(CaseRow(case=case, is_waiting=False), self.actor))
        if is_open and case.dispute:
            self.banner.say("对方不同意", f"{case.dispute}。原来的答复还在，改好再送。")

    def _done(self, case: DifferenceCase) -> None:
        words = "不同意，待再答复" if case.dispute and case.state is CaseState.RAISED else CASE_STATES[case.state.value]
        self.end_act(f"{case.number}　{words}")

    def _show_cases(self, found: list[CaseRow]) -> None:
        if self.work is None:
            due = sum(state.is_my_turn(row.case, self.actor) for row in found)
            self.facts.setText(f"共 {len(found)} 张　待办 {due} 张")
        self.show_records(sorted(found, key=lambda row: state.rank(row, self.actor)))

    def _show_opened(self, opened: OpenedCase | None) -> None:
        is_awaited = self.is_awaited(opened.case.id if opened else None, is_same=self._shown == opened)
        if opened is None or not is_awaited:
            return
        self._shown = opened
        self.photos.show_record(DIFFERENCE_FILES.kind, opened.case.id, names_of_lines(opened.case))
        show_case(self.panel, opened, self.desk, self.actor)
        self.panel.show_acts(acts.offers(opened.case, self.actor))
