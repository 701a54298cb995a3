"""两卡 on the form of a service (FND-38): both numbers as a reader types them, whose they are said beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.contracts.model.cards import LONGEST_CARD
from yigongti_desktop.capabilities.contracts.model.cards import card_number
from yigongti_desktop.capabilities.contracts.model.evidence import check_resident_card
from yigongti_desktop.capabilities.contracts.model.evidence import holder
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.store.openings import Opening
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import refusal
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section

RESIDENT, WORKER = "resident_card", "worker_card"
CARDS = (RESIDENT, WORKER)
_NOTE = "放身份证读出证号，也可照卡输入。"


def section(desk: Desk, opening: Opening, today: date) -> Section:
    """Return the fields of both cards: a reader types, and ends with Enter.

    Args:
        desk: says what is wrong.
        opening: the service.
        today: this day.
    """
    is_needed = Evidence.CARDS in opening.item.evidence
    resident = Field(
        name=RESIDENT,
        label="居民卡",
        is_needed=is_needed,
        placeholder="把卡放到读卡器上",
        most=LONGEST_CARD,
        check=lambda typed: wrong_resident(desk, opening, typed, today),
        note=_NOTE,
    )
    worker = Field(
        name=WORKER,
        label="医务人员卡",
        is_needed=is_needed,
        placeholder="再放医务人员的卡",
        most=LONGEST_CARD,
        check=lambda typed: wrong_worker(desk, opening, typed, today),
    )
    return Section("", ((resident, worker),))


def wrong_resident(desk: Desk, opening: Opening, typed: str, today: date) -> str:
    """Return what is wrong with the card of a resident, as a sentence; empty when it is theirs."""
    name = opening.contract.name
    return refusal(desk, lambda: check_resident_card(card_number(typed), opening.id_number, name, today))


def wrong_worker(desk: Desk, opening: Opening, typed: str, on: date) -> str:
    """Return what is wrong with the card of a worker, as a sentence; empty when it is of somebody of the team."""
    return refusal(desk, lambda: holder(card_number(typed), opening.team, on))


def worker_of(opening: Opening, typed: str, on: date) -> Member | None:
    """Return the member of the team whose card was read, or None."""
    try:
        return holder(card_number(typed), opening.team, on)
    except Refused:
        return None


def notes(opening: Opening, values: Mapping[str, Any], on: date, at: datetime | None) -> dict[str, str]:
    """Return what is said beside the cards: whose they are, and when both had been read.

    Args:
        opening: the service.
        values: of the form.
        on: the day of the service.
        at: when both had been read; None before.
    """
    read = f"，{local(at):%m-%d %H:%M} 读到" if at else ""
    is_own = bool(opening.id_number) and card_number(str(values[RESIDENT] or "")) == opening.id_number
    worker = worker_of(opening, str(values[WORKER] or ""), on)
    return {
        RESIDENT: f"是{opening.contract.name}本人的证号。" if is_own else _NOTE,
        WORKER: f"{worker.name}的卡{read}。" if worker else "",
    }
