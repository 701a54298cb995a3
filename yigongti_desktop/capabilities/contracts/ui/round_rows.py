"""The rows of a sheet that is being entered: as they begin, as they are kept, and the services that they become."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from typing import Any

from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.numbers import unplanned
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.store import rounds
from yigongti_desktop.capabilities.contracts.store.openings import Opening
from yigongti_desktop.capabilities.contracts.ui import card_fields
from yigongti_desktop.capabilities.contracts.ui import round_columns as cells
from yigongti_desktop.capabilities.contracts.ui.service_fields import Ranges
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import CHINA
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.kit.form.editors import read_date
from yigongti_desktop.kit.lines.columns import Line

_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])")


def begun(sheet_form: Form, at: int, line: rounds.Line, opening: Opening, today: date) -> dict[str, Any]:
    """Return a row in which nothing was entered yet.

    Args:
        sheet_form: of the sheet.
        at: its place on the sheet, from 0.
        line: what is known of it.
        opening: the service that it becomes.
        today: this day.
    """
    empty: dict[str, Any] = dict.fromkeys((*cells.BOXES[sheet_form], *cells.PROOF, "note"), "")
    drugs = {"drugs": before_drugs(line)} if "drugs" in empty else {}
    facts = {
        "at": at,
        "row": str(at + 1),
        "name": line.task.name,
        "where": line.task.village,
        "item": line.task.item_name,
        "asks": opening.item.evidence,
        "photos": 0,
        "signatures": 0,
        "done_on": None,
        "today": today,
        "beyond": False,
    }
    return facts | empty | drugs


def typed(sheet_form: Form, line: Line, before: str) -> dict[str, Any]:
    """Return what a person entered on a row, as a draft keeps it.

    Args:
        sheet_form: of the sheet.
        line: the row as it stands.
        before: the drugs of before, which stand there by themselves.
    """
    names = ("done_on", *cells.BOXES[sheet_form], *cells.PROOF, "note", "beyond")
    found = {name: line.get(name) for name in names if line.get(name)}
    if found.get("drugs") == before:
        del found["drugs"]
    return found | ({"name": line["name"]} if line.get("beyond") else {})


def before_drugs(line: rounds.Line) -> str:
    """Return the drugs that the follow-up before found."""
    return str(line.before.get("drugs") or "")


def done(line: Line, opening: Opening, on: date, way: str, actor: Actor | None, form: Form, ranges: Ranges) -> Done:
    """Return the service that a row becomes; whoever's card was read is who did it (FND-38).

    Args:
        line: the row, checked.
        opening: what was promised.
        on: the day on which it was done.
        way: how the resident was met.
        actor: whoever enters it.
        form: of the sheet.
        ranges: what is possible and usual.
    """
    worker = card_fields.worker_of(opening, str(line.get(card_fields.WORKER) or ""), on)
    return Done(
        contract=opening.contract.id,
        agreement=opening.agreement.number,
        item=opening.item.code,
        number=unplanned(on) if line.get("beyond") else opening.number,
        done_on=on,
        way=Way(way),
        doer=worker.account if worker else "",
        doer_name=worker.name if worker else actor.name if actor else "",
        readings=cells.readings_at(form, line, ranges),
        note=str(line.get("note") or ""),
        resident_card=str(line.get(card_fields.RESIDENT) or ""),
        worker_card=str(line.get(card_fields.WORKER) or ""),
        carded_at=moment(on, str(line.get("carded") or "")),
    )


def moment(on: date, typed_time: str) -> datetime | None:
    """Return the moment of a time of day as it is typed: 9:30, 09.30, 0930; None for none."""
    found = _TIME.fullmatch(half_width(typed_time).strip())
    if found is None:
        return None
    return datetime.combine(on, time(int(found[1]), int(found[2])), CHINA).astimezone(UTC)


def wrong_proof(key: str, value: Any, line: Line, *, idle: bool) -> str:
    """Return what is missing of the cards, or wrong with their time, as a sentence; empty when nothing is."""
    if Evidence.CARDS not in line.get("asks", ()) or idle:
        return ""
    if key == "carded" and value and moment(date.min.replace(year=2000), str(value)) is None:
        return "刷卡时间填得不对。请填几点几分，如 09:30。"
    missing = {
        card_fields.RESIDENT: "居民卡没有填。请刷卡或照卡输入。",
        card_fields.WORKER: "医务人员卡没有填。请刷卡或照卡输入。",
        "carded": "刷卡时间没有填。请填几点几分，如 09:30。",
    }
    return "" if value else missing[key]


def now_typed(at: datetime) -> str:
    """Return a moment as its time of day is typed."""
    return f"{at.astimezone(CHINA):%H:%M}"


def kept(entered: Sequence[Mapping[str, Any]], place: int) -> dict[str, Any]:
    """Return what a draft keeps of a row, its day as a day again."""
    found = dict(entered[place]) if place < len(entered) else {}
    return found | ({"done_on": read_date(str(found["done_on"]))} if found.get("done_on") else {})
