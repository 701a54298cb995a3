"""What stands in the history of a drug: its lots, and what moved it; in words too, for who cannot see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model.limits import Limits
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.store.shelf import Step
from yigongti_desktop.capabilities.pharmacy.store.stock import LotBalance
from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import KINDS
from yigongti_desktop.kit.words import short_time


@dataclass(frozen=True)
class Head:
    """What stands over lots or movements."""

    title: str
    detail: str = ""


@dataclass(frozen=True)
class LotItem:
    """A lot in a room."""

    lot: LotBalance
    unit: str
    today: date
    limits: Limits
    hold: LotHold | None = None


@dataclass(frozen=True)
class StepItem:
    """A movement."""

    step: Step
    drug: str
    unit: str
    now: datetime


Item = Head | LotItem | StepItem


def words(item: Item) -> str:
    """Return a row in words, for who cannot see it."""
    if isinstance(item, Head):
        return f"{item.title} {item.detail}".strip()
    if isinstance(item, LotItem):
        key = item.lot.key
        held = "　停用" if item.hold else ""
        amount = state.counted(item.lot.quantity, item.unit)
        return f"{key.lot}　{key.expiry}　{state.room_name(key.room)}　{amount}{held}"
    entry = item.step.entry
    amount = f"{moved(item):+,}" if item.step.amount else f"{moved(item):,}"
    head = f"{said(item)}　{amount}　结存 {item.step.balance:,}"
    return f"{head}　{short_time(entry.at, item.now)}　{entry.number or entry.document}".rstrip()


def said(item: StepItem) -> str:
    """Return what a movement was: 科室领用　内科."""
    entry = item.step.entry
    if entry.kind is EntryKind.TRANSFER:
        return f"{KINDS[entry.kind]}　{state.room_name(entry.room)} → {state.room_name(entry.other_room)}"
    who = entry.partner_name or (entry.reason if entry.kind is EntryKind.REVERSAL else "")
    return "　".join(part for part in (KINDS[entry.kind], who) if part)


def moved(item: StepItem) -> int:
    """Return how much a movement moved; a transfer from room to room bears no sign."""
    if item.step.amount:
        return item.step.amount
    return sum(abs(line.quantity) for line in item.step.entry.lines if line.drug == item.drug)


def key_of(item: Item | None) -> object:
    """Return by what a lot or a movement is known again; None for what is neither."""
    if isinstance(item, LotItem):
        return item.lot.key
    return item.step.entry.id if isinstance(item, StepItem) else None
