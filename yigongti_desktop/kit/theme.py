"""Colours by name, light and dark, for the style sheet and for whoever paints; the only reader of the tokens."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
import tomllib
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtGui import QFont
from PySide6.QtGui import QFontDatabase
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from yigongti_desktop.kernel import font_files
from yigongti_desktop.kernel.places import resource

LIGHT, DARK = "light", "dark"
FAMILIES = ["Noto Sans SC", "HanaMinA", "HanaMinB"]
_TOKEN = re.compile(r"\{\{([a-z0-9_]+)\}\}")
_ICON = re.compile(r"\{\{icon:([a-z-]+):([a-z_0-9]+)\}\}")
BODY, SECOND, HINT, CARD, TITLE, FIGURE = 13, 12, 11, 14, 20, 24


class _Theme(QObject):
    """The colours in use."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = LIGHT

    def color(self, token: str) -> QColor:
        """Return the colour of a token."""
        return _color(self.name, token)


theme = _Theme()


def dress(app: QApplication, name: str = LIGHT, *, with_rare: bool = True) -> None:
    """Give the application its fonts, palette and style sheet; what it wears already is not put on again."""
    load_fonts(with_rare=with_rare)
    theme.name = name
    sheet = _style_sheet()
    if app.styleSheet() == sheet:
        return
    app.setStyle("Fusion")
    app.setFont(font())
    app.setPalette(_palette())
    app.setStyleSheet(sheet)
    theme.changed.emit()


def font(size: int = BODY, *, bold: bool = False) -> QFont:
    """Return the font of a size in logical pixels."""
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPixelSize(size)
    made.setBold(bold)
    return made


def load_fonts(*, with_rare: bool = True) -> None:
    """Load the fonts; those of 𠮷 and its like are 50 MB that a first window does without."""
    for name in (*font_files.MAIN, *(font_files.RARE if with_rare else ())):
        _load_font(name)


@lru_cache(maxsize=8)
def _load_font(name: str) -> None:
    if path := font_files.path_of(name):
        QFontDatabase.addApplicationFont(path)
    elif content := font_files.unpacked(name):
        QFontDatabase.addApplicationFontFromData(content)


@lru_cache(maxsize=1)
def _tokens() -> dict[str, dict[str, str]]:
    return tomllib.loads(resource("theme", "tokens.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=256)
def _color(name: str, token: str) -> QColor:
    return QColor(_tokens()[name][token])


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "bg",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "head",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.PlaceholderText: "text3",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.ToolTipBase: "text",
        QPalette.ColorRole.ToolTipText: "surface",
        QPalette.ColorRole.Link: "accent",
    }
    for role, token in roles.items():
        palette.setColor(role, theme.color(token))
    return palette


def _style_sheet() -> str:
    text = resource("theme", "app.qss").read_text(encoding="utf-8")
    text = _ICON.sub(lambda found: _icon_file(found[1], found[2]), text)
    return _TOKEN.sub(lambda found: theme.color(found[1]).name(QColor.NameFormat.HexArgb), text)


@lru_cache(maxsize=1)
def _icon_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="yigongti-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _icon_file(name: str, token: str) -> str:
    """Return the path of an icon in a colour, since a style sheet takes files only."""
    file = _icon_folder() / f"{name}-{theme.name}-{token}.svg"
    svg = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    file.write_text(svg.replace("currentColor", theme.color(token).name()), encoding="utf-8")
    return file.as_posix()
