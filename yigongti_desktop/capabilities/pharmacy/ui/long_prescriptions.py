"""长处方: what is laid aside for chronic patients, by the day on which it is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.handing_out import Taken
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongState
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Terms
from yigongti_desktop.capabilities.pharmacy.store import long_prescriptions as store
from yigongti_desktop.capabilities.pharmacy.store.long_prescriptions import LongRow
from yigongti_desktop.capabilities.pharmacy.ui import long_acts as acts
from yigongti_desktop.capabilities.pharmacy.ui import long_state as state
from yigongti_desktop.capabilities.pharmacy.ui.long_columns import columns
from yigongti_desktop.capabilities.pharmacy.ui.long_form import LongForm
from yigongti_desktop.capabilities.pharmacy.ui.long_panel import show_long
from yigongti_desktop.capabilities.pharmacy.ui.long_state import Entitled
from yigongti_desktop.capabilities.pharmacy.ui.long_words import STATES
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.listpage import ListPage

_CHIPS = (
    Chip("held", "已留药", 0),
    Chip("soon", "快到期", 0),
    Chip("late", "逾期", 0),
    Chip("over", "已办完", 0),
    Chip("all", "全部", 0),
)


class LongPrescriptionsPage(ListPage[LongRow]):
    """The page of long prescriptions."""

    way_back = "下次按 F2 接着写"
    topics = frozenset({"pharmacy.long_prescriptions", "pharmacy.stock", "trail", "sync"})

    def __init__(self, desk: Desk, entitled: Entitled) -> None:
        super().__init__(desk, "长处方", hint="选一张长处方，这里显示算法和库存")
        self._entitled = entitled
        self._shown: LongPrescription | None = None
        #: What is written once more, for one who comes again.
        self._again: LongPrescription | None = None
        self._lots: tuple[Taken, ...] = ()
        self._new = self.new_button("登记长处方", PRIMARY)
        self._save_button = KeyButton("保存", "Ctrl+S", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        self.set_out(columns(desk.now), chips=_CHIPS, placeholder="姓名、药名、电话", unit="张", first="held")

    def open_argument(self, argument: Any) -> None:
        """Begin a long prescription ("new"), or show one by its id."""
        if argument == "new":
            self._ask_terms(None)
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin a long prescription."""
        if self._may_write():
            self.open("new")
        return self._may_write()

    def ask(self) -> None:
        """Read the long prescriptions."""
        self.desk.read(self, store.rows, done=self._show_rows_read, failed=self.show_fault)

    def record_id(self, record: LongRow) -> str:
        """Return the id of a long prescription."""
        return record.prescription.id

    def fits(self, record: LongRow, chip: str) -> bool:
        """Say whether a long prescription belongs under a chip."""
        known, today = record.prescription, day(self.desk.now())
        tests = {
            "held": known.state is LongState.RESERVED,
            "soon": state.is_soon(known, today),
            "late": state.is_late(known, today),
            "over": known.state is not LongState.RESERVED,
        }
        return tests.get(chip, True)

    def is_typed(self, record: LongRow, typed: str) -> bool:
        """Say whether one is meant: by person or drug, their initials, telephone, disease or number."""
        known = record.prescription
        plain = (known.name, known.drug_name, known.phone, known.disease, known.number.lower())
        keys = keys_of_name(known.name) | keys_of_term(known.drug_name)
        return any(typed in text for text in plain) or any(key.startswith(typed) for key in keys)

    def say_none(self) -> None:
        """Say that there is none, and how one begins."""
        if self.table is not None:
            words = "签约的慢病患者可以开长处方：药先留好，到日子来取，快到期的会提醒。"
            self.table.empty.say("还没有长处方", f"{words}{'按 F2 登记。' if self._may_write() else ''}", icon="pill")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new) if self._may_write() else (self.export_button,)

    def show_record(self, record: LongRow | None) -> None:
        """Show a long prescription in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            today = day(self.desk.now())
            self.desk.read(self, store.opened, record.prescription.id, today, done=self._show_opened)

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        known = self._shown
        if known is None or self.work is not None:
            return
        if name == "again":
            self._ask_terms(known)
        elif (command := acts.at_once(name, known)) is not None:
            self.desk.do(self, command, self._done, self.show_fault)
        else:
            self._ask(name, known)

    def _ask(self, name: str, known: LongPrescription) -> None:
        try:
            asked = acts.ask(name, known, self._lots)
        except Refused as fault:
            self.show_fault(fault)
            return
        if asked is None:
            return
        form = self.ask_for(asked, self._done)
        if name == "fetch":
            form.fill(acts.proposed(known, self._lots))
            form.go_to(acts.first_field())

    def _done(self, known: LongPrescription) -> None:
        self.end_act(f"{known.name}　{known.drug_name}　{STATES[known.state.value]}")

    def _show_rows_read(self, found: list[LongRow]) -> None:
        today = day(self.desk.now())
        if self.work is None:
            all_of = [row.prescription for row in found]
            held = sum(one.state is LongState.RESERVED for one in all_of)
            late = sum(state.is_late(one, today) for one in all_of)
            soon = sum(state.is_soon(one, today) for one in all_of)
            words = f"已留药 {held} 张　{state.SOON} 天内取 {soon}"
            self.facts.setText(words + (f"　逾期 {late}" if late else ""))
        self.show_records(found)

    def _show_opened(self, opened: store.OpenedLong | None) -> None:
        known = opened.prescription if opened else None
        is_awaited = self.is_awaited(known.id if known else None, is_same=self._shown == known)
        if opened is None or known is None or self.desk.actor is None or not is_awaited:
            return
        self._shown, self._lots = known, opened.lots
        show_long(self.panel, opened, self.desk)
        self.panel.show_acts(acts.offers(known, self.desk.actor, day(self.desk.now())))

    # writing

    def _may_write(self) -> bool:
        return self.desk.actor is not None and self.desk.actor.may(state.WRITERS)

    def _ask_terms(self, known: LongPrescription | None) -> None:
        if self._may_write() and not isinstance(self.work, LongForm):
            self.desk.read(self, store.terms, day(self.desk.now()), done=partial(self._begin_form, known))

    def _begin_form(self, known: LongPrescription | None, terms: Terms) -> None:
        if isinstance(self.work, LongForm):
            return
        form = LongForm(self.desk, terms, self._entitled)
        form.finished.connect(self._save)
        for key in ("Ctrl+S", "Ctrl+Return"):
            on_key(form, key, self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        self._again = known
        self.open_kept(form, "登记长处方", "Enter 下一项，Ctrl+S 保存", self._save_button)

    def begin_kept(self, work: Kept, draft: Mapping[str, Any] | None) -> None:
        """Show the form; for one who comes again, with what was written before in place of what was kept."""
        known, self._again = self._again, None
        super().begin_kept(work, draft if known is None else None)
        if known is not None and isinstance(work, LongForm) and work is self.work:
            work.begin_again(known)

    def _save(self) -> None:
        self.send(self._save_button)

    def done(self, _work: Kept, record: LongPrescription) -> None:
        """Come back to the long prescription that was registered."""
        self.find_record(record.id)
        self.end_act(f"{record.name}　{record.drug_name}　留 {record.packs:,} {record.unit}")
