"""The list of drug requests, and the panel beside it."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import ENDED
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.store import requests as store
from yigongti_desktop.capabilities.pharmacy.store.requests import RequestRow
from yigongti_desktop.capabilities.pharmacy.ui import acts
from yigongti_desktop.capabilities.pharmacy.ui import state
from yigongti_desktop.capabilities.pharmacy.ui.columns import columns
from yigongti_desktop.capabilities.pharmacy.ui.panel import show_request
from yigongti_desktop.capabilities.pharmacy.ui.sheet_page import SheetPage
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk

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


class RequestList(SheetPage[RequestRow]):
    """The list of drug requests; what is written, decided or counted from it is the page's."""

    topics = frozenset({"pharmacy.requests", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "药品请领", hint="选一张请领单，这里显示经过")
        self.is_centre = self.actor.may(state.CENTRE)
        self.endorses = self.actor.may(state.ENDORSERS)
        self._shown: DrugRequest | None = None
        self._new = self.new_button("新建请领单", PRIMARY)

    def show_list(self) -> None:
        """Build the list and read it."""
        self.set_out(
            columns(self.actor.institution, self.desk.now, is_centre=self.is_centre),
            chips=_CENTRE_CHIPS if self.is_centre else _CLINIC_CHIPS,
            placeholder="单号、药名、单位",
            unit="张",
        )

    def may_write(self) -> bool:
        """Say whether this person writes requests."""
        return self.actor.may(state.WRITERS) and not self.is_centre

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
            "turn": state.is_my_turn(request, self.actor.institution, endorses=self.endorses),
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
        if self.may_write():
            words = "从统一用药目录里选药、填数量；没有网也能填能打，线路通了自动送到中心药房。"
            self.table.empty.say("还没有请领单", words, self.new_button("新建请领单"), icon="pill")
        else:
            self.table.empty.say("还没有请领单", "各单位提交的请领单会出现在这里。", icon="pill")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new) if self.may_write() else (self.export_button,)

    def show_record(self, record: RequestRow | None) -> None:
        """Show a request in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.opened, record.request.id, done=self._show_opened)

    def _show_requests(self, found: list[RequestRow]) -> None:
        own, now = self.actor.institution, self.desk.now()
        if self.work is None:
            due = sum(state.is_my_turn(row.request, own, endorses=self.endorses) for row in found)
            self.facts.setText(f"共 {len(found)} 张　待办 {due} 张")
        self.show_records(sorted(found, key=lambda row: state.rank(row, own, now, endorses=self.endorses)))

    def _show_opened(self, opened: store.Opened | None) -> None:
        request = opened.request if opened else None
        is_awaited = self.is_awaited(request.id if request else None, is_same=self._shown == request)
        if opened is None or not is_awaited:
            return
        self._shown = opened.request
        show_request(self.panel, opened, self.desk, self.actor.institution)
        self.panel.show_acts(acts.offers(opened.request, self.actor))
