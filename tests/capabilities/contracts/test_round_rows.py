"""What a person enters on a row of a sheet outlives a draft, whatever it is; times are read as people write them."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.ui import round_columns as cells
from yigongti_desktop.capabilities.contracts.ui import round_rows as rows
from yigongti_desktop.kernel.clock import CHINA

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def entered(draw: st.DrawFn) -> tuple[Form, dict[str, Any], str]:
    """Return the form of a sheet, a row as it may stand, and the drugs of before."""
    form, before = draw(st.sampled_from(Form)), draw(st.sampled_from(["", "氨氯地平 5mg"]))
    line: dict[str, Any] = {name: draw(WORDS) for name in (*cells.BOXES[form], *cells.PROOF, "note")}
    if "drugs" in line:
        line["drugs"] = draw(st.sampled_from([before, before or "二甲双胍", "缬沙坦"]))
    line["done_on"] = draw(st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)))
    beyond = draw(st.booleans())
    return form, line | {"beyond": beyond, "name": "胡小燕 计划外" if beyond else "胡小燕"}, before


@given(entered())
def test_a_row_comes_back_from_its_draft_as_it_was_typed(row: tuple[Form, dict[str, Any], str]) -> None:
    form, line, before = row
    draft = msgspec.json.decode(msgspec.json.encode([rows.typed(form, line, before)]))
    blank = dict.fromkeys((*cells.BOXES[form], *cells.PROOF, "note"), "") | {"done_on": None, "beyond": False}
    drugs = {"drugs": before} if "drugs" in line else {}
    assert blank | {"name": "胡小燕"} | drugs | rows.kept(draft, 0) == line
    assert rows.kept(draft, 1) == {}


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("9:30", 9, 30), ("09.30", 9, 30), ("0930", 9, 30), ("23：05", 23, 5), ("0:00", 0, 0)],
)
def test_a_time_is_read_as_people_write_it_and_is_of_the_day_of_the_service(typed: str, hour: int, minute: int) -> None:
    found = rows.moment(date(2026, 11, 20), typed)
    assert found is not None
    assert found.tzinfo is UTC
    assert rows.now_typed(found) == f"{hour:02}:{minute:02}"
    assert found.astimezone(CHINA).date() == date(2026, 11, 20)


@pytest.mark.parametrize("typed", ["", "24:00", "9点", "12:60", "9:3", "早上"])
def test_what_is_no_time_is_none(typed: str) -> None:
    assert rows.moment(date(2026, 11, 20), typed) is None
