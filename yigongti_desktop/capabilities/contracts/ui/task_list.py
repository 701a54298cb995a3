"""The list of 履约任务: households counted first and read as they come into sight, the one under the cursor beside."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.store import households
from yigongti_desktop.capabilities.contracts.store import tasks as store
from yigongti_desktop.capabilities.contracts.store import teams as arranged
from yigongti_desktop.capabilities.contracts.store.households import Household
from yigongti_desktop.capabilities.contracts.store.tasks import Home
from yigongti_desktop.capabilities.contracts.store.tasks import Show
from yigongti_desktop.capabilities.contracts.store.tasks import Wanted
from yigongti_desktop.capabilities.contracts.ui.home_view import HomeView
from yigongti_desktop.capabilities.contracts.ui.notice_part import NoticePart
from yigongti_desktop.capabilities.contracts.ui.service_proof import ServiceProof
from yigongti_desktop.capabilities.contracts.ui.task_columns import export_columns
from yigongti_desktop.capabilities.contracts.ui.task_columns import home_columns
from yigongti_desktop.capabilities.contracts.ui.task_filters import TaskFilters
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.table.export import Sheet
from yigongti_desktop.kit.table.export import export_book
from yigongti_desktop.kit.tasks import Call
from yigongti_desktop.kit.words import phone

_CHIPS = (
    Chip(Show.OVERDUE.value, "逾期", 0),
    Chip(Show.WEEK.value, "本周", 0),
    Chip(Show.MONTH.value, "本月", 0),
    Chip(Show.DONE.value, "已完成", 0),
    Chip(Show.ALL.value, "全部", 0),
)
_KEYS = (("↑↓", "移动"), ("Shift+↓", "多选"), ("Enter", "看这户"), ("/", "找人"), ("F7", "登记"))
#: Households that are read at once, some more than stand in sight: each has its members' tasks of years.
_PAGE = 30
#: What the filters offer: teams, villages, packages.
Offered = tuple[list[Team], list[str], list[Package]]


class TaskList(ListPage[Home]):
    """The list; what is done from it is the page's."""

    topics = frozenset(
        {"contracts", "contracts.services", "contracts.teams", "contracts.packages", "attachments", "notices", "sync"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "履约任务", hint="选一户，这里显示全家人的任务")
        if desk.actor is None:
            raise Refused("logged_out")
        self.actor: Actor = desk.actor
        self.household: Household | None = None
        self._homes: list[str] = []
        self._fetched: set[int] = set()
        self._asked: Wanted | None = None
        self._has_offered = False
        self._calls: dict[str, Call] = {}
        #: Contract or service on whose household the cursor is put, as soon as it is known where it stands.
        self._to_find = ""
        self.filters = TaskFilters()
        self.filters.changed.connect(self._ask_homes)
        self.homes = HomeView(self.today)
        self.proof = ServiceProof(desk, (16, 8, 16, 8))
        self.told = NoticePart(desk)
        self.panel.add_part(self.proof, room=0)
        self.panel.add_part(self.told, room=0)
        self.panel.add_part(self.homes)
        self.homes.rested.connect(lambda _task: self.offer_acts())
        self.homes.opened.connect(lambda _task: self.act("main"))

    def set_out_list(self) -> None:
        """Build the list, with what narrows it below its chips."""
        self.set_out(
            home_columns(self.today),
            chips=_CHIPS,
            placeholder="姓名、协议编号",
            keys=_KEYS,
            unit="户",
            first=Show.OVERDUE.value,
        )
        if self.table is not None and isinstance(layout := self.table.layout(), QVBoxLayout):
            layout.insertWidget(1, self.filters)

    # what the page says of a task

    def offer_acts(self) -> None:
        """Offer what can be done with the task under the cursor."""
        raise NotImplementedError

    # the list

    def today(self) -> date:
        """Return this day."""
        return day(self.desk.now())

    def asked_for(self) -> Wanted:
        """Return what is asked for now."""
        chip = self.table.chips.key if self.table and self.table.chips else Show.OVERDUE.value
        return self.filters.wanted(self.today(), Show(chip), self._typed.strip())

    def ask(self) -> None:
        """Ask what can be chosen from, then for the households and how many tasks there are."""
        self._ask_once("offered", _offered, done=self._show_offered)

    def record_id(self, record: Home) -> str:
        """Return what names a household."""
        return record.home

    def fits(self, record: Home, chip: str) -> bool:
        """Say yes: the database has chosen them."""
        return bool(record) or not chip

    def is_typed(self, record: Home, typed: str) -> bool:
        """Say yes: the database has found them."""
        return bool(record) or not typed

    def on_typed(self, typed: str) -> None:
        """Find who is meant; Enter and Down on what was found already only lead into the list."""
        if typed != self._typed:
            self._typed = typed
            self._ask_homes()

    def say_none(self) -> None:
        """Say that nothing is owed, or that nobody is meant."""
        if self.table is None:
            return
        clear = KeyButton("清除筛选", "")
        clear.clicked.connect(self._clear_filters)
        chip = self.table.chips.key if self.table.chips else ""
        is_narrow = bool(self._typed or self.filters.village.key or self.filters.item.key or self.filters.team.key)
        buttons = (clear,) if is_narrow else ()
        if self._typed:
            words = f"您找的是「{self._typed}」。看看别的一栏，或换个写法。"
            self.table.empty.say("没有找到这个人的任务", words, *buttons, icon="search")
        elif chip == Show.OVERDUE.value:
            words = "该做的都做了。本周要做的在「本周」里。"
            self.table.empty.say("没有逾期的任务", words, *buttons, icon="check-circle")
        else:
            words = "签约以后，服务包里的项目会按时间自动排成任务。"
            self.table.empty.say("这一栏没有任务", words, *buttons, icon="check-circle")

    def show_record(self, record: Home | None) -> None:
        """Show the household under the cursor in the panel; a row that is still being read is waited for."""
        if record is not None:
            self.desk.read(self, households.household, record.home, self.today(), done=self._show_household)
        elif not self._homes:
            self.household = None
            self.panel.show_nothing()

    def find_record(self, record: str) -> None:
        """Put the cursor on the household of a contract or a service, whatever is filtered."""
        self.leave_work(quietly=True)
        if self.table is not None and self.table.search is not None:
            self.table.search.clear()
        self._typed, self._to_find = "", record
        self.filters.clear()
        if self.table is not None and self.table.chips is not None and self.table.chips.key != Show.ALL.value:
            self.table.chips.choose(Show.ALL.value)
        else:
            self.reload()

    def chosen_homes(self) -> list[str]:
        """Return the households that are selected, if there are several; else all that are listed."""
        rows = self.table.view.chosen() if self.table is not None else []
        return [one.home for one in rows] if len(rows) > 1 else list(self._homes)

    def _show_rows(self) -> None:
        """Ask anew: another chip was chosen."""
        self._ask_homes()

    def _on_export(self) -> None:
        """Write every task that is listed into Excel, one row for each."""
        if self.work is not None or not self.isVisible():
            return
        core, wanted = self.desk.core, self.asked_for()
        name = f"履约任务 {self.today().isoformat()}"

        def read() -> Sequence[Sheet]:
            return [Sheet(name, export_columns(self.today), core.read(store.in_order, wanted))]

        export_book(self, self.desk, name, read)

    def _show_offered(self, offered: Offered) -> None:
        self.filters.blockSignals(True)
        self.filters.offer(*offered)
        if not self._has_offered:
            self._has_offered = True
            if not self._to_find:
                self.filters.choose_own(offered[0], self.actor.account, self.today())
        self.filters.blockSignals(False)
        self._ask_homes()

    def _ask_homes(self) -> None:
        wanted = self._asked = self.asked_for()
        if self._to_find:
            self.desk.read(self, store.home_of, self._to_find, done=self._rest_on_found)
        self._ask_once("homes", store.homes, wanted, done=partial(self._show_homes, wanted))
        self._ask_once("counts", store.counts, wanted, done=partial(self._show_counts, wanted))

    def _ask_once(self, what: str, question: Callable[..., Any], *args: Any, done: Callable[[Any], None]) -> None:
        """Ask; the answer to what was asked before is not waited for, and nothing is read twice for it."""
        if what in self._calls:
            self._calls[what].cancel()
        self._calls[what] = self.desk.read(self, question, *args, done=done, failed=self.show_fault)

    def _rest_on_found(self, home: str) -> None:
        self._rest_home = home

    #: Household on which the cursor is put when the list comes.
    _rest_home = ""

    def _show_homes(self, wanted: Wanted, homes: list[str]) -> None:
        if self.table is None or wanted != self._asked or self.panel.has_form:
            return
        rest, self._rest_home = self._rest_home, ""
        current = self.current
        rest = rest or (current.home if current is not None else "")
        if homes == self._homes and homes:
            for offset in sorted(self._fetched):
                self._fetch(offset, _PAGE)
            if rest in homes and (current is None or current.home != rest):
                self.table.view.rest_at(homes.index(rest))
            return
        place = self.table.view.current_row()
        self._homes, self._fetched = homes, set()
        if not homes:
            self.say_none()
        self.table.show_window(len(homes), self._fetch, _PAGE)
        if homes:
            self.table.view.rest_at(homes.index(rest) if rest in homes else min(max(place, 0), len(homes) - 1))
        else:
            self.show_record(None)

    def _fetch(self, offset: int, most: int) -> None:
        self._fetched.add(offset)
        wanted, listed = self._asked, self._homes[offset : offset + most]
        if wanted is not None:
            done = partial(self._fill, wanted, offset)
            self.desk.read(self, store.homes_at, wanted, listed, done=done, failed=self.show_fault)

    def _fill(self, wanted: Wanted, offset: int, found: list[Home]) -> None:
        if self.table is None or wanted != self._asked or [one.home for one in found] != self._homes_at(offset):
            return
        self.table.view.records.fill_window(offset, found)
        if offset <= self.table.view.current_row() < offset + len(found):
            self.show_record(self.current)

    def _homes_at(self, offset: int) -> list[str]:
        return self._homes[offset : offset + _PAGE]

    def _show_counts(self, wanted: Wanted, counted: dict[str, int]) -> None:
        if self.table is None or self.table.chips is None or wanted != self._asked:
            return
        self.table.chips.set_counts(counted)
        if self.work is None:
            late, week = counted[Show.OVERDUE.value], counted[Show.WEEK.value]
            self.facts.setText(f"逾期 {late:,} 项　本周 {week:,} 项")

    def _show_household(self, found: Household | None) -> None:
        current = self.current
        if found is None or current is None or found.home != current.home or self.panel.has_form:
            return
        self.household = found
        first = found.members[0]
        team = first.contract.team_name
        self.panel.show_head(found.name, found.village, None, team)
        phones = "　".join(f"{one.contract.name} {phone(one.phone)}" for one in found.members if one.phone)
        self.panel.facts.show_facts([("电话", phones), ("住址", first.address)])
        self.panel.show_trail((), proven=False)
        self.panel.callout.clear()
        if self.homes.show_household(found, self._to_find):
            self._to_find = ""
        self.offer_acts()

    def _clear_filters(self) -> None:
        self.filters.clear()
        super()._clear_filters()


def _offered(connection: Any) -> Offered:
    """Return what the filters offer."""
    return arranged.all_teams(connection), store.villages(connection), arranged.all_packages(connection)
