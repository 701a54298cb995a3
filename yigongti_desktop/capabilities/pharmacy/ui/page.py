"""药品请领: the list of requests, and the request that is written, decided, sent, counted or read."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import ENDED
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.printing import requests as printing
from yigongti_desktop.capabilities.pharmacy.store import requests as store
from yigongti_desktop.capabilities.pharmacy.store import shortages
from yigongti_desktop.capabilities.pharmacy.store.requests import RequestRow
from yigongti_desktop.capabilities.pharmacy.store.shortages import Need
from yigongti_desktop.capabilities.pharmacy.store.supply import Opening
from yigongti_desktop.capabilities.pharmacy.store.supply import opening
from yigongti_desktop.capabilities.pharmacy.ui import acts
from yigongti_desktop.capabilities.pharmacy.ui import papers
from yigongti_desktop.capabilities.pharmacy.ui import state
from yigongti_desktop.capabilities.pharmacy.ui.columns import columns
from yigongti_desktop.capabilities.pharmacy.ui.panel import show_request
from yigongti_desktop.capabilities.pharmacy.ui.sheet import RequestSheet
from yigongti_desktop.capabilities.pharmacy.ui.state import Mode
from yigongti_desktop.capabilities.pharmacy.ui.words import STATES
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.papers import hand_out

_CLINIC_CHIPS = (
    Chip("turn", "待我办", 0),
    Chip("road", "在办", 0),
    Chip("waiting", "待上传", 0),
    Chip("over", "已完结", 0),
    Chip("all", "全部", 0),
)
_CENTRE_CHIPS = (
    Chip("submitted", "待审", 0),
    Chip("reviewed", "待发", 0),
    Chip("dispatched", "在途", 0),
    Chip("over", "已完结", 0),
    Chip("all", "全部", 0),
)
_TITLES = {
    Mode.WRITE: "请领单",
    Mode.REVIEW: "审核请领单",
    Mode.DISPATCH: "发货",
    Mode.RECEIVE: "点数收货",
    Mode.READ: "请领单",
}
_VERBS = {Mode.WRITE: "提交", Mode.REVIEW: "审完", Mode.DISPATCH: "发货", Mode.RECEIVE: "确认收货"}


class RequestsPage(ListPage[RequestRow]):
    """The page of drug requests."""

    topics = frozenset({"pharmacy.requests", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "药品请领", hint="选一张请领单，这里显示经过")
        actor = desk.actor
        self._own = actor.institution if actor else ""
        self._is_centre = actor is not None and actor.may(state.CENTRE)
        self._endorses = actor is not None and actor.may(state.ENDORSERS)
        self._shown: DrugRequest | None = None
        #: Shortages for which a request is being begun.
        self._needs: tuple[Need, ...] = ()
        self._is_gathered = False
        self._new = KeyButton("新建请领单", "F2", icon="plus", style=PRIMARY)
        self._new.clicked.connect(lambda: self.open("new"))
        self._go = KeyButton("", "Ctrl+Enter", style=PRIMARY)
        self._draft = KeyButton("存草稿", "Ctrl+S")
        self._print = KeyButton("打印", "Ctrl+P", icon="printer")
        self._go.clicked.connect(lambda: self._save(is_draft=False))
        self._draft.clicked.connect(lambda: self._save(is_draft=True))
        self._print.clicked.connect(self._print_opened)
        self.set_out(
            columns(self._own, desk.now, is_centre=self._is_centre),
            chips=_CENTRE_CHIPS if self._is_centre else _CLINIC_CHIPS,
            placeholder="单号、药名、单位",
            unit="张",
        )

    @property
    def unsaved(self) -> str:
        """Return what is being written."""
        sheet = self._sheet
        return "请领单" if sheet is not None and sheet.is_dirty else ""

    def open_argument(self, argument: Any) -> None:
        """Begin a request, go on with one that was kept from elsewhere, or show one by its id.

        Args:
            argument: "new"; "shortages ID,ID" for people who wait; "kept"; or the id.
        """
        if argument in {"new", "kept"}:
            self._is_gathered = argument == "kept"
            if self._is_gathered and self._sheet is not None and self._sheet.request is None:
                self._sheet.is_dirty = False  # what stands in it was kept when the page was left, and has grown since
                self.leave_work(quietly=True)
            if self._may_write():
                self._open_sheet(None)
        elif isinstance(argument, str) and argument.startswith("shortages "):
            ids = argument.removeprefix("shortages ").split(",")
            self.desk.read(self, shortages.needs, ids, done=self._begin_for)
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin a request."""
        if self._may_write():
            self.open("new")
        return self._may_write()

    def leave(self) -> None:
        """Keep what is being written."""
        if self._sheet is not None:
            self._sheet.table.view.end_cell()
            self._sheet.keep_draft()

    def first_focus(self) -> None:
        """Put the cursor into the list, or into the lines."""
        if self._sheet is not None:
            self._sheet.first_focus()
        else:
            super().first_focus()

    def set_compact(self, compact: bool) -> None:
        """Leave the side out where there is no room."""
        super().set_compact(compact)
        if self._sheet is not None:
            self._sheet.set_compact(compact)

    # list and request

    def ask(self) -> None:
        """Read the requests."""
        self.desk.read(self, store.requests, done=self._show_requests, failed=self.show_fault)

    def record_id(self, record: RequestRow) -> str:
        """Return the id of a request."""
        return record.request.id

    def fits(self, record: RequestRow, chip: str) -> bool:
        """Say whether a request belongs under a chip."""
        request = record.request
        tests = {
            "all": True,
            "turn": state.is_my_turn(request, self._own, endorses=self._endorses),
            "road": request.state in {State.PROPOSED, State.SUBMITTED, State.REVIEWED},
            "waiting": record.is_waiting,
            "over": request.state in ENDED,
        }
        return tests.get(chip, request.state.value == chip)

    def is_typed(self, record: RequestRow, typed: str) -> bool:
        """Say whether a request is meant: by number, clinic, purpose or a drug's name or initials."""
        request = record.request
        plain = (request.number.lower(), request.delivery.lower(), request.institution_name, request.note)
        if any(typed in text for text in plain):
            return True
        return any(typed in line.name or typed in keys_of_term(line.name) for line in request.lines)

    def say_none(self) -> None:
        """Say that there is no request, and how one begins."""
        if self.table is None:
            return
        if self._may_write():
            begin = KeyButton("新建请领单", "F2", icon="plus")
            begin.clicked.connect(lambda: self.open("new"))
            words = "从统一用药目录里选药、填数量；没有网也能填能打，线路通了自动送到中心药房。"
            self.table.empty.say("还没有请领单", words, begin, icon="pill")
        else:
            self.table.empty.say("还没有请领单", "各单位提交的请领单会出现在这里。", icon="pill")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new) if self._may_write() else (self.export_button,)

    def show_record(self, record: RequestRow | None) -> None:
        """Show a request in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.opened, record.request.id, done=self._show_opened)

    def main_act(self) -> str:
        """Open the request at once."""
        return "open"

    def _show_requests(self, found: list[RequestRow]) -> None:
        now = self.desk.now()
        if self.work is None:
            due = sum(state.is_my_turn(row.request, self._own, endorses=self._endorses) for row in found)
            self.facts.setText(f"共 {len(found)} 张　待办 {due} 张")
        self.show_records(sorted(found, key=lambda row: state.rank(row, self._own, now, endorses=self._endorses)))

    def _show_opened(self, opened: store.Opened | None) -> None:
        current = self.current
        if opened is None or self.desk.actor is None or current is None:
            self.panel.show_nothing()
            return
        if opened.request.id != current.request.id or (self.panel.has_form and self._shown == opened.request):
            return
        self._shown = opened.request
        show_request(self.panel, opened, self.desk, self._own)
        self.panel.show_acts(acts.offers(opened.request, self.desk.actor))

    # acts

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        current = self.current
        if current is None or self.work is not None:
            return
        request = current.request
        if name == "open":
            self._open_sheet(request)
        elif name == "print":
            self._print_request(request)
        elif name == "share":
            self.wants_page.emit("villages", f"share {request.id}")
        elif name == "endorse":
            self.desk.do(self, m.EndorseDrugRequest(request=request.id), self._done, self.show_fault)
        elif name == "picking":
            papers.print_picking(self, request)
        elif name == "delivery":
            papers.print_delivery(self, request)
        elif (asked := acts.ask(name, request)) is not None:
            self.panel.open_form(
                asked.title, asked.verb, asked.sections, partial(self._do, asked), is_danger=asked.is_danger
            )

    def _do(self, asked: Ask, values: Mapping[str, Any]) -> None:
        self.desk.do(self, asked.command(values), self._done, lambda fault: self.panel.say_fault(self.desk.say(fault)))

    def _done(self, request: DrugRequest) -> None:
        self.panel.close_form()
        self.banner.clear()
        words = f"{request.number}　{STATES[request.state.value]}，待上传"
        self.wants_toast.emit("已存本机", words, None)

    def _print_opened(self) -> None:
        if self._sheet is not None and self._sheet.request is not None:
            self._print_request(self._sheet.request)

    def _print_request(self, request: DrugRequest) -> None:
        def printed(counted: DrugRequest) -> None:
            paint = partial(printing.request_form, counted, copy=counted.prints)
            self.desk.work(self, paint, lambda pdf: hand_out(self, pdf, f"请领单 {counted.number}"))

        self.desk.do(self, m.PrintDrugRequest(request=request.id), printed, self.show_fault)

    # the request that is open

    @property
    def _sheet(self) -> RequestSheet | None:
        return self.work if isinstance(self.work, RequestSheet) else None

    def _may_write(self) -> bool:
        actor = self.desk.actor
        return actor is not None and actor.may(state.WRITERS) and not self._is_centre

    def _open_sheet(self, request: DrugRequest | None) -> None:
        actor = self.desk.actor
        if actor is None or (request is None and self._sheet is not None and self._sheet.request is None):
            return
        self.leave_work(quietly=True)
        mode = state.mode_for(request, actor)
        sheet = RequestSheet(self.desk, mode, request)
        sheet.set_compact(self.is_compact)
        sheet.kept.connect(lambda: self.facts.setText(f"草稿已存本机 {local(self.desk.now()):%H:%M:%S}"))
        sheet.removed.connect(self._on_removed)
        keys = (("Ctrl+Return", self._go.click), ("Ctrl+S", self._on_draft_key), ("Ctrl+P", self._on_print_key))
        for key, what in keys:
            on_key(sheet, key, what)
        on_key(sheet, "Esc", self.leave_work)
        known = (request.number, request.institution_name, request.note) if request else ()
        facts = "　".join(part for part in known if part)
        self.begin_work(sheet, _TITLES[mode] if request else "新建请领单", facts, *self._sheet_buttons(mode, request))
        if request is not None:
            self.badge.set_badge(state.badge(RequestRow(request=request, is_waiting=False), self._own))
        if request is not None and request.state is State.SENT_BACK and mode is Mode.WRITE:
            self.banner.say("中心药房退回", f"{request.reason}。您填的数没有动，补完后再送。")
        if mode is Mode.DISPATCH:
            asked = (opening, actor.account, sheet.record, actor.institution)
            self.desk.read(self, *asked, done=partial(self._begin_sending, sheet))
        else:
            self.desk.read(self, store.kept_draft, actor.account, sheet.record, done=partial(self._begin, sheet))

    def _begin_sending(self, sheet: RequestSheet, found: Opening) -> None:
        sheet.begin_from(found)
        if found.draft and sheet is self._sheet:
            self.say_resumed(sheet.begin_anew)

    def _begin_for(self, needs: Sequence[Need]) -> None:
        """Add what people wait for to the new request that is being written, or begin one."""
        if not self._may_write():
            return
        sheet = self._sheet
        if sheet is not None and sheet.request is None:
            sheet.take_needs(needs)
            return
        self._needs = tuple(needs)
        self._open_sheet(None)

    def _begin(self, sheet: RequestSheet, draft: Mapping[str, Any] | None) -> None:
        sheet.begin(draft)
        needs, self._needs = self._needs, ()
        if needs and sheet is self._sheet:
            sheet.take_needs(needs)
        if draft and sheet is self._sheet and self._is_gathered:
            words = "原来写的也在。各村的份额写在右边，核对数量后提交。"
            self.banner.say("村室请领已汇总进来", words, tone="accent", icon="check")
        elif draft and sheet is self._sheet:
            self.say_resumed(sheet.begin_anew)
        self._is_gathered = False

    def _sheet_buttons(self, mode: Mode, request: DrugRequest | None) -> list[KeyButton]:
        buttons: list[KeyButton] = []
        if request is not None and request.number:
            buttons.append(self._print)
        if mode is Mode.WRITE and (request is None or request.state is State.DRAFT):
            buttons.append(self._draft)
        if mode in _VERBS:
            sent_back = request is not None and request.state is State.SENT_BACK
            self._go.set_words("补完后再送" if sent_back else _VERBS[mode])
            buttons.append(self._go)
        return buttons

    def _on_draft_key(self) -> None:
        if self._draft.isVisible():
            self._save(is_draft=True)

    def _on_print_key(self) -> None:
        if self._print.isVisible():
            self._print_opened()

    def _on_removed(self, place: int, line: Line) -> None:
        sheet = self._sheet
        if sheet is not None and line.get("drug"):
            self.wants_toast.emit("删了一行", str(line["name"]), partial(sheet.restore, place, line))

    def _save(self, *, is_draft: bool) -> None:
        sheet = self._sheet
        if sheet is None or sheet.mode is Mode.READ or not sheet.check():
            return
        self._go.setEnabled(False)

        def saved(request: DrugRequest) -> None:
            self._go.setEnabled(True)
            sheet.drop_draft()
            self.leave_work(quietly=True)
            self.find_record(request.id)
            self.first_focus()
            words = f"{request.number or '草稿'}　{STATES[request.state.value]}"
            self.wants_toast.emit("已存本机" if is_draft else "已存本机，待上传", words, None)

        command = sheet.draft_command() if is_draft else sheet.command()
        self.desk.do(self, command, saved, self._show_refusal)

    def _show_refusal(self, fault: Fault) -> None:
        self._go.setEnabled(True)
        sheet = self._sheet
        if sheet is not None and sheet.show_refusal(fault):
            self.banner.clear()
        else:
            self.banner.say("没有存上", self.desk.say(fault))

    def leave_work(self, *, quietly: bool = False) -> None:
        """Come back to the list; what was not sent is kept as a draft."""
        sheet = self._sheet
        if sheet is not None:
            sheet.table.view.end_cell()
            sheet.keep_draft()
            if not quietly and sheet.is_dirty:
                self.wants_toast.emit("草稿已存本机", "下次打开接着写", None)
        super().leave_work(quietly=quietly)
