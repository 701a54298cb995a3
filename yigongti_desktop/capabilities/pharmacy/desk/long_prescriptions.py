"""Long prescriptions on the desk: their page, what they bring to 今日, how they are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import long_road
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.refused import papers as refused_papers
from yigongti_desktop.capabilities.pharmacy.ui import long_state
from yigongti_desktop.capabilities.pharmacy.ui import long_today
from yigongti_desktop.capabilities.pharmacy.ui import long_words
from yigongti_desktop.capabilities.pharmacy.ui.long_state import Entitled
from yigongti_desktop.capabilities.pharmacy.ui.long_state import nobody
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec


def make_page(desk: Any, entitled: Entitled = nobody) -> Any:
    """Return the page.

    Args:
        desk: whose it is.
        entitled: says whether somebody has a contract by which they may have long prescriptions.
    """
    from yigongti_desktop.capabilities.pharmacy.ui.long_prescriptions import LongPrescriptionsPage

    return LongPrescriptionsPage(desk, entitled)


def _found_long(known: LongPrescription) -> tuple[str, str]:
    return known.name, f"{known.drug_name}　长处方　{long_words.STATES[known.state.value]}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=long_today.PAGE,
            title="长处方",
            short="长方",
            icon="calendar",
            order=27,
            roles=long_state.WRITERS,
            make=make_page,
            count=long_today.count,
            is_of_units=True,
        ),
    ),
    new=(
        NewThing(
            text="登记长处方",
            page=long_today.PAGE,
            argument="new",
            roles=long_state.WRITERS,
            order=5,
            is_of_units=True,
        ),
    ),
    todos=long_today.todos,
    finds={"long_prescription": Found("calendar", long_today.PAGE, _found_long, long_state.WRITERS, long_road.steps)},
    contents=refused_papers.long_prescription,
)
