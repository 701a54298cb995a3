"""The panel beside a list: who and what, facts, trail, the one thing to decide, acts at the foot."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QStackedWidget
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import KeyHints
from yigongti_desktop.kit.buttons import DANGER
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.headline import Headline
from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.tasks import Answered
from yigongti_desktop.kit.tasks import Failed
from yigongti_desktop.kit.trail import Mark
from yigongti_desktop.kit.trail import TrailView

WIDTH = 396
_PAD = 16
_LABEL = 66
#: Beside the acts at the foot, and between two of them.
_FOOT, _SPACE = 12, 6


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
        self._acts = QHBoxLayout()
        self._acts.setSpacing(_SPACE)
        self._act_keys: list[Any] = []
        self._stack = QStackedWidget()
        self._form_holder = QVBoxLayout()
        self._form: FormView | None = None
        #: The buttons that do what the form asks for, and leave it; whether its answer is waited for.
        self._asking: tuple[KeyButton, ...] = ()
        self._waits = False
        self._fault = label("", "error", wrap=True)
        self._build(hint)
        on_key(self, "Esc", self._on_escape)

    def show_nothing(self) -> None:
        """Show that nothing is chosen."""
        self._stack.setCurrentIndex(1)

    def show_head(self, name: str, facts: str, badge: Badge | None, left: str = "", right: str = "") -> None:
        """Say who and what."""
        self._headline.say(name, facts, badge)
        self._left.setText(left)
        self._right.setText(right)
        self._stack.setCurrentIndex(0)
        self.close_form()

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
        while item := self._acts.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for shortcut in self._act_keys:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._act_keys = []
        shown = list(acts) if more is None else _fitting(acts, more, has_more=has_more)
        rest = [act for act in acts if act not in shown]
        for act in [*shown, *rest]:
            if act.key:
                self._act_keys.append(on_key(self, act.key, self._actor(act.name), window_wide=True))
        for act in shown:
            button = _button(act)
            button.clicked.connect(self._actor(act.name))
            self._acts.addWidget(button)
        self._acts.addStretch(1)
        self._foot.setVisible(bool(shown))
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
        self.close_form()
        form = FormView(sections, label_width=_LABEL)
        go = KeyButton(verb, "Ctrl+Enter", style=DANGER if is_danger else PRIMARY)
        stop = KeyButton("先不", "Esc", style=LINK)

        def finish() -> None:
            if self._waits:
                return
            self._fault.setText("")
            if form.check():
                done(form.values())
            else:
                form.go_to_next_fault()

        go.clicked.connect(finish)
        stop.clicked.connect(self.close_form)
        self._asking = (go, stop)
        # A reason that was only just taken does not decline or withdraw anything: the button is pressed for that.
        form.finished.connect(go.setFocus if is_danger else finish)
        for widget, key in ((form, "Ctrl+Return"), (go, "Ctrl+Return"), (go, "Return"), (go, "Enter")):
            on_key(widget, key, finish)
        self._form_title.setText(title)
        self._form_holder.addWidget(form)
        self._form_buttons.addWidget(go)
        self._form_buttons.addStretch(1)
        self._form_buttons.addWidget(stop)
        self._form = form
        self._form_box.show()
        self._foot.hide()
        form.setMinimumHeight(min(form.widget().sizeHint().height(), 260))
        form.focus_first()
        return form

    def carry_out(self, desk: Desk, owner: QObject, command: Any, done: Answered, late: Failed) -> None:
        """Do what the form asks for, once: until the answer comes its keys do nothing, and nobody leaves it.

        Args:
            desk: that does it.
            owner: as long as whom the answer matters.
            command: what the person asks.
            done: gets the record.
            late: gets a refusal whose form has gone meanwhile; else it is said below the fields, which stay.
        """
        form = self._form
        focused = next((one for one in self._asking if one.hasFocus()), None)

        def wait(*, waits: bool) -> None:
            if form is not self._form:
                return
            self._waits = waits
            for button in self._asking if form is not None else ():
                button.setEnabled(not waits)
            if focused is not None and form is not None and not waits:
                focused.setFocus()

        def answered(record: Any) -> None:
            wait(waits=False)
            done(record)

        def refused(fault: Fault) -> None:
            wait(waits=False)
            if form is self._form:
                self.say_fault(desk.say(fault))
            else:
                late(fault)

        wait(waits=True)
        desk.do(owner, command, answered, refused)

    def say_fault(self, sentence: str) -> None:
        """Say why an act was not done; its fields stay."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))

    def focus_first(self) -> None:
        """Put the cursor on the first thing that can be done; on the panel itself when there is none."""
        found = (one for one in self.findChildren(QWidget) if one.isVisible() and one.isEnabled())
        target = next((one for one in found if one.focusPolicy() & Qt.FocusPolicy.TabFocus), self)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def has_form(self) -> bool:
        """Say whether an act is being filled in."""
        return self._form is not None

    def close_form(self) -> None:
        """Leave the act."""
        if self._form is None:
            return
        self._form, self._asking, self._waits = None, (), False
        for layout in (self._form_holder, self._form_buttons):
            while item := layout.takeAt(0):
                if widget := item.widget():
                    widget.hide()
                    widget.deleteLater()
        self.say_fault("")
        self._form_box.hide()
        self._foot.setVisible(self._acts.count() > 1)

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
        self._build_form(inside)
        self._foot = boxed(_padded(self._acts, (8, 8), side=_FOOT), "foot")
        inside.addWidget(self._foot)
        self._foot.hide()
        self._stack.addWidget(boxed(inside))
        self._stack.addWidget(_nothing(hint))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._stack)
        self.show_nothing()

    def _build_form(self, inside: QVBoxLayout) -> None:
        self._form_title = label("", "card")
        self._form_buttons = QHBoxLayout()
        self._form_holder.setContentsMargins(0, 0, 0, 0)
        frame, layout = card("decide")
        layout.addLayout(_padded(row(self._form_title), (10, 0)))
        layout.addLayout(self._form_holder)
        layout.addLayout(_padded(row(self._fault), (0, 4)))
        layout.addLayout(_padded(self._form_buttons, (4, 10)))
        self._form_box = frame
        inside.addWidget(frame)
        frame.hide()
        self._fault.hide()

    def _actor(self, name: str) -> Callable[[], None]:
        return lambda: self.acted.emit(name)

    def _on_escape(self) -> None:
        if self.has_form:
            if not self._waits:
                self.close_form()
        else:
            self.left.emit()


def _button(act: Act) -> KeyButton:
    return KeyButton(act.text, act.key, icon=act.icon, style=act.style)


def _fitting(acts: Sequence[Act], more: Act, *, has_more: bool) -> list[Act]:
    """Return as many of the acts as have room beside each other, with what offers the rest where there is one."""
    room = WIDTH - 2 * _FOOT - 2
    for count in range(len(acts), 0, -1):
        shown = [*acts[:count], more] if has_more or count < len(acts) else [*acts]
        if sum(_button(act).sizeHint().width() + _SPACE for act in shown) - _SPACE <= room:
            return shown
    return [*acts[:1], more]


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
