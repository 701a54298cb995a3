"""A long prescription leaves the stock when it is fetched: by expiry, of lots that may go out, whole and once."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import invariant
from hypothesis.stateful import rule
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import Register
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.pharmacy.test_long_prescriptions import AMLODIPINE
from tests.capabilities.pharmacy.test_long_prescriptions import PLAN
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.messages.long_prescriptions import LongPrescriptionFetched
from yigongti_desktop.capabilities.pharmacy.messages.stock import StockEntered
from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model import handing_out
from yigongti_desktop.capabilities.pharmacy.model import holding
from yigongti_desktop.capabilities.pharmacy.model import long_prescription as model
from yigongti_desktop.capabilities.pharmacy.model import rooms
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.handing_out import Taken
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongState
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.service.follows import follow
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused

TODAY = day(NOON)
FAR = date(2028, 3, 31)

LOTS = st.lists(
    st.builds(
        Taken,
        room=st.sampled_from(["", "药库"]),
        lot=st.sampled_from("ABCD"),
        expiry=st.integers(-30, 400).map(lambda days: TODAY + timedelta(days=days)),
        quantity=st.integers(-2, 9),
    ),
    max_size=8,
)


def lot(quantity: int, name: str = "A1", expiry: date = FAR, room: str = "") -> Taken:
    return Taken(room=room, lot=name, expiry=expiry, quantity=quantity)


class Counter:
    """岳口's pharmacy by hand: what is entered is kept, what follows from an act is done."""

    def __init__(self) -> None:
        self.register: Register = tianmen()
        self._serial = 0
        record = rooms.room_id("tianmen.yuekou", "药库")
        self.register.put("store_room", rooms.add(None, "药库", self._ruling(record)))

    def came(self, *lots: Taken) -> None:
        for one in lots:
            line = EntryLine(drug=AMLODIPINE, quantity=one.quantity, lot=one.lot, expiry=one.expiry)
            self._enter(Entering(kind=EntryKind.OPENING, lines=(line,), room=one.room), f"e-{self._serial}")

    def write(self, days: int = 56, record: str = "p-1") -> LongPrescription:
        known = model.reserve(None, f"岳口-{record}", replace(PLAN, days=days), self._ruling(record))
        self.register.put("long_prescription", known)
        return known

    def fetch(self, known: LongPrescription, *taken: Taken, **changes: Any) -> list[StockEntry]:
        """Fetch it, and return the entries that followed."""
        done = model.fetch(known, taken, replace(self._ruling(known.id), **changes))
        self.register.put("long_prescription", done)
        followed = list(
            follow("long_prescription.fetched", done, LongPrescriptionFetched(taken=taken), self._ruling(known.id))
        )
        bodies = [(one.record, one.body) for one in followed if isinstance(one.body, StockEntered)]
        return [self._enter(entered.entering, record, **changes) for record, entered in bodies]

    def hold(self, name: str) -> None:
        record = entering.hold_id("tianmen.yuekou", AMLODIPINE, name)
        self.register.put("lot_hold", holding.hold(None, AMLODIPINE, name, "外观异常", self._ruling(record)))

    def there(self) -> dict[str, int]:
        found = self.register.balances(stock.beginning(CLINIC))
        return {stock.read_account(account).lot: packs for account, packs in found.items()}

    def _enter(self, written: Entering, record: str, **changes: Any) -> StockEntry:
        self._serial += 1
        known = self.register.get("stock_entry", record)
        entry = entering.enter(known, "", written, replace(self._ruling(record), **changes))
        self.register.put("stock_entry", entry)
        return entry

    def _ruling(self, record: str) -> Any:
        return ruling(CLINIC, register=self.register, record=record)


# proposing


@given(lots=LOTS, held=st.sets(st.sampled_from("ABCD"), max_size=2), packs=st.integers(1, 20))
def test_a_proposal_is_whole_of_lots_that_may_go_out_and_leaves_none_that_expires_earlier(
    lots: list[Taken], held: set[str], packs: int
) -> None:
    there = handing_out.usable(lots, held, TODAY)
    assert all(one.quantity > 0 and one.expiry >= TODAY and one.lot not in held for one in there)
    had = sum(one.quantity for one in there)
    if had < packs:
        with pytest.raises(Refused) as caught:
            handing_out.propose(there, packs, name="某药", unit="盒")
        assert (caught.value.code, caught.value.facts["have"]) == ("long_short", had)
        return
    picks = handing_out.propose(there, packs, name="某药", unit="盒")
    assert sum(one.quantity for one in picks) == packs
    left = {(one.room != "", one.expiry, one.room, one.lot) for one in there[len(picks) :]}
    assert all((one.room != "", one.expiry, one.room, one.lot) <= min(left) for one in picks if left)
    assert all(pick.quantity == had.quantity for pick, had in zip(picks[:-1], there, strict=False))


def test_the_pharmacy_is_emptied_before_its_store_room_and_too_few_are_said_with_a_way_out() -> None:
    there = handing_out.usable([lot(1, "B", room="药库", expiry=TODAY), lot(1, "A")], (), TODAY)
    assert [one.lot for one in handing_out.propose(there, 2, name="某药", unit="盒")] == ["A", "B"]
    with refused("long_short", have=2, packs=3) as sentence:
        handing_out.propose(there, 3, name="氨氯地平片", unit="盒")
    assert sentence[0].startswith("氨氯地平片 能发的只有 2 盒，这张要 3 盒")
    assert "入库" in sentence[0]


# fetching


@pytest.mark.policy("PHA-12")
def test_what_is_fetched_leaves_the_stock_lot_by_lot_and_is_laid_aside_no_more() -> None:
    here = Counter()
    here.came(lot(1, "A1", date(2027, 6, 30)), lot(10, "B2"))
    known = here.write()
    (entry,) = here.fetch(known, lot(1, "A1", date(2027, 6, 30)), lot(1, "B2"))
    assert (entry.kind, entry.document, entry.source) == (EntryKind.ISSUE_PATIENTS, known.number, known.id)
    assert [(line.lot, line.quantity, line.unit) for line in entry.lines] == [("A1", 1, "盒"), ("B2", 1, "盒")]
    assert here.there() == {"A1": 0, "B2": 9}
    assert here.register.total(model.reserved_account(CLINIC, AMLODIPINE)) == 0


def test_each_room_has_an_entry_of_its_own_under_an_id_that_it_can_have_once() -> None:
    here = Counter()
    here.came(lot(1), lot(5, "B2", room="药库"))
    known = here.write()
    made = here.fetch(known, lot(1), lot(1, "B2", room="药库"))
    assert [entry.room for entry in made] == ["", "药库"]
    done = here.register.need("long_prescription", known.id)
    assert [record for record, _ in model.issues(done)] == [entry.id for entry in made]
    with refused("entry_there"):
        here._enter(Entering(kind=EntryKind.ISSUE_PATIENTS, lines=made[0].lines, source=known.id), made[0].id)


@pytest.mark.parametrize("quantity", [0, 1, 3])
def test_other_than_what_was_written_is_refused_and_nothing_is_taken(quantity: int) -> None:
    here = Counter()
    here.came(lot(10))
    with refused("long_sum", given=quantity, packs=2):
        here.fetch(here.write(), lot(quantity))
    assert here.there() == {"A1": 10}


def test_expired_and_held_lots_never_go_out_and_no_desk_takes_more_than_there_is() -> None:
    here = Counter()
    here.came(lot(10, "OLD", TODAY - timedelta(days=1)), lot(10, "BAD"), lot(1, "A1"))
    here.hold("BAD")
    known = here.write()
    with refused("lot_expired"):
        here.fetch(known, lot(2, "OLD", TODAY - timedelta(days=1)))
    with refused("lot_held"):
        here.fetch(known, lot(2, "BAD"))
    with refused("stock_short", have=1):
        here.fetch(known, lot(2, "A1"))
    with refused("lot_expired"):
        here.fetch(known, lot(2, "OLD", TODAY - timedelta(days=1)), final=True)
    assert here.there() == {"OLD": 10, "BAD": 10, "A1": 1}


def test_the_hub_takes_what_two_desks_gave_out_of_one_box_and_says_by_how_much_it_fell_short() -> None:
    here = Counter()
    here.came(lot(3))
    first, second = here.write(record="p-1"), here.write(record="p-2")
    here.fetch(first, lot(2), final=True)
    (entry,) = here.fetch(second, lot(2), final=True)
    assert here.there() == {"A1": -1}
    assert [(line.short, line.over) for line in entry.lines] == [(1, stock.CONCURRENT)]


def test_a_fetch_of_a_program_that_does_not_post_is_taken_and_posts_nothing() -> None:
    import msgspec

    old = msgspec.json.decode(b"{}", type=LongPrescriptionFetched)
    here = Counter()
    here.came(lot(10))
    assert old.taken == ()
    assert here.fetch(here.write(), *old.taken, final=True) == []
    assert here.there() == {"A1": 10}


class Shelf(RuleBasedStateMachine):
    """Whatever is written, fetched, freed or refused: what lies there is what came less what was fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.counter = Counter()
        self.came = self.gone = self.serial = 0
        self.held: dict[str, LongPrescription] = {}

    @rule(packs=st.integers(1, 9), name=st.sampled_from("AB"), days=st.integers(-5, 300))
    def receive(self, packs: int, name: str, days: int) -> None:
        self.counter.came(lot(packs, f"{name}{days}", TODAY + timedelta(days=days)))
        self.came += packs

    @rule(days=st.integers(1, 84))
    def write(self, days: int) -> None:
        self.serial += 1
        known = self.counter.write(days, f"p-{self.serial}")
        self.held[known.id] = known

    @rule(data=st.data())
    def fetch(self, data: st.DataObject) -> None:
        if not self.held:
            return
        known = self.held[data.draw(st.sampled_from(sorted(self.held)))]
        balances = self.counter.register.balances(stock.beginning(CLINIC))
        keys = [(stock.read_account(account), packs) for account, packs in balances.items()]
        there = handing_out.usable([lot(packs, key.lot, key.expiry, key.room) for key, packs in keys], (), TODAY)
        try:
            picks = handing_out.propose(there, known.packs, name=known.drug_name, unit=known.unit)
        except Refused:
            assert sum(one.quantity for one in there) < known.packs
            return
        self.counter.fetch(known, *picks)
        self.gone += known.packs
        del self.held[known.id]

    @rule(data=st.data())
    def free(self, data: st.DataObject) -> None:
        if self.held:
            known = self.held.pop(data.draw(st.sampled_from(sorted(self.held))))
            late = ruling(at=NOON + timedelta(days=60))
            self.counter.register.put("long_prescription", model.expire(known, late))

    @invariant()
    def adds_up(self) -> None:
        there = self.counter.register.balances(stock.beginning(CLINIC))
        assert sum(there.values()) == self.came - self.gone
        assert all(packs >= 0 for packs in there.values())
        laid_aside = self.counter.register.total(model.reserved_account(CLINIC, AMLODIPINE))
        assert laid_aside == sum(known.packs for known in self.held.values())
        assert all(known.state is LongState.RESERVED for known in self.held.values())


TestShelf = Shelf.TestCase
