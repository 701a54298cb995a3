"""设置: its parts at the left, the chosen one at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QStackedWidget

from yigongti_desktop.app import settings_lists as lists
from yigongti_desktop.app import settings_sections as sections
from yigongti_desktop.app.settings_about import About
from yigongti_desktop.app.settings_machine import Machine
from yigongti_desktop.app.settings_sections import Part
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.view import RecordView

_LIST = 200
_EVERYBODY = frozenset(Role)
_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR})


@dataclass(frozen=True)
class Topic:
    """A line of the list."""

    name: str
    title: str
    icon: str
    part: type[Part]
    roles: frozenset[Role] = _EVERYBODY


TOPICS: tuple[Topic, ...] = (
    Topic("look", "外观", "eye", sections.Look),
    Topic("password", "修改密码", "key", sections.Password),
    Topic("time", "时间", "clock", sections.Time),
    Topic("backup", "备份", "save", sections.Backup),
    Topic("recovery", "恢复码", "shield", sections.Recovery, _KEEPERS),
    Topic("machine", "本机", "database", Machine),
    Topic("audit", "审计", "list", lists.AuditLog, frozenset({Role.AUDITOR, Role.ADMINISTRATOR})),
    Topic("about", "关于", "info", About),
)


class SettingsPage(Page):
    """The page of settings."""

    def __init__(self, desk: Desk, bench: Workbench) -> None:
        super().__init__(desk, "设置")
        self._bench = bench
        self._parts: dict[str, Part] = {}
        self.list = RecordView(
            (Column(title="项目", text=lambda topic: topic.title, icon=lambda topic: topic.icon, width=120, stretch=1),)
        )
        self.list.horizontalHeader().hide()
        self._stack = QStackedWidget()
        left, inside = card()
        inside.addWidget(self.list)
        left.setFixedWidth(_LIST)
        right, around = card()
        around.addWidget(self._stack)
        whole = row(left, right, spacing=10)
        whole.setStretch(1, 1)
        self.body.addLayout(whole, 1)
        topics = [topic for topic in TOPICS if desk.actor is not None and desk.actor.may(topic.roles)]
        self.list.rested.connect(self._show)
        self.list.opened.connect(lambda _topic: self._stack.currentWidget().setFocus())
        self.list.records.set_rows(topics)
        self.list.rest_on(lambda _topic: True)

    def open(self, argument: Any) -> None:
        """Show a part by its name."""
        self.list.rest_on(lambda topic: topic.name == argument)

    def first_focus(self) -> None:
        """Put the cursor into the list."""
        self.list.setFocus()

    def part(self, name: str) -> Part | None:
        """Return a part that was shown before."""
        return self._parts.get(name)

    def _show(self, topic: Topic | None) -> None:
        if topic is None:
            return
        part = self._parts.get(topic.name)
        if part is None:
            part = topic.part(self, self._bench)  # type: ignore[call-arg, arg-type] # each part takes page and bench
            self._parts[topic.name] = part
            holder = QScrollArea()
            holder.setWidgetResizable(True)
            holder.setWidget(boxed(row(part, None), "surface"))
            self._stack.addWidget(holder)
            part.setProperty("holder", holder)
        self._stack.setCurrentWidget(part.property("holder"))
        part.show_now()
