"""Line icons by name, painted in a token's colour, sharp at every scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtGui import QIcon
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPixmap
from PySide6.QtSvg import QSvgRenderer

from yigongti_desktop.kernel.places import resource
from yigongti_desktop.kit.theme import theme

SMALL, NORMAL, LARGE = 16, 18, 32


def paint_icon(painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
    """Paint an icon into a square."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(rect.topLeft(), _pixmap(name, color.name(QColor.NameFormat.HexArgb), round(rect.width()), ratio))


def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a pixmap."""
    return _pixmap(name, theme.color(color).name(QColor.NameFormat.HexArgb), size, ratio)


def icon(name: str, color: str = "text2", size: int = NORMAL) -> QIcon:
    """Return an icon for a menu or a window."""
    made = QIcon(pixmap(name, color, size))
    made.addPixmap(pixmap(name, color, size, 2.0))
    return made


def app_icon() -> QIcon:
    """Return the product's mark."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(_pixmap("app", "", size, 1.0))
    return made


@lru_cache(maxsize=1024)
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    svg = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    opacity = 1.0
    if color:
        shade = QColor(color)
        opacity = shade.alphaF()
        svg = svg.replace("currentColor", shade.name())
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(opacity)
    renderer.render(painter)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
