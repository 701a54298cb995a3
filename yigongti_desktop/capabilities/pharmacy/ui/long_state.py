"""A long prescription at a glance: its badge, whether it is soon to be fetched or late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongState
from yigongti_desktop.capabilities.pharmacy.store.long_prescriptions import LongRow
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.badge import Badge

WRITERS = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.PHARMACIST, Role.DIRECTOR})
KEEPERS = frozenset({Role.PHARMACIST, Role.DIRECTOR})
#: Days before it is fetched from which it stands out.
SOON = 7
#: Says whether a resident has a contract that entitles them to long prescriptions: (connection, resident, day).
Entitled = Callable[[Any, str, date], bool]
_OVER = {
    LongState.FETCHED: Badge("已取药", "ok", "check"),
    LongState.CANCELLED: Badge("已取消", "neutral", "undo"),
    LongState.EXPIRED: Badge("逾期释放", "neutral", "close"),
}


def nobody(_connection: Any, _resident: str, _on: date) -> bool:
    """Say no: where nobody knows of contracts, the person at the desk says who has one."""
    return False


def badge(row: LongRow, today: date) -> Badge:
    """Return the badge: how far off the day is on which it is fetched, or how it ended."""
    known = row.prescription
    if known.state is not LongState.RESERVED:
        return Badge("待上传", "neutral", "arrow-up") if row.is_waiting else _OVER[known.state]
    days = (known.next_date - today).days
    if days < 0:
        return Badge(f"逾期 {-days} 天", "danger", "alert")
    if days <= SOON:
        return Badge("今天取药" if days == 0 else f"{days} 天后取", "warn", "clock")
    return Badge("已留药", "accent", "box")


def is_soon(known: LongPrescription, today: date) -> bool:
    """Say whether it is fetched today or in the next days."""
    return known.state is LongState.RESERVED and 0 <= (known.next_date - today).days <= SOON


def is_late(known: LongPrescription, today: date) -> bool:
    """Say whether its day has passed."""
    return known.state is LongState.RESERVED and known.next_date < today


def may_expire(known: LongPrescription, today: date) -> bool:
    """Say whether nobody has come for so long that its drugs may be freed."""
    return known.state is LongState.RESERVED and known.keep_until < today
