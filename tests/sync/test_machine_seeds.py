"""Steps that a machine once found by chance and that went wrong then, cut down to what mattered."""

from __future__ import annotations

import pytest

from tests.sync.county import Frozen
from tests.sync.machines.line import Weather
from tests.sync.machines.mishaps import County
from tests.sync.machines.run import play
from tests.sync.machines.scope import Scope
from tests.sync.machines.sticks import Copies
from tests.sync.machines.town import HOSPITAL
from yigongti_desktop.registry import store as registry

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


def test_somebody_handed_on_and_registered_anew_in_small_batches(worked: Frozen) -> None:
    """The record left with the answer to the first batch, and what the second made of it anew was never sent back."""

    def steps(state: County) -> None:
        state.open_desks(names=("岳口", HOSPITAL))
        state.register_somebody(number=2, who=0)
        here = state.county.desks["岳口"].read(registry.everything, registry.RESIDENT)
        pick = next(place for place, one in enumerate(here) if one.name == "居民丙")
        state.hand_somebody_on(pick=pick, unit="tianmen.duobao", who=0)
        state.register_somebody(number=2, who=0)
        state.sync_in_trouble(rows=2, weather=Weather("question kept back", 2, 46), who=0)

    play(County, worked, steps)


def test_a_unit_that_turns_back_while_its_new_formulary_is_coming(worked: Frozen) -> None:
    """What had come of the new community's stream, ahead of the stream's own cursor, was never taken back."""

    def steps(state: Scope) -> None:
        state.open_desks(names=("岳口", "岳口二", HOSPITAL))
        state.the_unit_changes_its_community(community="tianmen-2")
        state.stop_a_sync(most=2, rows=1, who=0)
        state.time_goes_by(hours=37)
        state.the_unit_changes_its_community(community="tianmen-1")

    play(Scope, worked, steps)
