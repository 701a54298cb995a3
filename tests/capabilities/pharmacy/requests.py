"""Drug requests for tests: lines of the starter formulary, and a request brought by its moves to any state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import datetime

import msgspec

from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import Register
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.model import inside
from yigongti_desktop.capabilities.pharmacy.model import moves
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.protocol.event import Ruling

NUMBER, DELIVERY = "岳口-20261123-A-001", "市一医-20261123-A-007"
AMOXICILLIN = tianmen().drug("阿莫西林胶囊")
PENICILLIN = tianmen().drug("注射用青霉素钠")
EXPIRY = date(2028, 3, 31)
WANTED = (Wanted(drug=AMOXICILLIN, quantity=100), Wanted(drug=PENICILLIN, quantity=40, remark="门诊用"))
GRANTED = (Decision(drug=AMOXICILLIN, approved=100), Decision(drug=PENICILLIN, approved=30, reason="库存不足"))
PACKED = (
    Parcel(
        drug=AMOXICILLIN, lots=(Lot(lot="A1", expiry=EXPIRY, quantity=60), Lot(lot="A2", expiry=EXPIRY, quantity=40))
    ),
    Parcel(drug=PENICILLIN, lots=(Lot(lot="P1", expiry=EXPIRY, quantity=30),)),
)
COUNTED = (Count(drug=AMOXICILLIN, received=(60, 40)), Count(drug=PENICILLIN, received=(30,)))


def submitted(
    *wanted: Wanted, at: datetime = NOON, register: Register | None = None, now: DrugRequest | None = None
) -> DrugRequest:
    """Return a request that the clinic has submitted."""
    return moves.submit(now, NUMBER, wanted or WANTED, Urgency.ROUTINE, "", ruling(at=at, register=register))


def proposed(*wanted: Wanted, register: Register | None = None) -> DrugRequest:
    """Return a request that lies before the clinic's director."""
    return inside.propose(None, NUMBER, wanted or WANTED, Urgency.ROUTINE, "", ruling(register=register))


def directing(by: Ruling) -> Ruling:
    """Return what a judge knows when the director of the place acts, not whoever wrote the request."""
    actor = msgspec.structs.replace(by.actor, account="director", name="孙立新", roles=frozenset({Role.DIRECTOR}))
    return msgspec.structs.replace(by, actor=actor)


def reviewed(*decisions: Decision) -> DrugRequest:
    return moves.review(submitted(), decisions or GRANTED, ruling(HOSPITAL))


def dispatched(*parcels: Parcel) -> DrugRequest:
    return moves.dispatch(reviewed(), DELIVERY, parcels or PACKED, ruling(HOSPITAL))


def received(*counts: Count) -> DrugRequest:
    return moves.receive(dispatched(), counts or COUNTED, ruling())


def nothing() -> tuple[Decision, ...]:
    """Return decisions that grant nothing."""
    return tuple(Decision(drug=want.drug, approved=0, reason="缺货") for want in WANTED)


def in_state(state: State) -> DrugRequest:
    """Return a request in a state, by the moves that lead there."""
    steps: dict[State, Callable[[], DrugRequest]] = {
        State.DRAFT: lambda: moves.save_draft(None, WANTED, Urgency.ROUTINE, "", ruling()),
        State.PROPOSED: proposed,
        State.SUBMITTED: submitted,
        State.SENT_BACK: lambda: moves.send_back(submitted(), "请说明用途", ruling(HOSPITAL)),
        State.REVIEWED: reviewed,
        State.REJECTED: lambda: reviewed(*nothing()),
        State.DISPATCHED: dispatched,
        State.RECEIVED: received,
        State.WITHDRAWN: lambda: moves.withdraw(submitted(), "", ruling()),
    }
    return steps[state]()
