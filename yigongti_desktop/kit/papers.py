"""Hand a paper out: look at it, print it, or save it where there is no printer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QVBoxLayout

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
from yigongti_desktop.kit.preview import Preview

_SIZE = QSize(640, 660)


class PaperDialog(QDialog):
    """A paper as it will come out, with the ways to have it."""

    def __init__(self, page: Page, pdf: bytes, name: str) -> None:
        super().__init__(page.window())
        self._page, self._pdf, self._name = page, pdf, name
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
        layout.addWidget(self._preview, 1)
        layout.addWidget(self._fault)
        note = label("" if has_printer else "这台电脑没有打印机，可以存成 PDF，换台电脑打印。", "caption")
        layout.addLayout(row(note, None, close, save, self._print, spacing=10))
        self._fault.hide()
        (self._print if has_printer else save).setFocus()

    def _on_print(self) -> None:
        self._try(lambda: printing.ask_and_print(self, self._pdf, self._name), "已送到打印机")

    def _on_save(self) -> None:
        self._try(lambda: str(printing.ask_and_save(self, self._pdf, self._name) or ""), "已存成 PDF")

    def _try(self, act: object, said: str) -> None:
        try:
            where = act()  # type: ignore[operator] # one of the two above
        except Unavailable as weather:
            self._fault.setText(self._page.desk.say(weather))
            self._fault.show()
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
