"""The ordinary road of a referral, up or down, for its trail (REF-16)."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

#: Remarks beside the road, and what the hub noted.
_BESIDE = frozenset(
    {
        "referral.approved",
        "referral.booked",
        "referral.printed",
        "referral.contact_logged",
        "referral.completed",
        "referral.draft_saved",
        "referral.rebooked",
        "referral.tracking_handed_over",
        "referral.limit_passed",
        "referral.mended",
        "referral.contract_noted",
    }
)
#: What opens a case again that was closed.
_BACK = frozenset({"referral.reopened", "referral.death_put_right"})
ROAD = Road(
    handed_over="referral.sent",
    ahead=(
        "referral.reached",
        "referral.accepted",
        "referral.arrived",
        "referral.returned",
        "referral.followed_up",
        "referral.closed",
    ),
    stops=frozenset({"referral.declined", "referral.denied", "referral.withdrawn", "referral.expired"}),
    again=frozenset({"referral.redirected", "referral.retargeted", "referral.turned_up", "referral.renewed"}),
    like={"referral.taken_over": "referral.arrived"},
    brought={"referral.presented": "delivered", "referral.return_presented": "referral.returned"},
    back=_BACK,
    beside=_BESIDE,
)
#: The road of a case that a hospital begins.
DOWN_ROAD = Road(
    handed_over="referral.sent_down",
    ahead=(
        "referral.reached",
        "referral.taken_on",
        "referral.received",
        "referral.followed_up",
        "referral.closed",
    ),
    stops=frozenset({"referral.turned_down", "referral.withdrawn", "referral.expired"}),
    again=frozenset({"referral.retargeted", "referral.renewed"}),
    back=_BACK,
    beside=_BESIDE,
)


def steps(referral: Referral, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a case as people read it."""
    return walk(DOWN_ROAD if referral.is_down else ROAD, entries, ended=referral.state in ENDED)
