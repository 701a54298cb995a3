"""Numbers of cards as readers that are keyboards send them (两卡制, FND-38)."""

from __future__ import annotations

import re

from yigongti_desktop.kernel.text import half_width

#: Characters of a card's number.
LONGEST_CARD = 64
#: What readers put around a number: blanks, and the marks at which a track begins and ends.
_AROUND = re.compile(r"[\s;%?=]")


def card_number(typed: str) -> str:
    """Return the number of a card, as a reader sent it or as somebody typed it from the card."""
    return _AROUND.sub("", half_width(typed)).upper()
