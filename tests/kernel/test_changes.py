"""Different fields of one record are changed by two people; one field comes back with both values."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from yigongti_desktop.kernel.changes import changed
from yigongti_desktop.kernel.errors import Refused


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    tags: tuple[str, ...] = ()
    since: date = date(2026, 1, 1)


THING, FIELDS = Thing(name="甲", tags=("一",)), ("name", "tags", "since")


def test_each_field_goes_from_what_was_seen_to_what_is_wanted() -> None:
    found = changed(THING, {"name": ("甲", "乙"), "tags": (["一"], ["一", "二"])}, FIELDS)
    assert (found.name, found.tags) == ("乙", ("一", "二"))
    assert changed(found, {"since": (date(2026, 1, 1), date(2026, 2, 1))}, FIELDS).since == date(2026, 2, 1)


def test_what_stands_already_as_wanted_is_no_conflict() -> None:
    assert changed(THING, {"name": ("丙", "甲")}, FIELDS) == THING


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ("丙", "乙")}, "conflict"),
        ({"name": ("甲", 3)}, "field_format"),
        ({"since": ("2026-01-01", "no day")}, "field_format"),
        ({"other": ("", "")}, "field_unknown"),
    ],
)
def test_nothing_is_changed_otherwise(changes: dict[str, tuple[Any, Any]], code: str) -> None:
    with pytest.raises(Refused) as caught:
        changed(THING, changes, FIELDS)
    assert caught.value.code == code
    if code == "conflict":
        assert caught.value.facts["fields"] == {"name": {"base": "丙", "mine": "乙", "theirs": "甲"}}
