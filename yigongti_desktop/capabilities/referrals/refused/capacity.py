"""Refused acts on reserved capacity and on holds: what stands in them, and where they are taken up."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.referrals.messages import capacity as m
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.capacity import Slot
from yigongti_desktop.capabilities.referrals.model.capacity import said
from yigongti_desktop.capabilities.referrals.model.capacity import slot_of
from yigongti_desktop.capabilities.referrals.model.capacity_share import monday
from yigongti_desktop.capabilities.referrals.store import capacity as store
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.capabilities.referrals.ui.capacity_words import KINDS
from yigongti_desktop.capabilities.referrals.ui.capacity_words import WHY
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.storage import records


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a line or on a hold."""
    if act.record_kind == store.LINE.name:
        return _of_line(connection, act)
    if act.record_kind == store.HOLD.name:
        return _of_hold(connection, act)
    return None


def take_up(connection: Any, _actor: Actor, act: Any, _now: datetime) -> tuple[str, str] | None:
    """Lead to the week of a line, or to the case of a hold."""
    if act.kind == "capacity.published":
        body = msgspec.json.decode(act.body, type=m.CapacityPublished)
        return "capacity", monday(body.slot.day).isoformat()
    if act.kind in {"capacity.changed", "capacity.closed"}:
        on = _day_of(connection, act.record)
        return ("capacity", monday(on).isoformat()) if on else None
    if act.kind == "slot_hold.asked":
        return "referrals", msgspec.json.decode(act.body, type=m.SlotAsked).referral
    return None


def _of_line(connection: Any, act: Any) -> list[tuple[str, str]]:
    if act.kind == "capacity.published":
        body = msgspec.json.decode(act.body, type=m.CapacityPublished)
        return _slot(body.slot) + _numbers(body.numbers)
    line = records.load(connection, store.LINE, act.record)
    found = _slot(slot_of(line)) if line else []
    if act.kind == "capacity.changed":
        changed = msgspec.json.decode(act.body, type=m.CapacityChanged)
        where = [("改成", "　".join(part for part in (changed.time, changed.place) if part))]
        return found + _numbers(changed.numbers) + where
    if act.kind == "capacity.closed":
        return [*found, ("停诊原因", msgspec.json.decode(act.body, type=m.CapacityClosed).reason)]
    return found


def _of_hold(connection: Any, act: Any) -> list[tuple[str, str]]:
    if act.kind == "slot_hold.asked":
        body = msgspec.json.decode(act.body, type=m.SlotAsked)
        line = records.load(connection, store.LINE, body.line)
        case = records.load(connection, REFERRAL, body.referral)
        who = [("患者", f"{case.slip.patient.name}　{case.number}".strip("　"))] if case else []
        return who + (_slot(slot_of(line)) if line else [])
    hold = records.load(connection, store.HOLD, act.record)
    found = _slot(hold.slot) if hold else []
    if act.kind == "slot_hold.moved":
        found = _slot(msgspec.json.decode(act.body, type=m.SlotMoved).slot)
    if act.kind == "slot_hold.given_up":
        found = [*found, ("原因", WHY[msgspec.json.decode(act.body, type=m.SlotGivenUp).why.value])]
    return found


def _slot(slot: Slot) -> list[tuple[str, str]]:
    return [("号源", f"{KINDS[slot.kind.value]}　{said(slot)}")]


def _numbers(numbers: Numbers) -> list[tuple[str, str]]:
    return [("预留/总数", f"{numbers.reserved}/{numbers.total}")]


def _day_of(connection: Any, record: str) -> date | None:
    line = records.load(connection, store.LINE, record)
    return line.day if line else None
