"""What a contracted resident is entitled to while the agreement holds (FDC-10 签约优惠)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from yigongti_desktop.capabilities.contracts.model.contract import Contract


class Benefit(StrEnum):
    """What the community grants to residents with a contract."""

    PRIORITY = "priority"
    BOOKING = "booking"
    EXAMINATION = "examination"
    ADMISSION = "admission"
    LONG_PRESCRIPTION = "long_prescription"


def benefits_on(contract: Contract | None, day: date) -> tuple[Benefit, ...]:
    """Return what somebody is entitled to on a day by their contract; nothing while no agreement of it holds."""
    return tuple(Benefit) if contract is not None and contract.on(day) is not None else ()
