"""村室请领: what village clinics ask for, ordered for all of them (PHA-04), and given to each when it has come."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.model.village import VillageState
from yigongti_desktop.capabilities.pharmacy.store import villages as store
from yigongti_desktop.capabilities.pharmacy.store.villages import OpenedVillage
from yigongti_desktop.capabilities.pharmacy.store.villages import Sharing
from yigongti_desktop.capabilities.pharmacy.store.villages import VillageRow
from yigongti_desktop.capabilities.pharmacy.ui import village_acts as acts
from yigongti_desktop.capabilities.pharmacy.ui import village_state as state
from yigongti_desktop.capabilities.pharmacy.ui.sharing_sheet import SharingSheet
from yigongti_desktop.capabilities.pharmacy.ui.sheet_page import SheetPage
from yigongti_desktop.capabilities.pharmacy.ui.village_columns import columns
from yigongti_desktop.capabilities.pharmacy.ui.village_merge import merge_into_draft
from yigongti_desktop.capabilities.pharmacy.ui.village_panel import show_village
from yigongti_desktop.capabilities.pharmacy.ui.village_sheet import VillageSheet
from yigongti_desktop.capabilities.pharmacy.ui.words import VILLAGE_STATES
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept

_CHIPS = (
    Chip("asked", "待汇总", 0),
    Chip("come", "待分发", 0),
    Chip("merged", "已汇总", 0),
    Chip("over", "已完结", 0),
    Chip("all", "全部", 0),
)
_KEYS = (("↑↓", "移动"), ("Shift+↓", "多选"), ("Enter", "打开"), ("/", "筛选"), ("F7", "主要的事"))
_OVER = {VillageState.ISSUED, VillageState.DROPPED}
_SHARE = "share "


class VillagesPage(SheetPage[VillageRow]):
    """The page of villages' requests."""

    topics = frozenset({"pharmacy.villages", "pharmacy.requests", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "村室请领", hint="选一份村室请领，这里显示要的药和经过")
        self._shown: OpenedVillage | None = None
        self._waiting: list[VillageRequest] = []
        self._new = self.new_button("新建村室请领", PRIMARY)
        self._merge = KeyButton("汇总成请领单", "F9", icon="clipboard")
        self._merge.clicked.connect(self._on_merge)
        on_key(self, "F9", self._on_merge, window_wide=True)
        self.set_out(columns(desk.now), chips=_CHIPS, placeholder="村卫生室、单号、药名", keys=_KEYS, unit="份")
        if self.table is not None:
            self.table.view.selectionModel().selectionChanged.connect(lambda _now, _former: self._name_merge())

    def open_argument(self, argument: Any) -> None:
        """Begin a request ("new"), show those that wait ("waiting"), share an order out, or show one by its id."""
        if argument == "new":
            self._open_village(None)
        elif argument == "waiting":
            self.leave_work(quietly=True)
            if self.table is not None and self.table.chips is not None:
                self.table.chips.choose("asked")
            self.first_focus()
        elif isinstance(argument, str) and argument.startswith(_SHARE):
            self._ask_sharing(argument.removeprefix(_SHARE))
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin a request."""
        self.open("new")
        return True

    # the list

    def ask(self) -> None:
        """Read what villages asked for."""
        self.desk.read(self, store.rows, done=self._show_villages, failed=self.show_fault)

    def record_id(self, record: VillageRow) -> str:
        """Return the id of a request."""
        return record.request.id

    def fits(self, record: VillageRow, chip: str) -> bool:
        """Say whether a request belongs under a chip."""
        its = record.request.state
        tests = {"all": True, "come": state.is_to_share(record), "over": its in _OVER}
        return tests.get(chip, its.value == chip)

    def is_typed(self, record: VillageRow, typed: str) -> bool:
        """Say whether a request is meant: by village, number, or a drug's name or initials."""
        request = record.request
        if typed in request.number.lower() or typed in record.order.lower() or typed in request.village:
            return True
        names = (request.village, *(line.name for line in request.lines))
        return any(typed in name or typed in keys_of_term(name) for name in names)

    def say_none(self) -> None:
        """Say that there is no request, and how one begins."""
        if self.table is None:
            return
        words = "替村卫生室填要的药；药师把几个村的汇总成一张请领单，到货后按份额分发。"
        self.table.empty.say("还没有村室请领", words, self.new_button("新建村室请领"), icon="inbox")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        merge = (self._merge,) if self.actor.may(state.PHARMACISTS) else ()
        return (self.export_button, *merge, self._new)

    def show_record(self, record: VillageRow | None) -> None:
        """Show a request in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.opened, record.request.id, done=self._show_opened)

    def _show_villages(self, found: list[VillageRow]) -> None:
        waiting = (row.request for row in found if row.request.state is VillageState.ASKED)
        self._waiting = sorted(waiting, key=lambda request: request.asked_at)
        if self.work is None:
            due = sum(state.is_to_share(row) for row in found)
            self.facts.setText(f"待汇总 {len(self._waiting)} 份　待分发 {due} 份")
        self.show_records(sorted(found, key=state.rank))
        self._name_merge()

    def _show_opened(self, opened: OpenedVillage | None) -> None:
        is_awaited = self.is_awaited(opened.row.request.id if opened else None, is_same=self._shown == opened)
        if opened is None or not is_awaited:
            return
        self._shown = opened
        show_village(self.panel, opened, self.desk, self.actor)
        self.panel.show_acts(acts.offers(opened.row, self.actor))

    # acts

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        current = self.current
        if current is None or self.work is not None:
            return
        if name == "open":
            self._open_village(current)
        elif name == "share":
            self._ask_sharing(current.request.request)
        elif name == "drop":
            self.ask_for(acts.ask_drop(current.request), self._done)

    def done(self, work: Kept, record: Any) -> None:
        """Come back to the village that asked, or to those that were given something."""
        if isinstance(work, SharingSheet):
            self.find_record(record.entries[0].source)
            self.end_act(f"已发 {len(record.entries)} 个村，各记一张出库单")
        else:
            self.find_record(record.id)
            self._done(record)

    def _done(self, request: VillageRequest) -> None:
        self.end_act(f"{request.village} {request.number}　{VILLAGE_STATES[request.state.value]}")

    def _open_village(self, row: VillageRow | None) -> None:
        sheet = self.sheet
        if row is None and isinstance(sheet, VillageSheet) and sheet.request is None:
            return
        request = row.request if row else None
        is_open = request is None or state.may_write(request, self.actor)
        facts = f"{request.village}　{request.number}" if request else ""
        title = "村室请领" if request else "新建村室请领"
        self.open_sheet(VillageSheet(self.desk, request, is_open=is_open), title, facts, "保存")
        if row is not None:
            self.badge.set_badge(state.badge(row))

    # one order for several villages

    def _chosen(self) -> list[VillageRequest]:
        """Return the waiting requests that are selected, if there are several; else all that wait."""
        rows = self.table.view.chosen() if self.table is not None else []
        ids = {row.request.id for row in rows}
        return [one for one in self._waiting if one.id in ids] if len(rows) > 1 else self._waiting

    def _name_merge(self) -> None:
        chosen = self._chosen()
        few = "选中的" if len(chosen) < len(self._waiting) else "全部"
        self._merge.set_words(f"汇总{few} {len(chosen)} 份" if chosen else "汇总成请领单")
        self._merge.setEnabled(bool(chosen))

    def _on_merge(self) -> None:
        chosen = self._chosen()
        if self.work is not None or not self.isVisible() or not self.actor.may(state.PHARMACISTS):
            return
        if not chosen:
            self.banner.say("没有待汇总的", "选中的村室请领都已汇总。", tone="warn", icon="info")
            return
        account, now = self.actor.account, self.desk.now()
        done = partial(self._merged, len(chosen))
        self.desk.write(self, merge_into_draft, account, chosen, now, done=done)

    def _merged(self, villages: int, drugs: int) -> None:
        self.banner.clear()
        self.wants_toast.emit("已汇总到请领单", f"{villages} 份村室请领，共 {drugs} 种；核对后提交。", None)
        self.wants_page.emit("pharmacy", "kept")

    # what has come is shared out

    def _ask_sharing(self, order: str) -> None:
        if self.actor.may(state.PHARMACISTS):
            today = day(self.desk.now())
            self.desk.read(self, store.sharing_of, order, today, done=self._open_sharing, failed=self.show_fault)

    def _open_sharing(self, found: Sharing | None) -> None:
        if found is None or not found.portions:
            self.leave_work(quietly=True)
            self.banner.say("没有要分发的", "这张请领单里各村的份额已经发完。", tone="accent", icon="info")
            self.first_focus()
            return
        order = found.order
        facts = "　".join(part for part in (order.number, f"配送单 {order.delivery}") if part)
        self.open_sheet(SharingSheet(self.desk, found), "分发村室", facts, "确认分发")
