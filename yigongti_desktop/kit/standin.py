"""A list that stands in place of what a page shows, until Esc leads back to where the cursor was."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.page import Page


class StandIn(QObject):
    """What stands in place of a page's own body."""

    #: It is there, or is gone: the page shows what there is room for.
    changed = Signal()

    def __init__(self, page: Page, back: str, button: KeyButton) -> None:
        super().__init__(page)
        self._page = page
        self._widget: QWidget | None = None
        self._came_from: QWidget | None = None
        self._button = button
        self._close = KeyButton(back, "Esc", icon="close", style=LINK)
        self._close.clicked.connect(self.leave)

    def put(self, widget: QWidget, title: str, facts: str = "") -> None:
        """Show a widget in place of the body, under a title of its own."""
        self._came_from = self._page.focusWidget()
        self._widget = widget
        on_key(widget, "Esc", self.leave)
        self._page.body.addWidget(widget, 1)
        self.changed.emit()
        self._page.set_title(title, facts)
        self._page.set_buttons(self._close, self._button)
        self._page.first_focus()

    def leave(self) -> None:
        """Take it away, and put the cursor where it was before."""
        widget, self._widget = self._widget, None
        if widget is None:
            return
        self._page.body.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
        self._page.set_buttons(self._button)
        self.changed.emit()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus()
        else:
            self._page.first_focus()

    def __bool__(self) -> bool:
        """Say whether something stands there."""
        return self._widget is not None
