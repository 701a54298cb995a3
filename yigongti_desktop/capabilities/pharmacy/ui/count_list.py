"""The list of counts, and the panel beside it."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import count_sight as sight
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.store import counting as store
from yigongti_desktop.capabilities.pharmacy.store.counting import CountRow
from yigongti_desktop.capabilities.pharmacy.store.counting import OpenedCount
from yigongti_desktop.capabilities.pharmacy.ui import count_acts as acts
from yigongti_desktop.capabilities.pharmacy.ui import count_state as state
from yigongti_desktop.capabilities.pharmacy.ui import papers
from yigongti_desktop.capabilities.pharmacy.ui.count_columns import columns
from yigongti_desktop.capabilities.pharmacy.ui.count_columns import counters
from yigongti_desktop.capabilities.pharmacy.ui.count_panel import show_count
from yigongti_desktop.capabilities.pharmacy.ui.count_words import STATES
from yigongti_desktop.capabilities.pharmacy.ui.count_words import room_of_count
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.listpage import ListPage

_CHIPS = (
    Chip("turn", "待我办", 0),
    Chip("open", "进行中", 0),
    Chip("confirmed", "已确认", 0),
    Chip("cancelled", "已作废", 0),
    Chip("all", "全部", 0),
)
_ASKED = {"cancel": acts.ask_cancel, "back": acts.ask_back, "hand_in": acts.ask_hand_in}
_NONE = "选库房就能开始，账面上的批号会自动列成盘点表；没有网也能盘，盘完由另一个人确认，账面才改。"


class CountList(ListPage[CountRow]):
    """The list of stock counts; what is begun, counted or confirmed from it is the page's."""

    topics = frozenset({"pharmacy.stock", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "盘点", hint="选一次盘点，这里显示进度和差异")
        self._actor = _somebody(desk)
        self._shown: OpenedCount | None = None
        #: An act that was begun in a sheet, and is gone on with as soon as its count stands beside the list.
        self.wanted_act = ""
        self._new = KeyButton("开始盘点", "F2", icon="plus", style=PRIMARY)
        self._new.clicked.connect(lambda: self.open("new"))

    def open_count(self, opened: OpenedCount | None) -> None:
        """Open a count whole."""
        raise NotImplementedError

    def show_list(self) -> None:
        """Build the list and read it."""
        self.set_out(columns(self._actor, self.desk.now), chips=_CHIPS, placeholder="单号、库房、药名", unit="次")

    def ask(self) -> None:
        """Read the counts."""
        self.desk.read(self, store.counts, done=self._show_counts, failed=self.show_fault)

    def record_id(self, record: CountRow) -> str:
        """Return the id of a count."""
        return record.count.id

    def fits(self, record: CountRow, chip: str) -> bool:
        """Say whether a count belongs under a chip."""
        if chip == "turn":
            return state.is_my_turn(record.count, self._actor)
        return chip in {"all", record.count.state.value}

    def is_typed(self, record: CountRow, typed: str) -> bool:
        """Say whether a count is meant: by number, room, note, people, or a drug or lot of it."""
        count = record.count
        plain = (count.number.lower(), room_of_count(count), count.note, count.confirmer, *counters(record))
        if any(typed in text for text in plain):
            return True
        found = (typed in line.name or typed in line.lot.lower() for line in count.lines)
        return any(found) or any(typed in keys_of_term(line.name) for line in count.lines)

    def say_none(self) -> None:
        """Say that there is no count, and how one begins."""
        if self.table is None:
            return
        if self._actor.may(sight.KEEPERS):
            begin = KeyButton("开始盘点", "F2", icon="plus")
            begin.clicked.connect(lambda: self.open("new"))
            self.table.empty.say("还没有盘点过", _NONE, begin, icon="list")
        else:
            self.table.empty.say("还没有盘点过", "药师开始的盘点会出现在这里，盘完由您确认。", icon="list")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new) if self._actor.may(sight.KEEPERS) else (self.export_button,)

    def show_record(self, record: CountRow | None) -> None:
        """Show a count in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.opened, record.count.id, done=self._show_opened)

    def main_act(self) -> str:
        """Open the count at once."""
        return "open"

    def _show_counts(self, found: list[CountRow]) -> None:
        if self.work is None:
            due = sum(state.is_my_turn(row.count, self._actor) for row in found)
            self.facts.setText(f"共 {len(found)} 次　待办 {due} 次")
        self.show_records(sorted(found, key=lambda row: state.rank(row, self._actor)))

    def _show_opened(self, opened: OpenedCount | None) -> None:
        current = self.current
        if opened is None or current is None:
            self.panel.show_nothing()
            return
        is_asked = self.panel.has_form and self._shown is not None and self._shown.count.id == opened.count.id
        if opened.count.id != current.count.id or is_asked:
            return
        self._shown = opened
        show_count(self.panel, opened, self.desk, self._actor)
        offered = acts.offers(opened.count, self._actor)
        self.panel.show_acts(offered)
        wanted, self.wanted_act = self.wanted_act, ""
        if wanted in {one.name for one in offered}:
            if self._beside is not None:
                self._beside.open_side(True)
            self.act(wanted)

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        current, shown = self.current, self._shown
        if current is None or self.work is not None:
            return
        if name == "open":
            self.desk.read(self, store.opened, current.count.id, done=self.open_count)
        elif name == "print":
            papers.print_count(self, current.count, shows_books=sight.sees_books(current.count, self._actor))
        elif shown is not None and name in _ASKED:
            self._ask_for(name, _ASKED[name](shown.count))

    def _ask_for(self, name: str, asked: Ask) -> None:
        def do(values: Mapping[str, Any]) -> None:
            said = partial(self._on_done, name)
            self.panel.asking.carry_out(self.desk, self, asked.command(values), said, self.show_fault)

        self.panel.open_form(asked.title, asked.verb, asked.sections, do, is_danger=asked.is_danger)

    def _on_done(self, name: str, count: StockCount) -> None:
        self.panel.close_form()
        self.banner.clear()
        words = {"back": "已退回重盘", "hand_in": "已送回，等人确认"}.get(name, STATES[count.state.value])
        self.wants_toast.emit("已存本机", f"{count.number}　{words}，待上传", None)


def _somebody(desk: Desk) -> Actor:
    if desk.actor is None:
        raise Refused("logged_out")
    return desk.actor
