"""A line that is cut anywhere: the same batch goes again, is done once, and its receipt can be had again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.storage import acts_kept
from tests.sync.by_hand import batch_of
from tests.sync.by_hand import line_of
from tests.sync.county import County
from tests.sync.county import fast
from tests.sync.relay import Relay
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.batch import chain_hash
from yigongti_desktop.protocol.compact import CompactReceipt
from yigongti_desktop.protocol.compact import ids_of
from yigongti_desktop.protocol.compact import unpack_batch
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync import batches
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync


def test_an_answer_lost_after_the_hub_has_committed_costs_nothing(county: County, relay: Relay) -> None:
    desk = county.desks["岳口"]
    sent = county.send_referral("岳口")
    relay.cut_unless("down", lambda: not county.journal())
    talk = desk.sync()
    assert (talk.code, talk.sent) == ("line_cut", 0)
    assert relay.stopped.is_set()
    assert len(county.journal()) == 2
    assert desk.read(status).waiting == 2  # the desk does not know yet, and says so
    on_its_way = desk.read(batches.next_kept, 0)
    relay.mend()
    talk = desk.sync()
    assert (talk.code, talk.accepted) == ("", 2)
    assert len(county.journal()) == 2
    assert desk.read(status).waiting == 0
    assert _need(county, sent.id) == 1
    assert on_its_way is not None
    assert _batches(county) == 1


def test_the_repeated_batch_is_the_same_bytes(county: County, relay: Relay) -> None:
    desk = county.desks["岳口"]
    county.send_referral("岳口")
    relay.cut_unless("down", lambda: not county.journal())
    desk.sync()
    first = desk.read(batches.next_kept, 0)
    county.request("岳口")  # done meanwhile; it must not slip into the batch that is on its way
    relay.down()
    desk.sync()
    assert desk.read(batches.next_kept, 0) == first
    relay.mend()
    desk.sync()
    assert [row.kind for row in county.journal()] == [
        "resident.registered",
        "referral.sent",
        "drug_request.submitted",
    ]


def test_a_batch_sent_twenty_times_is_done_once_with_one_receipt(county: County) -> None:
    county.send_referral("岳口")
    signed = batch_of(county, "岳口")
    with line_of(county, "岳口") as line:
        answers = [line.exchange(Exchange(cursors={}, batch=signed, room=1)) for _ in range(20)]
    assert len({answer.receipt for answer in answers}) == 1
    assert answers[0].receipt is not None
    assert len(county.journal()) == 2
    assert _batches(county) == 1


def test_a_batch_sent_again_on_many_connections_at_once_is_done_once(county: County) -> None:
    county.send_referral("岳口")
    signed = batch_of(county, "岳口")

    def send(_turn: int) -> Signed | None:
        with line_of(county, "岳口") as line:
            return line.exchange(Exchange(cursors={}, batch=signed, room=1)).receipt

    with ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(send, range(8)))
    assert len(receipts) == 1
    assert len(county.journal()) == 2


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_line_cut_at_any_byte_loses_nothing_and_doubles_nothing(county: County, relay: Relay, way: str) -> None:
    county.request("岳口", 1)
    relay.mend()
    county.sync("岳口")
    whole = relay.passed[way]
    points = sorted({whole * part // 9 for part in range(10)} | {1, whole - 1})
    for quantity, point in enumerate(points, start=2):
        asked = county.request("岳口", quantity)
        relay.cut_after(way, point)
        talk = county.desks["岳口"].sync()
        assert talk.code in {"", "line_cut", "hub_unreachable"}, (point, talk)
        relay.mend()
        county.sync("岳口")
        assert [row.record for row in county.journal("drug_request.submitted")].count(asked.id) == 1, point
    assert county.desks["岳口"].read(acts_kept.counts) == {outbox.ACCEPTED: 1 + len(points)}
    assert len(county.journal("drug_request.submitted")) == 1 + len(points)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_page_cut_half_way_is_fetched_again_whole(county: County, part: float) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口")
    desk = county.desks["市一医"]
    with Relay(county.port) as line:
        county.point(desk, line.address)
        line.cut_after("down", int(4000 * part))
        assert desk.sync().code
        line.mend()
        county.sync("市一医")
    held = desk.read(records.load, REFERRAL, sent.id)
    assert held is not None
    assert held.number == sent.number


def test_a_receipt_is_signed_by_the_hub_and_can_be_fetched_again(county: County) -> None:
    county.send_referral("岳口")
    signed = batch_of(county, "岳口")
    with line_of(county, "岳口") as line:
        receipt = line.exchange(Exchange(cursors={}, batch=signed, room=1)).receipt
        assert receipt is not None
        hub_key = bytes.fromhex(county.desks["岳口"].fact(facts.HUB_KEY))
        read = decode(check(receipt, hub_key), CompactReceipt)
        assert line.receipt(read.batch) == receipt
        assert (read.device, read.epoch, read.hash) == (county.device("岳口"), 1, chain_hash(signed.payload))
        events = ids_of(unpack_batch(signed.payload))
        assert [outcome.is_accepted for outcome in read.outcomes(events)] == [True, True]
        with pytest.raises(Refused, match="receipt_unknown"):
            line.receipt("nothing")


def test_a_receipt_that_somebody_has_changed_is_not_believed(county: County) -> None:
    county.send_referral("岳口")
    signed = batch_of(county, "岳口")
    with line_of(county, "岳口") as line:
        receipt = line.exchange(Exchange(cursors={}, batch=signed, room=1)).receipt
    assert receipt is not None
    forged = Signed(receipt.payload.replace(b"R-2026", b"R-2036"), receipt.signature)
    with pytest.raises(Refused, match="signature_wrong"):
        check(forged, bytes.fromhex(county.desks["岳口"].fact(facts.HUB_KEY)))


def test_receipts_of_one_day_are_numbered_without_gaps(county: County) -> None:
    for _ in range(3):
        county.request("岳口")
        county.sync("岳口")
    with reading(county.desks["岳口"].engine) as connection:
        rows = connection.exec_driver_sql("SELECT receipt_number FROM sent_batches ORDER BY number").scalars()
        assert list(rows) == ["R-20261123-0001", "R-20261123-0002", "R-20261123-0003"]


def test_the_bytes_of_old_batches_are_forgotten_and_the_chain_goes_on(county: County) -> None:
    fast(county.hub, county.desks["岳口"])
    for _ in range(55):
        county.request("岳口")
        county.sync("岳口")
    with reading(county.desks["岳口"].engine) as connection:
        kept = "SELECT count(*), count(receipt), sum(length(payload) > 0) FROM sent_batches"
        assert tuple(connection.exec_driver_sql(kept).one()) == (55, 50, 50)
    assert _batches(county) == 55


def test_two_programs_that_sync_one_desk_at_once_do_every_act_once(county: County) -> None:
    """The window is open and the task scheduler starts `yigongti sync --once` beside it."""
    for quantity in range(1, 6):
        county.request("岳口", quantity)
    first = county.desks["岳口"]
    second = county.opened("岳口")
    try:
        with ThreadPoolExecutor(2) as pool:
            talks = list(pool.map(lambda desk: desk.sync(), (first, second)))
        county.sync("岳口")
    finally:
        second.close()
    assert [talk.code for talk in talks] == ["", ""]
    assert len(county.journal("drug_request.submitted")) == 5
    assert first.read(acts_kept.counts) == {outbox.ACCEPTED: 5}


def _batches(county: County) -> int:
    with reading(county.hub.engine) as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM batches").scalar() or 0)


def _need(county: County, record: str) -> int:
    with reading(county.hub.engine) as connection:
        held = records.load(connection, REFERRAL, record)
    assert held is not None
    return held.revision
