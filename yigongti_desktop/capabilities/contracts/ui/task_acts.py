"""What can be done with a task: written down, corrected, taken back, done once more beyond the plan, referred."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.contracts.messages.services import VoidService
from yigongti_desktop.capabilities.contracts.model.numbers import is_between
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.model.tasks import tasks_of
from yigongti_desktop.capabilities.contracts.store.openings import Opening
from yigongti_desktop.capabilities.contracts.ui.decision_words import referral_words
from yigongti_desktop.capabilities.contracts.ui.task_state import REFERRERS
from yigongti_desktop.capabilities.contracts.ui.task_state import SERVERS
from yigongti_desktop.capabilities.contracts.ui.task_words import REASONS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import DANGER
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.words import short_day

_RECORD = Act(name="record", text="登记", key="F7", icon="stethoscope", style=PRIMARY)
_CORRECT = Act(name="correct", text="更正", key="F7", icon="pencil")
_BEYOND = Act(name="beyond", text="计划外", key="Ctrl+J", icon="plus")
_VOID = Act(name="void", text="作废", style=DANGER)
_REFER = Act(name="refer", text="转诊", icon="referral")
_WHY_VOID = ("记错人", "记错项目", "重复登记", "没有做")


def offers(task: Task, service: Service | None, actor: Actor) -> list[Act]:
    """Return what somebody can do with a task now."""
    if not actor.may(SERVERS) or task.institution != actor.institution:
        return []
    if service is None:
        return [_RECORD, _BEYOND] if task.done_on is None else [_BEYOND]
    refer = [_REFER] if service.reason and actor.may(REFERRERS) else []
    return [_CORRECT, _VOID, _BEYOND, *refer]


def ask_void(service: Service) -> Ask:
    """Return what is asked before a service is taken back."""
    return Ask(
        title=f"作废{service.item_name}",
        verb="作废",
        sections=only(reason(_WHY_VOID)),
        command=lambda values: VoidService(service=service.id, reason=values["reason"]),
        is_danger=True,
    )


def head(opening: Opening, today: date) -> str:
    """Return whose service it is, and which."""
    contract = opening.contract
    if opening.service is not None:
        which = f"{short_day(opening.service.done_on, today)} 由{opening.service.doer_name}登记"
    elif not opening.number:
        which = ""
    else:
        task = next((one for one in tasks_of(contract) if _is_of(one, opening)), None)
        due = f"应做 {short_day(task.due, today)}" if task else ""
        which = f"复查，{due}" if is_between(opening.number) else f"第 {opening.number} 次，{due}"
    return "　".join(part for part in (contract.name, opening.item.name, which.rstrip("，")) if part)


def referral_reason(service: Service) -> str:
    """Return why somebody is referred, from what was written down, as it goes into the slip."""
    return referral_words(service.item_name, service.done_on, service.readings, REASONS.get(service.reason, ""))


def _is_of(task: Task, opening: Opening) -> bool:
    return (task.agreement, task.item, task.number) == (
        opening.agreement.number,
        opening.item.code,
        opening.number,
    )
