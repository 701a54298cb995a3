"""Leave that is granted, as rosters look it up: by marks on its unit, one for each month that it touches."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.staffing.model.leave import KIND
from yigongti_desktop.capabilities.staffing.model.leave import NAMES
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.protocol.event import Books


def account(unit: str, month: date) -> str:
    """Return the account of the leave that touches a month."""
    return f"leave.{unit}.{month:%Y-%m}"


def posted(slip: LeaveSlip) -> tuple[tuple[str, int], ...]:
    """Return the marks by which leave is found among that of its unit; none while nobody has granted it."""
    if not slip.is_granted:
        return ()
    months = dict.fromkeys(day.replace(day=1) for day in slip.written().dates())
    return tuple((account(slip.institution, month), 1) for month in months)


def granted(register: Books, unit: str, first: date, last: date) -> tuple[Leave, ...]:
    """Return the leave of a unit that is granted and names a day between two, the earliest first."""
    found: dict[str, LeaveSlip] = {}
    month = first.replace(day=1)
    while month <= last:
        for record in register.posted(account(unit, month)):
            one: LeaveSlip | None = register.get(KIND, record)
            if one is not None and one.first <= last and one.last >= first:
                found[record] = one
        month = months_after(month, 1)
    ordered = sorted(found.values(), key=lambda one: (one.first, one.id))
    return tuple(as_leave(one) for one in ordered)


def as_leave(slip: LeaveSlip) -> Leave:
    """Return leave as rosters take it."""
    return Leave(
        person=slip.person,
        first=slip.first,
        last=slip.last,
        name=NAMES[slip.kind],
        from_noon=slip.from_noon,
        until_noon=slip.until_noon,
    )
