"""What somebody may do with a difference case, by its state, their side and their work."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import differences as m
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.ui import difference_state as state
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY

_DISPUTES = ("实物确实没有，请复核出库", "不同意报损，请补发", "退款数额不对，请核对")


def offers(case: DifferenceCase, actor: Actor) -> list[Act]:
    """Return what this person may do with the case, the main act first."""
    if state.may_answer(case, actor):
        return [Act(name="open", text="逐行答复", key="F7", icon="pencil", style=PRIMARY)]
    if state.may_settle(case, actor):
        return [
            Act(name="settle", text="同意结清", key="F7", icon="check", style=PRIMARY),
            Act(name="open", text="看明细", icon="list"),
            Act(name="dispute", text="不同意", icon="undo", style=LINK),
        ]
    return [Act(name="open", text="看明细", key="F7", icon="list")]


def ask_dispute(case: DifferenceCase) -> Ask:
    """Return what a dispute asks for."""
    return Ask(
        title="不同意，请中心药房再答复",
        verb="不同意",
        sections=only(reason(_DISPUTES)),
        command=lambda values: m.DisputeCase(case=case.id, reason=values["reason"]),
    )
