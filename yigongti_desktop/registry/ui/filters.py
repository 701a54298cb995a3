"""Which residents the list shows: of a village, of a key group in force today."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.picklist import Picklist
from yigongti_desktop.registry.model.standing import Group
from yigongti_desktop.registry.service import people
from yigongti_desktop.registry.service.people import Filter
from yigongti_desktop.registry.ui.words import NAMES

_GROUPS = (("", "全部人群"), *((one.value, NAMES[one.value]) for one in Group))
_VILLAGES = (("", "全部村组"),)


class Filters(QObject):
    """Two choices beside the search field."""

    chosen = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.group, self.village = Picklist(_GROUPS, page), Picklist(_VILLAGES, page)
        for one in (self.group, self.village):
            one.hide()
            one.chosen.connect(self._on_chosen)

    @property
    def within(self) -> Filter:
        """Return what is chosen."""
        return Filter(village=self.village.key, group=self.group.key, on=day(self._page.desk.now()))

    @property
    def is_on(self) -> bool:
        """Say whether anything is left out."""
        return bool(self.village.key or self.group.key)

    def stand_in(self, bar: QHBoxLayout) -> None:
        """Stand beside the search field, and learn which villages there are."""
        for one in (self.group, self.village):
            bar.addWidget(one)
            one.show()
        self.reload()

    def reload(self) -> None:
        """Learn anew which villages there are."""
        self._page.desk.read(self, people.villages, done=self._show_villages)

    def clear(self) -> None:
        """Show everybody again."""
        for one in (self.group, self.village):
            one.choose("")

    def _show_villages(self, villages: Sequence[str]) -> None:
        self.village.set_choices((*_VILLAGES, *((one, one) for one in villages)))

    def _on_chosen(self, _key: str) -> None:
        self.chosen.emit()
