"""What is written down of a service, form by form, and what follows from it.

Plain forms keep what was typed. The follow-ups of hypertension and of type 2 diabetes are judged by the national
rules (国家基本公共卫生服务规范 第三版).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.kernel.errors import Refused

#: More readings, or longer ones, than any form has.
_MOST, _LONGEST = 60, 500


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a service."""

    readings: dict[str, Any]
    outcome: str = ""
    reason: str = ""
    next_due: date | None = None


def judge(form: Form, readings: Mapping[str, Any], on: date, birth: date, previous: str) -> Judged:
    """Return the readings as they are kept, and what follows from them.

    Args:
        form: of the item.
        readings: by their names.
        on: day of the service.
        birth: of the resident.
        previous: outcome of the service before, of the same item; empty for the first.

    Raises:
        Refused: readings_many, reading_format, and what the form's rules say.
    """
    return Judged(readings=_kept(readings))


def _kept(readings: Mapping[str, Any]) -> dict[str, Any]:
    if len(readings) > _MOST:
        raise Refused("readings_many", most=_MOST)
    for name, value in readings.items():
        if not isinstance(value, str | int | bool | list) or len(str(value)) > _LONGEST:
            raise Refused("reading_format", field=name)
    return dict(readings)
