"""What the moves of a request share: whose it is, whom it is asked of, what is written into it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import lines
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import LIFECYCLE
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.institution import lead_of
from yigongti_desktop.registry.model.institution import need_institution

_LONGEST_NOTE = 200


def written(
    current: DrugRequest | None,
    act: str,
    number: str,
    wanted: Iterable[lines.Wanted],
    urgency: Urgency,
    note: str,
    ruling: Ruling,
) -> DrugRequest:
    """Return a request as the clinic writes it: new, a draft, or one that came back, which keeps its number."""
    request = current or begin(ruling)
    need_side(ruling, request.institution)
    state = LIFECYCLE.after(act, request.state)
    request = supplied(request, ruling)
    community = need_institution(ruling.register, request.institution).community_on(day(ruling.at))
    return replace(
        request,
        state=state,
        number=request.number or number,
        lines=lines.check_wanted(wanted, community, ruling),
        urgency=urgency,
        note=tidy_note(note),
        requester=ruling.actor.name,
        requested_by=ruling.actor.account,
        submitted_at=ruling.at,
        reached_at=None,
        reason="",
    )


def begin(ruling: Ruling) -> DrugRequest:
    """Return an empty request of whoever acts."""
    own = need_institution(ruling.register, ruling.actor.institution)
    new = DrugRequest(id=ruling.record, state=State.DRAFT, institution=own.id, institution_name=own.name, supplier="")
    return supplied(new, ruling)


def supplied(request: DrugRequest, ruling: Ruling) -> DrugRequest:
    """Return the request as asked of the hospital that leads the clinic's community on the day."""
    own = need_institution(ruling.register, request.institution)
    supplier = need_institution(ruling.register, lead_of(ruling.register, own, day(ruling.at)))
    if supplier.id == own.id:
        raise Refused("supplier_is_self")
    return replace(request, supplier=supplier.id, supplier_name=supplier.name)


def existing(current: DrugRequest | None) -> DrugRequest:
    """Return a request that must be there.

    Raises:
        Refused: not_found.
    """
    if current is None:
        raise Refused("not_found", kind="drug_request")
    return current


def need_side(ruling: Ruling, *sides: str) -> None:
    """Refuse whoever belongs to none of these institutions.

    Raises:
        Refused: not_holder.
    """
    if ruling.actor.institution not in sides:
        raise Refused("not_holder")


def tidy_note(typed: str) -> str:
    """Return words to a request as they are kept.

    Raises:
        Refused: field_long.
    """
    tidy = clean_line(typed)
    if len(tidy) > _LONGEST_NOTE:
        raise Refused("field_long", field="note", most=_LONGEST_NOTE, length=len(tidy))
    return tidy
