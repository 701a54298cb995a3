"""The names in one cell of a duty table: several, with titles behind them or in brackets, or below each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yigongti_desktop.capabilities.staffing.model.reading.names import Known
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.kernel.text import half_width

_BETWEEN = re.compile(r"[、,;/&|+\n\\]")
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]|[*★☆▲△#]|\d{7,}")
#: Titles that stand behind names; the longer ones first.
_TITLE = re.compile(
    r"(?:副主任医师|主任医师|主治医师|住院医师|助理医师|副主任护师|主任护师|主管护师|副主任药师|主任药师|主管药师|主管技师"
    r"|医师|护师|药师|技师|护士长|护士|医生|副院长|院长|副主任|主任)$"
)


def names_in(text: str, people: Sequence[Known]) -> list[str]:
    """Return the names that stand in a cell, each once, as they are written but for titles and remarks.

    Args:
        text: of the cell.
        people: of the unit; a name of theirs with a blank in it is one name.
    """
    known = {clean_name(one.name) for one in people}
    found: list[str] = []
    for part in _BETWEEN.split(_ASIDE.sub("", half_width(text))):
        whole = clean_name(part).replace(" ", "")
        if not whole:
            continue
        if whole in known or _untitled(whole) in known:
            found.append(_untitled(whole) if whole not in known else whole)
            continue
        found += [_named(one, known) for one in clean_line(part).split() if not _is_title(one)]
    return list(dict.fromkeys(one for one in found if one))


def _named(word: str, known: set[str]) -> str:
    bare = _untitled(word)
    return bare if bare in known else word


def _untitled(word: str) -> str:
    return _TITLE.sub("", word)


def _is_title(word: str) -> bool:
    return not _untitled(word)
