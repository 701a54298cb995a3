"""请假换班: who asks for leave, what waits for the director, each with what hangs on it beside the list."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.store.asks import Asks
from yigongti_desktop.capabilities.staffing.store.asks import asks
from yigongti_desktop.capabilities.staffing.store.leave import LEAVE
from yigongti_desktop.capabilities.staffing.store.leave import colleagues
from yigongti_desktop.capabilities.staffing.store.promises import Promised
from yigongti_desktop.capabilities.staffing.store.promises import nothing
from yigongti_desktop.capabilities.staffing.store.swaps import SWAP
from yigongti_desktop.capabilities.staffing.store.swaps import SwapChoices
from yigongti_desktop.capabilities.staffing.store.swaps import swap_choices
from yigongti_desktop.capabilities.staffing.store.wishes import WISH
from yigongti_desktop.capabilities.staffing.store.wishes import Choices
from yigongti_desktop.capabilities.staffing.store.wishes import choices
from yigongti_desktop.capabilities.staffing.ui import leave_panel
from yigongti_desktop.capabilities.staffing.ui import leave_state
from yigongti_desktop.capabilities.staffing.ui import swaps_panel
from yigongti_desktop.capabilities.staffing.ui import swaps_state
from yigongti_desktop.capabilities.staffing.ui import wishes_state
from yigongti_desktop.capabilities.staffing.ui.asks import CHIPS
from yigongti_desktop.capabilities.staffing.ui.asks import Entry
from yigongti_desktop.capabilities.staffing.ui.asks import Part
from yigongti_desktop.capabilities.staffing.ui.asks import columns
from yigongti_desktop.capabilities.staffing.ui.asks import is_meant
from yigongti_desktop.capabilities.staffing.ui.leave_form import LeaveForm
from yigongti_desktop.capabilities.staffing.ui.swaps_form import SwapForm
from yigongti_desktop.capabilities.staffing.ui.wishes_form import WishForm
from yigongti_desktop.capabilities.staffing.ui.wishes_words import say_rules
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.registry.model.staff.person import Staff

_KEYS = (("↑↓", "移动"), ("Enter", "打开"), ("/", "筛选"), ("Ctrl+Enter", "批准"))


class AsksPage(ListPage[Entry]):
    """The page of leave, wishes and swaps."""

    topics = frozenset({"staffing.leave", "staffing.wishes", "staffing.swaps", "staffing.rosters", "staff", "sync"})
    work_name = "请假换班"

    def __init__(self, desk: Desk, promised: Promised = nothing) -> None:
        super().__init__(desk, "请假换班", hint="选一条，这里显示经过和影响")
        self._promised = promised
        self._parts: Mapping[str, Part] = {
            LEAVE.name: leave_panel.part(promised),
            WISH.name: wishes_state.PART,
            SWAP.name: swaps_panel.PART,
        }
        self._is_arranger = desk.actor is not None and desk.actor.may(ARRANGERS)
        self._shown: Entry | None = None
        self._new = self.new_button("请假", PRIMARY)
        self._wish = KeyButton("写意愿", "Ctrl+Y", icon="flag")
        self._wish.clicked.connect(partial(self.open, "wish"))
        on_key(self, "Ctrl+Y", partial(self.open, "wish"))
        self._swap = KeyButton("换班", "Ctrl+B", icon="refresh")
        self._swap.clicked.connect(partial(self.open, "swap"))
        on_key(self, "Ctrl+B", partial(self.open, "swap"))
        self._save_button = KeyButton("提交", "Ctrl+Enter", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        self.set_out(
            columns(),
            chips=CHIPS,
            placeholder="姓名、类别、说明",
            keys=_KEYS if self._is_arranger else _KEYS[:-1],
            first="all",
        )
        if self.table is not None:
            on_key(self.table, "Ctrl+Return", partial(self.act, "approve"))

    def open_argument(self, argument: Any) -> None:
        """Begin a slip of leave ("new"), a wish ("wish") or a swap ("swap"), or show a record by its id."""
        actor = self.desk.actor
        if actor is None:
            return
        if argument == "new":
            self.desk.read(self, colleagues, actor, self._today(), done=self._begin_leave)
        elif argument == "wish":
            self.desk.read(self, choices, actor, self._today(), done=self._begin_wish)
        elif argument == "swap":
            self.desk.read(self, swap_choices, actor, self._today(), done=self._begin_swap)
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin a slip of leave."""
        self.open("new")
        return True

    # the list

    def ask(self) -> None:
        """Read what may be seen here."""
        if self.desk.actor is not None:
            self.desk.read(self, asks, self.desk.actor, done=self._show_asks, failed=self.show_fault)

    def record_id(self, record: Entry) -> str:
        """Return the id of a record."""
        return record.id

    def fits(self, record: Entry, chip: str) -> bool:
        """Say whether a line belongs under a chip."""
        tests = {"todo": record.is_todo, "mine": record.is_mine, "all": True}
        return tests.get(chip, record.kind == chip)

    def is_typed(self, record: Entry, typed: str) -> bool:
        """Say whether a line is meant."""
        return is_meant(record, typed)

    def say_none(self) -> None:
        """Say that nothing was asked for yet."""
        if self.table is not None:
            words = "请假由院长批，准了以后这几天不再排班；想上或不想上哪天的班，写意愿；班表公示以后，和同事商量换班。"
            self.table.empty.say("还没有请假和意愿", words, self.new_button("请假"), icon="calendar")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self._swap, self._wish, self._new)

    # one of them

    def show_record(self, record: Entry | None) -> None:
        """Show one in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            part = self._parts[record.kind]
            self.desk.read(self, part.opened, record.id, done=partial(self._show_opened, part))

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        shown, actor = self._shown, self.desk.actor
        if shown is None or actor is None or self.work is not None or self._opened is None:
            return
        part = self._parts[shown.kind]
        if name not in {one.name for one in part.offers(self._opened, actor, self._today())}:
            return
        if (command := part.at_once(name, self._opened)) is not None:
            self.desk.do(self, command, partial(self._done, part), self.show_fault)
        elif (asked := part.ask(name, self._opened, self._today())) is not None:
            self.ask_for(asked, partial(self._done, part))

    #: What the panel shows, with all that hangs on it.
    _opened: Any = None

    def _show_opened(self, part: Part, opened: Any) -> None:
        current, actor = self.current, self.desk.actor
        if opened is None or current is None or actor is None:
            self.panel.show_nothing()
            return
        record = part.record(opened)
        is_same = self._shown is not None and self._shown.record == record
        if not self.is_awaited(record.id, is_same=is_same):
            return
        self._shown, self._opened = current, opened
        part.show(self.panel, opened, self.desk)
        self.panel.show_acts(part.offers(opened, actor, self._today()))

    def _done(self, part: Part, record: Any) -> None:
        self.end_act(part.said(record))

    def _show_asks(self, found: Asks) -> None:
        actor, today = self.desk.actor, self._today()
        if actor is None:
            return
        entries = [leave_state.entry(row, actor, today) for row in found.leave]
        entries += [wishes_state.entry(row, actor) for row in found.wishes]
        entries += [swaps_state.entry(row, actor) for row in found.swaps]
        away = sum(row.slip.is_granted and row.slip.first <= today <= row.slip.last for row in found.leave)
        if self.work is None:
            asked = sum(one.is_todo for one in entries)
            said = (
                f"待办 {asked}" if asked else "",
                f"今天休假 {away} 人" if self._is_arranger else "",
                f"意愿{say_rules(found.rules)}",
            )
            self.facts.setText("　".join(part for part in said if part))
        self.show_records(sorted(entries, key=lambda one: not one.is_todo))

    # writing

    def done(self, work: Kept, record: Any) -> None:
        """Come back to what was written."""
        part = self._parts[work.draft_form]
        self.find_record(record.id)
        self.end_act(part.said(record))

    def _begin_leave(self, people: list[Staff]) -> None:
        if not isinstance(self.work, LeaveForm) and self._is_known(people):
            self._open_form(LeaveForm(self.desk, people, self._promised), "请假")

    def _begin_wish(self, found: Choices) -> None:
        if not isinstance(self.work, WishForm) and self._is_known(found.people):
            self._open_form(WishForm(self.desk, found), "写意愿")

    def _begin_swap(self, found: SwapChoices) -> None:
        if isinstance(self.work, SwapForm):
            return
        if not found.givers:
            words = "已公示的班表上有本人的班，才能提换班；账号要先由排班员关联到本人。"
            self.banner.say("没有可以换的班", words)
            return
        self._open_form(SwapForm(self.desk, found), "换班或请人替班")

    def _is_known(self, people: Sequence[Staff]) -> bool:
        """Say whether there is anybody to write for; who has no record is told how to get one."""
        if not people:
            words = "请排班员在「人员」里把登录账号关联到本人，以后就可以自己办；这一次可以由排班员代填。"
            self.banner.say("账号还没有关联人员资料", words)
        return bool(people)

    def _open_form(self, form: KeptForm, title: str) -> None:
        form.finished.connect(self._save_button.setFocus)
        on_key(form, "Ctrl+Return", self._save)
        on_key(form, "F8", form.form.go_to_next_fault)
        self.open_kept(form, title, "", self._save_button)

    def _save(self) -> None:
        self.send(self._save_button)

    # inside

    def _today(self) -> date:
        return day(self.desk.now())
