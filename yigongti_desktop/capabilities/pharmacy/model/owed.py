"""What stays owed when less is sent than was asked for: it is asked for again by itself, and no pack is forgotten."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.difference import to_resend
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Ruling


def ask_again(current: DrugRequest | None, former: str, case: str, ruling: Ruling) -> DrugRequest:
    """Return the request for what stayed owed of another one, or is to be sent again; it waits for a decision.

    Args:
        current: none, since it is made once.
        former: the request of which something stayed owed.
        case: the case in which both sides agreed to send again; empty for what was not sent.
        ruling: what is known beside it.

    Raises:
        Refused: not_found, back_order_there, nothing_owed.
    """
    source: DrugRequest | None = ruling.register.get("drug_request", former)
    if source is None:
        raise Refused("not_found", kind="drug_request")
    if current is not None or ruling.record != back_order_of(case or former):
        raise Refused("back_order_there")
    wanted = _agreed(case, former, ruling) if case else {line.drug: line.owed for line in source.lines}
    owed = [line for line in source.lines if wanted.get(line.drug)]
    if not owed or source.state not in {State.DISPATCHED, State.RECEIVED}:
        raise Refused("nothing_owed")
    return DrugRequest(
        id=ruling.record,
        number=f"{source.number}-{'差' if case else '补'}",
        state=State.SUBMITTED,
        institution=source.institution,
        institution_name=source.institution_name,
        supplier=source.supplier,
        supplier_name=source.supplier_name,
        urgency=source.urgency,
        back_order_of=source.id,
        lines=tuple(_again(line, wanted[line.drug]) for line in owed),
        requester=source.requester,
        requested_by=source.requested_by,
        submitted_at=ruling.at,
        reached_at=ruling.at,
    )


def _agreed(case: str, request: str, ruling: Ruling) -> dict[str, int]:
    found: DifferenceCase | None = ruling.register.get("difference_case", case)
    if found is None or found.request != request:
        raise Refused("not_found", kind="difference_case")
    return to_resend(found)


def _again(line: Line, packs: int) -> Line:
    """Return a line that asks for packs of what another line gave, or should have given."""
    given = line.instead or line
    return Line(
        drug=line.given,
        name=given.name,
        strength=given.strength,
        pack=given.pack,
        unit=given.unit,
        essential=line.essential,
        requested=packs,
        remark=line.remark,
    )


def back_order_of(former: str) -> str:
    """Return the id of the request for what stays owed of this one, or is to be sent again by this case."""
    return derived_id("back_order", former)
