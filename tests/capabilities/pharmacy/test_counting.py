"""A stock count: two people, every line, every difference with its reason."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import PENICILLIN
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.model import count_sight
from yigongti_desktop.capabilities.pharmacy.model import counting
from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model import origin
from yigongti_desktop.capabilities.pharmacy.model import recounting
from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.protocol.event import Ruling

LATER = date(2028, 3, 31)
BOOK = (
    CountLine(drug=AMOXICILLIN, lot="A1", expiry=LATER, book=10),
    CountLine(drug=PENICILLIN, lot="P1", expiry=LATER, book=4),
)


def somebody(account: str) -> Ruling:
    """Return what a judge knows of an act by one of two people of 岳口."""
    known = ruling(CLINIC, NOON + timedelta(minutes=5))
    return msgspec.structs.replace(known, actor=msgspec.structs.replace(known.actor, account=account, name=account))


FIRST, SECOND = somebody("刘小梅"), somebody("孙立新")


def opened(*, is_blind: bool = False) -> StockCount:
    """Return a count that has just begun."""
    return counting.open_count(None, "岳口-1", "", BOOK, "", FIRST, is_blind=is_blind)


def counted(*quantities: int) -> StockCount:
    """Return a count of which so many lines are done."""
    lines = [replace(line, counted=packs) for line, packs in zip(BOOK, quantities, strict=False)]
    return counting.count(opened(), lines, FIRST)


def test_a_count_begins_with_what_the_books_have() -> None:
    known = opened(is_blind=True)
    assert [(line.name, line.book, line.counted) for line in known.lines] == [
        ("阿莫西林胶囊", 10, None),
        ("注射用青霉素钠", 4, None),
    ]
    assert known.is_blind
    with refused("count_there"):
        counting.open_count(known, "岳口-1", "", BOOK, "", FIRST, is_blind=False)


def test_a_second_person_confirms_with_a_reason_for_each_difference() -> None:
    known = counted(9, 4)
    with refused("why_needed", line=1):
        counting.confirm(known, {}, SECOND)
    done = counting.confirm(known, {1: "破损未登记", 2: "不用"}, SECOND)
    assert (done.state, done.confirmer) == (CountState.CONFIRMED, "孙立新")
    assert [(line.quantity, line.lot, line.reason) for line in counting.differences(done)] == [(-1, "A1", "破损未登记")]
    assert done.lines[1].reason == ""


def test_a_reason_that_the_books_would_not_take_is_refused_at_its_line() -> None:
    with refused("field_long", field="reason", line=1, most=200):
        counting.confirm(counted(9, 4), {1: "破" * 201}, SECOND)
    assert counting.confirm(counted(9, 4), {1: "破" * 200}, SECOND).state is CountState.CONFIRMED


def test_all_differences_of_the_longest_count_go_into_the_books_at_once() -> None:
    """A count is longer than any paper that a person writes."""
    lines = [replace(BOOK[0], lot=f"L{place}", book=1, counted=0) for place in range(entering.MOST_LINES + 1)]
    done = counting.confirm(
        counting.count(opened(), [*lines, *(replace(line, counted=line.book) for line in BOOK)], FIRST),
        dict.fromkeys(range(1, len(lines) + 3), "丢失"),
        SECOND,
    )
    entry = Entering(kind=EntryKind.COUNT, lines=counting.differences(done), source=done.id)
    known = tianmen()
    known.put("stock_count", done)
    followed = msgspec.structs.replace(SECOND, record=origin.of_count(done.id), register=known)
    assert len(entering.enter(None, "", entry, followed).lines) == len(lines)


def test_whoever_counted_does_not_confirm() -> None:
    with refused("same_person"):
        counting.confirm(counted(10, 4), {}, FIRST)


def test_every_line_is_counted_first() -> None:
    with refused("count_unfinished", count=1):
        counting.confirm(counted(10), {}, SECOND)


def test_a_lot_that_the_books_did_not_have_is_added() -> None:
    found = CountLine(drug=PENICILLIN, lot=" P9 ", expiry=LATER, counted=2)
    known = counting.count(counted(10, 4), [found], SECOND)
    assert [(line.lot, line.difference) for line in known.lines] == [("A1", 0), ("P1", 0), ("P9", 2)]
    assert known.counters == ("刘小梅", "孙立新")


def test_two_who_count_at_once_both_stand() -> None:
    first = counting.count(opened(), [replace(BOOK[0], counted=8)], FIRST)
    both = counting.count(first, [replace(BOOK[1], counted=3)], SECOND)
    assert [line.counted for line in both.lines] == [8, 3]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (replace(BOOK[0], counted=-1), "quantity_low"),
        (replace(BOOK[0], counted=10**9), "quantity_high"),
        (replace(BOOK[0], counted=1, lot=" "), "lot_empty"),
        (replace(BOOK[0], counted=1, drug="no-such"), "drug_unknown"),
        (replace(BOOK[0], counted=1, lot="L" * 41), "field_long"),
        (replace(BOOK[0], counted=1, expiry=date(1999, 12, 31)), "expiry_far"),
        (replace(BOOK[0], counted=1, expiry=date(2046, 1, 1)), "expiry_far"),
    ],
)
def test_what_nobody_can_have_counted_is_refused(line: CountLine, code: str) -> None:
    with refused(code, line=1):
        counting.count(opened(), [line], FIRST)


def test_a_count_is_given_up_with_a_reason_and_then_stands_still() -> None:
    with refused("field_empty"):
        counting.cancel(opened(), " ", FIRST)
    gone = counting.cancel(opened(), "停电", FIRST)
    with refused("wrong_state"):
        counting.count(gone, [replace(BOOK[0], counted=1)], FIRST)
    with refused("wrong_state"):
        counting.confirm(gone, {}, SECOND)
    assert counting.differences(gone) == ()


def test_another_unit_has_nothing_to_do_with_it() -> None:
    with refused("not_holder"):
        counting.count(opened(), [replace(BOOK[0], counted=1)], ruling(HOSPITAL))
    with refused("not_found"):
        counting.cancel(None, "停电", FIRST)


def test_the_books_of_a_blind_count_are_seen_by_who_did_not_count_and_only_when_it_is_whole() -> None:
    keepers = frozenset({Role.PHARMACIST})
    first, second = (msgspec.structs.replace(one.actor, roles=keepers) for one in (FIRST, SECOND))
    begun = opened(is_blind=True)
    half = counting.count(begun, [replace(BOOK[0], counted=9)], FIRST)
    whole = counting.count(half, [replace(BOOK[1], counted=4)], FIRST)
    done = counting.confirm(whole, {1: "破损"}, SECOND)
    seen = [(count_sight.sees_books(one, first), count_sight.sees_books(one, second)) for one in (begun, half, whole)]
    assert seen == [(False, False), (False, False), (False, True)]
    assert count_sight.sees_books(done, first)
    assert count_sight.sees_books(opened(), first)
    far = msgspec.structs.replace(second, institution=HOSPITAL)
    assert not count_sight.may_confirm(whole, far)
    assert not count_sight.may_count(whole, far)


def test_a_count_that_is_put_back_keeps_what_was_counted_and_says_why() -> None:
    back = recounting.send_back(counted(9, 4), " 冷柜的没有点 ", SECOND)
    assert (back.state, back.is_back) == (CountState.OPEN, True)
    assert (back.back_reason, back.back_by) == ("冷柜的没有点", "孙立新")
    assert [line.counted for line in back.lines] == [9, 4]
    again = counting.count(back, [replace(BOOK[0], counted=10)], FIRST)
    done = recounting.hand_in(again, "又点了一遍", FIRST)
    assert (done.is_back, done.back_reason, done.back_answer) == (False, "冷柜的没有点", "又点了一遍")
    assert counting.confirm(done, {}, SECOND).state is CountState.CONFIRMED


def test_nobody_confirms_a_count_that_lies_with_its_counters_again() -> None:
    back = recounting.send_back(counted(9, 4), "数不对", SECOND)
    with refused("count_back", name="孙立新"):
        counting.confirm(back, {1: "破损"}, SECOND)
    with refused("count_back"):
        recounting.send_back(back, "再看", somebody("别人"))
    known = count_sight.is_to_correct(back, replace(FIRST.actor, roles=frozenset({Role.PHARMACIST})))
    assert known
    assert not count_sight.may_confirm(back, replace(SECOND.actor, roles=frozenset({Role.DIRECTOR})))


def test_only_a_second_person_puts_a_whole_count_back_and_says_why() -> None:
    with refused("same_person"):
        recounting.send_back(counted(9, 4), "数不对", FIRST)
    with refused("count_unfinished", count=1):
        recounting.send_back(counted(9), "数不对", SECOND)
    with refused("field_empty"):
        recounting.send_back(counted(9, 4), " ", SECOND)
    with refused("field_long"):
        recounting.send_back(counted(9, 4), "长" * 201, SECOND)
    with refused("wrong_state"):
        recounting.send_back(counting.cancel(counted(9, 4), "停电", FIRST), "数不对", SECOND)


def test_a_count_is_handed_in_once_and_whole() -> None:
    with refused("count_not_back"):
        recounting.hand_in(counted(9, 4), "", FIRST)
    back = recounting.send_back(counted(9, 4), "数不对", SECOND)
    found = counting.count(back, [CountLine(drug=AMOXICILLIN, lot="Z9", expiry=LATER)], FIRST)
    with refused("count_unfinished", count=1):
        recounting.hand_in(found, "", FIRST)
    handed = recounting.hand_in(back, "", SECOND)
    with refused("same_person"):
        counting.confirm(handed, {1: "破损"}, SECOND)  # whoever hands it in counts with the others
