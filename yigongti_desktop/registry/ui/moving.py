"""迁出、迁入: what the act asks for, how moves are shown, what 今日 says of them."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from datetime import timedelta
from typing import Any

from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.manifest import News
from yigongti_desktop.kit.trail import DONE
from yigongti_desktop.kit.trail import NOW
from yigongti_desktop.kit.trail import Mark
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.transfer import Transfer
from yigongti_desktop.registry.ui.trail import day_and_time

MOVE = Act(name="move", text="迁出", style=LINK)
SEEN_BY = CLINICAL_ROLES | {Role.DIRECTOR}
_REASONS = ("户口迁出", "搬到别处常住", "本人要求换签约机构", "辖区调整")
_NEWS_DAYS = 14


def ask(resident: Resident, units: Sequence[Institution]) -> Ask:
    """Return what the act asks for: the unit and the reason."""
    unit = Field(
        name="unit",
        label="迁往",
        kind=PICK,
        options=[Option(one.id, one.name) for one in units],
        is_needed=True,
        placeholder="负责他的卫生院或社区卫生服务中心",
    )

    def command(values: Mapping[str, Any]) -> MoveResident:
        return MoveResident(resident=resident.id, unit=values["unit"], reason=values["reason"])

    return Ask(
        title="迁出后，这份档案归接收单位，本院不再看到",
        verb="迁出",
        sections=only(unit, reason(_REASONS)),
        command=command,
        is_danger=True,
    )


def marks(moves: Sequence[Transfer], names: Mapping[str, str], now: datetime) -> list[Mark]:
    """Return the moves of a resident as steps."""
    return [
        Mark(
            text=f"{names.get(one.giver, one.giver)} → {names.get(one.receiver, one.receiver)}",
            state=DONE if one.revision else NOW,
            time=day_and_time(one.at, now),
            proof=f"{one.person}　{one.reason}{'' if one.revision else '　待县院确认'}",
        )
        for one in moves
    ]


def news(connection: Any, actor: Actor, now: datetime) -> list[News]:
    """Return whom others have handed on to this unit, and whom colleagues have handed on from here."""
    if not actor.may(SEEN_BY):
        return []
    names = store.names_of_institutions(connection)
    return [
        _news(one, actor, names)
        for one in store.transfers_since(connection, now - timedelta(days=_NEWS_DAYS))
        if one.revision
    ]


def _news(move: Transfer, actor: Actor, names: Mapping[str, str]) -> News:
    came = move.receiver == actor.institution
    other = move.giver if came else move.receiver
    title = f"{move.name}　{'迁入' if came else '迁出'}"
    detail = f"{'来自' if came else '迁往'} {names.get(other, other)}，{move.reason}"
    return News(at=move.at, icon="person", title=title, detail=detail, page="residents", record=move.resident)
