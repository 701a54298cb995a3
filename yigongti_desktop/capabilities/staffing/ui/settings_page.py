"""排班设置: what a unit settles for its rosters, in three parts of one page: 班次, 人员, 规则."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QStackedWidget
from PySide6.QtWidgets import QVBoxLayout

from yigongti_desktop.capabilities.staffing.ui.settings_duties import DutiesPart
from yigongti_desktop.capabilities.staffing.ui.settings_list import TITLE
from yigongti_desktop.capabilities.staffing.ui.settings_people import PeoplePart
from yigongti_desktop.capabilities.staffing.ui.settings_rules import RulesPart
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.page import Page


class SettingsPage(Page):
    """The page of what is settled; each part has head, list and panel of its own."""

    topics = DutiesPart.topics | PeoplePart.topics | RulesPart.topics

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TITLE)
        self._give_room()
        self.duties, self.people, self.rules = DutiesPart(desk), PeoplePart(desk), RulesPart(desk)
        self.parts = {part.part: part for part in (self.duties, self.people, self.rules)}
        self._stack = QStackedWidget()
        for part in self.parts.values():
            self._stack.addWidget(part)
            part.part_wanted.connect(self.show_part)
            part.wants_page.connect(self.wants_page)
            part.wants_toast.connect(self.wants_toast)
        self.body.addWidget(self._stack)

    @property
    def part(self) -> DutiesPart | PeoplePart | RulesPart:
        """Return the part in sight."""
        return next(part for part in self.parts.values() if part is self._stack.currentWidget())

    @property
    def unsaved(self) -> str:
        """Return what is being written."""
        return next((part.unsaved for part in self.parts.values() if part.unsaved), "")

    def show_part(self, name: str) -> None:
        """Show a part."""
        self._stack.setCurrentWidget(self.parts[name])
        self.part.first_focus()

    def open(self, argument: Any) -> None:
        """Show a part ("people"), or what one is asked for."""
        if argument in self.parts:
            self.show_part(str(argument))
        else:
            self.part.open(argument)

    def begin_new(self) -> bool:
        """Begin what the part in sight begins."""
        return self.part.begin_new()

    def reload(self) -> None:
        """Read the records again."""
        for part in self.parts.values():
            part.reload()

    def leave(self) -> None:
        """Keep what is being written."""
        for part in self.parts.values():
            part.leave()

    def first_focus(self) -> None:
        """Put the cursor into the part in sight."""
        self.part.first_focus()

    def set_compact(self, compact: bool) -> None:
        """Fit a small window."""
        super().set_compact(compact)
        for part in self.parts.values():
            part.set_compact(compact)

    def _give_room(self) -> None:
        """Leave head and edges to the parts."""
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        if (head := self._title.parentWidget()) is not None:
            head.hide()
