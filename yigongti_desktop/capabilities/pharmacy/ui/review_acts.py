"""What somebody may do with a review."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import reviews as m
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import LONGEST
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewState
from yigongti_desktop.capabilities.pharmacy.ui import review_state as state
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field

_CANCEL = ("单位或月份选错", "处方号清单不全，重新抽", "本月不点评")


def may_write(known: PrescriptionReview, actor: Actor) -> bool:
    """Say whether this person may write the review now."""
    return known.state is ReviewState.OPEN and known.lead == actor.institution and actor.may(state.CENTRE)


def offers(known: PrescriptionReview, actor: Actor) -> list[Act]:
    """Return what this person may do, the main act first."""
    writes, answers = may_write(known, actor), state.is_my_turn(known, actor) and known.state is ReviewState.RETURNED
    found: list[Act] = []
    if answers:
        found.append(Act(name="answer", text="答复", key="F7", icon="pencil", style=PRIMARY))
    text = "写点评" if writes else "看明细"
    style = PRIMARY if writes else PLAIN
    found.append(Act(name="open", text=text, key="" if answers else "F7", icon="list", style=style))
    found.append(Act(name="print", text="打印", key="Ctrl+P", icon="printer"))
    if writes:
        found.append(Act(name="cancel", text="作废", icon="close", style=LINK))
    return found


def ask(act: str, known: PrescriptionReview) -> Ask | None:
    """Return what an act asks for, or None."""
    if act == "answer":
        words = Field(
            name="words",
            label="答复",
            kind=TEXT,
            lines=4,
            is_needed=True,
            most=LONGEST,
            placeholder="原因、怎么整改、对点评结果有没有意见",
        )
        return Ask(
            title="答复这次点评",
            verb="提交",
            sections=only(words),
            command=lambda values: m.AnswerReview(review=known.id, words=values["words"]),
        )
    if act == "cancel":
        return Ask(
            title="作废这次点评",
            verb="作废",
            sections=only(reason(_CANCEL)),
            command=lambda values: m.CancelReview(review=known.id, reason=values["reason"]),
            is_danger=True,
        )
    return None
