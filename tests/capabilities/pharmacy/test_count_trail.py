"""The trail of a count as people read it: what one person counted in a row is one step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.capabilities.judging import entry
from tests.capabilities.pharmacy.test_counting import opened
from tests.capabilities.pharmacy.test_trail import SIGNS
from tests.fakes.time import NOON
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.pharmacy.model.count_road import steps
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState


@pytest.mark.parametrize(
    ("state", "acts", "told"),
    [
        (CountState.OPEN, ("opened",), "✓已存本机 ●已送达 ○录入实盘数 ○确认盘点"),
        (CountState.OPEN, ("opened", "counted", "counted"), "✓已存本机 ✓已送达 ●录入实盘数 ○确认盘点"),
        (CountState.CONFIRMED, ("opened", "counted", "confirmed"), "✓已存本机 ✓已送达 ✓录入实盘数 ✓确认盘点"),
        (CountState.CANCELLED, ("opened", "counted", "cancelled"), "✓已存本机 ✓已送达 ✓录入实盘数 ✗作废盘点"),
    ],
)
def test_a_count_goes_its_road(state: CountState, acts: tuple[str, ...], told: str) -> None:
    count = opened()
    entries = [entry(f"stock_count.{act}", NOON + timedelta(minutes=place)) for place, act in enumerate(acts)]
    count = type(count)(
        **{name: getattr(count, name) for name in count.__struct_fields__ if name != "state"}, state=state
    )
    assert " ".join(SIGNS[step.mark] + VOCABULARY.name(step.code) for step in steps(count, entries)) == told
