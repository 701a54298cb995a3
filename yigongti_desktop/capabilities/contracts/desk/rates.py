"""The figures of contracts on the desk of a unit.

A lead hospital has no such page: contracts, services and residents come to the unit that holds them and to no other,
so that there is nothing at the community office to reckon a unit's figures from.
"""

from __future__ import annotations

from typing import Any

from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec

_SEEN_BY = frozenset({Role.DIRECTOR, Role.PUBLIC_HEALTH})


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.contracts.ui.rates_page import RatesPage

    return RatesPage(desk)


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name="rates",
            title="签约指标",
            short="签率",
            icon="chart",
            order=38,
            roles=_SEEN_BY,
            make=_page,
            is_of_units=True,
        ),
    )
)
