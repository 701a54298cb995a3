"""What a month of a doctor at a unit costs a plan: the way there, and another department than the one supported.

The weights are the county's (`staffing.way_*`, `staffing.other_department_price`) beside the planner's own prices: a
month in which a unit has nobody costs 100, one in which a promotion is still due 2. What is not known costs nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import msgspec

from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """How much the way and the department weigh."""

    #: Kilometres that cost nothing, and kilometres of a step beyond them.
    free: int = 10
    step: int = 10
    #: What each step begun costs in each month, and what the farthest unit costs.
    price: int = 1
    most: int = 5
    #: What a month costs of somebody of another department than those that the agreement supports (STF-07).
    other: int = 4


def weights(register: Lookup, on: date) -> Weights:
    """Return the county's weights on a day; a figure below nought is taken as nought."""
    usual = Weights()

    def figure(name: str, default: int, least: int = 0) -> int:
        return max(rule(register, f"staffing.{name}", on, default), least)

    return Weights(
        free=figure("way_free_km", usual.free),
        step=figure("way_step_km", usual.step, least=1),
        price=figure("way_step_price", usual.price),
        most=figure("way_most_price", usual.most),
        other=figure("other_department_price", usual.other),
    )


def way_price(kilometres: int, its: Weights, *, is_near: bool) -> int:
    """Return what the way costs in a month: nothing for who lives near the unit, nor where it is not written down."""
    beyond = kilometres - its.free
    if is_near or beyond <= 0:
        return 0
    return min(-(-beyond // its.step) * its.price, its.most)


def department_price(department: str, supported: Collection[str], its: Weights) -> int:
    """Return what it costs that somebody is of no department that is supported at a unit (STF-07)."""
    return its.other if supported and department not in supported else 0
