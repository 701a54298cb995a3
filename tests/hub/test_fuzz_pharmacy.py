"""Every act of the pharmacy with hostile contents, at a desk and at the hub's door: refused in words, or done whole.

The counts are those of an ordinary run; FUZZ multiplies them for a long one (make fuzz).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import event as note
from hypothesis import given
from hypothesis import strategies as st

from tests.hub.callers import door
from tests.hub.hostile import Hostile
from tests.hub.liar import Liar
from tests.hub.test_fuzz import UNHURRIED
from tests.hub.test_fuzz import many
from tests.hub.test_ledger import check_postings
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import fast
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.pharmacy.messages import requests as asking
from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model import origin
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store import shelf
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading

pytestmark = [pytest.mark.hub, pytest.mark.slow]

CLINIC, OTHER, CENTRE, FAR = "岳口", "岳口二", "市一医", "多宝"
LATER = date(2028, 3, 31)
HERE = "yigongti_desktop.capabilities.pharmacy."
EVENTS = sorted(name for name, kind in CATALOGUE.events.items() if kind.body.__module__.startswith(HERE))
COMMANDS = sorted(name for name, kind in CATALOGUE.commands.items() if kind.command.__module__.startswith(HERE))
_FOLLOWING = (EntryKind.DISPATCH, EntryKind.RECEIPT)
#: What the pharmacy keeps.
TABLES = sorted(
    {kind.of.table.name for name, kind in CATALOGUE.events.items() if name in EVENTS} | {"postings", "trail"}
)


@dataclass(frozen=True)
class Target:
    """A county with papers of every kind, and both sides' keys in the wrong hands."""

    county: County
    clinic: Liar
    centre: Liar
    #: Ids of what is there: each is worth trying wherever a text stands.
    known: tuple[str, ...]
    #: Records of the papers by their kind.
    papers: dict[str, tuple[str, ...]]

    @property
    def taken(self) -> list[str]:
        """Return ids that belong to what follows from papers."""
        of_requests = [origin.of_request(kind, one) for kind in _FOLLOWING for one in self.papers["drug_request"]]
        return [*of_requests, *map(origin.of_count, self.papers["stock_count"])]

    @property
    def hostile(self) -> Hostile:
        """Return what makes messages."""
        papers = [one for some in self.papers.values() for one in some]
        likely: dict[str, list[Any]] = {
            "drug": [self.known[0]],
            "lot": ["A1", "B1", "C1"],
            "expiry": [LATER],
            "quantity": [1, 2, 5, 10],
            "approved": [10, 5, 0],
            "received": [(10,), (8,), (0,)],
            "counted": [50, 49, 0],
            "book": [50, 0],
            "unit": ["", "盒"],
            "reason": ["写错了"],
            "note": [""],
            "words": ["对不上"],
            "room": ["", "二楼"],
            "other_room": ["二楼", ""],
            "partner": [""],
            "partner_name": ["内科"],
            "price_fen": [1250, None],
            "number": ["岳口-1"],
            "month": ["2026-11"],
            "source": ["", *papers],
            "document": ["", "岳口-1"],
            "codes": [(), ("8" * 20,), ("9" * 20,)],
            "request": papers,
            "entry": papers,
            "count": papers,
            "hold": papers,
            "former": papers,
            "case": ["", *papers],
            "shares": [()],
            "shortages": [()],
        }
        return Hostile(self.known, likely)


@pytest.fixture(scope="module")
def target(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A county to be fuzzed: requests on their way, a stock with a count and a held lot."""
    county = County(frozen, tmp_path_factory.mktemp("fuzzed"))
    fast(county.hub)
    with door(county.hub, UNHURRIED) as server:
        county._port = server.port
        with Liar(county, CLINIC) as clinic, Liar(county, CENTRE) as centre:
            papers = _work(county)
            with reading(county.hub.engine) as connection:
                drugs = registry.everything(connection, registry.DRUG)
            others = [drug.id for drug in drugs if drug.community != "tianmen-1"][:2]
            known = [county.drug(CLINIC), county.drug(CLINIC, "地西泮片"), *others, "tianmen.yuekou", "tianmen.diyi"]
            known += ["tianmen.duobao", "tianmen-1", county.people[CLINIC].account, county.people[CENTRE].account]
            known += [one for some in papers.values() for one in some]
            yield Target(county, clinic, centre, tuple(known), papers)
    county.close()


def _work(county: County) -> dict[str, tuple[str, ...]]:
    drug = county.drug(CLINIC)
    line = EntryLine(drug=drug, quantity=50, lot="A1", expiry=LATER, codes=("8" * 20,))
    entry = county.do(CLINIC, m.EnterStock(entering=Entering(kind=EntryKind.RECEIPT, lines=(line,))))
    county.do(CENTRE, m.EnterStock(entering=Entering(kind=EntryKind.OPENING, lines=(line,))))
    count = county.do(CLINIC, m.OpenCount())
    hold = county.do(CLINIC, m.HoldLot(drug=drug, lot="B1", reason="药监通知"))
    asked = [county.request(CLINIC, 10) for _ in range(4)]
    county.do(CLINIC, asking.WithdrawDrugRequest(request=asked[3].id, reason="写错了"))
    county.sync(CLINIC, CENTRE, CENTRE, CLINIC)
    for request in asked[:2]:
        decided = (Decision(drug=drug, approved=10),)
        county.do(CENTRE, asking.ReviewDrugRequest(request=request.id, decisions=decided))
    parcels = (Parcel(drug=drug, lots=(Lot(lot="A1", expiry=LATER, quantity=10),)),)
    county.do(CENTRE, asking.DispatchDrugRequest(request=asked[0].id, parcels=parcels))
    county.sync(CENTRE, CLINIC, CENTRE)
    found = {"drug_request": tuple(one.id for one in asked), "stock_entry": (entry.id,), "stock_count": (count.id,)}
    return found | {"lot_hold": (hold.id,)}


@pytest.fixture(autouse=True)
def unharmed(target: Target, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """After each test: no fault in the log, the ledger is the sum of its entries, honest desks are served and agree."""
    caplog.set_level(logging.INFO)
    yield
    faults = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR or one.exc_info]
    assert faults == []
    county = target.county
    county.sync(OTHER, FAR)
    check_postings(county, OTHER)
    with reading(county.desks[OTHER].engine) as connection:
        assert connection.exec_driver_sql("SELECT * FROM set_aside").all() == []
        for room in (None, "", "二楼"):
            store.lots(connection, "tianmen.yuekou", room)
        assert store.entries(connection, "tianmen.yuekou")
        assert shelf.shelves(connection, "tianmen.yuekou")
        assert shelf.first_shelves(connection, "tianmen.yuekou", 20)


def standing(target: Target) -> dict[str, list[str]]:
    """Return what the pharmacy's tables at the hub hold."""
    with target.county.hub.engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {name}")))  # noqa: S608 - our own names
            for name in TABLES
        }


def said(code: str, facts: dict[str, Any]) -> str:
    """Return the sentence of a refusal; there is one, and it has no hole."""
    assert VOCABULARY.knows(code), code
    sentence = VOCABULARY.say(code, facts)
    assert "{" not in sentence, (code, facts, sentence)
    return sentence


@many(400)
@given(data=st.data(), kind=st.sampled_from(EVENTS), side=st.sampled_from(["clinic", "centre"]))
def test_an_act_of_a_device_in_the_wrong_hands_is_refused_in_words_or_done_whole(
    target: Target, data: st.DataObject, kind: str, side: str
) -> None:
    liar: Liar = getattr(target, side)
    known = CATALOGUE.events[kind]
    body = data.draw(target.hostile.of(known.body))
    papers = target.papers.get(known.of.name, ())
    fresh = liar.county.hub.ids.new()
    record = data.draw(st.sampled_from([*papers, *papers, *[fresh] * 4, *target.taken[:2]]))
    before = standing(target)
    try:
        (outcome,) = liar.tell(liar.event(kind, record, body))
    except Refused as refusal:
        said(refusal.code, dict(refusal.facts))
        return
    note(f"{kind}: {outcome.code or 'taken'}")
    assert not outcome.quarantined, (kind, outcome, body)
    if outcome.code:
        said(outcome.code, dict(outcome.facts))
        assert standing(target) == before, outcome


@many(300)
@given(data=st.data(), name=st.sampled_from(COMMANDS), desk=st.sampled_from([OTHER, CENTRE]))
def test_a_hostile_person_at_a_desk_is_refused_in_words_or_the_hub_takes_what_was_saved(
    target: Target, data: st.DataObject, name: str, desk: str
) -> None:
    command = data.draw(target.hostile.of(CATALOGUE.commands[name].command))
    try:
        target.county.do(desk, command)
    except Refused as refusal:
        said(refusal.code, dict(refusal.facts))
    else:
        target.county.sync(desk)


def test_every_kind_of_act_and_every_thing_to_ask_of_the_pharmacy_is_fuzzed() -> None:
    assert len(EVENTS) > 30
    assert len(COMMANDS) > 25
    assert {"stock_entries", "stock_counts", "drug_requests", "statements"} <= set(TABLES)
    assert all(issubclass(CATALOGUE.events[name].body, msgspec.Struct) for name in EVENTS)
    assert records.columns(registry.DRUG.table)
