"""Files of other houses: opened, shown in the panel with what is wrong with them, filled into a new slip."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from yigongti_desktop.capabilities.referrals.exchange.filling import fields_of
from yigongti_desktop.capabilities.referrals.exchange.reading import MOST_BYTES
from yigongti_desktop.capabilities.referrals.exchange.reading import Reading
from yigongti_desktop.capabilities.referrals.exchange.reading import read
from yigongti_desktop.capabilities.referrals.exchange.reading import refuse_huge
from yigongti_desktop.capabilities.referrals.store import cases as store
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.tasks import Answered
from yigongti_desktop.kit.tasks import Failed
from yigongti_desktop.registry.ui.words import SEX

#: How files are named that are exchanged; anything else is a picture.
SUFFIXES = frozenset({".json", ".xml", ".fhir"})
FILL = Act(name="fill", text="填进转出单", key="F7", icon="pencil", style=PRIMARY)
_LONGEST = 400


def read_file(path: Path, today: date) -> list[Reading]:
    """Read a file.

    Raises:
        Refused: fhir_file_gone, fhir_huge with the whole size of the file, and what `read` says.
    """
    try:
        with path.open("rb") as file:
            refuse_huge(os.fstat(file.fileno()).st_size)
            content = file.read(MOST_BYTES + 1)  # no more, though it grows meanwhile
    except OSError:
        raise Refused("fhir_file_gone", name=path.name) from None
    return read(content, today)


def scanned(readings: list[Reading], desk: Desk) -> list[tuple[str, str, Reading | None]]:
    """Return the cases of a file for the list: who, what to do with it, and what there is to see of it.

    Those that can be opened stand first, so that the line under the bar is the case that is shown.
    """
    placed = sorted(enumerate(readings, start=1), key=lambda one: one[1].refused is not None)
    return [_scanned(place, one, desk) for place, one in placed]


def summed(readings: list[Reading]) -> tuple[str, str]:
    """Return how many cases of a file were read, in words and their role."""
    bad = sum(one.refused is not None for one in readings)
    good = len(readings) - bad
    if not good:
        return f"{bad} 条转诊都读不出来，原因写在下面。", "error"
    words = f"读出 {good} 条转诊，请在右边核对。"
    return (f"{words}另有 {bad} 条读不出来，原因写在下面。", "error") if bad else (words, "ok")


def _scanned(place: int, reading: Reading, desk: Desk) -> tuple[str, str, Reading | None]:
    if reading.refused is not None:
        return "没有收", f"第 {place} 条：{desk.say(Refused(reading.refused.code, **reading.refused.facts))}", None
    who = _said(reading.facts["slip"]["patient"]["name"]) or "没有姓名"
    return who, f"文件里的转诊，{len(reading.remarks)} 处要核对" if reading.remarks else "文件里的转诊", reading


def show_reading(panel: Panel, reading: Reading, desk: Desk) -> None:
    """Show what a file says of a case that is not here, and what is wrong with it."""
    facts, slip = reading.facts, reading.facts["slip"]
    who = slip["patient"]
    sex = SEX[who["sex"]] if who["sex"] else ""
    number = f"原单号 {_said(facts['number'])}" if facts["number"] else ""
    panel.show_head(
        _said(who["name"]) or "没有姓名", f"{sex}　{_said(who['birth'])}".strip("　"), None, number, "来自文件"
    )
    lines: list[tuple[str, str]] = [
        ("初步印象", f"{slip['impression']}　{slip['diagnosis_code']}"),
        ("来自", f"{facts['origin_name']}　{slip['doctor']}　{slip['doctor_phone']}"),
        ("转往", f"{facts['target_name']}　{slip['target']['department']}"),
        ("办到", desk.name(facts["state"], "referral") if facts["state"] else ""),
        ("转出原因", slip["history"]),
        ("既往史", slip["past_history"]),
        ("治疗经过", slip["treatment"]),
        ("联系", f"{who['phone']}　{who['contact']}"),
        ("住址", who["address"]),
        ("接诊安排", facts["reception"]),
        ("原因", facts["reason"]),
    ]
    back = facts.get("return_slip")
    if back:
        lines += [("诊断结果", back["diagnosis"]), ("主要检查", back["findings"]), ("治疗方案", back["plan"])]
    lines += [("续用药品", "　".join((one["name"], one["dose"], one["frequency"]))) for one in facts["return_drugs"]]
    panel.facts.show_facts([(name, shown) for name, words in lines if (shown := _said(words))])
    panel.show_trail([], proven=False)
    panel.callout.clear()
    if reading.remarks:
        words = "\n".join(desk.say(Refused(one.code, **one.facts)) for one in reading.remarks)
        panel.callout.say("对方的文件要核对", words, tone="warn")


def fill(desk: Desk, owner: Any, reading: Reading, done: Answered, failed: Failed) -> None:
    """Put what a file says into the form of a new slip; one that somebody has begun is left alone."""
    if desk.actor is not None:
        desk.serve(owner, partial(_keep, desk, desk.actor, reading), done, failed)


def _keep(desk: Desk, actor: Actor, reading: Reading) -> None:
    if desk.core.draft(actor, store.SLIP, "") is not None:
        raise Refused("fhir_slip_begun")
    desk.core.keep_draft(actor, store.SLIP, "", fields_of(reading))


def _said(words: str) -> str:
    """Return foreign words on one line, and not too many of them."""
    plain = clean_line(words)
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
