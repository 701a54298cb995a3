"""A village's request at a glance: its badge, and who may do what with it."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.model.village import VillageState
from yigongti_desktop.capabilities.pharmacy.store.villages import VillageRow
from yigongti_desktop.capabilities.pharmacy.ui.words import VILLAGE_STATES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.badge import Badge

ASKERS = frozenset({Role.VILLAGE_DOCTOR, Role.PHARMACIST})
#: Those who order for the villages and give out what comes.
PHARMACISTS = frozenset({Role.PHARMACIST})
_BADGES = {
    VillageState.ASKED: ("warn", "inbox"),
    VillageState.MERGED: ("accent", "check"),
    VillageState.ISSUED: ("ok", "check"),
    VillageState.DROPPED: ("neutral", "undo"),
}
_RANKS = {VillageState.ASKED: 0, VillageState.MERGED: 2}


def may_write(request: VillageRequest, actor: Actor) -> bool:
    """Say whether this person may still change what a village asks for."""
    return request.state is VillageState.ASKED and actor.may(ASKERS)


def is_to_share(row: VillageRow) -> bool:
    """Say whether what was ordered for a village has come and waits for it."""
    return row.has_come and row.request.state is VillageState.MERGED


def badge(row: VillageRow) -> Badge:
    """Return the badge of a village's request."""
    if row.is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    if is_to_share(row):
        return Badge("到货待分发", "warn", "box")
    return Badge(VILLAGE_STATES[row.request.state.value], *_BADGES[row.request.state])


def rank(row: VillageRow) -> tuple[int, float]:
    """Return where a request stands in its list: what is to be done first, the latest first."""
    group = 1 if is_to_share(row) else _RANKS.get(row.request.state, 3)
    return group, -row.request.asked_at.timestamp()
