"""The acts at the foot of a panel: buttons side by side as far as they have room, and their keys."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key

#: Beside the acts, above and below them, and between two of them.
_SIDE, _ABOVE, _SPACE = 12, 8, 6


class ActBar(QWidget):
    """Offers acts. One that is offered again keeps its button: the cursor may be on it, or the mouse pressed."""

    #: An act was chosen, by name.
    acted = Signal(str)

    def __init__(self, owner: QWidget, width: int) -> None:
        """Offer acts of an owner, as long as whom is in sight their keys act, in a bar so wide."""
        super().__init__()
        self.setObjectName("foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._owner, self._room = owner, width - 2 * _SIDE
        self._buttons: dict[Act, KeyButton] = {}
        self._keys: dict[Act, QShortcut] = {}
        self._row = QHBoxLayout(self)
        self._row.setSpacing(_SPACE)
        self._row.setContentsMargins(_SIDE, _ABOVE, _SIDE, _ABOVE)

    @property
    def has_acts(self) -> bool:
        """Say whether anything is offered."""
        return bool(self._buttons)

    def show_acts(self, acts: Sequence[Act], more: Act | None = None, *, has_more: bool = False) -> Sequence[Act]:
        """Offer acts; return those that have no room and stand behind the act that offers more.

        Args:
            acts: the main one first; keys act for all of them.
            more: what offers the rest; without it all stand here.
            has_more: there is more than these acts.
        """
        shown = list(acts) if more is None else self._fitting(acts, more, has_more=has_more)
        rest = [act for act in acts if act not in shown]
        self._set_keys([act for act in (*shown, *rest) if act.key])
        self._set_buttons(shown)
        return rest

    def _set_keys(self, acts: Sequence[Act]) -> None:
        if acts == list(self._keys):
            return
        for shortcut in self._keys.values():
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._keys = {act: on_key(self._owner, act.key, self._actor(act), window_wide=True) for act in acts}

    def _set_buttons(self, acts: Sequence[Act]) -> None:
        if acts == list(self._buttons):
            return
        while self._row.takeAt(0) is not None:
            pass
        former = self._buttons
        self._buttons = {act: former.pop(act) if act in former else self._button(act) for act in acts}
        for button in former.values():
            button.hide()
            button.deleteLater()
        for button in self._buttons.values():
            self._row.addWidget(button)
        self._row.addStretch(1)
        for one, following in pairwise(self._buttons.values()):
            self.setTabOrder(one, following)

    def _button(self, act: Act) -> KeyButton:
        button = _made(act)
        button.clicked.connect(self._actor(act))
        return button

    def _actor(self, act: Act) -> Callable[[], None]:
        return lambda: self.acted.emit(act.name)

    def _fitting(self, acts: Sequence[Act], more: Act, *, has_more: bool) -> list[Act]:
        """Return as many of the acts as have room, with what offers the rest where there is one."""
        for count in range(len(acts), 0, -1):
            shown = [*acts[:count], more] if has_more or count < len(acts) else [*acts]
            if sum(_made(act).sizeHint().width() + _SPACE for act in shown) - _SPACE <= self._room:
                return shown
        return [*acts[:1], more]


def _made(act: Act) -> KeyButton:
    return KeyButton(act.text, act.key, icon=act.icon, style=act.style)
