"""Embedded Chinese fonts, and for each character the first font that has it: nobody's name prints as a box.

Noto Sans SC first, HanaMin A and B for rare characters; what no font has is printed as 〔U+XXXXX〕.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase import ttfonts

from yigongti_desktop.kernel import font_files
from yigongti_desktop.kernel.errors import Unavailable

REGULAR, BOLD = font_files.MAIN
_BLOCK = 100


def runs(text: str, *, bold: bool = False) -> list[tuple[str, str]]:
    """Return the text in stretches of one font each.

    Raises:
        Unavailable: font_missing.
    """
    first = BOLD if bold else REGULAR
    if _glyphs(first).issuperset(map(ord, text)):
        return [(first, text)] if text else []
    named = [(_font_for(character, first), character) for character in text]
    shown = [(font or first, character if font else f"〔U+{ord(character):04X}〕") for font, character in named]
    return [(font, "".join(piece for _, piece in group)) for font, group in groupby(shown, key=lambda pair: pair[0])]


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of the text in points."""
    first = BOLD if bold else REGULAR
    return size * sum([_advance(character, first) for character in text])


@lru_cache(maxsize=8192)
def _advance(character: str, first: str) -> float:
    """Return how wide a character is, in parts of its size."""
    return float(sum(pdfmetrics.stringWidth(piece, font, 1) for font, piece in runs(character, bold=first == BOLD)))


@lru_cache(maxsize=2)
def _glyphs(first: str) -> frozenset[int]:
    """Return the characters of a main font."""
    return frozenset(_register(first).face.charToGlyph)


def load() -> None:
    """Register the two main fonts.

    Raises:
        Unavailable: font_missing.
    """
    for name in (REGULAR, BOLD):
        _register(name)
    rl_config.canvas_basefontname = REGULAR  # no unembedded Helvetica in any file


@lru_cache(maxsize=8192)
def _font_for(character: str, first: str) -> str:
    """Return the name of the first font that has the character; empty when none has."""
    code = ord(character)
    if code in _register(first).face.charToGlyph:
        return first
    for name in font_files.RARE:
        if font_files.is_there(name) and code in _register(name).face.charToGlyph:
            return name
    return ""


@lru_cache(maxsize=8)
def _register(name: str) -> Any:
    if not font_files.is_there(name):
        raise Unavailable("font_missing", font=name)
    ttfonts.makeToUnicodeCMap = _unicode_map
    font = ttfonts.TTFont(name, font_files.path_of(name) or BytesIO(font_files.unpacked(name)))
    pdfmetrics.registerFont(font)
    return font


def _unicode_map(fontname: str, subset: list[int]) -> str:
    """Write the map from glyphs back to characters.

    ReportLab 5.1 writes five hexadecimal digits for characters beyond the basic plane, which readers take
    for another character; the specification (PDF 32000-1, 9.10.3) wants UTF-16BE, at most 100 to a block.
    """
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({fontname}) /Ordering ({fontname}) /Supplement 0 >> def",
        f"/CMapName /{fontname} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    for start in range(0, len(subset), _BLOCK):
        block = subset[start : start + _BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [
            f"<{start + place:02X}> <{chr(code).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
            for place, code in enumerate(block)
        ]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)
