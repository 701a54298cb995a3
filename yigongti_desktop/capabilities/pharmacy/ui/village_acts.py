"""What somebody may do with a village's request, by its state and their work."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import villages as m
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.model.village import VillageState
from yigongti_desktop.capabilities.pharmacy.store.villages import VillageRow
from yigongti_desktop.capabilities.pharmacy.ui import village_state as state
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY

_DROPS = ("填重了", "村里不要了", "并到下次请领")


def offers(row: VillageRow, actor: Actor) -> list[Act]:
    """Return what this person may do with the request, the main act first."""
    request = row.request
    read = Act(name="open", text="看明细", icon="list")
    if state.may_write(request, actor):
        found = [Act(name="open", text="接着改", key="F7", icon="pencil", style=PRIMARY)]
    elif row.has_come and actor.may(state.PHARMACISTS) and request.state is not VillageState.DROPPED:
        found = [Act(name="share", text="分发村室", key="F7", icon="box", style=PRIMARY), read]
    else:
        found = [Act(name="open", text="看明细", key="F7", icon="list")]
    if request.state in {VillageState.ASKED, VillageState.MERGED} and actor.may(state.ASKERS):
        found.append(Act(name="drop", text="作废", icon="trash", style=LINK))
    return found


def ask_drop(request: VillageRequest) -> Ask:
    """Return what is asked before a request is given up."""
    return Ask(
        title="作废这份村室请领",
        verb="作废",
        sections=only(reason(_DROPS)),
        command=lambda values: m.DropVillageRequest(request=request.id, reason=values["reason"]),
        is_danger=True,
    )
