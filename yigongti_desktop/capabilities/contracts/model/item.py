"""An item of a package: what is done how often, by whom, on which form, and what has to prove it (FDC-14, FND-38)."""

from __future__ import annotations

from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.contracts.model import schedule
from yigongti_desktop.capabilities.contracts.model.rhythm import Rhythm
from yigongti_desktop.capabilities.contracts.model.rhythm import check_rhythm
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line

_LONGEST_CODE, _LONGEST_NAME, _LONGEST_NOTE = 40, 60, 200


class Form(StrEnum):
    """What is written down of a service."""

    PLAIN = "plain"
    HYPERTENSION = "hypertension"
    DIABETES = "diabetes"


class Evidence(StrEnum):
    """What has to prove that a service was done, beside the word of whoever did it."""

    PHOTO = "photo"
    SIGNATURE = "signature"
    #: Card of the resident and of the worker held to the reader (两卡制, FND-38).
    CARDS = "cards"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What a package promises, once or again and again."""

    #: Names the item in what was served; the same in each year's package.
    code: str
    name: str
    rhythm: Rhythm
    form: Form = Form.PLAIN
    #: Roles that may do it, as the registry names them; none means anybody who serves residents.
    who: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    note: str = ""

    @property
    def plan(self) -> schedule.Item:
        """Return what the schedule needs to know of it."""
        return schedule.Item(code=self.code, rhythm=self.rhythm)


def check_item(item: Item, place: int) -> Item:
    """Return the item tidied.

    Args:
        item: as it was typed.
        place: in its package, from 1.

    Raises:
        Refused: field_empty, field_long with field and line, rhythm_empty, rhythm_range.
    """
    check_rhythm(item.rhythm)
    return replace(
        item,
        code=_line(item.code, "item_code", _LONGEST_CODE, place),
        name=_line(item.name, "item_name", _LONGEST_NAME, place),
        note=clean_line(item.note)[:_LONGEST_NOTE],
    )


def _line(text: str, field: str, most: int, place: int) -> str:
    line = clean_line(text)
    if not line:
        raise Refused("field_empty", field=field, line=place)
    if len(line) > most:
        raise Refused("field_long", field=field, most=most, length=len(line), line=place)
    return line
