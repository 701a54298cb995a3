"""A service that was refused comes back into its form; what somebody else had done already, beyond the plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.messages.services import ServiceRecorded
from yigongti_desktop.capabilities.contracts.model.numbers import is_unplanned
from yigongti_desktop.capabilities.contracts.model.performed import service_id
from yigongti_desktop.capabilities.contracts.store.openings import opened_task
from yigongti_desktop.capabilities.contracts.store.rounds import Place
from yigongti_desktop.capabilities.contracts.ui.service_fields import values_of
from yigongti_desktop.capabilities.contracts.ui.service_form import SERVICE_FORM
from yigongti_desktop.capabilities.contracts.ui.task_today import PAGE
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage.drafts import Draft


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a service that was not taken into the form of its task; one that is there already is put beyond the plan."""
    if act.kind != "service.recorded":
        return None
    done = msgspec.json.decode(act.body, type=ServiceRecorded).done
    is_beyond = act.code == "service_there" or is_unplanned(done.number)
    place = Place(
        contract=done.contract, agreement=done.agreement, item=done.item, number=0 if is_beyond else done.number
    )
    opening = opened_task(connection, place, day(now))
    if opening is None:
        return None
    values: dict[str, object] = {
        "done_on": done.done_on.isoformat(),
        "way": done.way.value,
        "doer": {"key": done.doer, "title": done.doer_name} if done.doer else done.doer_name or actor.name,
        "note": done.note,
        "resident_card": done.resident_card,
        "worker_card": done.worker_card,
        **values_of(opening.item.form, done.readings),
    }
    record = service_id(place.contract, place.agreement, place.item, place.number)
    drafts.keep(connection, Draft(form=SERVICE_FORM, account=actor.account, record=record, values=values, saved_at=now))
    return PAGE, f"write {msgspec.json.encode(place).decode()}"
