"""What somebody may do with a contract, and the few fields that an act asks for."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.contracts.messages.contracts import EndContract
from yigongti_desktop.capabilities.contracts.messages.contracts import TransferContract
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.model.terms import Allowed
from yigongti_desktop.capabilities.contracts.model.terms import TermState
from yigongti_desktop.capabilities.contracts.ui import contract_state as state
from yigongti_desktop.capabilities.contracts.ui.signing_words import ENDINGS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option

_WHY_TRANSFER = ("居民要求换团队", "搬到别的村", "团队停止服务", "团队成员调整")
#: Reasons that people choose; a transfer is an act of its own.
_CHOSEN = (Ending.MOVED_AWAY, Ending.BY_RESIDENT, Ending.DIED, Ending.BY_UNIT, Ending.MISTAKE)


def offers(
    contract: Contract,
    actor: Actor,
    today: date,
    allowed: Allowed,
    *,
    is_gone: bool = False,
    is_merged: bool = False,
) -> list[Act]:
    """Return what this person may do, the main act first.

    Args:
        contract: with which it is done.
        actor: who would do it.
        today: the day.
        allowed: what the county allows.
        is_gone: the resident is another unit's now, so that only ending it is left to this one.
        is_merged: their record was folded into another, under which they are signed from now on.
    """
    printed = Act(name="print", text="打印协议", key="Ctrl+P", icon="printer")
    if not actor.may(state.WRITERS) or contract.institution != actor.institution:
        return [printed]
    stands = state.standing_of(contract, today, allowed)
    again = Act(name="again", text="再签", key="F7", icon="pencil", style=PRIMARY)
    if stands is TermState.ENDED:
        return [again, printed]
    if is_gone and contract.ended is None and stands is not TermState.EXPIRED:
        return [Act(name="end", text="解约", key="F7", icon="close", style=PRIMARY), printed]
    end = Act(name="end", text="解约", icon="close", style=LINK)
    if is_merged:
        is_near = stands in {TermState.EXPIRING, TermState.EXPIRED}
        return [*([again] if is_near else []), printed, *([end] if stands is not TermState.EXPIRED else [])]
    found: list[Act] = []
    if stands in {TermState.EXPIRING, TermState.EXPIRED}:
        found.append(Act(name="renew", text="续签", key="F7", icon="refresh", style=PRIMARY))
    found.append(printed)
    if stands is not TermState.EXPIRED and contract.ended is None:
        found += [
            Act(name="transfer", text="转签", icon="people", style=LINK),
            end,
        ]
    return found


def ask(act: str, contract: Contract, teams: Sequence[Team]) -> Ask | None:
    """Return what an act asks for, or None.

    Args:
        act: its name.
        contract: with which it is done.
        teams: that work at this unit.
    """
    if act == "transfer":
        return _transfer(contract, [one for one in teams if one.id != contract.team])
    return _end(contract) if act == "end" else None


def _transfer(contract: Contract, teams: Sequence[Team]) -> Ask:
    def command(values: Mapping[str, Any]) -> TransferContract:
        return TransferContract(
            contract=contract.id, team=values["team"], on=values["on"], reason=values["reason"] or ""
        )

    options = [Option(one.id, one.name, detail="、".join(one.villages)) for one in teams]
    return Ask(
        title="转到别的团队，服务包和到期日不变",
        verb="转签",
        sections=only(
            Field(name="team", label="新团队", kind=PICK, options=options, is_needed=True, placeholder="选一个团队"),
            Field(name="on", label="从哪天起", kind=DATE, is_needed=True),
            reason(_WHY_TRANSFER),
        ),
        command=command,
    )


def _end(contract: Contract) -> Ask:
    def command(values: Mapping[str, Any]) -> EndContract:
        return EndContract(contract=contract.id, on=values["on"], reason=Ending(values["ending"]), note=values["note"])

    options = [Option(one.value, ENDINGS[one.value]) for one in _CHOSEN]
    return Ask(
        title=f"解除 {contract.name} 的协议",
        verb="解约",
        sections=only(
            Field(name="ending", label="原因", kind=PICK, options=options, is_needed=True, placeholder="选一条"),
            Field(name="on", label="从哪天起", kind=DATE, is_needed=True, note="这一天起不再有效"),
            Field(name="note", label="说明", most=200, placeholder="单位解约、签错的要写"),
        ),
        command=command,
        is_danger=True,
    )
