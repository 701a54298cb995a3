"""A paper of the store as it is written: its head, its lines, what is known of the drug under the cursor beside."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from msgspec import to_builtins
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.stock import EXPLAINED
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store import shelf as store
from yigongti_desktop.capabilities.pharmacy.store.codes import heads
from yigongti_desktop.capabilities.pharmacy.store.rooms import Room
from yigongti_desktop.capabilities.pharmacy.store.rooms import rooms
from yigongti_desktop.capabilities.pharmacy.ui import stock_lines as lines
from yigongti_desktop.capabilities.pharmacy.ui.stock_paper import PaperCells
from yigongti_desktop.capabilities.pharmacy.ui.stock_proposer import Proposer
from yigongti_desktop.capabilities.pharmacy.ui.stock_side import StockSide
from yigongti_desktop.capabilities.pharmacy.ui.stock_state import StockRow
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.lines.columns import Line

_DRAFT_MILLISECONDS = 800
_SIDE = 262


class StockSheet(PaperCells):
    """One paper; it knows what the books have, and proposes lots from it."""

    #: What stands here was kept on this machine.
    kept = Signal()
    #: A line was taken out: its row and itself.
    removed = Signal(int, object)
    kind_chosen = Signal()

    def __init__(
        self, desk: Desk, kind: EntryKind, row: StockRow | None, room: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, kind, parent)
        self.is_dirty = False
        self._first = (kind, row, room)
        self._has_refusal = False
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        self._proposer = Proposer(self, self.table.view.lines)
        self.side = StockSide(desk)
        self._beside = Beside(self.table, self.side, _SIDE)
        layout = column(self.head, self._beside, spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._connect()
        self._show_columns()
        actor = desk.actor
        if actor is not None:
            desk.read(self, store.partners, actor.institution, self.today, done=self.head.set_partners)
            desk.read(self, heads, actor.institution, done=self.scanner.learn)

    # what the page asks

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show what was kept, else a paper of the kind and the drug that were asked for."""
        kind, row, room = self._first
        given = [lines.empty() | (lines.of_drug(row.shelf) if row else {})]
        self.head.set_values(draft or {"kind": kind.value, "room": room})
        self.table.view.lines.set_lines(lines.thawed(list(draft["lines"])) if draft else given)
        self.is_dirty = bool(draft)
        self._has_refusal = any(line.get("is_short") for line in self.table.view.lines.lines)
        self._keep.stop()
        self._show_columns()
        self._proposer.all()
        self._sum_up()
        self.first_focus()

    def first_focus(self) -> None:
        """Put the cursor on the kind; into the lines where something stands there already."""
        if self.is_dirty:
            self.table.view.go_to_first()
        elif self._first[1] is not None:
            self.head.go_on()
        else:
            self.head.first_focus()

    def set_books(self, rows: Sequence[StockRow]) -> None:
        """Take what the books have now; lots that were waited for are proposed."""
        self._books = {row.shelf.drug: row for row in rows}
        if self.desk.actor is not None:
            self.desk.read(self, rooms, self.desk.actor.institution, done=self._show_rooms)
        self._proposer.all()
        self._show_side()

    def check(self) -> bool:
        """Check head and lines; the cursor goes to the first thing that is wrong."""
        self.table.view.end_cell()
        model = self.table.view.lines
        for place in reversed(range(1, model.rowCount())):
            if (line := model.line(place)) is not None and lines.is_empty(line):
                model.remove(place)
        for place in range(model.rowCount()):
            model.put(place, {"scan": ""})
        if not self.head.check():
            return False
        if model.check():
            return True
        self.table.view.go_to(*model.faults()[0])
        return False

    def command(self) -> m.EnterStock:
        """Return the command for what stands here."""
        values = self.head.values() | {"kind": self.kind}
        return m.EnterStock(entering=Entering(lines=lines.entered(self.table.view.lines.lines), **values))

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say at its cell; say whether there is one."""
        model = self.table.view.lines
        if fault.code in {"room_same", "room_unknown", "room_closed"}:
            self.head.say_fault(self.desk.say(fault))
            return True
        line, field = fault.facts.get("line"), str(fault.facts.get("field", ""))
        place = lines.place_of_fault(model.lines, line, fault.code, field) if isinstance(line, int) else None
        if place is None:
            return False
        if fault.code == "stock_short":
            model.put(place[0], {"is_short": True})
            self._has_refusal = True
        if fault.code == "trace_other":
            model.put(place[0], {"other": fault.facts.get("name", "")})
        self._show_columns()
        facts = {name: value for name, value in fault.facts.items() if name != "line"}
        model.set_fault(*place, self.desk.words.say(fault.code, facts))
        self.table.view.go_to_next_fault()
        return True

    def keep_draft(self) -> None:
        """Keep what stands here on this machine."""
        self._keep.stop()
        actor = self.desk.actor
        if not self.is_dirty or actor is None:
            return
        content = to_builtins({"lines": self.table.view.lines.lines} | self.head.values())
        self.desk.write(self, store.keep_draft, actor.account, content, self.desk.now(), done=self._on_kept)

    def drop_draft(self) -> None:
        """Forget what was kept: it has been entered."""
        self._keep.stop()
        self.is_dirty = False
        if self.desk.actor is not None:
            self.desk.write(None, store.drop_draft, self.desk.actor.account)

    def begin_anew(self) -> None:
        """Forget what was kept."""
        self.drop_draft()
        self.begin(None)

    def restore(self, place: int, line: Line) -> None:
        """Put a line back that was taken out."""
        self.table.view.lines.add(place, line)
        self.table.view.go_to(place, 1)

    def set_compact(self, compact: bool) -> None:
        """Leave the side and the keys out where there is no room."""
        self._beside.set_narrow(compact)
        self.table.set_compact(compact)

    # inside

    def _connect(self) -> None:
        view = self.table.view
        view.new_line = lambda _after: lines.empty()
        view.may_remove = lambda _line: True
        view.removed.connect(self.removed)
        view.rested.connect(lambda _line: self._show_side())
        self._keep.timeout.connect(self.keep_draft)
        self.table.edited.connect(self._on_edited)
        self.head.edited.connect(self._on_edited)
        self.head.kind_chosen.connect(self._on_kind)
        self.head.room_chosen.connect(self._proposer.anew)
        self.head.finished.connect(view.go_to_first)
        self.head.scanned.connect(self.scanner.take)
        on_key(self, "F8", view.go_to_next_fault)

    def _show_rooms(self, found: Sequence[Room]) -> None:
        self.head.set_rooms([one for one in found if not one.is_closed])

    def _on_edited(self) -> None:
        self.is_dirty = True
        self._show_columns()
        self._keep.start()
        self._sum_up()

    def _on_kept(self, _result: object) -> None:
        self.kept.emit()

    def _on_kind(self) -> None:
        self._show_columns()
        self._proposer.anew()
        self.kind_chosen.emit()

    def _show_columns(self) -> None:
        away = set() if self.kind in EXPLAINED else {"reason"}
        away |= {"codes"} if self.kind is EntryKind.TRANSFER else set()
        away |= set() if self._has_refusal else {"over"}
        is_other = any(self.other(line) or line.get("code_reason") for line in self.table.view.lines.lines)
        away |= set() if is_other else {"code_reason"}
        self.table.view.put_away(frozenset(away))

    def _show_side(self) -> None:
        line = self.table.view.lines.line(self.table.view.currentIndex().row())
        row = self._books.get(line["drug"]) if line is not None else None
        self.side.show_line(line, row, self.room)

    def _sum_up(self) -> None:
        given = [line for line in self.table.view.lines.lines if line["drug"]]
        drugs = len({line["drug"] for line in given})
        codes = sum(len(line["codes"] or ()) for line in given)
        words = f"{drugs} 种　{len(given)} 批"
        self.table.set_sums(words + (f"　追溯码 {codes} 个" if codes else ""))
