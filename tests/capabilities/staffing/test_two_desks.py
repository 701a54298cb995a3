"""A unit's two desks and the lead hospital, off-line and after: one truth, and everybody knows what to look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.capabilities.staffing.unit import LEAD
from tests.capabilities.staffing.unit import OTHER
from tests.capabilities.staffing.unit import TOWN
from tests.capabilities.staffing.unit import Unit
from tests.capabilities.staffing.unit import said
from tests.world import World
from yigongti_desktop.capabilities.staffing.store import rosters as store
from yigongti_desktop.storage import outbox


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Unit]:
    world = World(tmp_path)
    yield Unit(world)
    world.close()


def test_lines_of_different_people_written_at_two_desks_both_stand(unit: Unit) -> None:
    for name in (TOWN, OTHER):
        begun = unit.begin(name)
        assert [line.name for line in begun.lines] == ["何秀芳", "周建国", "鲁学平"]
    unit.write(unit.zhou, "夜.白", TOWN)
    unit.write(unit.he, "白夜.", OTHER)
    unit.talk()
    for name in (TOWN, OTHER):
        (row,) = unit.world.desks[name].read(store.rosters)
        assert said(row.roster.line_of(unit.zhou)).startswith("夜.白?")
        assert said(row.roster.line_of(unit.he)).startswith("白夜.?")
        assert unit.world.desks[name].read(outbox.in_states, [outbox.REFUSED]) == []
    assert unit.world.desks[LEAD].read(store.rosters) == []
