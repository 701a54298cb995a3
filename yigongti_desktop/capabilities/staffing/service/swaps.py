"""One function for each thing that people ask of swaps, which rule judges each act, and what an approval brings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.messages import swaps as m
from yigongti_desktop.capabilities.staffing.messages.rosters import RosterAmended
from yigongti_desktop.capabilities.staffing.model import former
from yigongti_desktop.capabilities.staffing.model import swap_plan
from yigongti_desktop.capabilities.staffing.model import swaps
from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.model.own import WORKERS
from yigongti_desktop.capabilities.staffing.model.own import need_likely
from yigongti_desktop.capabilities.staffing.model.roster import KIND as ROSTER
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.swap_plan import moved_lines
from yigongti_desktop.capabilities.staffing.model.swaps import Swap
from yigongti_desktop.capabilities.staffing.service.rosters import ROSTER_AMENDED
from yigongti_desktop.capabilities.staffing.store.swaps import SWAP
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Reaction
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

#: Why a roster is amended, where nobody has said so.
_EXCHANGE, _TAKING_OVER = "换班", "替班"

OFFERED = EventKind(
    name="swap.offered",
    body=m.SwapOffered,
    of=SWAP,
    decide=lambda now, body, ruling: swaps.offer(now, body.written, ruling),
    roles=WORKERS,
    note=lambda body: body.written.reason,
)
AGREED = EventKind(
    name="swap.agreed",
    body=m.SwapAgreed,
    of=SWAP,
    decide=lambda now, _body, ruling: swaps.agree(now, ruling),
    roles=WORKERS,
)
REJECTED = EventKind(
    name="swap.rejected",
    body=m.SwapRejected,
    of=SWAP,
    decide=lambda now, body, ruling: swaps.reject(now, body.reason, ruling),
    roles=WORKERS,
    note=lambda body: body.reason,
)
WITHDRAWN = EventKind(
    name="swap.withdrawn",
    body=m.SwapWithdrawn,
    of=SWAP,
    decide=lambda now, _body, ruling: swaps.withdraw(now, ruling),
    roles=WORKERS,
)
APPROVED = EventKind(
    name="swap.approved",
    body=m.SwapApproved,
    of=SWAP,
    decide=lambda now, body, ruling: swaps.approve(now, body.answer, ruling),
    roles=ARRANGERS,
    note=lambda body: body.answer,
)
DECLINED = EventKind(
    name="swap.declined",
    body=m.SwapDeclined,
    of=SWAP,
    decide=lambda now, body, ruling: swaps.decline(now, body.reason, ruling),
    roles=ARRANGERS,
    note=lambda body: body.reason,
)


def follow(kind: str, after: Record, _body: msgspec.Struct, register: Lookup) -> Iterable[Reaction]:
    """Return the amendment of the roster by which an approved swap is carried out."""
    if kind != APPROVED.name or not isinstance(after, Swap):
        return
    roster: Roster | None = register.get(ROSTER, after.roster)
    if roster is None:
        return
    usual = _EXCHANGE if after.back is not None else _TAKING_OVER
    body = RosterAmended(
        changes=moved_lines(roster, after.cells),
        reason=after.reason or usual,
        told=(after.giver_name, after.taker_name),
    )
    yield Reaction(kind=ROSTER_AMENDED.name, record=roster.id, body=body)


def offer_swap(uow: UnitOfWork, command: m.OfferSwap) -> Swap:
    """Offer a duty to a colleague; where no roster is named, of the published one that has it."""
    written = command.written
    if not written.roster:
        written = replace(written, roster=_roster_of(uow, written.giver, written.day))
    return uow.emit(OFFERED, uow.ids.new(), m.SwapOffered(written=written))


def agree_to_swap(uow: UnitOfWork, command: m.AgreeToSwap) -> Swap:
    """Agree."""
    return uow.emit(AGREED, command.swap, m.SwapAgreed())


def reject_swap(uow: UnitOfWork, command: m.RejectSwap) -> Swap:
    """Not want it."""
    return uow.emit(REJECTED, command.swap, m.SwapRejected(reason=command.reason))


def withdraw_swap(uow: UnitOfWork, command: m.WithdrawSwap) -> Swap:
    """Withdraw an offer."""
    return uow.emit(WITHDRAWN, command.swap, m.SwapWithdrawn())


def approve_swap(uow: UnitOfWork, command: m.ApproveSwap) -> Swap:
    """Approve a swap; the roster is amended with it."""
    return uow.emit(APPROVED, command.swap, m.SwapApproved(answer=command.answer))


def decline_swap(uow: UnitOfWork, command: m.DeclineSwap) -> Swap:
    """Decline a swap."""
    return uow.emit(DECLINED, command.swap, m.SwapDeclined(reason=command.reason))


def _roster_of(uow: UnitOfWork, person: str, on: date) -> str:
    """Return the published roster on which somebody stands on a day.

    Raises:
        Refused: day_beyond, swap_not_published.
    """
    need_likely(on)
    found = swap_plan.published(former.between(uow.register, uow.actor.institution, on, on), person)
    if found is None:
        raise Refused("swap_not_published")
    return found.id


SLICE = Slice(
    records=(SWAP,),
    events=(OFFERED, AGREED, REJECTED, WITHDRAWN, APPROVED, DECLINED),
    commands=(
        CommandKind(command=m.OfferSwap, handle=offer_swap, roles=WORKERS),
        CommandKind(command=m.AgreeToSwap, handle=agree_to_swap, roles=WORKERS),
        CommandKind(command=m.RejectSwap, handle=reject_swap, roles=WORKERS),
        CommandKind(command=m.WithdrawSwap, handle=withdraw_swap, roles=WORKERS),
        CommandKind(command=m.ApproveSwap, handle=approve_swap, roles=ARRANGERS),
        CommandKind(command=m.DeclineSwap, handle=decline_swap, roles=ARRANGERS),
    ),
)
