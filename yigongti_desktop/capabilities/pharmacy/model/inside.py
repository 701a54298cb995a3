"""Inside the clinic: whoever writes a request lays it before the director, where the county wants it (药房 → 院长)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import lines
from yigongti_desktop.capabilities.pharmacy.model import sides
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import LIFECYCLE
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.county import rule


def propose(
    current: DrugRequest | None,
    number: str,
    wanted: Iterable[lines.Wanted],
    urgency: Urgency,
    note: str,
    ruling: Ruling,
) -> DrugRequest:
    """Lay a request before the clinic's director; only the clinic's own desks see it until it is let go."""
    request = sides.written(current, "propose", number, wanted, urgency, note, ruling)
    return replace(request, submitted_at=current.submitted_at if current else None, endorser="", endorsed_at=None)


def endorse(current: DrugRequest | None, ruling: Ruling) -> DrugRequest:
    """Let a request go to the central pharmacy (药房 → 院长); not by whoever asked.

    Raises:
        Refused: not_found, not_holder, wrong_state, own_request.
    """
    request = sides.existing(current)
    sides.need_side(ruling, request.institution)
    if request.state is not State.PROPOSED:
        raise LIFECYCLE.refusal("endorse", request.state)
    if request.requested_by == ruling.actor.account:
        raise Refused("own_request")
    return replace(
        sides.supplied(request, ruling),
        state=LIFECYCLE.after("submit", request.state),
        endorser=ruling.actor.name,
        endorsed_at=ruling.at,
        submitted_at=ruling.at,
        reached_at=None,
        reason="",
    )


def decline(current: DrugRequest | None, reason: str, ruling: Ruling) -> DrugRequest:
    """Give a request back to whoever wrote it, inside the clinic."""
    request = sides.existing(current)
    sides.need_side(ruling, request.institution)
    state = LIFECYCLE.after("decline", request.state)
    if not sides.tidy_note(reason):
        raise Refused("field_empty", field="reason")
    return replace(request, state=state, reason=sides.tidy_note(reason))


def asks_inside(register: Lookup, on: date) -> bool:
    """Say whether the county wants a clinic's director to let its requests go."""
    return rule(register, "request.endorsed_inside", on, default=False)
