"""What a contract brings elsewhere: long prescriptions ask whether somebody has one (FDC-10, PHA-12)."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from yigongti_desktop.app import absences
from yigongti_desktop.capabilities.contracts.model.benefits import Benefit
from yigongti_desktop.capabilities.contracts.model.benefits import benefits_on
from yigongti_desktop.capabilities.contracts.store.persons import of_person
from yigongti_desktop.capabilities.pharmacy.desk import long_prescriptions
from yigongti_desktop.capabilities.pharmacy.ui.long_today import PAGE as LONG
from yigongti_desktop.kit.manifest import PageSpec


def has_long_prescriptions(connection: Any, resident: str, on: date) -> bool:
    """Say whether a resident may have long prescriptions by their contract on a day."""
    return Benefit.LONG_PRESCRIPTION in benefits_on(of_person(connection, resident), on)


#: Pages that are told of contracts, and how they are made then.
_TOLD: Mapping[str, Callable[[Any], Any]] = {
    LONG: partial(long_prescriptions.make_page, entitled=has_long_prescriptions),
    **absences.PAGES,
}


def told_of_contracts(page: PageSpec) -> PageSpec:
    """Return a page that knows of contracts what it may ask of them."""
    return replace(page, make=_TOLD[page.name]) if page.name in _TOLD else page
