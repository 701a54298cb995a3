"""People, lines, clocks and dying machines: whatever they do, in the end all agree."""

from __future__ import annotations

import pytest

from tests.sync.county import Frozen
from tests.sync.machines.mishaps import County
from tests.sync.machines.run import run

pytestmark = pytest.mark.sync


def test_whatever_happens_all_agree_in_the_end(frozen: Frozen) -> None:
    run(County, frozen)
