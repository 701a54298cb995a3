"""What was typed into a field, tidied; refused where it is empty though it must not be, or too long."""

from __future__ import annotations

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line


def one_line(text: str, field: str, most: int, *, needed: bool = False) -> str:
    """Return a text in one line.

    Args:
        text: as it was typed.
        field: name of the field, for the refusal.
        most: characters.
        needed: whether it must not be empty.

    Raises:
        Refused: field_empty, field_long.
    """
    tidy = clean_line(text)
    if needed and not tidy:
        raise Refused("field_empty", field=field)
    if len(tidy) > most:
        raise Refused("field_long", field=field, most=most, length=len(tidy))
    return tidy
