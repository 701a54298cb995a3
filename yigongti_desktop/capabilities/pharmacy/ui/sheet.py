"""A request opened whole: its lines to write, decide, send, count or read, with what is known of each drug beside."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtWidgets import QLineEdit

from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.pharmacy.store.shortages import Need
from yigongti_desktop.capabilities.pharmacy.store.supply import Sendable
from yigongti_desktop.capabilities.pharmacy.store.supply import Supply
from yigongti_desktop.capabilities.pharmacy.store.supply import supply as read_supply
from yigongti_desktop.capabilities.pharmacy.ui import centre_columns
from yigongti_desktop.capabilities.pharmacy.ui import line_columns
from yigongti_desktop.capabilities.pharmacy.ui import lines
from yigongti_desktop.capabilities.pharmacy.ui import receive_lines
from yigongti_desktop.capabilities.pharmacy.ui.drugs import DrugSearch
from yigongti_desktop.capabilities.pharmacy.ui.kept_sheet import READ_KEYS
from yigongti_desktop.capabilities.pharmacy.ui.kept_sheet import KeptSheet
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import is_cut
from yigongti_desktop.capabilities.pharmacy.ui.receive_columns import receive_columns
from yigongti_desktop.capabilities.pharmacy.ui.receive_photos import ReceivePhotos
from yigongti_desktop.capabilities.pharmacy.ui.receiving_scan import ReceivingScanner
from yigongti_desktop.capabilities.pharmacy.ui.side import SheetSide
from yigongti_desktop.capabilities.pharmacy.ui.state import Mode
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.banner import Banner
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn

_LONGEST_NOTE = 200
_WRITE_KEYS = (
    ("Enter", "下一格"),
    ("=", "照建议"),
    ("Ins", "加一行"),
    ("Del", "删一行"),
    ("Ctrl+D", "同上"),
    ("F8", "下一处要改"),
)
_FILL_KEYS = (("Enter", "下一格"), ("↑↓", "换行"), ("=", "照左边的数"), ("Ctrl+D", "同上"), ("F8", "下一处要改"))
_COUNT_KEYS = (("扫码", "记一盒"), *_FILL_KEYS, ("F9", "加照片"))
_SEND_KEYS = (("Enter", "下一格"), ("=", "照批准数"), ("Ins", "同药另一批"), ("Del", "删这一批"), ("F8", "下一处要改"))
_KEYS = {Mode.WRITE: _WRITE_KEYS, Mode.DISPATCH: _SEND_KEYS, Mode.READ: READ_KEYS, Mode.RECEIVE: _COUNT_KEYS}


class RequestSheet(KeptSheet):
    """The lines of a request."""

    kind = DRUG_REQUEST.name

    def __init__(self, desk: Desk, mode: Mode, request: DrugRequest | None) -> None:
        self.mode = mode
        self.request = request
        self._supply: dict[str, Supply] = {}
        self._stock = Sendable(lots={}, held={})
        self._drugs = DrugSearch(desk, self, lambda: self.lines)
        self.scanner = ReceivingScanner(desk) if mode is Mode.RECEIVE else None
        record = f"{mode.value} {request.id}" if request else ""
        columns, is_open = self._columns(desk), mode is not Mode.READ
        super().__init__(desk, DRUG_REQUEST.name, record, columns, keys=_keys(mode), is_open=is_open)
        self.urgency = Chips((Chip(Urgency.ROUTINE.value, "常规"), Chip(Urgency.URGENT.value, "加急")))
        self.note = QLineEdit()
        self.note.setPlaceholderText("用途，如 节前补充、10 月第 1 次")
        self.note.setAccessibleName("用途")
        self.note.setMaxLength(_LONGEST_NOTE)
        self.side = SheetSide(desk, request)
        #: What is said of codes that were scanned.
        self._told = Banner(self)
        self.photos = ReceivePhotos(desk, record, self.table.view) if mode is Mode.RECEIVE else None
        self._build()
        self._connect()

    def take_stock(self, stock: Sendable) -> None:
        """Take what lies in the store: the lots to send are proposed from it."""
        self._stock = stock

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show the lines, or what was kept of them, and the photos that were put here before."""
        super().begin(draft)
        if self.photos is not None:
            self.photos.resume()
        if self.scanner is not None:
            self.scanner.show_columns()
        self._ask_supply()

    def fresh(self) -> list[Line]:
        """Return the lines as the request has them; an empty one for a new request."""
        request = self.request
        if request is None:
            return [lines.empty()]
        if self.mode is Mode.DISPATCH:
            today = day(self.desk.now())
            return lines.to_dispatch(request, self._stock.lots, self._stock.held, today) or [lines.empty()]
        makers = {
            Mode.WRITE: lines.of_request,
            Mode.REVIEW: lines.to_review,
            Mode.RECEIVE: receive_lines.to_receive,
            Mode.READ: lines.to_read,
        }
        return makers[self.mode](request) or [lines.empty()]

    def taken_up(self, kept: Sequence[Line]) -> list[Line]:
        """Return the lines of a draft."""
        return super().taken_up(kept) or [lines.empty()]

    def show_extra(self, draft: Mapping[str, Any] | None) -> None:
        """Show how urgent it is and what it is for."""
        if self.request is not None:
            self.urgency.choose(self.request.urgency.value)
            self.note.setText(self.request.note)
        if draft:
            self.urgency.choose(str(draft.get("urgency", Urgency.ROUTINE.value)))
            self.note.setText(str(draft.get("note", "")))

    def extra(self) -> dict[str, Any]:
        """Return how urgent it is and what it is for, for the draft."""
        return {"urgency": self.urgency.key, "note": self.note.text()}

    def check(self) -> bool:
        """Check every line, then the photos; the cursor goes to the first that is wrong."""
        return super().check() and (self.photos is None or self.photos.check())

    def drop_draft(self) -> None:
        """Forget what was kept: it has become a record."""
        if self.photos is not None:
            self.photos.forget()
        super().drop_draft()

    def command(self) -> Struct:
        """Return the command for what stands here."""
        if self.mode is Mode.WRITE:
            return self._written(m.SubmitDrugRequest)
        known = self.request.id if self.request else ""
        if self.mode is Mode.REVIEW:
            return m.ReviewDrugRequest(request=known, decisions=lines.decisions(self.lines))
        if self.mode is Mode.DISPATCH:
            return m.DispatchDrugRequest(request=known, parcels=lines.parcels(self.lines))
        photos = self.photos.files if self.photos else ()
        return m.ReceiveDelivery(request=known, counts=receive_lines.counts(self.lines), photos=photos)

    def draft_command(self) -> Struct:
        """Return the command that saves what is written without sending it."""
        return self._written(m.SaveRequestDraft)

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say at its cell, or of a code that was scanned; say whether there is such a place."""
        return (self.scanner is not None and self.scanner.show_refusal(fault)) or super().show_refusal(fault)

    def place_of_fault(self, line: int, code: str) -> tuple[int, str] | None:
        """Return the row and the column of what the rules say of a line."""
        return lines.place_of_fault(self.lines, line, code)

    def is_idle(self, line: Line) -> bool:
        """Say whether nothing stands on a line that is being written."""
        return self.mode is Mode.WRITE and lines.is_empty(line)

    def sums(self) -> str:
        """Return how many drugs there are, and how far they are decided or counted."""
        given = self.lines
        if self.mode is Mode.RECEIVE:
            counted = sum(line["received"] is not None for line in given)
            differ = sum(line["received"] is not None and line["received"] != line["sent"] for line in given)
            codes = sum(len(receive_lines.codes_of(line)) for line in given)
            words = f"{len(given)} 批　已点 {counted} 批" + (f"　有差异 {differ} 批" if differ else "")
            return words + (f"　追溯码 {codes} 个" if codes else "")
        words = f"{len({line['drug'] for line in given if line.get('drug')})} 种"
        if self.mode is Mode.REVIEW:
            cut = sum(is_cut(line) for line in given)
            words += f"　减了 {cut} 种" if cut else "　都照请领数"
        return words

    def fill_all(self) -> None:
        """Take the proposal in every line: all as asked, or all as sent."""
        model = self.table.view.lines
        key, source = {Mode.REVIEW: ("approved", "requested"), Mode.RECEIVE: ("received", "sent")}[self.mode]
        for place, line in enumerate(model.lines):
            model.put(place, {key: line[source], "by_scan": False})

    def take_needs(self, needs: Sequence[Need]) -> None:
        """Add what people wait for, beside what stands here."""
        self.table.view.end_cell()
        self.table.view.lines.set_lines(lines.with_needs(self.lines, needs))
        self.on_edited()
        self.table.view.go_to_first()

    def _written(self, make: type[m.SubmitDrugRequest | m.SaveRequestDraft]) -> Struct:
        urgency, note = Urgency(self.urgency.key), self.note.text().strip()
        known = self.request.id if self.request else ""
        return make(lines=lines.wanted(self.lines), urgency=urgency, note=note, request=known)

    def _build(self) -> None:
        fill = {Mode.REVIEW: "全部照领", Mode.RECEIVE: "全部相符"}.get(self.mode)
        if fill is not None:
            button = KeyButton(fill, "Ctrl+Shift+A", icon="check")
            button.clicked.connect(self.fill_all)
            on_key(self, "Ctrl+Shift+A", self.fill_all)
            self.table.foot.addWidget(button)
        if self.mode is not Mode.WRITE:
            self.set_out(*((self._told,) if self.scanner is not None else ()), side=self.side)
            self._add_photos()
            return
        self.table.foot.addWidget(label("数量按包装单位填", "caption"))
        bar = row(self.urgency, self.note, spacing=10)
        bar.setStretch(1, 1)
        self.set_out(bar, side=self.side)

    def _add_photos(self) -> None:
        layout = self.layout()
        if self.photos is not None and layout is not None:
            layout.addWidget(self.photos)
            self.photos.serve(self)

    def _connect(self) -> None:
        view = self.table.view
        if self.mode is Mode.WRITE:
            view.new_line = lambda _after: lines.empty()
            view.may_remove = lambda _line: True
        if self.scanner is not None:
            self.scanner.serve(view)
            self.scanner.refused.connect(self._on_refused)
            self.scanner.changed.connect(self._told.clear)
            view.lines.edited.connect(lambda: self.side.show_line(view.lines.line(view.currentIndex().row())))
        if self.mode is Mode.DISPATCH:
            view.new_line = self._another_lot
            view.may_remove = lambda line: bool(line.get("is_more"))
        view.rested.connect(self.side.show_line)
        self.urgency.chosen.connect(lambda _key: self.on_edited())
        self.note.textEdited.connect(lambda _text: self.on_edited())
        self.note.returnPressed.connect(view.go_to_first)

    def _on_refused(self, words: str) -> None:
        self._told.say("这一盒没有记", words)

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
        same = [each for each in self.lines if each["drug"] == after["drug"]]
        if any(each.get("reason") for each in same):
            return None
        left = after["approved"] - sum(each["sent"] for each in same if isinstance(each["sent"], int))
        return lines.repeat_lot(after) | {"sent": left} if left > 0 else None

    def _columns(self, desk: Desk) -> tuple[LineColumn, ...]:
        if self.mode is Mode.WRITE:
            return line_columns.writing_columns(self._drugs.search, self._drugs.known, self._known_supply)
        if self.mode is Mode.REVIEW:
            return centre_columns.review_columns(self._drugs.search, self._drugs.known, self._known_supply)
        if self.mode is Mode.DISPATCH:
            return centre_columns.dispatch_columns(day(desk.now()), lambda: self.lines)
        return receive_columns(self.scanner) if self.scanner is not None else line_columns.reading_columns()

    def _known_supply(self, drug: str) -> Supply | None:
        return self._supply.get(drug)


def _keys(mode: Mode) -> Sequence[tuple[str, str]]:
    return _KEYS.get(mode, _FILL_KEYS)
