"""Columns of a record table, declared once for screen, copy and Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from typing import Generic
from typing import TypeVar

from yigongti_desktop.kit.badge import Badge

R = TypeVar("R")


def _nothing(_record: Any) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Column(Generic[R]):
    """One column."""

    title: str
    #: Words of the cell.
    text: Callable[[R], str]
    #: Width in logical pixels.
    width: int
    #: Columns of the same list share the room that is left over by this weight.
    stretch: int = 0
    is_right: bool = False
    is_bold: bool = False
    #: A badge in place of the words.
    badge: Callable[[R], Badge | None] | None = None
    #: An icon before the words.
    icon: Callable[[R], str] = _nothing
    #: Token of the words' colour.
    tone: Callable[[R], str] = _nothing
    #: How full a bar before the words is, 1 is full; None for no bar. It has the tone of the words.
    share: Callable[[R], float | None] | None = None
    #: Quieter words after the words.
    detail: Callable[[R], str] = _nothing
    #: Orders the rows; the words when there is nothing better.
    sort: Callable[[R], Any] | None = None
    #: Value in Excel; the words when there is nothing better.
    export: Callable[[R], Any] | None = None
    #: How Excel shows that value, as Excel writes it: 0.0%; as it likes when nothing is said.
    number_format: str = ""
    #: 0 always stays; the highest goes first where there is no room.
    rank: int = 0
    #: Letters typed in the table jump by this column's pinyin.
    is_jump: bool = False


@dataclass(frozen=True)
class Group:
    """A line that heads the rows below it."""

    title: str
    detail: str = ""
    icon: str = ""
    tone: str = "text"
