"""What either side and the hub itself do: lapse, arrival at a desk, prints."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model import both
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.service.roles import ANYBODY_HERE
from yigongti_desktop.capabilities.referrals.service.roles import HUB
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

EXPIRED = EventKind(
    name="referral.expired",
    body=m.ReferralExpired,
    of=REFERRAL,
    decide=lambda now, _body, ruling: both.expire(now, ruling),
    roles=ANYBODY_HERE | HUB,
)
REACHED = EventKind(
    name="referral.reached",
    body=m.ReferralReached,
    of=REFERRAL,
    decide=lambda now, _body, ruling: both.reach(now, ruling),
    roles=HUB,
)
PRINTED = EventKind(
    name="referral.printed",
    body=m.SlipPrinted,
    of=REFERRAL,
    decide=lambda now, body, ruling: both.note_print(now, body.paper, ruling),
    roles=ANYBODY_HERE,
    note=lambda body: f"{body.paper}:{body.copy}",
)


def expire_referral(uow: UnitOfWork, command: m.ExpireReferral) -> Referral:
    """Let a slip lapse whose time is over."""
    return uow.emit(EXPIRED, command.referral, m.ReferralExpired())


def print_referral(uow: UnitOfWork, command: m.PrintReferral) -> Referral:
    """Count a print of a slip."""
    referral = uow.get(REFERRAL, command.referral)
    before = referral.prints if command.paper == "transfer_out" else referral.return_prints
    return uow.emit(PRINTED, command.referral, m.SlipPrinted(paper=command.paper, copy=before + 1))


SLICE = Slice(
    records=(),
    events=(
        EXPIRED,
        REACHED,
        PRINTED,
    ),
    commands=(
        CommandKind(command=m.ExpireReferral, handle=expire_referral, roles=ANYBODY_HERE),
        CommandKind(command=m.PrintReferral, handle=print_referral, roles=ANYBODY_HERE),
    ),
)
