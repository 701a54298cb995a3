"""Villages as residents' addresses call them: the village itself, without the group of its people (村民小组)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping

from yigongti_desktop.kernel.text import clean_line

#: 健康村二组, 石桥社区第3小组, 新堰村11队.
_GROUP = re.compile(r"(?<=[村居区场])(?:委会)?\s*第?[0-9一二三四五六七八九十百]+(?:小组|组|队)$")
_BETWEEN = re.compile(r"[、，,;；\s]+")


def village_of(written: str) -> str:
    """Return the village of a line such as 健康村二组; the line itself where it names no group."""
    line = clean_line(written)
    return _GROUP.sub("", line)


def counted(lines: Mapping[str, int]) -> dict[str, int]:
    """Return how many live in each village, by lines that may name groups of it; the largest first.

    Args:
        lines: how many residents have each line.
    """
    found: dict[str, int] = {}
    for line, count in lines.items():
        if village := village_of(line):
            found[village] = found.get(village, 0) + count
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def read_villages(typed: str) -> tuple[str, ...]:
    """Return the villages of a line such as 健康村、新堰村, each once, in the order in which they stand."""
    return tuple(dict.fromkeys(filter(None, map(clean_line, _BETWEEN.split(typed)))))


def say_villages(villages: Iterable[str]) -> str:
    """Return villages as one line, as `read_villages` reads them."""
    return "、".join(villages)
