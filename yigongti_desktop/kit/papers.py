"""Hand a paper out: look at it, print it, or save it where there is no printer."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QVBoxLayout

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit import printing
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.paper_choices import KEPT
from yigongti_desktop.kit.paper_choices import PaperChoice
from yigongti_desktop.kit.paper_choices import PaperChoices
from yigongti_desktop.kit.paper_choices import begin_with
from yigongti_desktop.kit.preview import Preview

_SIZE = QSize(640, 660)

#: Draws a paper by what was chosen.
Paint = Callable[[Mapping[str, str]], bytes]


class PaperDialog(QDialog):
    """A paper as it will come out, with the ways to have it."""

    def __init__(self, page: Page, pdf: bytes, name: str, choices: PaperChoices | None = None) -> None:
        super().__init__(page.window())
        self._page, self._pdf, self._name = page, pdf, name
        self.choices = choices
        self.setWindowTitle(name)
        self.resize(_SIZE.boundedTo(page.window().size() - QSize(40, 40)))
        self._preview = Preview()
        self._preview.show_pdf(pdf)
        whole = Chips((Chip("whole", "整页"), Chip("large", "放大")))
        whole.chosen.connect(lambda key: self._preview.show_whole(key == "whole"))
        self._fault = label("", "error", wrap=True)
        has_printer = bool(printing.printers())
        close = KeyButton("关闭", "Esc", style=LINK)
        save = KeyButton("存成 PDF", "Ctrl+S", icon="save", style="plain" if has_printer else PRIMARY)
        self._print = KeyButton("打印", "Ctrl+P", icon="printer", style=PRIMARY if has_printer else "plain")
        self._print.setEnabled(has_printer)
        close.clicked.connect(self.accept)
        save.clicked.connect(self._on_save)
        self._print.clicked.connect(self._on_print)
        on_key(self, "Ctrl+S", self._on_save)
        on_key(self, "Ctrl+P", self._on_print)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addLayout(row(label(name, "card"), None, whole))
        if choices is not None:
            layout.addWidget(choices)
        layout.addWidget(self._preview, 1)
        layout.addWidget(self._fault)
        note = label("" if has_printer else "这台电脑没有打印机，可以存成 PDF，换台电脑打印。", "caption")
        layout.addLayout(row(note, None, close, save, self._print, spacing=10))
        self._fault.hide()
        (self._print if has_printer else save).setFocus()

    def show_pdf(self, pdf: bytes) -> None:
        """Show the paper as it is now; nothing else can be printed or saved."""
        self._pdf = pdf
        self._preview.show_pdf(pdf)
        self._fault.hide()

    def wait(self) -> None:
        """Hand nothing out until the paper is drawn anew."""
        self._pdf = b""

    def show_fault(self, fault: Fault) -> None:
        """Say why the paper cannot be drawn."""
        self._fault.setText(self._page.desk.say(fault))
        self._fault.show()

    def _on_print(self) -> None:
        self._try(lambda: printing.ask_and_print(self, self._pdf, self._name), "已送到打印机")

    def _on_save(self) -> None:
        self._try(lambda: str(printing.ask_and_save(self, self._pdf, self._name) or ""), "已存成 PDF")

    def _try(self, act: object, said: str) -> None:
        if not self._pdf:
            return
        try:
            where = act()  # type: ignore[operator] # one of the two above
        except Unavailable as weather:
            self.show_fault(weather)
            return
        if where:
            self._page.wants_toast.emit(said, f"{self._name}　{where}", None)
            self.accept()


def draw(page: Page, paint: Callable[[], bytes], name: str) -> None:
    """Draw a paper off the screen's thread, and hand it out."""
    page.desk.work(page, paint, lambda pdf: hand_out(page, pdf, name), page.show_fault)


def hand_out(page: Page, pdf: bytes, name: str) -> None:
    """Show a paper that has just been made."""
    dialog = PaperDialog(page, pdf, name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # it holds the pages as pictures
    dialog.open()


def offer(page: Page, paint: Paint, name: str, choices: Sequence[PaperChoice], kind: str) -> None:
    """Draw a paper as it was chosen last for its kind, and let the person choose otherwise above the preview."""
    if choices:
        page.desk.ask_draft(page, KEPT, kind, lambda kept: _begin(page, paint, name, choices, kind, kept))
    else:
        draw(page, partial(paint, {}), name)


def _begin(
    page: Page, paint: Paint, name: str, choices: Sequence[PaperChoice], kind: str, kept: dict[str, Any] | None
) -> None:
    values = begin_with(choices, kept)

    def show(pdf: bytes) -> None:
        chooser = PaperChoices(choices, values)
        dialog = PaperDialog(page, pdf, name, chooser)
        chooser.chosen.connect(lambda chosen: _redraw(dialog, page, paint, chosen, kind))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    page.desk.work(page, partial(paint, values), show, page.show_fault)


def _redraw(dialog: PaperDialog, page: Page, paint: Paint, values: dict[str, str], kind: str) -> None:
    """Draw what was just chosen; of several choices in a row the last is shown, and kept for the next time."""
    dialog.wait()

    def show(pdf: bytes) -> None:
        if dialog.choices is not None and dialog.choices.values == values:
            dialog.show_pdf(pdf)

    page.desk.keep_draft(page, KEPT, kind, values, lambda _: None)
    page.desk.work(dialog, partial(paint, values), show, dialog.show_fault)
