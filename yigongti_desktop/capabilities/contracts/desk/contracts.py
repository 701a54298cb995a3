"""Contracts on the desk: their page, what they bring to 今日, how they are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.contracts.model import road
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.refused import contracts as refused
from yigongti_desktop.capabilities.contracts.ui import contract_state as state
from yigongti_desktop.capabilities.contracts.ui import contract_today
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.contracts.ui.contracts_page import ContractsPage

    return ContractsPage(desk)


def _found(known: Contract) -> tuple[str, str]:
    return known.name, f"签约　{known.team_name}　至 {known.last.isoformat()}　{known.number}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=contract_today.PAGE,
            title="签约",
            short="签约",
            icon="clipboard",
            order=30,
            roles=state.WRITERS,
            make=_page,
            count=contract_today.count,
            is_of_units=True,
        ),
    ),
    new=(
        NewThing(
            text="签约",
            page=contract_today.PAGE,
            argument="new",
            roles=state.WRITERS,
            order=4,
            is_of_units=True,
        ),
    ),
    todos=contract_today.todos,
    figures=contract_today.figures,
    finds={"contract": Found("clipboard", contract_today.PAGE, _found, state.WRITERS, road.steps)},
    contents=refused.contents,
    take_up=refused.take_up,
)
