"""What somebody may do with a count, by how far it is and their work."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model import count_sight as sight
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.rooms import PHARMACY
from yigongti_desktop.capabilities.pharmacy.ui import count_state as state
from yigongti_desktop.capabilities.pharmacy.ui.count_state import Mode
from yigongti_desktop.capabilities.pharmacy.ui.count_words import WAYS
from yigongti_desktop.capabilities.pharmacy.ui.count_words import WHY_BACK
from yigongti_desktop.capabilities.pharmacy.ui.count_words import WHY_CANCELLED
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option

_OPENERS = {
    Mode.COUNT: Act(name="open", text="录实盘数", key="F7", icon="pencil", style=PRIMARY),
    Mode.CONFIRM: Act(name="open", text="核对确认", key="F7", icon="check", style=PRIMARY),
    Mode.READ: Act(name="open", text="看明细", key="F7", icon="list"),
}


def offers(count: StockCount, actor: Actor) -> list[Act]:
    """Return what this person may do with a count, the main act first."""
    found = [_OPENERS[state.mode_for(count, actor)], Act(name="print", text="打印", key="Ctrl+P", icon="printer")]
    if sight.may_confirm(count, actor):
        found.append(Act(name="back", text="退回"))
    if sight.is_to_correct(count, actor):
        found.append(Act(name="hand_in", text="送回"))
    if count.state is CountState.OPEN and count.institution == actor.institution and actor.may(sight.CONFIRMERS):
        found.append(Act(name="cancel", text="作废", icon="close", style=LINK))
    return found


def ask_cancel(count: StockCount) -> Ask:
    """Return what is asked before a count is given up."""
    return Ask(
        title="作废这次盘点，账面不动",
        verb="作废",
        sections=only(reason(WHY_CANCELLED)),
        command=lambda values: m.CancelCount(count=count.id, reason=values["reason"]),
        is_danger=True,
    )


def ask_back(count: StockCount) -> Ask:
    """Return what is asked before a count is put back to those who counted."""
    return Ask(
        title="退回重盘，盘过的数都留着",
        verb="退回",
        sections=only(reason(WHY_BACK)),
        command=lambda values: m.SendCountBack(count=count.id, reason=values["reason"]),
    )


def ask_hand_in(count: StockCount) -> Ask:
    """Return what is asked when a count that was put back is handed in again."""
    answer = Field(name="answer", label="说明", is_wide=True, most=200, placeholder="如 补点了冷柜，改了 2 批")
    return Ask(
        title="改完了，送回确认",
        verb="送回",
        sections=only(answer),
        command=lambda values: m.HandCountIn(count=count.id, answer=values["answer"]),
    )


def opening() -> tuple[Section, ...]:
    """Return the fields with which a count begins."""
    room = Field(
        name="room",
        label="库房",
        kind=PICK,
        options=[Option(PHARMACY, PHARMACY)],
        is_free=True,
        is_needed=True,
        is_wide=True,
        placeholder=PHARMACY,
    )
    way = Field(
        name="way",
        label="盘法",
        kind=CHIPS,
        options=[Option(key, title) for key, title in WAYS.items()],
        is_wide=True,
        note="盲盘时录入的人看不到账面数和差异，由另一个人确认时才显示。",
    )
    note = Field(name="note", label="说明", is_wide=True, most=200, placeholder="如 三季度盘点、交接班盘点")
    return (Section("", ((room,), (way,), (note,))),)


def begin(room: str, values: dict[str, str]) -> m.OpenCount:
    """Return what is asked of the desk to begin a count of a room."""
    return m.OpenCount(room=room, is_blind=values["way"] == "blind", note=values["note"])
