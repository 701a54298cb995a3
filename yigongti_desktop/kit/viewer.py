"""Pictures one by one, whole or enlarged, by keyboard or mouse; each can be saved elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtCore import QSize
from PySide6.QtCore import QStandardPaths
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QMouseEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel import files
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit import saving
from yigongti_desktop.kit.badge import KeyHints
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.pictures import shown
from yigongti_desktop.kit.thumbs import Thumb

_SIZE = QSize(1000, 720)
_STEP, _MOST_ZOOM, _NUDGE = 1.25, 8.0, 80
_ENDINGS = {b"\xff\xd8\xff": (".jpg", ".jpeg"), b"\x89PNG": (".png",)}
#: Asked for the bytes of a picture by its key, and told where to hand them.
Load = Callable[[str, Callable[[bytes | None], object]], object]


class PictureDialog(QDialog):
    """The pictures of a row, the chosen one first."""

    def __init__(
        self, parent: QWidget, thumbs: Sequence[Thumb], key: str, load: Load, say: Callable[[Unavailable], str]
    ) -> None:
        super().__init__(parent.window())
        self._thumbs, self._load, self._say = list(thumbs), load, say
        self._place = max(0, next((at for at, one in enumerate(thumbs) if one.key == key), 0))
        self._content = b""
        self.setWindowTitle("照片")
        self.resize(_SIZE.boundedTo(parent.window().size() - QSize(40, 40)))
        self._name, self._count = label("", "card"), label("", "second")
        self._fault = label("", "error", wrap=True)
        self.canvas = Canvas()
        self._save = KeyButton("另存为", "Ctrl+S", icon="save")
        close = KeyButton("关闭", "Esc", style=LINK)
        keys = KeyHints((("←→", "上一张、下一张"), ("+ -", "放大、缩小"), ("0", "整张")))
        self._save.clicked.connect(self._on_save)
        close.clicked.connect(self.accept)
        on_key(self, "Ctrl+S", self._on_save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addLayout(row(self._name, self._count, None, spacing=10))
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._fault)
        foot = row(keys, close, self._save, spacing=10)
        foot.setStretch(0, 1)
        layout.addLayout(foot)
        self._show()
        self.setFocus()

    @property
    def current(self) -> str:
        """Return the key of the picture in sight."""
        return self._thumbs[self._place].key

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, move about what is enlarged, or go on to the next."""
        key = Qt.Key(event.key())
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        upright = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.canvas.zoom(_STEP)
        elif key in {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}:
            self.canvas.zoom(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.canvas.show_whole()
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self._go(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in sideways and not self.canvas.move_by(sideways[key] * _NUDGE, 0):
            self._go(sideways[key])
        elif key in upright:
            self.canvas.move_by(0, upright[key] * _NUDGE)
        elif key not in sideways:
            super().keyPressEvent(event)

    def _go(self, by: int) -> None:
        if 0 <= self._place + by < len(self._thumbs):
            self._place += by
            self._show()

    def _show(self) -> None:
        thumb = self._thumbs[self._place]
        self._content = b""
        self._name.setText(thumb.title)
        self._count.setText(f"{self._place + 1}／{len(self._thumbs)}" if len(self._thumbs) > 1 else "")
        self._save.setEnabled(False)
        self._tell("")
        self.canvas.show_image(QImage())
        self._load(thumb.key, lambda content: self._on_loaded(thumb.key, content))

    def _on_loaded(self, key: str, content: bytes | None) -> None:
        if key != self.current:
            return
        image = shown(content) if content else QImage()
        if image.isNull():
            self._tell("这张照片还没有全部传到本机，同步以后再看。")
            return
        self._content = content or b""
        self._save.setEnabled(True)
        self.canvas.show_image(image)

    def _tell(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))

    def _on_save(self) -> None:
        if not self._content:
            return
        try:
            _save_as(self, self._content, self._thumbs[self._place].title)
        except Unavailable as weather:
            self._tell(self._say(weather))


def _save_as(parent: QWidget, content: bytes, title: str) -> None:
    endings = next((ends for head, ends in _ENDINGS.items() if content.startswith(head)), ("",))
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
    name = title.removesuffix(Path(title).suffix) if title.lower().endswith(endings) else title
    target = saving.ask_where(parent, "照片另存为", name, endings, "照片", folder)
    if target is not None:
        files.save(target, content)


class Canvas(QScrollArea):
    """One picture, as large as the room, or enlarged and moved about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = _Picture()
        #: How much it is enlarged; 1 is whole.
        self.scale = 1.0
        self._grip: QPoint | None = None
        self.setWidget(self._picture)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_image(self, image: QImage) -> None:
        """Show a picture whole."""
        self._picture.image = image
        self.show_whole()

    def show_whole(self) -> None:
        """Fit it into the room."""
        self.scale = 1.0
        self._lay_out()

    def zoom(self, factor: float) -> None:
        """Enlarge it, or make it smaller, never smaller than whole; what was in the middle stays there."""
        middle = self._middle()
        self.scale = min(_MOST_ZOOM, max(1.0, self.scale * factor))
        self._lay_out()
        for bar, part in zip((self.horizontalScrollBar(), self.verticalScrollBar()), middle, strict=True):
            bar.setValue(round(part * (bar.maximum() + bar.pageStep()) - bar.pageStep() / 2))

    def move_by(self, across: int, down: int) -> bool:
        """Move what is enlarged; say whether there was anything to move."""
        bar, by = (self.horizontalScrollBar(), across) if across else (self.verticalScrollBar(), down)
        bar.setValue(bar.value() + by)
        return bar.maximum() > 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit it anew."""
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else move."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._grip is not None:
            here = event.position().toPoint()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + self._grip.x() - here.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + self._grip.y() - here.y())
            self._grip = here

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let it go."""
        self._grip = None

    def _middle(self) -> tuple[float, float]:
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        across, down = ((bar.value() + bar.pageStep() / 2) / (bar.maximum() + bar.pageStep() or 1) for bar in bars)
        return across, down

    def _lay_out(self) -> None:
        image = self._picture.image
        if image.isNull():
            self._picture.resize(0, 0)
            return
        room = self.maximumViewportSize()
        whole = image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        if whole.width() > image.width():  # a small picture is not blown up unasked
            whole = image.size()
        self._picture.resize(whole * self.scale)
        self._picture.update()


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self.image)
        painter.end()
