"""Two desks of 岳口 with the same formulary: one with nothing in its store, one with years of movements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path

from tests.fakes.time import StoppedClock
from tests.world import World
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.ids import keyed_id
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import writing

_KEY = b"a store of the benchmark"
_STEMS = "阿莫西林头孢克肟布洛芬缬沙坦硝苯地平二甲双胍奥美拉唑左氧氟沙星复方甘草蒙脱石"
_FORMS = ("片", "胶囊", "颗粒", "注射液", "口服溶液")
#: Lots of a drug, and lines of a paper.
_LOTS, _LINES = 2, 5
_DAYS = 400


def build(folder: Path, drugs: int, movements: int) -> tuple[Workbench, Actor]:
    """Return a desk whose formulary has so many drugs, and whose store so many movements; it must be closed."""
    world = World(folder, clock=StoppedClock())
    world.open_line()
    desk = world.desk("岳口")
    desk.sync()
    own = desk.fact("institution")
    with writing(desk.engine) as connection:
        community = registry.everything(connection, registry.COMMUNITY)[0].id
        listed = [_drug(community, serial) for serial in range(drugs)]
        records.save_many(connection, registry.DRUG, listed)
        indexes.write(connection, registry.DRUG, listed)
        entries = _entries(own, listed, movements, desk.clock.now())
        records.save_many(connection, store.STOCK_ENTRY, entries)
        postings.write(connection, store.STOCK_ENTRY, entries, are_new=True)
    return desk, world.people["岳口"]


def _drug(community: str, serial: int) -> Drug:
    stem = _STEMS[serial % 30 : serial % 30 + 4] + _STEMS[serial // 30 % 34]
    return Drug(
        id=keyed_id(_KEY, f"drug {serial}"),
        community=community,
        name=f"{stem}{_FORMS[serial % len(_FORMS)]}",
        form=_FORMS[serial % len(_FORMS)],
        strength=f"{serial % 90 + 10}mg",
        pack=f"{serial % 3 * 12 + 12}片",
        unit="盒",
        local_code=f"YK{serial:05d}",
    )


def _entries(own: str, drugs: Sequence[Drug], movements: int, now: datetime) -> list[StockEntry]:
    """Return papers that bring every lot in first, then give it out little by little until today."""
    receipts = min(len(drugs) * _LOTS, movements)
    lines = [_line(drugs[place % len(drugs)], place // len(drugs), 1_000) for place in range(receipts)]
    lines += [_line(drugs[place * 7 % len(drugs)], place % _LOTS, 3) for place in range(movements - receipts)]
    papers = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]
    first = receipts // _LINES
    began = now - timedelta(days=_DAYS)
    return [
        StockEntry(
            id=keyed_id(_KEY, f"entry {serial}"),
            number=f"岳口-{serial:06d}",
            kind=EntryKind.OPENING if serial <= first else EntryKind.ISSUE_PATIENTS,
            institution=own,
            lines=tuple(paper),
            person="刘小梅",
            at=began if serial <= first else began + timedelta(days=_DAYS) * (serial - first) / len(papers),
        )
        for serial, paper in enumerate(papers)
    ]


def _line(drug: Drug, lot: int, quantity: int) -> EntryLine:
    return EntryLine(
        drug=drug.id,
        name=drug.name,
        strength=drug.strength,
        unit=drug.unit,
        quantity=quantity,
        lot=f"26{lot:02d}{drug.local_code[-3:]}",
        expiry=date(2027 + lot, 6, 30),
    )
