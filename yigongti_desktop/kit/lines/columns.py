"""Columns of a line table: what a cell says, whether and how it is filled in, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search

#: A line as it stands; what is no value yet is kept as it was typed.
Line = Mapping[str, Any]

#: Key of the column that numbers the lines.
NUMBERED = "#"
FIXED, WORDS, NUMBER, DATE, PICK = "", "words", "number", "date", "pick"


def _fine(_value: Any, _line: Line) -> str:
    return ""


def _plain(_line: Line) -> str:
    return ""


def _yes(_line: Line) -> bool:
    return True


def _no(_line: Line) -> bool:
    return False


def numbered() -> LineColumn:
    """Return the column that numbers the lines."""
    return LineColumn(key=NUMBERED, title="行", width=44, is_right=True, tone=lambda _line: "text3", rank=4)


@dataclass(frozen=True, kw_only=True)
class LineColumn:
    """One column."""

    key: str
    title: str
    width: int
    stretch: int = 0
    kind: str = FIXED
    is_right: bool = False
    #: Words of the cell; the value itself when not said.
    text: Callable[[Line], str] | None = None
    tone: Callable[[Line], str] = _plain
    is_bold: Callable[[Line], bool] = _no
    badge: Callable[[Line], Badge | None] | None = None
    #: Grey words in an empty cell.
    placeholder: str = ""
    #: Whether the cell of a line may be filled in.
    is_open: Callable[[Line], bool] = _yes
    #: What is wrong with a value, as a sentence.
    check: Callable[[Any, Line], str] = _fine
    #: What `=` fills in.
    suggest: Callable[[Line], Any] | None = None
    #: Proposals of a picking cell.
    search: Search | None = None
    #: Takes what is not proposed as well.
    is_free: bool = False
    #: What a taken proposal changes in its line.
    taken: Callable[[Line, Option], Mapping[str, Any]] | None = None
    #: What was typed as values of the line, where it is read in a way of its own; nothing typed clears the cell.
    typed: Callable[[str, Line], Mapping[str, Any]] | None = None
    #: Each Enter adds what was typed and stays for the next, as a scanner needs it; Enter alone goes on.
    is_scanned: bool = False
    #: Enter passes over it on lines where it is filled in by itself.
    is_skipped: Callable[[Line], bool] = _no
    #: Enter passes over it: it is seldom filled in, and reached by the arrows.
    is_passed: bool = False
    #: Lines in which it has to be filled in, so that Enter stops there all the same.
    is_asked: Callable[[Line], bool] = _no
    #: 0 always stays; the highest goes first where there is no room.
    rank: int = 0
