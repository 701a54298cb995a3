"""What people do with groups, household, death and duplicates of the resident whom the panel shows."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.service import people
from yigongti_desktop.registry.ui import moving
from yigongti_desktop.registry.ui import standing_acts
from yigongti_desktop.registry.ui.standing import Standing

_MOST_FOUND = 12
_DONE = {
    "tag": "人群标记已加",
    "untag": "人群标记已结束",
    "join": "已加入家庭",
    "split": "已分出",
    "relation": "关系已改",
    "died": "已登记",
    "part": "已分开",
}


class StandingDesk(QObject):
    """Shows the part of the panel and opens its acts."""

    def __init__(self, page: Page, panel: Panel, reload: Callable[[], object]) -> None:
        super().__init__(page)
        self._page, self._panel, self._reload = page, panel, reload
        self._desk = page.desk
        self._shown: Resident | None = None
        self._members: list[Resident] = []
        self.part = Standing()
        panel.add_part(self.part)

    def show(self, record: Resident) -> None:
        """Show what is noted of a resident; who lives with them follows."""
        self._shown, self._members = record, []
        self._show()
        if record.household:
            self._desk.read(self, people.members, record.household, done=partial(self._show_members, record.id))

    def act(self, name: str) -> bool:
        """Open an act; say whether it is one of these."""
        record = self._shown
        if record is None:
            return False
        asks: dict[str, Callable[[], Ask]] = {
            "tag": lambda: standing_acts.tag(record, day(self._desk.now())),
            "untag": lambda: standing_acts.untag(record),
            "join": lambda: standing_acts.join(record, self._find),
            "split": lambda: standing_acts.split(record, self._members),
            "relation": lambda: standing_acts.relation(record),
            "died": lambda: standing_acts.died(record),
            "part": lambda: standing_acts.part([(one.resident, one.name) for one in record.folded]),
        }
        if name not in asks:
            return False
        asked = asks[name]()
        self._panel.open_form(
            asked.title, asked.verb, asked.sections, partial(self._do, name, asked), is_danger=asked.is_danger
        )
        return True

    def find(self, but: str, typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        """Propose residents other than one."""
        if not typed.strip():
            hand([])
            return

        def show(found: list[Resident]) -> None:
            hand([option_of(one) for one in found if one.id != but])

        self._desk.read(self, people.find, typed, _MOST_FOUND, done=show)

    def _find(self, typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        self.find(self._shown.id if self._shown else "", typed, hand)

    def _do(self, name: str, asked: Ask, values: Mapping[str, Any]) -> None:
        if name == "untag" and values["way"] == "" and values["until"] is None:
            self._panel.say_fault("最后一天没有填。请补上；标错了的请选「标错了」。")
            return

        def done(record: Resident) -> None:
            self._panel.close_form()
            self._page.wants_toast.emit("已存本机，待上传", f"{record.name}　{_DONE[name]}", None)
            self._reload()

        self._panel.asking.carry_out(self._desk, self, asked.command(values), done, self._page.show_fault)

    def _show_members(self, resident: str, members: list[Resident]) -> None:
        if self._shown is not None and self._shown.id == resident:
            self._members = members
            self._show()

    def _show(self) -> None:
        record, actor = self._shown, self._desk.actor
        if record is None or actor is None:
            return
        may_write = actor.institution in record.units and actor.may(moving.SEEN_BY) and not record.merged_into
        self.part.show_resident(record, self._members, day(self._desk.now()), may_write=may_write)


def option_of(one: Resident) -> Option:
    """Return a resident as a proposal."""
    detail = f"{one.birth:%Y-%m-%d}　{one.village or one.address}"
    return Option(one.id, one.name, detail=detail, right=f"…{one.id_number[-4:]}" if one.id_number else "")
