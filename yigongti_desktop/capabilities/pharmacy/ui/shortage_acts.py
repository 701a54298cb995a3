"""What somebody may do with a shortage, by its state, their side and their work."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.messages import shortages as m
from yigongti_desktop.capabilities.pharmacy.model.shortage import AWAITED
from yigongti_desktop.capabilities.pharmacy.model.shortage import LIFECYCLE
from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import Kind
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.model.shortage import awaits_call
from yigongti_desktop.capabilities.pharmacy.model.shortage import can_be_asked_for
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_over
from yigongti_desktop.capabilities.pharmacy.model.shortage_moves import LONGEST_LINE
from yigongti_desktop.capabilities.pharmacy.ui.shortage_state import CENTRE
from yigongti_desktop.capabilities.pharmacy.ui.shortage_state import PHARMACIST
from yigongti_desktop.capabilities.pharmacy.ui.shortage_state import WRITERS
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import ANSWERS
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import CALLS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import LINE
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option

_CANCEL = ("患者不要了", "已在别处买到", "县院也买不到", "重复登记", "填写有误")
#: Acts that need nothing but the press, and what they ask of the desk.
_AT_ONCE: dict[str, type[Any]] = {
    "arrive": m.MarkShortageArrived,
    "fetch": m.HandOutShortage,
    "release": m.ReleaseShortage,
}


def offers(shortage: Shortage, actor: Actor) -> list[Act]:
    """Return what this person may do with the shortage, the main act first."""
    if shortage.institution != actor.institution:
        may = actor.may(CENTRE) and shortage.kind is Kind.PURCHASE and shortage.state is State.OPEN
        text = "改答复" if shortage.answer else "答复"
        return [Act(name="answer", text=text, key="F7", icon="pencil", style=PRIMARY)] if may else []
    found = _of_pharmacist(shortage) if actor.may(PHARMACIST) else []
    if actor.may(WRITERS) and LIFECYCLE.may("cancel", shortage.state) and not is_over(shortage):
        found.append(Act(name="cancel", text="取消", icon="close", style=LINK))
    return found


def at_once(act: str, shortage: Shortage) -> Any | None:
    """Return the command of an act that asks for nothing more, or None."""
    make = _AT_ONCE.get(act)
    return make(shortage=shortage.id) if make else None


def ask(act: str, shortage: Shortage) -> Ask | None:
    """Return what an act asks for."""
    if act == "call":
        return Ask(
            title=f"打给 {shortage.patient}",
            verb="登记",
            sections=only(_chips("result", "结果", CALLS), _words("note", "备注", "周五来取、家属代取")),
            command=lambda values: m.LogShortageCall(
                shortage=shortage.id, result=CallResult(values["result"]), note=values["note"]
            ),
        )
    if act == "answer":
        return Ask(
            title="县院能不能买",
            verb="答复",
            sections=only(_chips("answer", "答复", ANSWERS), _words("words", "说明", "几天能到；买不到写明原因")),
            command=lambda values: m.AnswerShortage(
                shortage=shortage.id, answer=Answer(values["answer"]), words=values["words"]
            ),
        )
    if act == "cancel":
        return Ask(
            title="取消这条缺药登记",
            verb="取消登记",
            sections=only(reason(_CANCEL)),
            command=lambda values: m.CancelShortage(shortage=shortage.id, reason=values["reason"]),
            is_danger=True,
        )
    return None


def _of_pharmacist(shortage: Shortage) -> list[Act]:
    found: list[Act] = []
    if can_be_asked_for(shortage):
        found.append(Act(name="request", text="加入请领单", key="F7", icon="plus", style=PRIMARY))
    if shortage.state in AWAITED:
        is_main = not found
        style = PRIMARY if is_main else PLAIN
        found.append(Act(name="arrive", text="到货", key="F7" if is_main else "", icon="box", style=style))
    if shortage.state is State.ASKED:
        found.append(Act(name="release", text="改回待办", icon="undo", style=LINK))
    if LIFECYCLE.may("fetch", shortage.state) and not is_over(shortage):
        calls = awaits_call(shortage)
        call = Act(
            name="call", text="登记电话", key="F7" if calls else "", icon="phone", style=PRIMARY if calls else PLAIN
        )
        fetch = Act(
            name="fetch", text="已取走", key="" if calls else "F7", icon="check", style=PLAIN if calls else PRIMARY
        )
        found += [call, fetch] if calls else [fetch, call]
    return found


def _chips(name: str, label: str, words: dict[str, str]) -> Field:
    options = [Option(key, title) for key, title in words.items()]
    return Field(name=name, label=label, kind=CHIPS, options=options, is_needed=True)


def _words(name: str, label: str, placeholder: str) -> Field:
    return Field(name=name, label=label, kind=LINE, placeholder=placeholder, most=LONGEST_LINE)
