"""帮助: short pages in the words of the trade, looked up without a line; the page one came from opens first."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.columns import Group
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.shell.reading import Reader
from yigongti_desktop.shell.topics import Place
from yigongti_desktop.shell.topics import Topic
from yigongti_desktop.shell.topics import search
from yigongti_desktop.shell.topics import topics

_LIST, _NARROW_LIST = 292, 220
_KEYS = (("↑↓", "选主题"), ("Enter", "去读"), ("/", "查找"))


class HelpPage(Page):
    """Topics at the left, the text at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "帮助")
        self._topics = topics()
        self._typed = ""
        self._came_from = ""
        columns = (Column[Place](title="主题", text=lambda place: place.title, width=120, stretch=1, is_jump=True),)
        self.table = RecordTable(columns, placeholder="查帮助，如 补打、口令", keys=_KEYS, unit="处")
        self.table.view.horizontalHeader().hide()
        self.table.bar.setStretch(0, 0)
        if self.table.search is not None:
            self.table.search.setMaximumWidth(_LIST)
        self.table.empty.say("帮助里没有这个词", "换个说法，或按 Esc 清除")
        self.reader = Reader()
        frame, inside = card()
        inside.addWidget(self.reader)
        self._back = KeyButton("返回", "Esc", icon="arrow-left")
        self._back.clicked.connect(self._on_back)
        whole = row(self.table, frame, spacing=10)
        whole.setStretch(1, 1)
        self.body.addLayout(whole, 1)
        self.table.searched.connect(self._on_typed)
        self.table.view.rested.connect(self._show)
        self.table.view.opened.connect(lambda _place: self.reader.setFocus())
        self.reader.linked.connect(self._on_link)
        self.reader.search_wanted.connect(self.table.focus_search)
        on_key(self, "Esc", self._on_back)
        self.set_compact(False)
        self._fill()

    def open(self, argument: Any) -> None:
        """Show the topic of a page, by the page's name; Escape then leads back there."""
        if not self._rest_on_topic(str(argument)):
            return
        self._came_from = str(argument)
        self.set_buttons(self._back)
        self.first_focus()

    def leave(self) -> None:
        """Forget where the person came from."""
        self._came_from = ""
        self.set_buttons()

    def first_focus(self) -> None:
        """Put the cursor into the list of topics."""
        self.table.view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Give the text what room there is."""
        super().set_compact(compact)
        self.table.set_compact(compact)
        self.table.setFixedWidth(_NARROW_LIST if compact else _LIST)

    def _rest_on_topic(self, name: str) -> bool:
        if all(topic.name != name for topic in self._topics):
            return False
        self._clear_search()
        self.table.view.rest_on(lambda place: place.topic.name == name)
        return True

    def _clear_search(self) -> None:
        if self._typed and self.table.search is not None:
            self.table.search.clear()
            self._on_typed("")

    def _on_typed(self, typed: str) -> None:
        if typed != self._typed:
            self._typed = typed
            self._fill()

    def _fill(self) -> None:
        rows: list[Place | Group] = []
        topic: Topic | None = None
        for place in search(self._topics, self._typed):
            if self._typed and place.topic is not topic:
                topic = place.topic
                rows.append(Group(topic.title))
            rows.append(place)
        self.table.show_rows(rows)

    def _show(self, place: Place | None) -> None:
        if place is None:
            return
        self.reader.show_markdown(place.topic.text, tuple(self._typed.split()))
        if place.section:
            self.reader.go_to(place.section)

    def _on_link(self, link: str) -> None:
        self._rest_on_topic(link)

    def _on_back(self) -> None:
        if self._typed:
            self._clear_search()
            self.first_focus()
        elif self._came_from:
            self.wants_page.emit(self._came_from, None)
