"""What village clinics ask of their township unit, which orders for all of them (PHA-04) and shares out what comes.

Village clinics use essential medicines only (PHA-05): another drug is asked for with a reason, and stays marked.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import lines as requesting
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import Share
from yigongti_desktop.capabilities.pharmacy.model.sides import need_side
from yigongti_desktop.capabilities.pharmacy.model.sides import tidy_note
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.institution import need_institution

_LONGEST_NAME = 40


class VillageState(StrEnum):
    """Where a village's request stands."""

    ASKED = "asked"
    MERGED = "merged"
    ISSUED = "issued"
    DROPPED = "dropped"


LIFECYCLE: Lifecycle[VillageState] = Lifecycle(
    {
        "merge": (frozenset({VillageState.ASKED}), VillageState.MERGED),
        "part": (frozenset({VillageState.MERGED}), VillageState.ASKED),
        "issue": (frozenset({VillageState.ASKED, VillageState.MERGED, VillageState.ISSUED}), VillageState.ISSUED),
        "take_back": (frozenset({VillageState.ISSUED, VillageState.MERGED, VillageState.ASKED}), VillageState.ASKED),
        "drop": (frozenset({VillageState.ASKED, VillageState.MERGED}), VillageState.DROPPED),
    },
    kind="village_request",
)


class VillageLine(msgspec.Struct, frozen=True, kw_only=True):
    """One drug that a village asks for."""

    drug: str
    name: str
    strength: str = ""
    pack: str = ""
    unit: str = ""
    essential: bool = False
    quantity: int
    #: Why a drug that is not an essential medicine.
    reason: str = ""
    #: What was said of one that is.
    remark: str = ""
    #: Packs that it has been given so far.
    issued: int = 0


class VillageRequest(Record, frozen=True, kw_only=True):
    """A village clinic's request (村室请领)."""

    number: str = ""
    state: VillageState
    institution: str
    village: str
    lines: tuple[VillageLine, ...]
    #: The township unit's order that it is part of.
    request: str = ""
    requester: str = ""
    asked_at: datetime
    issued_at: datetime | None = None
    reason: str = ""


def ask(
    current: VillageRequest | None, number: str, village: str, wanted: Iterable[Wanted], ruling: Ruling
) -> VillageRequest:
    """Ask for drugs, for a village; asked again before it is merged, it takes the place of what was asked.

    Raises:
        Refused: field_empty, field_long, wrong_state, not_holder, not_essential, or what is wrong with a line.
    """
    if current is not None:
        need_side(ruling, current.institution)
        if current.state is not VillageState.ASKED:
            raise LIFECYCLE.refusal("ask", current.state)
    own = need_institution(ruling.register, ruling.actor.institution)
    name = clean_line(village)
    if not name:
        raise Refused("field_empty", field="village")
    if len(name) > _LONGEST_NAME:
        raise Refused("field_long", field="village", most=_LONGEST_NAME, length=len(name))
    checked = requesting.check_wanted(wanted, own.community_on(day(ruling.at)), ruling)
    for place, line in enumerate(checked, start=1):
        if not line.essential and not line.remark:
            raise Refused("not_essential", line=place, name=line.name)
    return VillageRequest(
        id=ruling.record,
        revision=current.revision if current else 0,
        number=current.number if current else number,
        state=VillageState.ASKED,
        institution=own.id,
        village=name,
        lines=tuple(
            VillageLine(
                drug=line.drug,
                name=line.name,
                strength=line.strength,
                pack=line.pack,
                unit=line.unit,
                essential=line.essential,
                quantity=line.requested,
                reason="" if line.essential else line.remark,
                remark=line.remark if line.essential else "",
            )
            for line in checked
        ),
        requester=ruling.actor.name,
        asked_at=ruling.at,
    )


def merged(requests: Iterable[VillageRequest], own: Iterable[Wanted] = ()) -> tuple[Wanted, ...]:
    """Return what a township unit orders for its villages and itself: one line a drug, with each village's share."""
    ordered = {want.drug: want for want in own}
    quantities = {drug: want.quantity for drug, want in ordered.items()}
    shares: dict[str, list[Share]] = {drug: list(want.shares) for drug, want in ordered.items()}
    for request in requests:
        for line in request.lines:
            left = line.quantity - line.issued
            if left > 0:
                quantities[line.drug] = quantities.get(line.drug, 0) + left
                share = Share(request=request.id, village=request.village, quantity=left)
                shares.setdefault(line.drug, []).append(share)
    return tuple(
        replace(
            ordered.get(drug) or Wanted(drug=drug, quantity=quantity),
            quantity=quantity,
            shares=tuple(shares.get(drug, ())),
        )
        for drug, quantity in quantities.items()
    )


def split(received: int, requested: int, shares: Sequence[Share]) -> tuple[int, ...]:
    """Return how what came is shared out: each village its share, or its part of it when less came.

    Of what does not divide, packs go to those whose part was cut most, the first of equals first. What was ordered
    beyond the shares is the unit's own and is cut alike.

    Args:
        received: packs that came.
        requested: packs that were ordered.
        shares: of the villages.
    """
    if received >= requested or not shares:
        return tuple(share.quantity for share in shares)
    parts = [share.quantity * received for share in shares]
    whole = [part // requested for part in parts]
    left = sum(parts) // requested - sum(whole)
    for place in sorted(range(len(parts)), key=lambda one: -(parts[one] % requested))[:left]:
        whole[place] += 1
    return tuple(whole)


def merge(current: VillageRequest | None, request: str, ruling: Ruling) -> VillageRequest:
    """Note that the unit's order has it."""
    known = _own(current, ruling)
    return replace(known, state=LIFECYCLE.after("merge", known.state), request=request)


def part(current: VillageRequest | None, request: str, ruling: Ruling) -> VillageRequest:
    """Note that the order it was part of came to nothing: it waits again."""
    known = _own(current, ruling)
    if known.request != request:
        raise LIFECYCLE.refusal("part", known.state)
    return replace(known, state=LIFECYCLE.after("part", known.state), request="")


def issue(current: VillageRequest | None, given: dict[str, int], ruling: Ruling) -> VillageRequest:
    """Note what it was given, packs by drug; what it did not ask for changes nothing here."""
    known = _own(current, ruling)
    return replace(
        known,
        state=LIFECYCLE.after("issue", known.state),
        lines=tuple(replace(line, issued=line.issued + given.get(line.drug, 0)) for line in known.lines),
        issued_at=ruling.at,
    )


def take_back(current: VillageRequest | None, given: dict[str, int], ruling: Ruling) -> VillageRequest:
    """Note that what it was given was taken back (冲红), packs by drug: it waits for them again (PHA-04).

    Raises:
        Refused: not_found, not_holder, wrong_state.
    """
    known = _own(current, ruling)
    state = LIFECYCLE.after("take_back", known.state)
    lines = tuple(replace(line, issued=max(line.issued - given.get(line.drug, 0), 0)) for line in known.lines)
    is_given = any(line.issued for line in lines)
    return replace(
        known,
        state=VillageState.MERGED if known.request else state,
        lines=lines,
        issued_at=known.issued_at if is_given else None,
    )


def drop(current: VillageRequest | None, reason: str, ruling: Ruling) -> VillageRequest:
    """Give a village's request up.

    Raises:
        Refused: field_empty, wrong_state.
    """
    known = _own(current, ruling)
    if not tidy_note(reason):
        raise Refused("field_empty", field="reason")
    return replace(known, state=LIFECYCLE.after("drop", known.state), reason=tidy_note(reason))


def streams(request: VillageRequest) -> frozenset[str]:
    """Return who receives it: the township unit."""
    return frozenset({f"unit:{request.institution}"})


def _own(current: VillageRequest | None, ruling: Ruling) -> VillageRequest:
    if current is None:
        raise Refused("not_found", kind="village_request")
    need_side(ruling, current.institution)
    return current
