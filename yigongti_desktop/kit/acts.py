"""Acts of a panel: what can be done with a record now, and the few fields that an act asks for."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that can be done now."""

    name: str
    text: str
    key: str = ""
    icon: str = ""
    style: str = PLAIN


@dataclass(frozen=True, kw_only=True)
class Ask:
    """The fields that an act needs, and the command they make."""

    title: str
    verb: str
    sections: tuple[Section, ...]
    command: Callable[[Mapping[str, Any]], msgspec.Struct]
    is_danger: bool = False


def reason(usual: Sequence[str], *, is_needed: bool = True) -> Field:
    """Return the field of a reason: one of the usual ones, or in the person's own words."""
    return Field(
        name="reason",
        label="原因",
        kind=PICK,
        options=[Option(one, one) for one in usual],
        is_free=True,
        is_needed=is_needed,
        placeholder="选一条，或自己写",
    )


def only(*fields: Field) -> tuple[Section, ...]:
    """Return a form of fields one below another."""
    return (Section("", tuple((field,) for field in fields)),)
