"""Steps that a machine once found by chance and that went wrong then, cut down to what mattered."""

from __future__ import annotations

import pytest

from tests.sync.county import Frozen
from tests.sync.machines.run import play
from tests.sync.machines.sticks import Copies
from tests.sync.machines.town import HOSPITAL

pytestmark = pytest.mark.sync


def test_a_twin_that_sends_the_same_slip_later(worked: Frozen) -> None:
    """Its step bore the twin's own receipt instead of the one under which the slip was first taken."""

    def steps(state: Copies) -> None:
        state.open_desks(names=("岳口", HOSPITAL))
        state.send_a_slip(is_urgent=False, who=0)
        state.copy_a_machine(who=0)

    play(Copies, worked, steps)


def test_two_desks_that_write_down_the_same_visit(worked: Frozen) -> None:
    """What followed from the visit that was refused stayed a step of the slip at the desk that wrote it."""

    def steps(state: Copies) -> None:
        state.open_desks(names=("岳口", "岳口二", HOSPITAL))
        state.visit_somebody(pick=0, who=1)
        state.visit_somebody(pick=0, who=0)

    play(Copies, worked, steps)
