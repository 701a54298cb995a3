"""缺药登记: who waits for which drug, by the day on which it is needed; written at the counter in a few keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import can_be_asked_for
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_late
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_over
from yigongti_desktop.capabilities.pharmacy.model.shortage import mean_days
from yigongti_desktop.capabilities.pharmacy.store import shortages as store
from yigongti_desktop.capabilities.pharmacy.store.shortages import ShortageRow
from yigongti_desktop.capabilities.pharmacy.ui import shortage_acts as acts
from yigongti_desktop.capabilities.pharmacy.ui import shortage_state as state
from yigongti_desktop.capabilities.pharmacy.ui.shortage_columns import columns
from yigongti_desktop.capabilities.pharmacy.ui.shortage_form import ShortageForm
from yigongti_desktop.capabilities.pharmacy.ui.shortage_panel import show_shortage
from yigongti_desktop.capabilities.pharmacy.ui.shortage_range import RangeForm
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import STATES
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.listpage import PERIODS
from yigongti_desktop.kit.listpage import ListPage

_KEYS = (("↑↓", "移动"), ("Enter", "打开"), ("Shift+↑↓", "选几条"), ("/", "筛选"), ("F7", "主要的事"))


class ShortagesPage(ListPage[ShortageRow]):
    """The page of shortages."""

    way_back = "下次按 F2 接着写"
    topics = frozenset({"pharmacy.shortages", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "缺药登记", hint="选一条缺药登记，这里显示经过")
        self._is_centre = desk.actor is not None and desk.actor.may(state.CENTRE)
        self._shown: Shortage | None = None
        self._new = self.new_button("登记缺药", PRIMARY)
        self._print = KeyButton("登记表", "Ctrl+P", icon="printer")
        self._save_button = KeyButton("保存", "Ctrl+S", style=PRIMARY)
        self._draw = KeyButton("打印", "Ctrl+P", icon="printer", style=PRIMARY)
        self._print.clicked.connect(self._begin_range)
        self._save_button.clicked.connect(self._save)
        self._draw.clicked.connect(self._draw_register)
        on_key(self, "Ctrl+P", self._on_print_key)
        self.set_out(
            columns(desk.now, is_centre=self._is_centre),
            chips=state.CENTRE_CHIPS if self._is_centre else state.UNIT_CHIPS,
            placeholder="药名、患者、电话",
            keys=_KEYS,
            periods=PERIODS,
        )

    def open_argument(self, argument: Any) -> None:
        """Begin a registration ("new"), or show one by its id."""
        if argument == "new":
            self._begin_form()
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin a registration."""
        if self._may_write():
            self.open("new")
        return self._may_write()

    # list and shortage

    def ask(self) -> None:
        """Read the shortages of the period, and all that are not over."""
        days = self.period.key if self.period else ""
        since = self.desk.now() - timedelta(days=int(days)) if days else None
        self.desk.read(self, store.rows, since, done=self._show_rows_read, failed=self.show_fault)

    def record_id(self, record: ShortageRow) -> str:
        """Return the id of a shortage."""
        return record.shortage.id

    def fits(self, record: ShortageRow, chip: str) -> bool:
        """Say whether a shortage belongs under a chip."""
        return state.fits(record.shortage, chip, day(self.desk.now()))

    def is_typed(self, record: ShortageRow, typed: str) -> bool:
        """Say whether a shortage is meant: by drug or person, their initials, telephone, remark or request."""
        return state.is_meant(record.shortage, typed)

    def say_none(self) -> None:
        """Say that there is none, and how one begins."""
        if self.table is None:
            return
        if self._may_write():
            words = "柜台上没有的药登记下来：到货了有人打电话，目录里没有的由县院代购。"
            self.table.empty.say("还没有缺药登记", words, self.new_button("登记缺药"), icon="pill")
        else:
            self.table.empty.say("还没有缺药登记", "登记过的缺药和代购会出现在这里。", icon="pill")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        if self._is_centre:
            return (self.export_button,)
        written = (self._new,) if self._may_write() else ()
        return (self.export_button, self._print, *written)

    def show_record(self, record: ShortageRow | None) -> None:
        """Show a shortage in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.opened, record.shortage.id, done=self._show_opened)

    def _show_rows_read(self, found: list[ShortageRow]) -> None:
        today = day(self.desk.now())
        if self.work is None:
            still = sum(not is_over(row.shortage) for row in found)
            late = sum(is_late(row.shortage, today) for row in found)
            mean = mean_days(row.shortage for row in found)
            words = [f"在办 {still}", f"超期 {late}" if late else "", "" if mean is None else f"平均 {mean} 天到货"]
            self.facts.setText("　".join(word for word in words if word))
        self.show_records(found)

    def _show_opened(self, opened: store.Opened | None) -> None:
        shortage = opened.shortage if opened else None
        is_awaited = self.is_awaited(shortage.id if shortage else None, is_same=self._shown == shortage)
        if opened is None or self.desk.actor is None or not is_awaited:
            return
        self._shown = opened.shortage
        show_shortage(self.panel, opened, self.desk, is_centre=self._is_centre)
        self.panel.show_acts(acts.offers(opened.shortage, self.desk.actor))

    # acts

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        shortage = self._shown
        if shortage is None or self.work is not None:
            return
        if name == "request":
            self._ask_for_chosen(shortage)
        elif (command := acts.at_once(name, shortage)) is not None:
            self.desk.do(self, command, self._done, self.show_fault)
        elif (asked := acts.ask(name, shortage)) is not None:
            self.ask_for(asked, self._done)

    def _done(self, shortage: Shortage) -> None:
        self.end_act(f"{shortage.patient}　{shortage.name}　{STATES[shortage.state.value]}")

    def _ask_for_chosen(self, shortage: Shortage) -> None:
        """Take the chosen open ones into a new drug request."""
        chosen = [row.shortage for row in self.table.view.chosen()] if self.table else []
        wanted = chosen if shortage in chosen else [shortage]
        ids = [one.id for one in wanted if can_be_asked_for(one)]
        self.wants_page.emit("pharmacy", f"shortages {','.join(ids)}")

    # writing

    def _may_write(self) -> bool:
        actor = self.desk.actor
        return actor is not None and actor.may(state.WRITERS) and not self._is_centre

    def _begin_form(self) -> None:
        if not self._may_write() or isinstance(self.work, ShortageForm):
            return
        form = ShortageForm(self.desk)
        form.finished.connect(self._save)
        for key in ("Ctrl+S", "Ctrl+Return"):
            on_key(form, key, self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        self.open_kept(form, "登记缺药", "Enter 下一项，Ctrl+S 保存", self._save_button)

    def _save(self) -> None:
        self.send(self._save_button)

    def done(self, _work: Kept, record: Shortage) -> None:
        """Come back to the shortage that was registered."""
        self.find_record(record.id)
        self.end_act(f"{record.patient}　{record.name}　{state.amount(record)}")

    # the register on paper

    def _begin_range(self) -> None:
        if self.work is not None or self._is_centre:
            return
        form = RangeForm(self.desk)
        form.finished.connect(self._draw_register)
        on_key(form, "Esc", self.leave_work)
        self.begin_work(form, "打印缺药登记表", "", self._draw)
        form.form.go_to("since")

    def _on_print_key(self) -> None:
        if self.work is None:
            self._begin_range()
        else:
            self._draw_register()

    def _draw_register(self) -> None:
        if isinstance(self.work, RangeForm):
            self.work.draw(self)
