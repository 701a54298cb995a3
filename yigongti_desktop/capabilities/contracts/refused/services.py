"""Refused acts on services: what stands in them, and how one comes back into its form.

What somebody else had done already comes back beyond the plan.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.attachments import refused as attached
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractSigned
from yigongti_desktop.capabilities.contracts.messages.services import ServiceCorrected
from yigongti_desktop.capabilities.contracts.messages.services import ServiceRecorded
from yigongti_desktop.capabilities.contracts.messages.services import ServiceVoided
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.filling import COUNTED
from yigongti_desktop.capabilities.contracts.model.filling import typed_as
from yigongti_desktop.capabilities.contracts.model.forms import MEASURED
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.numbers import is_unplanned
from yigongti_desktop.capabilities.contracts.model.performed import service_id
from yigongti_desktop.capabilities.contracts.model.tasks import item_of
from yigongti_desktop.capabilities.contracts.printing.form_words import LABELS
from yigongti_desktop.capabilities.contracts.printing.form_words import reading_words
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.openings import opened_task
from yigongti_desktop.capabilities.contracts.store.persons import of_person
from yigongti_desktop.capabilities.contracts.store.rounds import Place
from yigongti_desktop.capabilities.contracts.ui.service_fields import values_of
from yigongti_desktop.capabilities.contracts.ui.task_today import PAGE
from yigongti_desktop.capabilities.contracts.ui.task_words import SERVICE_FORM
from yigongti_desktop.capabilities.contracts.ui.words import WAYS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft

_FIELDS = {"done_on": "服务日期", "way": "方式", "note": "说明"}


def contents(_connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a service."""
    if act.record_kind != "service":
        return None
    if act.kind == "service.recorded":
        done = msgspec.json.decode(act.body, type=ServiceRecorded).done
        photos = f"{len(done.photos)} 张" if done.photos else ""
        proof = [("居民卡", done.resident_card), ("医务人员卡", done.worker_card), ("照片", photos)]
        proof += [("签字", "屏幕手签")] if done.signature else []
        head = [("服务日期", done.done_on.isoformat()), ("方式", WAYS[done.way.value]), ("服务人员", done.doer_name)]
        found = [*head, *_readings(done.readings), ("说明", done.note), *proof]
    elif act.kind == "service.corrected":
        changes = msgspec.json.decode(act.body, type=ServiceCorrected).changes
        found = [pair for field, (seen, new) in changes.items() for pair in _changed(field, seen, new)]
    else:
        found = [("原因", msgspec.json.decode(act.body, type=ServiceVoided).reason)]
    return [(name, words) for name, words in found if words]


def _under_what_stands(connection: Any, done: Done) -> Place | None:
    """Return where a service belongs whose agreement does not stand: beyond the plan of the one that held on its day.

    The resident may have been signed at another desk first, or under another record of the same person.
    """
    known = records.load(connection, CONTRACT, done.contract)
    resident = known.resident if known is not None else ""
    for act in outbox.of_record(connection, CONTRACT.name, done.contract):
        if not resident and act.kind == "contract.signed":
            resident = msgspec.json.decode(act.body, type=ContractSigned).agreed.resident
    contract = of_person(connection, resident) if resident else None
    agreement = contract.on(done.done_on) if contract is not None else None
    if contract is None or agreement is None or item_of(agreement, done.item) is None:
        return None
    return Place(contract=contract.id, agreement=agreement.number, item=done.item, number=0)


def _changed(field: str, seen: Any, new: Any) -> list[tuple[str, str]]:
    if field == "readings":
        before, after = dict(_readings(seen)), dict(_readings(new))
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        return [(name, f"{before.get(name, '空')} → {after.get(name, '空')}") for name in names]
    said = [WAYS.get(str(value), str(value)) or "空" for value in (seen, new)]
    return [(_FIELDS.get(field, "改动"), " → ".join(said))]


def _readings(readings: dict[str, Any]) -> list[tuple[str, str]]:
    """Return readings in the words and units of their form; what symptoms are in it tells which it is."""
    form = Form.DIABETES if "fasting" in readings else Form.HYPERTENSION
    found = []
    for name, value in readings.items():
        words, unit = LABELS.get(name, ("随访内容", ""))
        told = typed_as(form, name, value) if name in MEASURED or name in COUNTED else reading_words(form, name, value)
        found.append((words, f"{told} {unit}".strip()))
    return found


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
    if opening is None or not opening.agreement.holds(done.done_on):
        elsewhere = _under_what_stands(connection, done)
        place = elsewhere or place
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
        "carded_at": done.carded_at.isoformat() if done.carded_at else "",
        **values_of(opening.item.form, done.readings),
    }
    record = service_id(place.contract, place.agreement, place.item, place.number)
    drafts.keep(connection, Draft(form=SERVICE_FORM, account=actor.account, record=record, values=values, saved_at=now))
    pictures = (*done.photos, *((done.signature,) if done.signature else ()))
    attached.take_up(connection, (SERVICE_FORM, actor.account, record), pictures, now)
    return PAGE, f"write {msgspec.json.encode(place).decode()}"
