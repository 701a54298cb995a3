"""What somebody may do with a long prescription."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.messages import long_prescriptions as m
from yigongti_desktop.capabilities.pharmacy.model.handing_out import Taken
from yigongti_desktop.capabilities.pharmacy.model.handing_out import propose
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongState
from yigongti_desktop.capabilities.pharmacy.ui import long_state as state
from yigongti_desktop.capabilities.pharmacy.ui.count_words import room_name
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.form.fields import NUMBER
from yigongti_desktop.kit.form.fields import Field

#: Lots that may be chosen among, beyond those that are proposed.
_MORE_LOTS = 4
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
    return m.ExpireLongPrescription(prescription=known.id) if act == "expire" else None


def ask(act: str, known: LongPrescription, there: Sequence[Taken]) -> Ask | None:
    """Return what an act asks for, or None.

    Args:
        act: its name.
        known: what it is done with.
        there: lots of its drug that may go out, in the order in which they do.

    Raises:
        Refused: long_short when they are too few to be fetched.
    """
    if act == "fetch":
        return _fetch(known, there)
    if act != "cancel":
        return None
    return Ask(
        title="取消这张长处方，留的药放回",
        verb="取消长处方",
        sections=only(reason(_CANCEL)),
        command=lambda values: m.CancelLongPrescription(prescription=known.id, reason=values["reason"]),
        is_danger=True,
    )


def proposed(known: LongPrescription, there: Sequence[Taken]) -> dict[str, int]:
    """Return the packs that the form of a fetch proposes, by field; those that expire first go first."""
    picks = propose(there, known.packs, name=known.drug_name, unit=known.unit)
    return {_field(place): pick.quantity for place, pick in enumerate(picks)}


def _fetch(known: LongPrescription, there: Sequence[Taken]) -> Ask:
    """Ask from which lots the packs are taken: the proposed ones are filled in, a few more may be chosen instead."""
    shown = there[: len(proposed(known, there)) + _MORE_LOTS]

    def command(values: Mapping[str, Any]) -> m.FetchLongPrescription:
        given = [replace(lot, quantity=values[_field(place)] or 0) for place, lot in enumerate(shown)]
        taken = [lot for lot in given if lot.quantity] or given[:1]
        return m.FetchLongPrescription(prescription=known.id, taken=tuple(taken))

    fields = [
        Field(
            name=_field(place),
            label=f"第 {place + 1} 批",
            kind=NUMBER,
            note=f"批号 {lot.lot}　{room_name(lot.room)}　至 {lot.expiry}　在架 {lot.quantity:,} {known.unit}",
            check=_within(lot.quantity, known.unit),
        )
        for place, lot in enumerate(shown)
    ]
    return Ask(
        title=f"取走 {known.packs:,} {known.unit}，请核对批号",
        verb="取药出库",
        sections=only(*fields),
        command=command,
    )


def _within(most: int, unit: str) -> Callable[[Any], str]:
    def check(packs: Any) -> str:
        return "" if 0 <= packs <= most else f"这一批在架只有 {most:,} {unit}。请改，或从别的批号拿。"

    return check


def first_field() -> str:
    """Return the field of a fetch in which the cursor begins."""
    return _field(0)


def _field(place: int) -> str:
    return f"lot {place}"
