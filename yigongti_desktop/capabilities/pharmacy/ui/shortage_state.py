"""A shortage at a glance: its badge, and what may be done with it by whom."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import Kind
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.model.shortage import awaits_answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import awaits_call
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_late
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_over
from yigongti_desktop.capabilities.pharmacy.store.shortages import ShortageRow
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import KINDS
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import KINDS_OF_SOURCE
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.chips import Chip

PHARMACIST = frozenset({Role.PHARMACIST})
WRITERS = CLINICAL_ROLES | PHARMACIST
CENTRE = frozenset({Role.CENTRAL_PHARMACY})
#: Who sees the register at a unit; the central pharmacy sees its own part at the lead hospital.
AT_UNIT = WRITERS | {Role.DIRECTOR}

UNIT_CHIPS = (
    Chip("open", "待办", 0),
    Chip("asked", "已请领", 0),
    Chip("call", "待通知", 0),
    Chip("fetch", "待取", 0),
    Chip("late", "超期", 0),
    Chip("all", "全部", 0),
)
CENTRE_CHIPS = (
    Chip("answer", "待答复", 0),
    Chip("road", "在办", 0),
    Chip("over", "已完结", 0),
    Chip("all", "全部", 0),
)

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


def fits(shortage: Shortage, chip: str, today: date) -> bool:
    """Say whether a shortage belongs under a chip."""
    coming = shortage.state is State.CALLED and shortage.call_result == CallResult.COMING
    tests = {
        "open": shortage.state is State.OPEN,
        "asked": shortage.state is State.ASKED,
        "call": awaits_call(shortage),
        "fetch": coming,
        "late": is_late(shortage, today),
        "answer": awaits_answer(shortage),
        "road": not is_over(shortage) and not awaits_answer(shortage),
        "over": is_over(shortage),
    }
    return tests.get(chip, True)


def is_meant(shortage: Shortage, typed: str) -> bool:
    """Say whether a shortage is meant by what was typed, in lower case: drug, person, initials, telephone, request."""
    plain = (shortage.name, shortage.patient, shortage.phone, shortage.remark, shortage.institution_name)
    keys = keys_of_name(shortage.patient) | keys_of_term(shortage.name)
    if any(key.startswith(typed) for key in keys):
        return True
    return any(typed in text.lower() for text in (*plain, shortage.request_number, shortage.source_number))


def kind_words(shortage: Shortage) -> str:
    """Return what kind of shortage it is, and whether a return slip opened it."""
    return (KINDS_OF_SOURCE if shortage.source else KINDS)[shortage.kind.value]


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
