"""更多: what a small window has no room for among the buttons of a page, in a menu that the keyboard opens too."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from yigongti_desktop.kit.buttons import KeyButton

_WORDS = "更多"


class Overflow(KeyButton):
    """The button with the menu of the other buttons; it opens to Enter, Space and the mouse."""

    def __init__(self) -> None:
        super().__init__(_WORDS, icon="chevron-down")
        self._others: tuple[KeyButton, ...] = ()
        self.clicked.connect(self._open)
        self.hide()

    def offer(self, others: Sequence[KeyButton]) -> None:
        """Offer these; hidden where there are none."""
        self._others = tuple(others)
        self.setVisible(bool(others))

    def menu(self) -> QMenu:
        """Return the menu as it stands now; a button that has a menu itself brings its entries."""
        menu = QMenu(self)
        for button in self._others:
            if button.make_menu is not None:
                made = button.make_menu()
                made.setParent(menu, made.windowFlags())  # it goes with this one
                menu.addActions(made.actions())
            else:
                self._add(menu, button)
        return menu

    def _add(self, menu: QMenu, button: KeyButton) -> None:
        action = menu.addAction(f"{button.text()}\t{button.shortcut_words}" if button.shortcut_words else button.text())
        action.setEnabled(button.isEnabled())
        press: Callable[[], None] = button.click
        action.triggered.connect(lambda _checked=False: press())

    def _open(self) -> None:
        self.menu().popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
