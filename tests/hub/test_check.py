# ruff: noqa: S608 - damage that is spelled out here
"""The check of a hub's books: silent on a sound hub, and one damaged thing is named for what it is."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection
from sqlalchemy import text

from tests.hub.test_ledger import enter
from tests.sync.county import County
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.pharmacy.messages.stock import ReverseEntry
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.hub.check import find
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.hub


@pytest.fixture
def worked(county: County) -> County:
    """A county where slips and requests have gone to and fro."""
    sent = county.send_referral("岳口")
    county.request("岳口")
    county.send_referral("多宝")
    county.sync("岳口", "多宝", "市一医")
    county.do("市一医", m.AcceptReferral(referral=sent.id))
    for packs in (10, 4):
        entered = enter(county, "岳口", EntryKind.OPENING, packs, codes=(f"8123456789012345678{packs % 10}",))
    county.do("岳口", ReverseEntry(entry=entered.id, reason="录错了"))
    county.sync("市一医", "岳口", "岳口二")
    county.send_referral("岳口")
    county.sync("岳口")  # the hospital has not fetched it yet
    return county


def codes(county: County) -> list[str]:
    with reading(county.hub.engine) as connection:
        found = list(find(connection, CATALOGUE, county.hub.word_key))
    for finding in found:
        assert "没有办成" not in VOCABULARY.say(finding.code, finding.facts)
    return sorted({finding.code for finding in found})


def test_the_books_of_a_sound_hub_agree(worked: County) -> None:
    assert codes(worked) == []


def test_an_entry_that_was_taken_back_under_its_own_number_is_in_order(worked: County) -> None:
    entry = enter(worked, "岳口", EntryKind.RECEIPT, 10)
    reversal = worked.do("岳口", ReverseEntry(entry=entry.id, reason="重复入库"))
    assert reversal.number == entry.number
    worked.sync("岳口")
    assert codes(worked) == []


_A_REFERRAL = "(SELECT min(id) FROM referrals)"
_A_BATCH = "(SELECT min(id) FROM batches)"
_FIRST_OF_TWO = "DELETE FROM batches WHERE number = 1 AND device IN (SELECT device FROM batches WHERE number = 2)"
_ASTRAY = f"UPDATE stream_entries SET stream = 'x' WHERE record = {_A_REFERRAL} AND stream <> 'unit:tianmen.diyi'"


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (_FIRST_OF_TWO, "check_chain_gap"),
        ("UPDATE devices SET last_number = last_number + 1 WHERE last_number > 0", "check_chain_end"),
        ("UPDATE devices SET id = 'x' WHERE id IN (SELECT min(device) FROM batches)", "check_device_missing"),
        (f"UPDATE batches SET signature = receipt WHERE id = {_A_BATCH}", "check_receipt_signature"),
        (f"UPDATE batches SET epoch = 7 WHERE id = {_A_BATCH}", "check_receipt_other"),
        (f"UPDATE batches SET payload_signature = signature WHERE id = {_A_BATCH}", "check_batch_signature"),
        ("UPDATE journal SET place = 99 WHERE kind = 'drug_request.submitted'", "check_journal_unreadable"),
        ("UPDATE batches SET receipt_number = 'R-1'", "check_receipt_number"),
        ("UPDATE journal SET code = 'not_found' WHERE kind = 'referral.sent'", "check_receipt_journal"),
        ("DELETE FROM journal WHERE kind = 'drug_request.submitted'", "check_journal_missing"),
        (f"UPDATE referrals SET revision = revision + 1 WHERE id = {_A_REFERRAL}", "check_revision"),
        (f"UPDATE referrals SET revision = revision - 1 WHERE id = {_A_REFERRAL}", "check_revision"),
        (f"UPDATE referrals SET slip = '{{' WHERE id = {_A_REFERRAL}", "check_record_damaged"),
        (f"DELETE FROM referrals WHERE id = {_A_REFERRAL}", "check_record_missing"),
        (f"DELETE FROM referrals WHERE id = {_A_REFERRAL}", "check_entry_without_record"),
        (f"DELETE FROM stream_entries WHERE record = {_A_REFERRAL} AND stream LIKE 'unit:%'", "check_not_in_stream"),
        (f"UPDATE stream_entries SET gone = 1 WHERE record = {_A_REFERRAL}", "check_not_in_stream"),
        ("DELETE FROM stream_entries WHERE kind = 'trail' AND stream LIKE 'unit:%'", "check_not_in_stream"),
        (_ASTRAY, "check_wrong_stream"),
        ("UPDATE referrals SET number = '岳口-20261123-A-001'", "check_number_twice"),
        ("UPDATE marks SET last = 5 WHERE name = 'position'", "check_position_beyond"),
        ("UPDATE stream_entries SET position = 3 WHERE stream = 'county'", "check_position_twice"),
        (f"UPDATE stream_entries SET kind = 'unheard' WHERE record = {_A_REFERRAL}", "check_kind_unknown"),
        ("UPDATE postings SET amount = amount + 1 WHERE account LIKE 'stock|%'", "check_balance"),
        ("DELETE FROM postings WHERE account LIKE 'trace|%'", "check_balance"),
        ("UPDATE awaited SET position = 99999999", "check_awaited_beyond"),
    ],
)  # fmt: skip
def test_one_damaged_thing_is_named_for_what_it_is(worked: County, damage: str, code: str) -> None:
    with writing(worked.hub.engine) as connection:
        assert _did(connection, damage)
    assert code in codes(worked)


def test_what_only_helps_people_is_not_minded(worked: County) -> None:
    """A program of before, at work beside this one, teaches nothing by the codes that it writes down."""
    with writing(worked.hub.engine) as connection:
        assert _did(connection, "DELETE FROM postings WHERE account LIKE 'head|%'")
    assert codes(worked) == []


def _did(connection: Connection, damage: str) -> bool:
    return connection.execute(text(damage)).rowcount > 0
