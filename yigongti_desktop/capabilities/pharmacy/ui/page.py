"""药品请领: what is done from the list of requests: written, decided, sent, counted or read."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.store import shortages
from yigongti_desktop.capabilities.pharmacy.store.requests import RequestRow
from yigongti_desktop.capabilities.pharmacy.store.shortages import Need
from yigongti_desktop.capabilities.pharmacy.store.supply import sendable
from yigongti_desktop.capabilities.pharmacy.ui import acts
from yigongti_desktop.capabilities.pharmacy.ui import papers
from yigongti_desktop.capabilities.pharmacy.ui import state
from yigongti_desktop.capabilities.pharmacy.ui.request_list import RequestList
from yigongti_desktop.capabilities.pharmacy.ui.sheet import RequestSheet
from yigongti_desktop.capabilities.pharmacy.ui.state import Mode
from yigongti_desktop.capabilities.pharmacy.ui.words import STATES
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept

_TITLES = {
    Mode.WRITE: "请领单",
    Mode.REVIEW: "审核请领单",
    Mode.DISPATCH: "发货",
    Mode.RECEIVE: "点数收货",
    Mode.READ: "请领单",
}
_VERBS = {Mode.WRITE: "提交", Mode.REVIEW: "审完", Mode.DISPATCH: "发货", Mode.RECEIVE: "确认收货", Mode.READ: ""}


class RequestsPage(RequestList):
    """The page of drug requests."""

    work_name = "请领单"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        #: Shortages for which a request is being begun.
        self._needs: tuple[Need, ...] = ()
        self._is_gathered = False
        self._draft = KeyButton("存草稿", "Ctrl+S")
        self._print = KeyButton("打印", "Ctrl+P", icon="printer")
        self._draft.clicked.connect(self._save_draft)
        self._print.clicked.connect(self._print_opened)
        self.show_list()

    def open_argument(self, argument: Any) -> None:
        """Begin a request, go on with one that was kept from elsewhere, or show one by its id.

        Args:
            argument: "new"; "shortages ID,ID" for people who wait; "kept"; or the id.
        """
        if argument in {"new", "kept"}:
            self._is_gathered = argument == "kept"
            if self._is_gathered and self._new_sheet is not None:
                # What stands in it was kept when the page was left, and has grown since.
                self._new_sheet.is_dirty = False
                self.leave_work(quietly=True)
            if self.may_write():
                self._open_request(None)
        elif isinstance(argument, str) and argument.startswith("shortages "):
            ids = argument.removeprefix("shortages ").split(",")
            self.desk.read(self, shortages.needs, ids, done=self._begin_for)
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin a request."""
        if self.may_write():
            self.open("new")
        return self.may_write()

    # acts

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        current = self.current
        if current is None or self.work is not None:
            return
        request = current.request
        if name == "open":
            self._open_request(request)
        elif name == "print":
            papers.print_request(self, request)
        elif name == "share":
            self.wants_page.emit("villages", f"share {request.id}")
        elif name == "endorse":
            self.desk.do(self, m.EndorseDrugRequest(request=request.id), self._done, self.show_fault)
        elif name == "picking":
            papers.print_picking(self, request)
        elif name == "delivery":
            papers.print_delivery(self, request)
        elif (asked := acts.ask(name, request)) is not None:
            self.ask_for(asked, self._done)

    def _done(self, request: DrugRequest) -> None:
        self.end_act(f"{request.number}　{STATES[request.state.value]}，待上传", "已存本机")

    # the request that is open

    @property
    def _new_sheet(self) -> RequestSheet | None:
        """Return the request that is being written for the first time, or None."""
        return self.work if isinstance(self.work, RequestSheet) and self.work.request is None else None

    def _open_request(self, request: DrugRequest | None) -> None:
        if request is None and self._new_sheet is not None:
            return
        mode = state.mode_for(request, self.actor)
        sheet = RequestSheet(self.desk, mode, request)
        on_key(sheet, "Ctrl+S", self._on_draft_key)
        on_key(sheet, "Ctrl+P", self._on_print_key)
        if mode is Mode.DISPATCH:
            self.desk.read(sheet, sendable, self.actor.institution, done=sheet.take_stock)
        known = (request.number, request.institution_name, request.note) if request else ()
        facts = "　".join(part for part in known if part)
        is_sent_back = request is not None and request.state is State.SENT_BACK and mode is Mode.WRITE
        verb = "补完后再送" if is_sent_back else _VERBS[mode]
        title = _TITLES[mode] if request else "新建请领单"
        self.open_sheet(sheet, title, facts, verb, *self._buttons_for(mode, request))
        if request is not None:
            self.badge.set_badge(state.badge(RequestRow(request=request, is_waiting=False), self.actor.institution))
            if is_sent_back:
                self.banner.say(state.sent_back_by(request), f"{request.reason}。您填的数没有动，补完后再送。")

    def _buttons_for(self, mode: Mode, request: DrugRequest | None) -> list[KeyButton]:
        buttons = [self._print] if request is not None and request.number else []
        if mode is Mode.WRITE and (request is None or request.state is State.DRAFT):
            buttons.append(self._draft)
        return buttons

    def begin_kept(self, work: Kept, draft: Mapping[str, Any] | None) -> None:
        """Show the lines, with what villages or people who wait have added to them."""
        super().begin_kept(work, draft)
        is_gathered, self._is_gathered = self._is_gathered, False
        needs, self._needs = self._needs, ()
        if (sheet := self._new_sheet) is None or sheet is not work:
            return
        if needs:
            sheet.take_needs(needs)
        if draft and is_gathered:
            words = "原来写的也在。各村的份额写在右边，核对数量后提交。"
            self.banner.say("村室请领已汇总进来", words, tone="accent", icon="check")

    def _begin_for(self, needs: Sequence[Need]) -> None:
        """Add what people wait for to the new request that is being written, or begin one."""
        if not self.may_write():
            return
        if (sheet := self._new_sheet) is not None:
            sheet.take_needs(needs)
            return
        self._needs = tuple(needs)
        self._open_request(None)

    def _on_draft_key(self) -> None:
        if self._draft.isVisible():
            self._save_draft()

    def _on_print_key(self) -> None:
        if self._print.isVisible():
            self._print_opened()

    def _print_opened(self) -> None:
        if isinstance(self.work, RequestSheet) and self.work.request is not None:
            papers.print_request(self, self.work.request)

    def _save_draft(self) -> None:
        sheet = self.work
        if isinstance(sheet, RequestSheet) and sheet.is_open and sheet.check():
            self.carry_out(sheet, sheet.draft_command(), self.go_button)

    def done(self, _work: Kept, record: DrugRequest) -> None:
        """Come back to the request that was written, decided, sent or counted."""
        self.find_record(record.id)
        words = f"{record.number or '草稿'}　{STATES[record.state.value]}"
        self.end_act(words, "已存本机" if record.state is State.DRAFT else "已存本机，待上传")
