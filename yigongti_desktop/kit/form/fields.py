"""Fields of a form as they are declared: what they are called, how they are filled in, what is checked at once."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search

LINE, TEXT, DATE, NUMBER, SECRET = "line", "text", "date", "number", "secret"
PICK, CHIPS, CHECK = "pick", "chips", "check"


def _fine(_value: Any) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field."""

    name: str
    label: str
    kind: str = LINE
    is_needed: bool = False
    #: Takes the whole width of the form.
    is_wide: bool = False
    placeholder: str = ""
    #: Options of chips, or of a picker with few.
    options: Sequence[Option] = ()
    #: Proposals of a picker with many.
    search: Search | None = None
    #: A picker that also takes what is not proposed.
    is_free: bool = False
    #: Lines of a text that are seen at once.
    lines: int = 3
    most: int = 0
    is_fixed: bool = False
    #: Enter goes past it: it is rarely other than it stands.
    is_aside: bool = False
    #: Returns what is wrong with a value, as a sentence; empty when nothing is.
    check: Callable[[Any], str] = _fine
    #: Under the field, always.
    note: str = ""


@dataclass(frozen=True)
class Section:
    """Fields that belong together, row by row: one wide field, or two side by side."""

    title: str
    rows: tuple[tuple[Field, ...], ...]
