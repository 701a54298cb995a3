"""Text as people type it, made comparable without changing what they meant.

Characters of names are never folded: NFC only, since NFKC would turn compatibility ideographs into others.
"""

from __future__ import annotations

import unicodedata

_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
_UNSEEN = dict.fromkeys([*range(0x20), 0x7F, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_UNSEEN_BUT_LINES = {code: None for code in _UNSEEN if code != ord("\n")}


def half_width(text: str) -> str:
    """Return digits, letters and signs typed in full width as plain ASCII."""
    return text.translate(_HALF_WIDTH)


def clean_line(text: str) -> str:
    """Return one line without control characters, outer blanks and doubled spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_UNSEEN | {0x0A: " ", 0x09: " "}).split(" ")).strip()


def clean_name(text: str) -> str:
    """Return a person's name: Han without inner blanks, one kind of middle dot (阿依古丽·买买提)."""
    name = clean_line(text.replace("　", " "))
    for dot in "•‧∙・⋅．":
        name = name.replace(dot, "·")
    return name if name.isascii() else "".join(name.split())


def clean_text(text: str) -> str:
    """Return several lines without control characters and without blanks at the ends of lines."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " ")).translate(_UNSEEN_BUT_LINES)
    return "\n".join(line.rstrip() for line in lines.split("\n")).strip()
