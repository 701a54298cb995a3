"""Shortages for tests: written at 岳口, and brought by their moves to any state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import datetime
from typing import Any

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import Register
from tests.capabilities.judging import ruling
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import NUMBER
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.model import shortage_moves as moves
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import Missing
from yigongti_desktop.capabilities.pharmacy.model.shortage import Opening
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State

REQUEST = "request-1"


def missing(**changes: Any) -> Missing:
    """Return what is written at the counter: two boxes of amoxicillin for 邱传富."""
    plain: dict[str, Any] = {"drug": AMOXICILLIN, "quantity": 2, "patient": "邱传富", "phone": "13900000001"}
    return Missing(**plain | changes)


def unlisted(**changes: Any) -> Missing:
    """Return what is written of a drug that is not listed."""
    return missing(**{"drug": "", "name": "他克莫司胶囊 0.5mg", "unit": "盒"} | changes)


def registered(
    what: Missing | None = None, *, at: datetime = NOON, by: str = CLINIC, register: Register | None = None
) -> Shortage:
    return moves.register(None, what or missing(), ruling(by, at, register=register))


def purchase() -> Shortage:
    return registered(unlisted())


def opening(**changes: Any) -> Opening:
    """Return what opens a shortage of 岳口: a return slip that wants five boxes, of which two lack."""
    plain: dict[str, Any] = {
        "institution": CLINIC,
        "source_kind": "referral",
        "source": "r-1",
        "source_number": "岳口-20261123-A-001",
        "drug": AMOXICILLIN,
        "name": "阿莫西林胶囊",
        "strength": "0.25g×24粒",
        "unit": "盒",
        "quantity": 2,
        "wanted": 5,
        "patient": "邱传富",
        "phone": "13900000001",
        "needed_by": date(2026, 11, 26),
        "remark": "2粒　每日3次",
    }
    return Opening(**plain | changes)


def opened(**changes: Any) -> Shortage:
    return moves.open_by_source(None, opening(**changes), ruling(HOSPITAL))


def asked() -> Shortage:
    return moves.ask(registered(), REQUEST, AMOXICILLIN, NUMBER, HOSPITAL, ruling())


def arrived(at: datetime = NOON) -> Shortage:
    return moves.arrive(registered(), "", ruling(at=at))


def called(result: CallResult = CallResult.COMING) -> Shortage:
    return moves.call(arrived(), result, "", ruling())


def in_state(state: State) -> Shortage:
    """Return a shortage in a state, by the moves that lead there."""
    steps: dict[State, Callable[[], Shortage]] = {
        State.OPEN: registered,
        State.ASKED: asked,
        State.ARRIVED: arrived,
        State.CALLED: called,
        State.FETCHED: lambda: moves.fetch(called(), ruling()),
        State.CANCELLED: lambda: moves.cancel(registered(), "已在别处买到", ruling()),
    }
    return steps[state]()
