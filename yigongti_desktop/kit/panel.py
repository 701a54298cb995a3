"""The panel beside a list: who and what, facts, trail, the one thing to decide, acts at the foot."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QStackedWidget
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.act_bar import ActBar
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.asking import Asking
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import KeyHints
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.headline import Headline
from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.trail import Mark
from yigongti_desktop.kit.trail import TrailView

WIDTH = 396
_PAD = 16


class Panel(QFrame):
    """A case, a request, a resident: beside its list."""

    #: An act was chosen, by name.
    acted = Signal(str)
    #: Escape: back to the list.
    left = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self._headline = Headline(WIDTH - 2 * _PAD - 2)
        self._name, self.badge = self._headline.name, self._headline.badge
        self._left = label("", "caption")
        self._right = label("", "caption", wrap=True)
        self._right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.facts = Facts()
        self.trail = TrailView()
        self._proof = boxed(row(label("回执已验签", "caption"), Glyph("shield", "ok", 16), spacing=5))
        self.callout = Callout()
        self._bar = ActBar(self, WIDTH - 2)
        self._bar.acted.connect(self.acted)
        self._stack = QStackedWidget()
        self.asking = Asking()
        self._build(hint)
        self.asking.closed.connect(lambda: self._bar.setVisible(self._bar.has_acts))
        on_key(self, "Esc", self._on_escape)

    def show_nothing(self) -> None:
        """Show that nothing is chosen."""
        self._stack.setCurrentIndex(1)

    def stand_beside(self, record: str) -> None:
        """Take it that what comes is of this record: an act of it that is being filled in stays."""
        self.asking.stand_beside(record)

    def show_head(self, name: str, facts: str, badge: Badge | None, left: str = "", right: str = "") -> None:
        """Say who and what; an act of another record is put aside."""
        self._headline.say(name, facts, badge)
        self._left.setText(left)
        self._right.setText(right)
        self._stack.setCurrentIndex(0)
        self.asking.stand_beside(self.asking.of)

    def show_trail(self, marks: Sequence[Mark], *, proven: bool) -> None:
        """Show the steps, and whether the hub's receipt was checked."""
        self.trail.show_marks(marks)
        self._trail_part.setVisible(bool(marks))
        self._proof.setVisible(proven)

    def add_part(self, part: QWidget, *, room: int = 100) -> None:
        """Put a part of the page's own below the facts; it takes its share of the room that is left."""
        self._parts.insertWidget(1, part, room)

    def show_acts(self, acts: Sequence[Act], more: Act | None = None, *, has_more: bool = False) -> Sequence[Act]:
        """Offer acts; return those that have no room and stand behind the act that offers more.

        Args:
            acts: the main one first; keys act for all of them.
            more: what offers the rest; without it all stand here.
            has_more: there is more than these acts.
        """
        rest = self._bar.show_acts(acts, more, has_more=has_more)
        self._bar.setVisible(self._bar.has_acts and not self.has_form)
        return rest

    def open_form(
        self,
        title: str,
        verb: str,
        sections: Sequence[Section],
        done: Callable[[Mapping[str, Any]], object],
        *,
        is_danger: bool = False,
    ) -> FormView:
        """Ask for the few fields of an act, at the foot of the panel."""
        form = self.asking.open(title, verb, sections, done, is_danger=is_danger)
        self._bar.hide()
        return form

    def say_fault(self, sentence: str) -> None:
        """Say why an act was not done; its fields stay."""
        self.asking.say_fault(sentence)

    def focus_first(self) -> None:
        """Put the cursor on the first thing that can be done; on the panel itself when there is none."""
        found = (one for one in self.findChildren(QWidget) if one.isVisible() and one.isEnabled())
        target = next((one for one in found if one.focusPolicy() & Qt.FocusPolicy.TabFocus), self)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def has_form(self) -> bool:
        """Say whether an act is being filled in."""
        return self.asking.form is not None

    def close_form(self) -> None:
        """Leave the act."""
        self.asking.close_form()

    def _build(self, hint: str) -> None:
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(_padded(row(self._headline), (14, 2)))
        below = row(self._left, self._right)
        below.setStretch(1, 1)
        inside.addLayout(_padded(below, (0, 12)))
        inside.addWidget(hairline())
        body = QWidget()
        body.setObjectName("surface")
        parts = self._parts = QVBoxLayout(body)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.addLayout(_padded(row(self.facts), (12, 12)))
        trail_part = QVBoxLayout()
        trail_part.setContentsMargins(0, 0, 0, 0)
        trail_part.addWidget(hairline())
        trail_part.addLayout(_padded(row(label("经过", "name"), None, self._proof), (12, 4)))
        trail_part.addLayout(_padded(row(self.trail), (0, 12)))
        self._trail_part = boxed(trail_part)
        parts.addWidget(self._trail_part)
        parts.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside.addWidget(scroll, 1)
        inside.addLayout(_padded(row(self.callout), (6, 8), side=12))
        inside.addWidget(self.asking)
        inside.addWidget(self._bar)
        self._bar.hide()
        self._stack.addWidget(boxed(inside))
        self._stack.addWidget(_nothing(hint))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._stack)
        self.show_nothing()

    def _on_escape(self) -> None:
        if self.has_form:
            self.asking.leave()
        else:
            self.left.emit()


class Callout(QFrame):
    """The one thing that is wrong, with what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("", "name")
        self._words = label("", "caption-strong", wrap=True)
        self._glyph = Glyph("warning", "danger", 18)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        layout.addLayout(row(self._glyph, self._title, None, spacing=6))
        layout.addWidget(self._words)
        self.hide()

    def say(self, title: str, words: str, *, tone: str = "danger", icon: str = "warning") -> None:
        """Say it."""
        self.setObjectName(f"callout-{tone}")
        self._title.setText(title)
        self._words.setText(words)
        self._glyph.set_icon(icon, tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def clear(self) -> None:
        """Say nothing."""
        self.hide()


def _padded(layout: QHBoxLayout, above_below: tuple[int, int], *, side: int = _PAD) -> QHBoxLayout:
    layout.setContentsMargins(side, above_below[0], side, above_below[1])
    return layout


def _nothing(hint: str) -> QWidget:
    words = label(hint, "second")
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    keys = KeyHints((("↑↓", "选择"), ("Enter", "打开")))
    keys.setFixedWidth(150)
    holder = QVBoxLayout()
    holder.addStretch(1)
    holder.addWidget(words)
    holder.addLayout(row(None, keys, None))
    holder.addStretch(1)
    return boxed(holder)
