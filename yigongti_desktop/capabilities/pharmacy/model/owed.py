"""What stays owed when less is sent than was asked for: it is asked for again by itself, and no pack is forgotten."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Ruling


def ask_again(current: DrugRequest | None, former: str, ruling: Ruling) -> DrugRequest:
    """Return the request for what stayed owed of another one, made as that was sent; it waits for a decision.

    Raises:
        Refused: not_found, nothing_owed; entry_there when it has been made.
    """
    source: DrugRequest | None = ruling.register.get("drug_request", former)
    if source is None:
        raise Refused("not_found", kind="drug_request")
    if current is not None or ruling.record != back_order_of(former):
        raise Refused("back_order_there")
    owed = [line for line in source.lines if line.owed]
    if not owed or source.state not in {State.DISPATCHED, State.RECEIVED}:
        raise Refused("nothing_owed")
    return DrugRequest(
        id=ruling.record,
        number=f"{source.number}-补",
        state=State.SUBMITTED,
        institution=source.institution,
        institution_name=source.institution_name,
        supplier=source.supplier,
        supplier_name=source.supplier_name,
        urgency=source.urgency,
        back_order_of=source.id,
        lines=tuple(
            Line(
                drug=line.drug,
                name=line.name,
                strength=line.strength,
                pack=line.pack,
                unit=line.unit,
                essential=line.essential,
                requested=line.owed,
                remark=line.remark,
            )
            for line in owed
        ),
        requester=source.requester,
        requested_by=source.requested_by,
        submitted_at=ruling.at,
        reached_at=ruling.at,
    )


def back_order_of(request: str) -> str:
    """Return the id of the request for what stays owed of this one."""
    return derived_id("back_order", request)
