"""What every page has: a head with its title, facts and at most three buttons, a banner, a body; keys of its own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.banner import Banner
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.overflow import Overflow

HEAD = 36
EDGE = 16


class Page(QWidget):
    """A page of the window."""

    #: Topics whose changes make it read again.
    topics: frozenset[str] = frozenset()

    #: Asks the window to open a page with an argument.
    wants_page = Signal(str, object)
    #: Asks the window for a short word: title, words, undo or None.
    wants_toast = Signal(str, str, object)

    def __init__(self, desk: Desk, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.desk = desk
        self._title = label(title, "title")
        self.facts = label("", "second")
        self.badge = BadgeLabel()
        self.badge.hide()
        self.banner = Banner()
        self._buttons = QHBoxLayout()
        self._offered: tuple[KeyButton, ...] = ()
        self._buttons.setSpacing(10)
        self._overflow = Overflow()
        self._buttons.addWidget(self._overflow)
        self._head = QHBoxLayout()
        self._head.setSpacing(10)
        self._head.addWidget(self._title)
        self._head.addWidget(self.facts)
        self._head.addWidget(self.badge)
        self._head.addStretch(1)
        self._head.addLayout(self._buttons)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, 12, EDGE, 12)
        layout.setSpacing(10)
        head = boxed(self._head)
        self._head.setContentsMargins(0, 0, 0, 0)
        head.setFixedHeight(HEAD)
        layout.addWidget(head)
        layout.addWidget(self.banner)
        layout.addLayout(self.body, 1)
        self._is_compact = False

    @property
    def title(self) -> str:
        """Return the title."""
        return self._title.text()

    @property
    def is_compact(self) -> bool:
        """Say whether the window is small."""
        return self._is_compact

    @property
    def unsaved(self) -> str:
        """Return what is being written here, for the lock screen; empty when nothing is."""
        return ""

    def set_title(self, title: str, facts: str = "") -> None:
        """Say another title and facts."""
        self._title.setText(title)
        self.facts.setText(facts)

    def set_buttons(self, *buttons: KeyButton) -> None:
        """Show these buttons, the primary last."""
        for former in self._offered:
            self._buttons.removeWidget(former)
            former.hide()
        self._offered = buttons
        for button in buttons:
            self._buttons.addWidget(button)
            button.show()
        self._show_buttons()

    def set_compact(self, compact: bool) -> None:
        """Fit a small window: one button stays, the others are in a menu."""
        self._is_compact = compact
        self._show_buttons()

    def open(self, argument: Any) -> None:
        """Show what the argument names."""

    def begin_new(self) -> bool:
        """Begin the page's own new thing; say whether it has one for this person."""
        return False

    def reload(self) -> None:
        """Read the records again."""

    def leave(self) -> None:
        """Save what is being written before the page is left or locked."""

    def first_focus(self) -> None:
        """Put the cursor where work begins."""
        self.setFocus()

    def show_fault(self, fault: Fault) -> None:
        """Say what went wrong."""
        self.banner.say("", self.desk.say(fault))

    def _show_buttons(self) -> None:
        for button in self._offered:
            button.setVisible(not self._is_compact or button is self._offered[-1])
        self._overflow.offer(self._offered[:-1] if self._is_compact else ())
