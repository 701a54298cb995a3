"""Let machines run: a few hundred examples in all each time, as many as wanted in the long run.

YIGONGTI_MACHINE_EXAMPLES says how many examples all machines play together, YIGONGTI_MACHINE_STEPS of how many steps
at most, YIGONGTI_MACHINE_SEED from which seed on; a failure names its own.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import seed
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.county import Frozen
from tests.sync.machines.town import Town

T = TypeVar("T", bound=Town)
#: Examples of one part, so that no test takes long and every processor has work.
_PART = 15
_MACHINES = 4
_EXAMPLES = int(os.environ.get("YIGONGTI_MACHINE_EXAMPLES", "240"))
_STEPS = int(os.environ.get("YIGONGTI_MACHINE_STEPS", "16"))
_PARTS = -(-_EXAMPLES // (_PART * _MACHINES))
#: Lets a test be run once for each part of a machine's share.
in_parts = pytest.mark.parametrize("part", range(_PARTS))


def run(machine: type[Town], frozen: Frozen, part: int, *, examples: int = _PART) -> None:
    """Let a machine play one part of its share of examples; those of a long run are as many as it wants."""
    if "YIGONGTI_MACHINE_EXAMPLES" in os.environ:
        examples = _PART
    first = int(os.environ.get("YIGONGTI_MACHINE_SEED") or secrets.randbelow(10**9))
    played = seed(first + part)(type(machine.__name__, (machine,), {"frozen": frozen}))
    try:
        run_state_machine_as_test(
            played,
            settings=settings(
                max_examples=examples,
                stateful_step_count=_STEPS,
                deadline=None,
                database=None,
                phases=(Phase.generate,),  # to shrink a county takes many minutes; its steps are told as they were
                suppress_health_check=list(HealthCheck),
            ),
        )
    except Exception as fault:
        fault.add_note(f"YIGONGTI_MACHINE_SEED={first} part {part} steps {_STEPS}")
        raise


def play(machine: type[T], frozen: Frozen, steps: Callable[[T], None]) -> None:
    """Play steps that were found by chance before, and check what must hold after them."""
    machine.frozen = frozen
    town = machine()
    try:
        steps(town)
    finally:
        town.teardown()
