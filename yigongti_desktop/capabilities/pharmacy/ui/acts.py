"""What somebody may do with a request, by its state, their side and their work."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.sharing import serves_villages
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.ui.state import CENTRE
from yigongti_desktop.capabilities.pharmacy.ui.state import ENDORSERS
from yigongti_desktop.capabilities.pharmacy.ui.state import WRITERS
from yigongti_desktop.capabilities.pharmacy.ui.state import Mode
from yigongti_desktop.capabilities.pharmacy.ui.state import mode_for
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY

_SEND_BACK = ("请说明用量为什么增加", "与目录规格不符，请核对", "数量疑有误，请核对", "请合并到常规请领")
_WITHDRAW = ("填写有误，另开", "已从别处调剂", "暂不需要")


_OPENERS = {
    Mode.WRITE: Act(name="open", text="接着写", key="F7", icon="pencil", style=PRIMARY),
    Mode.REVIEW: Act(name="open", text="逐行审核", key="F7", icon="clipboard", style=PRIMARY),
    Mode.DISPATCH: Act(name="open", text="发货", key="F7", icon="truck", style=PRIMARY),
    Mode.RECEIVE: Act(name="open", text="点数收货", key="F7", icon="box", style=PRIMARY),
    Mode.READ: Act(name="open", text="看明细", key="F7", icon="list"),
}


def offers(request: DrugRequest, actor: Actor) -> list[Act]:
    """Return what this person may do with the request, the main act first."""
    found = [_OPENERS[mode_for(request, actor)]]
    if request.state is State.PROPOSED and request.institution == actor.institution and actor.may(ENDORSERS):
        found.insert(0, Act(name="endorse", text="同意", key="F8", icon="check", style=PRIMARY))
        found.append(Act(name="decline", text="院内退回", icon="undo", style=LINK))
    if serves_villages(request) and request.institution == actor.institution and actor.may({Role.PHARMACIST}):
        found.insert(0, Act(name="share", text="分发村室", key="F9", icon="box", style=PRIMARY))
    if request.state is not State.DRAFT:
        found.append(Act(name="print", text="打印", key="Ctrl+P", icon="printer"))
    if request.supplier == actor.institution and actor.may(CENTRE) and request.state is State.REVIEWED:
        found.append(Act(name="picking", text="拣货单", icon="list"))
    if request.delivery:
        found.append(Act(name="delivery", text="配送单", icon="truck"))
    if request.supplier == actor.institution and actor.may(CENTRE) and request.state is State.SUBMITTED:
        found.append(Act(name="send_back", text="整单退回", icon="undo", style=LINK))
    may_withdraw = request.institution == actor.institution and actor.may(WRITERS)
    if may_withdraw and request.state in {State.PROPOSED, State.SUBMITTED, State.SENT_BACK}:
        found.append(Act(name="withdraw", text="撤回", icon="undo", style=LINK))
    return found


def ask(act: str, request: DrugRequest) -> Ask | None:
    """Return what an act asks for; None when it needs nothing or has a page of its own."""
    if act == "decline":
        return Ask(
            title="院内退回，请药房改",
            verb="退回",
            sections=only(reason(_SEND_BACK)),
            command=lambda values: m.DeclineDrugRequest(request=request.id, reason=values["reason"]),
        )
    if act == "send_back":
        return Ask(
            title="整单退回，请对方说明",
            verb="退回",
            sections=only(reason(_SEND_BACK)),
            command=lambda values: m.SendBackDrugRequest(request=request.id, reason=values["reason"]),
        )
    if act == "withdraw":
        return Ask(
            title="撤回这张请领单",
            verb="撤回",
            sections=only(reason(_WITHDRAW, is_needed=False)),
            command=lambda values: m.WithdrawDrugRequest(request=request.id, reason=values["reason"]),
            is_danger=True,
        )
    return None
