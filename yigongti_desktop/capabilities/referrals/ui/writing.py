"""A slip being written: its form at the left, the paper as it will be at the right, sending below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.referrals.ui.paper_form import PaperForm
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.preview import Preview


class Writing(QWidget):
    """Form, paper, buttons."""

    sent = Signal()
    printed = Signal()
    saved = Signal()

    def __init__(self, form: PaperForm, title: str, *, has_draft: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self.preview = Preview()
        self._faults = label("", "danger")
        self._faults_glyph = Glyph("alert", "danger", 18)
        self._fix = KeyButton("去改", "F8", style=LINK)
        self._save = KeyButton("存草稿", "Ctrl+S")
        self._print = KeyButton("保存并打印", "Ctrl+P", icon="printer")
        self._send = KeyButton("保存并发送", "Ctrl+Enter", style=PRIMARY)
        self._whole = Chips((Chip("whole", "整页"), Chip("large", "放大")))
        self._kept = label("", "ok")
        self._paper, paper = card()
        paper.addLayout(
            row(label(title, "card"), label("A4，随填随变", "caption"), None, self._whole, margins=(16, 7, 8, 7))
        )
        paper.addWidget(hairline())
        paper.addWidget(self.preview, 1)
        left, inside = card()
        inside.addWidget(form, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 12, 8)
        foot.setSpacing(10)
        for widget in (self._faults_glyph, self._faults, self._fix):
            foot.addWidget(widget)
        foot.addStretch(1)
        for button in self.buttons:
            foot.addWidget(button)
        inside.addWidget(boxed(foot, "foot"))
        self._save.setVisible(has_draft)  # within its foot by now: shown before, it would be a window of its own
        layout = row(left, self._paper, spacing=10)
        layout.setStretch(0, 742)
        layout.setStretch(1, 432)
        self.setLayout(layout)
        self._connect()
        self._on_faults(0)

    @property
    def buttons(self) -> tuple[KeyButton, ...]:
        """Return what saves, prints and sends: all wait until what was pressed is done."""
        return self._save, self._print, self._send

    def set_verb(self, verb: str, *, prints: bool = True) -> None:
        """Say what the main button does."""
        self._send.set_words(verb)
        self._print.setVisible(prints)

    def set_compact(self, compact: bool) -> None:
        """Put the paper behind a key where there is no room."""
        self._paper.setVisible(not compact)
        for button in (*self.buttons, self._fix):
            button.hide_key(compact)

    def _connect(self) -> None:
        self.form.drawn.connect(self.preview.show_pdf)
        self.form.faults_changed.connect(self._on_faults)
        self.form.finished.connect(self._send.setFocus)
        self._fix.clicked.connect(self.form.go_to_next_fault)
        self._send.clicked.connect(self._checked(self.sent.emit))
        self._print.clicked.connect(self._checked(self.printed.emit))
        self._save.clicked.connect(self.saved)
        self._whole.chosen.connect(lambda key: self.preview.show_whole(key == "whole"))
        on_key(self, "F8", self.form.go_to_next_fault)
        on_key(self, "Ctrl+Return", self._checked(self.sent.emit))
        on_key(self, "Ctrl+P", self._checked(self.printed.emit))
        on_key(self, "Ctrl+S", self._on_save)

    def _checked(self, act: Callable[[], object]) -> Callable[[], None]:
        """Act only when every field stands by itself."""

        def checked() -> None:
            if self._send.isEnabled() and self.form.check():
                act()

        return checked

    def _on_save(self) -> None:
        if self._save.isVisible() and self._save.isEnabled():
            self.saved.emit()

    def _on_faults(self, count: int) -> None:
        self._faults.setText(f"{count} 处要改" if count else "")
        self._faults_glyph.setVisible(bool(count))
        self._fix.setVisible(bool(count))
