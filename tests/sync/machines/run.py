"""Let a machine run: a few dozen examples each time, as many as wanted in the long run."""

from __future__ import annotations

import os

from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.county import Frozen
from tests.sync.machines.town import Town


def run(machine: type[Town], frozen: Frozen) -> None:
    """Let a machine run as many examples of as many steps as the environment says."""
    machine.frozen = frozen
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("YIGONGTI_MACHINE_EXAMPLES", "60")),
            stateful_step_count=int(os.environ.get("YIGONGTI_MACHINE_STEPS", "20")),
            deadline=None,
            phases=(Phase.generate,),  # to shrink a county takes many minutes; its steps are printed as they were
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
