"""What somebody may do with a long prescription."""

from __future__ import annotations

from datetime import date
from typing import Any

from yigongti_desktop.capabilities.pharmacy.messages import long_prescriptions as m
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongState
from yigongti_desktop.capabilities.pharmacy.ui import long_state as state
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY

_CANCEL = ("患者换药", "患者不要了", "登记有误，另开", "转上级医院调整方案")


def offers(known: LongPrescription, actor: Actor, today: date) -> list[Act]:
    """Return what this person may do, the main act first."""
    found: list[Act] = []
    is_held = known.state is LongState.RESERVED
    if is_held and actor.may(state.KEEPERS):
        found.append(Act(name="fetch", text="已取药", key="F7", icon="check", style=PRIMARY))
    if not is_held and actor.may(state.WRITERS):
        found.append(Act(name="again", text="续方", key="F7", icon="refresh", style=PRIMARY))
    if state.may_expire(known, today) and actor.may(state.KEEPERS):
        found.append(Act(name="expire", text="逾期释放", icon="close", style=PLAIN))
    if is_held and actor.may(state.WRITERS):
        found.append(Act(name="cancel", text="取消", icon="undo", style=LINK))
    return found


def at_once(act: str, known: LongPrescription) -> Any | None:
    """Return the command of an act that asks for nothing, or None."""
    makers = {"fetch": m.FetchLongPrescription, "expire": m.ExpireLongPrescription}
    return makers[act](prescription=known.id) if act in makers else None


def ask(act: str, known: LongPrescription) -> Ask | None:
    """Return what an act asks for, or None."""
    if act != "cancel":
        return None
    return Ask(
        title="取消这张长处方，留的药放回",
        verb="取消长处方",
        sections=only(reason(_CANCEL)),
        command=lambda values: m.CancelLongPrescription(prescription=known.id, reason=values["reason"]),
        is_danger=True,
    )
