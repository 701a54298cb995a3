"""The trail of a contract: signed, renewed, transferred, ended; what was served under it stands beside."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

ROAD = Road(
    handed_over="contract.signed",
    ahead=(),
    stops=frozenset({"contract.ended", "contract.lapsed", "contract.yielded"}),
    again=frozenset({"contract.renewed", "contract.transferred", "contract.resumed"}),
    beside=frozenset({"contract.served", "contract.unserved"}),
)


def steps(contract: Contract, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a contract as people read it."""
    return walk(ROAD, entries, ended=contract.ended is not None)
