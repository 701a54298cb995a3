"""Agreements between institutions on the desk of the staffing office."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.staffing.model.agreements import Agreement
from yigongti_desktop.capabilities.staffing.ui.posting_state import OFFICE
from yigongti_desktop.capabilities.staffing.ui.posting_words import AGREEMENTS
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec

PAGE = "agreements"


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.staffing.ui.agreements import AgreementsPage

    return AgreementsPage(desk)


def _found(agreement: Agreement) -> tuple[str, str]:
    return f"{agreement.sender_name}—{agreement.receiver_name}", f"{AGREEMENTS[agreement.kind.value]}协议"


MANIFEST = Manifest(
    pages=(PageSpec(name=PAGE, title="协议", short="协议", icon="document", order=49, roles=OFFICE, make=_page),),
    new=(NewThing(text="登记协议", page=PAGE, argument="new", roles=OFFICE, order=64),),
    finds={"agreement": Found("document", PAGE, _found, OFFICE)},
)
