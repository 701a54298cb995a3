"""Light and dark: every pair of words and ground can be read, every icon can be drawn, the font is our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtGui import QFontInfo
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import yigongti_desktop
from tests.gui import show
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.kit import icons
from yigongti_desktop.kit.theme import DARK
from yigongti_desktop.kit.theme import LIGHT
from yigongti_desktop.kit.theme import dress
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

pytestmark = pytest.mark.gui
PACKAGE = Path(yigongti_desktop.__file__).parent
GROUNDS = ("bg", "surface", "sunken", "head", "sel")
#: Words → the grounds they stand on.
PAIRS = [
    *((ink, ground) for ink in ("text", "text2", "text3") for ground in GROUNDS),
    *((ink, ground) for ink in ("accent", "hover") for ground in ("surface", "bg", "soft", "sel", "head")),
    *((tone, f"{tone}_tint") for tone in ("danger", "warn", "ok", "neutral")),
    *((tone, ground) for tone in ("danger", "warn", "ok") for ground in ("surface", "bg", "sunken", "sel")),
    ("on_accent", "accent"),
    ("on_accent", "hover"),
    ("surface", "text"),
    ("text", "soft"),
    ("text", "danger_tint"),
    ("text2", "danger_tint"),
    ("text2", "warn_tint"),
    ("text2", "ok_tint"),
    ("text2", "soft"),
]
#: Edges of what can be used.
EDGES = [("border", "surface"), ("accent", "surface"), ("danger_edge", "surface")]
ICONS = sorted(file.stem for file in resource("icons").glob("*.svg"))


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """Put the usual dress on again afterwards."""
    yield qapp
    dress(qapp, LIGHT)


def luminance(color: QColor) -> float:
    """Return the relative luminance (WCAG 2.1)."""
    shades = (color.redF(), color.greenF(), color.blueF())
    parts = [float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4) for part in shades]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(ink: str, ground: str) -> float:
    """Return the contrast of two tokens in the present dress."""
    one, other = sorted((luminance(theme.color(ink)), luminance(theme.color(ground))), reverse=True)
    return (one + 0.05) / (other + 0.05)


@pytest.mark.parametrize("name", [LIGHT, DARK])
def test_all_words_can_be_read_on_their_ground(dressed: QApplication, name: str) -> None:
    dress(dressed, name)
    weak = {pair: round(contrast(*pair), 2) for pair in PAIRS if contrast(*pair) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("name", [LIGHT, DARK])
def test_the_edges_of_what_can_be_used_are_seen(dressed: QApplication, name: str) -> None:
    dress(dressed, name)
    weak = {pair: round(contrast(*pair), 2) for pair in EDGES if contrast(*pair) < 3}
    assert weak == {}


def test_both_dresses_know_the_same_tokens_and_the_style_sheet_uses_no_other(dressed: QApplication) -> None:
    for name in (LIGHT, DARK):
        dress(dressed, name)
        assert "{{" not in dressed.styleSheet()
        assert theme.color("bg").name() != ""
    light, dark = (set(_tokens(name)) for name in (LIGHT, DARK))
    assert light == dark


def _tokens(name: str) -> list[str]:
    text = resource("theme", "tokens.toml").read_text(encoding="utf-8")
    part = text.partition(f"[{name}]")[2].partition("\n[")[0]
    return re.findall(r"^([a-z0-9_]+) =", part, re.MULTILINE)


def test_dark_is_dark_and_what_is_painted_follows(qtbot: QtBot, dressed: QApplication) -> None:
    shown = QWidget()
    shown.setObjectName("page")
    show(qtbot, shown, 200, 80)
    light = shown.grab().toImage().pixelColor(150, 70)
    dress(dressed, DARK)
    qtbot.waitUntil(lambda: shown.grab().toImage().pixelColor(150, 70) != light)
    assert luminance(shown.grab().toImage().pixelColor(150, 70)) < 0.05 < luminance(light)


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    assert qapp is not None
    image = icons.pixmap(name, "danger", 32, 2.0).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    assert image.size().width() == 64
    shades = {
        image.pixelColor(x, y).name() for x in range(64) for y in range(64) if image.pixelColor(x, y).alpha() > 250
    }
    assert shades, name
    if name != "app":  # the product's mark has colours of its own
        assert theme.color("danger").name() in shades


def test_every_icon_that_the_program_names_is_there() -> None:
    named = set()
    for file in PACKAGE.rglob("*.py"):
        named |= set(re.findall(r'icon="([a-z-]+)"', file.read_text(encoding="utf-8")))
        named |= set(re.findall(r'Glyph\("([a-z-]+)"', file.read_text(encoding="utf-8")))
    assert len(named) > 20
    assert named <= set(ICONS)


def test_the_font_is_the_one_that_comes_with_the_program(qapp: QApplication) -> None:
    if not resource("fonts", "NotoSansSC-Regular.ttf").exists():
        pytest.skip("the fonts have not been fetched here")
    assert QFontInfo(qapp.font()).family() == "Noto Sans SC"
    for bold in (False, True):
        assert QFontInfo(font(13, bold=bold)).family() == "Noto Sans SC"
        assert QFontInfo(font(13, bold=bold)).pixelSize() == 13


def test_rare_characters_of_names_are_drawn_and_not_left_as_boxes(qtbot: QtBot) -> None:
    if not resource("fonts", "HanaMinB.ttf").exists():
        pytest.skip("the fonts have not been fetched here")

    def drawn(text: str) -> bytes:
        image = show(qtbot, QLabel(text), 60, 40).grab().toImage()
        return bytes(image.constBits())

    pictures = {drawn(character) for character in ("𠮷", "䶮", "㛃", "\U000e0fff")}
    assert len(pictures) == 4
