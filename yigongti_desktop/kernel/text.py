"""Text as people type it, made comparable without changing what they meant.

Characters of names are never folded: NFC only, since NFKC would turn compatibility ideographs into others.
"""

from __future__ import annotations

import re
import unicodedata

_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
_LINE_FEEDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
#: Controls, joiners, marks that turn the direction of writing, halves of broken characters, and what
#: Unicode keeps from ever being a character; each would show a name other than it is stored, or not be storable.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_DOTS = str.maketrans(dict.fromkeys("•‧∙・⋅．", "·"))
_HAN_FROM = "\u2e80"


def half_width(text: str) -> str:
    """Return digits, letters and signs typed in full width as plain ASCII."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def clean_line(text: str) -> str:
    """Return one line without control characters, outer blanks and doubled spaces."""
    if text.isprintable() and "  " not in text:  # nearly all that people type: nothing to take out, nor to fold
        return unicodedata.normalize("NFC", text).strip()
    return " ".join(part for part in _seen(text).replace("\n", " ").split(" ") if part).strip()


def clean_name(text: str) -> str:
    """Return a person's name: Han without inner blanks, one kind of middle dot (阿依古丽·买买提)."""
    name = clean_line(text.replace("　", " "))
    name = name.translate(_DOTS)
    return "".join(name.split()) if max(name, default="") >= _HAN_FROM else name


def clean_text(text: str) -> str:
    """Return several lines without control characters and without blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in _seen(text).split("\n")).strip()


def sought(text: str) -> str:
    """Return a text as it is compared when people look for it: without blanks, hyphens, case and width."""
    return half_width(clean_name(text)).lower().replace(" ", "").replace("-", "")


def _seen(text: str) -> str:
    """Return the text with one kind of line feed, blanks for tabs, and nothing that does not show."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_FEEDS.sub("\n", text).replace("\t", " ")))
