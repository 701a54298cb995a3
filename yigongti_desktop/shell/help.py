"""帮助: short pages in the words of the trade, at hand without a line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QTextBrowser

from yigongti_desktop.kernel.places import resource
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.view import RecordView

_LIST = 220


class HelpPage(Page):
    """Topics at the left, the page at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "帮助")
        self._topics = sorted(resource("help").glob("*.md"))
        self._list = RecordView((Column(title="主题", text=_title, width=120, stretch=1, is_jump=True),))
        self._text = QTextBrowser()
        self._text.setOpenExternalLinks(False)
        left, inside = card()
        inside.addWidget(self._list)
        left.setFixedWidth(_LIST)
        right, page = card()
        page.addWidget(self._text)
        self.body.addLayout(row(left, right, spacing=10), 1)
        self._list.rested.connect(self._show)
        self._list.records.set_rows(self._topics)
        self._list.rest_on(lambda _file: True)

    def open(self, argument: Any) -> None:
        """Show the topic of a page, by the page's name."""
        fits = [file for file in self._topics if file.stem.partition("-")[2] == argument]
        if fits:
            self._list.rest_on(lambda file: file == fits[0])

    def first_focus(self) -> None:
        """Put the cursor into the list of topics."""
        self._list.setFocus()

    def _show(self, file: Path | None) -> None:
        if file is not None:
            self._text.setMarkdown(file.read_text(encoding="utf-8"))


def _title(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        return lines.readline().lstrip("# ").strip()
