"""The ordinary road of a referral, for its trail."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Road
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.registry.model.trail import walk

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
    again=frozenset({"referral.redirected", "referral.retargeted"}),
    beside=frozenset(
        {
            "referral.approved",
            "referral.printed",
            "referral.contact_logged",
            "referral.completed",
            "referral.draft_saved",
        }
    ),
)


def steps(referral: Referral, entries: Sequence[TrailEntry]) -> tuple[Step, ...]:
    """Return the trail of a case as people read it."""
    return walk(ROAD, entries, ended=referral.state in ENDED)
