"""A shortage at a glance: its badge, and what may be done with it by whom."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import Kind
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.model.shortage import awaits_answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_late
from yigongti_desktop.capabilities.pharmacy.store.shortages import ShortageRow
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.badge import Badge

PHARMACIST = frozenset({Role.PHARMACIST})
WRITERS = CLINICAL_ROLES | PHARMACIST
CENTRE = frozenset({Role.CENTRAL_PHARMACY})
#: Who sees the register at a unit; the central pharmacy sees its own part at the lead hospital.
AT_UNIT = WRITERS | {Role.DIRECTOR}

_SOON = 1
_CALLS = {
    CallResult.COMING: Badge("会来取", "accent", "phone"),
    CallResult.NO_ANSWER: Badge("没接通", "warn", "phone"),
    CallResult.NOT_WANTED: Badge("不要了", "neutral", "close"),
}
_ENDED = {
    State.FETCHED: Badge("已取走", "ok", "check"),
    State.CANCELLED: Badge("已取消", "neutral", "close"),
}


def badge(row: ShortageRow, today: date, *, is_centre: bool = False) -> Badge:
    """Return the badge: what is owed to whom, or how late it is."""
    shortage = row.shortage
    if shortage.state in _ENDED:
        return _ENDED[shortage.state]
    if shortage.state is State.ARRIVED:
        return Badge("已到货", "ok", "box") if is_centre else Badge("待通知", "warn", "phone")
    if shortage.state is State.CALLED:
        return _CALLS[CallResult(shortage.call_result)]
    if is_centre and awaits_answer(shortage):
        return Badge("待答复", "warn", "inbox")
    return _of_awaited(row, today)


def amount(shortage: Shortage) -> str:
    """Return how much of it: 2 盒."""
    return f"{shortage.quantity:,} {shortage.unit}"


def _of_awaited(row: ShortageRow, today: date) -> Badge:
    """Return the badge of a drug that is still to come."""
    shortage, days = row.shortage, (row.shortage.needed_by - today).days
    if is_late(shortage, today):
        return Badge(f"超 {-days} 天", "danger", "alert")
    if shortage.answer:
        can = shortage.answer == Answer.CAN_BUY
        return Badge("能买", "accent", "check") if can else Badge("买不到", "danger", "close")
    if days <= _SOON:
        return Badge("今天要" if days == 0 else f"剩 {days} 天", "warn", "clock")
    if shortage.state is State.ASKED:
        return Badge("已请领", "accent", "truck")
    if row.is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    return Badge("代购" if shortage.kind is Kind.PURCHASE else "待办", "neutral", "clock")
