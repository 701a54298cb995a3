"""A request opened whole: its lines to write, decide, send, count or read, with what is known of each drug beside."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec import to_builtins
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model.fefo import Held
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.store import requests as store
from yigongti_desktop.capabilities.pharmacy.store.shortages import Need
from yigongti_desktop.capabilities.pharmacy.store.supply import Opening
from yigongti_desktop.capabilities.pharmacy.store.supply import Supply
from yigongti_desktop.capabilities.pharmacy.store.supply import supply as read_supply
from yigongti_desktop.capabilities.pharmacy.ui import line_columns
from yigongti_desktop.capabilities.pharmacy.ui import lines
from yigongti_desktop.capabilities.pharmacy.ui.drugs import DrugSearch
from yigongti_desktop.capabilities.pharmacy.ui.receive_photos import ReceivePhotos
from yigongti_desktop.capabilities.pharmacy.ui.side import SheetSide
from yigongti_desktop.capabilities.pharmacy.ui.state import Mode
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.table import LineTable

_DRAFT_MILLISECONDS = 800
_LONGEST_NOTE = 200
_SIDE = 262
_READ_KEYS = (("↑↓", "移动"), ("Esc", "关闭"))
_WRITE_KEYS = (
    ("Enter", "下一格"),
    ("=", "照建议"),
    ("Ins", "加一行"),
    ("Del", "删一行"),
    ("Ctrl+D", "同上"),
    ("F8", "下一处要改"),
)
_FILL_KEYS = (("Enter", "下一格"), ("↑↓", "换行"), ("=", "照左边的数"), ("Ctrl+D", "同上"), ("F8", "下一处要改"))
_COUNT_KEYS = (*_FILL_KEYS, ("F9", "加照片"))
_SEND_KEYS = (("Enter", "下一格"), ("=", "照批准数"), ("Ins", "同药另一批"), ("Del", "删这一批"), ("F8", "下一处要改"))
_KEYS = {Mode.WRITE: _WRITE_KEYS, Mode.DISPATCH: _SEND_KEYS, Mode.READ: _READ_KEYS, Mode.RECEIVE: _COUNT_KEYS}


class RequestSheet(QWidget):
    """The lines of a request."""

    #: What stands here was kept on this machine.
    kept = Signal()
    #: A line was taken out: its row and itself.
    removed = Signal(int, object)

    def __init__(self, desk: Desk, mode: Mode, request: DrugRequest | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.mode = mode
        self.request = request
        self.is_dirty = False
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        self._supply: dict[str, Supply] = {}
        self._lots: Mapping[str, Sequence[StockLot]] = {}
        self._held: Mapping[str, Held] = {}
        self._drugs = DrugSearch(desk, self, lambda: self.table.view.lines.lines)
        self.table = LineTable(self._columns(), keys=self._keys())
        self.urgency = Chips((Chip(Urgency.ROUTINE.value, "常规"), Chip(Urgency.URGENT.value, "加急")))
        self.note = QLineEdit()
        self.note.setPlaceholderText("用途，如 节前补充、10 月第 1 次")
        self.note.setAccessibleName("用途")
        self.note.setMaxLength(_LONGEST_NOTE)
        self.side = SheetSide(desk, request)
        self._beside = Beside(self.table, self.side, _SIDE)
        is_counted = mode is Mode.RECEIVE
        self.photos = ReceivePhotos(desk, self.draft_key, self.table.view) if is_counted else None
        self._build()
        self._connect()

    @property
    def draft_key(self) -> str:
        """Return under what the draft is kept."""
        return f"{self.mode.value} {self.request.id}" if self.request else ""

    def begin_from(self, opening: Opening) -> None:
        """Show the lines to send, their lots proposed from the store, or what was kept of them."""
        self._lots, self._held = opening.lots, opening.held
        self.begin(opening.draft)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show the lines, or what was kept of them."""
        request = self.request
        if request is not None:
            self.urgency.choose(request.urgency.value)
            self.note.setText(request.note)
        if draft:
            self.urgency.choose(str(draft.get("urgency", Urgency.ROUTINE.value)))
            self.note.setText(str(draft.get("note", "")))
            self.table.view.lines.set_lines(self._thawed(draft.get("lines", ())))
        else:
            self.table.view.lines.set_lines(self._fresh())
        self.is_dirty = bool(draft)
        self._keep.stop()
        self._sum_up()
        self.table.view.go_to_first()
        if self.photos is not None:
            self.photos.resume()
        if self.mode is Mode.READ and self.table.view.lines.rowCount():
            self.table.view.go_to(0, 0)
        self._ask_supply()

    def first_focus(self) -> None:
        """Put the cursor into the lines."""
        self.table.view.setFocus()

    def check(self) -> bool:
        """Check every line; the cursor goes to the first that is wrong."""
        self.table.view.end_cell()
        self._drop_empty_tail()
        if self.table.view.lines.check():
            return self.photos is None or self.photos.check()
        self.table.view.go_to_next_fault()
        return False

    def command(self, *, is_draft: bool = False) -> Struct:
        """Return the command for what stands here."""
        known = self.request.id if self.request else ""
        given = self.table.view.lines.lines
        if self.mode is Mode.WRITE:
            make = m.SaveRequestDraft if is_draft else m.SubmitDrugRequest
            urgency, note = Urgency(self.urgency.key), self.note.text().strip()
            return make(lines=lines.wanted(given), urgency=urgency, note=note, request=known)
        if self.mode is Mode.REVIEW:
            return m.ReviewDrugRequest(request=known, decisions=lines.decisions(given))
        if self.mode is Mode.DISPATCH:
            return m.DispatchDrugRequest(request=known, parcels=lines.parcels(given))
        photos = self.photos.files if self.photos else ()
        return m.ReceiveDelivery(request=known, counts=lines.counts(given), photos=photos)

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say at its cell; say whether there is one."""
        line = fault.facts.get("line")
        given = self.table.view.lines.lines
        place = lines.place_of_fault(given, line, fault.code) if isinstance(line, int) else None
        if place is None:
            return False
        facts = {name: value for name, value in fault.facts.items() if name != "line"}
        self.table.view.lines.set_fault(*place, self.desk.words.say(fault.code, facts))
        self.table.view.go_to_next_fault()
        return True

    def keep_draft(self) -> None:
        """Keep what stands here on this machine."""
        self._keep.stop()
        actor = self.desk.actor
        if not self.is_dirty or actor is None or self.mode is Mode.READ:
            return
        content = to_builtins(
            {"lines": self.table.view.lines.lines, "urgency": self.urgency.key, "note": self.note.text()}
        )
        self.desk.write(
            self, store.keep_draft, actor.account, self.draft_key, content, self.desk.now(), done=self._on_kept
        )

    def drop_draft(self) -> None:
        """Forget what was kept: it has become a record."""
        if self.photos is not None:
            self.photos.forget()
        self._keep.stop()
        self.is_dirty = False
        if self.desk.actor is not None:
            self.desk.write(None, store.drop_draft, self.desk.actor.account, self.draft_key)

    def fill_all(self) -> None:
        """Take the proposal in every line: all as asked, or all as sent."""
        model = self.table.view.lines
        key = {Mode.REVIEW: "approved", Mode.RECEIVE: "received"}[self.mode]
        source = {Mode.REVIEW: "requested", Mode.RECEIVE: "sent"}[self.mode]
        for place, line in enumerate(model.lines):
            model.put(place, {key: line[source]})

    def set_compact(self, compact: bool) -> None:
        """Leave the side and the keys out where there is no room."""
        self._beside.set_narrow(compact)
        self.table.set_compact(compact)

    def begin_anew(self) -> None:
        """Forget what was kept."""
        self.drop_draft()
        self.begin(None)

    def take_needs(self, needs: Sequence[Need]) -> None:
        """Add what people wait for, beside what stands here."""
        self.table.view.end_cell()
        self.table.view.lines.set_lines(lines.with_needs(self.table.view.lines.lines, needs))
        self._on_edited()
        self.table.view.go_to_first()

    def restore(self, place: int, line: Line) -> None:
        """Put a line back that was taken out."""
        self.table.view.lines.add(place, line)
        self.table.view.go_to(place, 0)

    def _build(self) -> None:
        if self.mode is Mode.WRITE:
            bar = row(self.urgency, self.note, spacing=10)
            bar.setStretch(1, 1)
        else:
            bar = row(None)
        fill = {Mode.REVIEW: "全部照领", Mode.RECEIVE: "全部相符"}.get(self.mode)
        if fill is not None:
            button = KeyButton(fill, "Ctrl+Shift+A", icon="check")
            button.clicked.connect(self.fill_all)
            on_key(self, "Ctrl+Shift+A", self.fill_all)
            self.table.foot.addWidget(button)
        if self.mode is Mode.WRITE:
            self.table.foot.addWidget(label("数量按包装单位填", "caption"))
            layout = column(bar, self._beside, spacing=10)
        else:
            layout = column(self._beside, spacing=10)
        layout.setStretch(layout.count() - 1, 1)
        if self.photos is not None:
            layout.addWidget(self.photos)
            self.photos.serve(self)
        self.setLayout(layout)

    def _connect(self) -> None:
        view = self.table.view
        if self.mode is Mode.WRITE:
            view.new_line = lambda _after: lines.empty()
            view.may_remove = lambda _line: True
        if self.mode is Mode.DISPATCH:
            view.new_line = self._another_lot
            view.may_remove = lambda line: bool(line.get("is_more"))
        view.removed.connect(self.removed)
        view.rested.connect(self.side.show_line)
        self._keep.timeout.connect(self.keep_draft)
        self.table.edited.connect(self._on_edited)
        self.urgency.chosen.connect(lambda _key: self._on_edited())
        self.note.textEdited.connect(lambda _text: self._on_edited())
        self.note.returnPressed.connect(view.go_to_first)
        on_key(self, "F8", view.go_to_next_fault)

    def _ask_supply(self) -> None:
        """Ask what is there and used of every drug, once the lines stand: it is reckoned while one reads them."""
        if self.mode in {Mode.WRITE, Mode.REVIEW} and not self._supply and self.desk.actor is not None:
            today = day(self.desk.now())
            self.desk.read(self, read_supply, self.desk.actor.institution, today, done=self._on_supply)

    def _on_supply(self, found: dict[str, Supply]) -> None:
        self._supply = found
        self.side.show_supply(found)
        self.table.view.viewport().update()

    def _another_lot(self, after: Line | None) -> Line | None:
        """Return a line for another lot; none where nothing is left to send, or it was said why no more is sent."""
        if after is None or not isinstance(after["sent"], int):
            return None
        same = [each for each in self.table.view.lines.lines if each["drug"] == after["drug"]]
        if any(each.get("reason") for each in same):
            return None
        left = after["approved"] - sum(each["sent"] for each in same if isinstance(each["sent"], int))
        return {**(lines.repeat_lot(after) or {}), "sent": left} if left > 0 else None

    def _columns(self) -> tuple[LineColumn, ...]:
        if self.mode is Mode.WRITE:
            return line_columns.writing_columns(self._drugs.search, self._drugs.known, self._known_supply)
        if self.mode is Mode.REVIEW:
            return line_columns.review_columns(self._drugs.search, self._drugs.known, self._known_supply)
        if self.mode is Mode.DISPATCH:
            return line_columns.dispatch_columns(day(self.desk.now()), lambda: self.table.view.lines.lines)
        return line_columns.receive_columns() if self.mode is Mode.RECEIVE else line_columns.reading_columns()

    def _known_supply(self, drug: str) -> Supply | None:
        return self._supply.get(drug)

    def _keys(self) -> Sequence[tuple[str, str]]:
        return _KEYS.get(self.mode, _FILL_KEYS)

    def _fresh(self) -> list[Line]:
        request = self.request
        if request is None:
            return [lines.empty()]
        makers = {
            Mode.WRITE: lines.of_request,
            Mode.REVIEW: lines.to_review,
            Mode.DISPATCH: self._to_dispatch,
            Mode.RECEIVE: lines.to_receive,
            Mode.READ: lines.to_read,
        }
        return makers[self.mode](request) or [lines.empty()]

    def _to_dispatch(self, request: DrugRequest) -> list[Line]:
        return lines.to_dispatch(request, self._lots, self._held, day(self.desk.now()))

    def _thawed(self, kept: Any) -> list[Line]:
        """Return kept lines with their days as days again."""
        days = {one.key for one in self.table.view.lines.columns if one.kind == DATE} | {"expiry"}
        thawed: list[Line] = []
        for line in kept:
            values = dict(line)
            for key in days & values.keys():
                values[key] = _day(values[key])
            thawed.append(values)
        return thawed or [lines.empty()]

    def _drop_empty_tail(self) -> None:
        """Forget lines at the end on which nothing stands."""
        model = self.table.view.lines
        while self.mode is Mode.WRITE and model.rowCount() > 1:
            last = model.line(model.rowCount() - 1)
            if last is None or last["drug"] or last["requested"] or last.get("remark"):
                return
            model.remove(model.rowCount() - 1)

    def _on_edited(self) -> None:
        self.is_dirty = True
        self._keep.start()
        self._sum_up()

    def _on_kept(self, _result: object) -> None:
        self.kept.emit()

    def _sum_up(self) -> None:
        given = self.table.view.lines.lines
        drugs = len({line["drug"] for line in given if line.get("drug")})
        words = f"{drugs} 种"
        if self.mode is Mode.REVIEW:
            cut = sum(isinstance(line["approved"], int) and line["approved"] < line["requested"] for line in given)
            words += f"　减了 {cut} 种" if cut else "　都照请领数"
        if self.mode is Mode.RECEIVE:
            counted = sum(line["received"] is not None for line in given)
            differ = sum(line["received"] is not None and line["received"] != line["sent"] for line in given)
            words = f"{len(given)} 批　已点 {counted} 批" + (f"　有差异 {differ} 批" if differ else "")
        self.table.set_sums(words)


def _day(kept: Any) -> Any:
    try:
        return date.fromisoformat(kept)
    except (TypeError, ValueError):
        return kept
