"""Judging by hand: the register of 天门 in memory, people of every side, refusals that must have a sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

import pytest

from tests.fakes.time import NOON
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.pharmacy.model import long_prescription
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.referrals.model import capacity
from yigongti_desktop.capabilities.referrals.model import holds
from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.catalogue import Diagnosis
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.founding import found
from yigongti_desktop.registry.model.institution import Community
from yigongti_desktop.registry.model.listing import read_diagnoses
from yigongti_desktop.registry.model.listing import read_drugs
from yigongti_desktop.storage import sheets

#: 岳口 refers; 市一医 leads its community; 市中医 leads the other one; 多宝 has nothing to do with it.
CLINIC = "tianmen.yuekou"
HOSPITAL = "tianmen.diyi"
OTHER_HOSPITAL = "tianmen.zhongyi"
STRANGER = "tianmen.duobao"
NAMES = {CLINIC: "周建国", HOSPITAL: "王建平", OTHER_HOSPITAL: "陈中和", STRANGER: "外人"}


class Register:
    """Records by kind and id, as a judge looks at them."""

    def __init__(self, records: dict[tuple[str, str], Record]) -> None:
        self.records = dict(records)

    def get(self, kind: str, record: str) -> Any | None:
        return self.records.get((kind, record))

    def total(self, account: str, but: str = "") -> int:
        return sum(amount for name, amount in self._postings(but) if name == account)

    def balances(self, beginning: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for name, amount in self._postings():
            if name.startswith(beginning):
                found[name] = found.get(name, 0) + amount
        return found

    def posted(self, account: str) -> dict[str, int]:
        entries = [one for one in self.records.values() if isinstance(one, StockEntry)]
        amounts = {one.id: [amount for name, amount in stock.postings(one) if name == account] for one in entries}
        return {entry: sum(its) for entry, its in amounts.items() if its}

    def next_account(self, after: str) -> str:
        entries = (one for one in self.records.values() if isinstance(one, StockEntry))
        names = (name for one in entries for name, _ in stock.postings(one))
        return min((name for name in names if name >= after), default="")

    def put(self, kind: str, record: Record) -> None:
        self.records[kind, record.id] = record

    def need(self, kind: str, record: str) -> Any:
        return self.records[kind, record]

    def drug(self, name: str, community: str = "tianmen-1") -> str:
        drugs = (one for (kind, _), one in self.records.items() if kind == "drug")
        return next(one.id for one in drugs if isinstance(one, Drug) and (one.name, one.community) == (name, community))

    def _postings(self, but: str = "") -> Iterator[tuple[str, int]]:
        for one in self.records.values():
            if isinstance(one, StockEntry) and one.id != but:
                yield from stock.postings(one)
            elif isinstance(one, LongPrescription) and one.id != but:
                yield from long_prescription.postings(one)
            elif isinstance(one, CapacityLine) and one.id != but:
                yield from capacity.postings(one)
            elif isinstance(one, SlotHold) and one.id != but:
                yield from holds.postings(one)


def tianmen() -> Register:
    """Return the county as its file and the starter lists found it."""
    return Register(_tianmen())


def ruling(
    institution: str = CLINIC,
    at: datetime = NOON,
    *,
    register: Register | None = None,
    record: str = "r-1",
    roles: frozenset[Role] = frozenset(),
) -> Ruling:
    """Return what a judge knows of an act by somebody of an institution."""
    actor = Actor(f"account-of-{institution}", NAMES.get(institution, ""), roles, institution, "device-1")
    return Ruling(event="e-1", record=record, actor=actor, at=at, register=register or tianmen())


@contextmanager
def refused(code: str, /, **facts: object) -> Iterator[list[str]]:
    """Expect this refusal with these facts among its own, and a whole Chinese sentence, which is handed over."""
    sentence: list[str] = []
    with pytest.raises(Refused) as caught:
        yield sentence
    fault = caught.value
    assert fault.code == code, fault.facts
    assert {name: fault.facts.get(name) for name in facts} == facts
    sentence.append(said(fault))


def said(fault: Refused) -> str:
    """Return what people read of a refusal; fail when it has no sentence, or one with holes or codes in it."""
    assert VOCABULARY.knows(fault.code), f"no sentence for {fault.code}"
    sentence = VOCABULARY.say(fault.code, fault.facts)
    assert "？" not in sentence, sentence
    assert not re.search(r"[a-z]{3,}", sentence.replace("yigongti", "")), sentence
    return sentence


def wide(text: str) -> str:
    """Return the text as it comes from an input method set to full width."""
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def entry(act: str, at: datetime = NOON, *, state: str = "", code: str = "", confirmed: bool = True) -> TrailEntry:
    """Return one step of a document's trail; without the hub's word when it is not confirmed."""
    return TrailEntry(
        id=f"{act}@{at.isoformat()}",
        kind=act.partition(".")[0],
        record="r-1",
        act=act,
        state=state,
        at=at,
        hub_at=at if confirmed and not code else None,
        receipt="R-20261123-0001" if confirmed and not code else "",
        code=code,
    )


@lru_cache(maxsize=1)
def _tianmen() -> dict[tuple[str, str], Record]:
    file, national = (tomllib.loads(resource("counties", f"{name}.toml").read_text("utf-8")) for name in _FILES)
    records = {(kind, one.id): one for kind, some in found(file, national, "ab" * 32).items() for one in some}
    for community in [one for one in records.values() if isinstance(one, Community)]:
        drugs, _ = read_drugs(sheets.rows(resource("formulary", "starter.csv")), community.id, "2018年版")
        records |= {("drug", drug.id): drug for drug in drugs}
    diagnoses, _ = read_diagnoses(sheets.rows(resource("diagnoses", "starter.csv")), "国家医保版2.0")
    listed: list[Diagnosis] = diagnoses
    return records | {("diagnosis", one.id): one for one in listed}


_FILES = ("tianmen", "national")
