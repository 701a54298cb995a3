"""Where a hand-held scanner types: no input method, no Enter needed, the symbols of each paper put together."""

from __future__ import annotations

from PySide6.QtCore import QBuffer
from PySide6.QtCore import QIODevice
from PySide6.QtCore import QMimeData
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtGui import QDragMoveEvent
from PySide6.QtGui import QDropEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtGui import QImage
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol import paper_code
from yigongti_desktop.protocol.paper_code import Part

#: Shorter than any code's first symbol: nothing is looked at before.
_SHORTEST = 40
_HIGH = 44


class ScanField(QLineEdit):
    """Tells each code once it is whole; what is torn is told when the scanner or a person presses Enter."""

    #: The bytes of a code.
    came = Signal(bytes)
    #: What is wrong with what was read; a code of several symbols that lacks some says which.
    failed = Signal(Refused)
    #: A picture or files were pasted or dropped here.
    given = Signal(QMimeData)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[Part] = []
        self.setMaxLength(4 * paper_code.LONGEST)
        self.setFixedHeight(_HIGH)
        self.setPlaceholderText("光标停在这里，拿扫描枪扫单子右上角的码")
        self.setAccessibleName("扫码")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # or it would swallow what is scanned
        self.textChanged.connect(self._on_typed)
        self.returnPressed.connect(self._on_end)

    def take(self, texts: list[str]) -> None:
        """Take what a decoder has read off a picture: papers, one or several; codes of others may stand there, too."""
        self._read("".join([text for text in texts if text.startswith("YG")] or texts))

    def forget(self) -> None:
        """Begin with another paper."""
        self._parts = []
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on a picture or files that are pasted; a text is typed."""
        data = QGuiApplication.clipboard().mimeData()
        if event.matches(QKeySequence.StandardKey.Paste) and _is_thing(data):
            self.given.emit(data)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let a picture or files be dropped as well as a text."""
        if _is_thing(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Let them be dropped anywhere in the field."""
        if _is_thing(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on a picture or files; a text is typed."""
        if _is_thing(event.mimeData()):
            event.acceptProposedAction()
            self.given.emit(event.mimeData())
        else:
            super().dropEvent(event)

    def _on_typed(self, text: str) -> None:
        if len(text) < _SHORTEST:
            return
        try:
            papers = paper_code.by_paper(paper_code.parts_of(text))
            codes = [paper_code.join(self._with_known(paper)) for paper in papers]
        except Refused:
            return  # it is still being typed, or ends torn: Enter tells
        self.forget()
        self._tell(codes, [])

    def _on_end(self) -> None:
        if text := self.text().strip():
            self._read(text)

    def _read(self, text: str) -> None:
        try:
            papers = paper_code.by_paper(paper_code.parts_of(text))
        except Refused as fault:
            self.selectAll()  # the next scan takes its place
            self.failed.emit(fault)
            return
        codes: list[bytes] = []
        faults: list[Refused] = []
        waiting: list[Part] = []
        for paper in map(self._with_known, papers):
            try:
                codes.append(paper_code.join(paper))
            except Refused as fault:
                waiting += paper if fault.code == "paper_part" else []
                faults.append(fault)
        self._parts = waiting
        if all(fault.code == "paper_part" for fault in faults):
            self.clear()
        else:
            self.selectAll()
        if codes:  # beside papers that are received what is missing of another is not to pass unseen
            faults = [Refused(fault.code, **fault.facts, beside=len(codes)) for fault in faults]
        self._tell(codes, faults)

    def _with_known(self, paper: list[Part]) -> list[Part]:
        """Return the parts of a paper with those of it that were read before."""
        return [*(one for one in self._parts if (one.count, one.check) == (paper[0].count, paper[0].check)), *paper]

    def _tell(self, codes: list[bytes], faults: list[Refused]) -> None:
        for fault in faults:
            self.failed.emit(fault)
        for code in codes:
            self.came.emit(code)


def _is_thing(data: QMimeData) -> bool:
    """Say whether it is a picture or files, and not a text: what copies a text may add a picture of it."""
    is_code = data.text().strip().upper().startswith("YG")
    return any(url.isLocalFile() for url in data.urls()) or (data.hasImage() and not is_code)


def png(image: QImage) -> bytes:
    """Return a picture that was copied, as a file of it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs want bytes, Qt wants text
    return bytes(buffer.data().data())
