"""What of a carried answer counts at a desk: by positions, by revisions, and by whether the hub has spoken since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from tests.fakes.time import NOON
from tests.sync.county import County
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Gone
from yigongti_desktop.protocol.exchange import Rows
from yigongti_desktop.protocol.sealed import Leaf
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.records import columns
from yigongti_desktop.storage.tables import cursors
from yigongti_desktop.sync.intake import positions
from yigongti_desktop.sync.leaves import Fitting
from yigongti_desktop.sync.leaves import as_it_fits

pytestmark = pytest.mark.sync
UNIT = "unit:tianmen.yuekou"


def fitting(county: County, leaf: Leaf, heard: str = "") -> Fitting:
    """Return what 岳口 makes of a leaf."""
    desk = county.desks["岳口"]
    with reading(desk.engine) as connection:
        return as_it_fits(connection, desk.catalogue, leaf, heard)


def page(county: County, rows: tuple[Rows, ...] = (), *, begin: int = 0, end: int = 10, **changes: Any) -> Leaf:
    """Return a page of 岳口's own stream, by its distance from where the desk is."""
    held = county.desks["岳口"].read(positions)
    return Leaf(
        answer=Answer(hub_time=NOON, rows=rows, cursors=held | {UNIT: held[UNIT] + end}, **changes),
        since=held | {UNIT: held[UNIT] + begin},
    )


def sent(county: County) -> tuple[str, tuple[Any, ...]]:
    """Send a slip, sync, and return its id and its row."""
    record = county.send_referral("岳口").id
    county.sync("岳口")
    with reading(county.desks["岳口"].engine) as connection:
        (row,) = connection.execute(REFERRAL.table.select()).all()
    return record, tuple(row)


def test_a_record_held_at_this_revision_or_a_later_one_is_left_out(county: County) -> None:
    _, row = sent(county)
    names = columns(REFERRAL.table)
    at = names.index("revision")
    for revision, is_taken in ((row[at] - 1, False), (row[at], False), (row[at] + 1, True)):
        said = [*row[:at], revision, *row[at + 1 :]]
        made = fitting(county, page(county, (Rows(kind="referral", columns=names, rows=[said]),)))
        assert [rows.rows for rows in made.answer.rows] == ([[said]] if is_taken else [])


def test_a_record_with_acts_waiting_is_measured_by_its_confirmed_image(county: County) -> None:
    record, row = sent(county)
    county.cut_line()
    county.do("岳口", m.WithdrawReferral(referral=record, reason="改主意"))
    names = columns(REFERRAL.table)
    at = names.index("revision")
    later = [*row[:at], row[at] + 1, *row[at + 1 :]]
    same = Rows(kind="referral", columns=names, rows=[list(row), later])
    assert [rows.rows for rows in fitting(county, page(county, (same,))).answer.rows] == [[later]]


def test_a_record_that_the_hub_has_not_confirmed_yet_is_never_too_new(county: County) -> None:
    county.cut_line()
    county.send_referral("岳口")
    with reading(county.desks["岳口"].engine) as connection:
        (row,) = connection.execute(REFERRAL.table.select()).all()
    rows = Rows(kind="referral", columns=columns(REFERRAL.table), rows=[list(row)])
    assert fitting(county, page(county, (rows,))).answer.rows == (rows,)


def test_rows_that_this_program_cannot_measure_are_left_to_the_intake(county: County) -> None:
    odd = (
        Rows(kind="of tomorrow", columns=("id", "revision"), rows=[["a", 1]]),
        Rows(kind="referral", columns=("id",), rows=[["a"]]),
        Rows(kind="referral", columns=("id", "revision"), rows=[["a"], [None, 1], ["b", "three"]]),
    )
    made = fitting(county, page(county, odd))
    assert [sorted(map(repr, rows.rows)) for rows in made.answer.rows] == [sorted(map(repr, rows.rows)) for rows in odd]


@pytest.mark.parametrize(
    ("begin", "end", "moves", "is_taken", "has_gap"),
    [
        (0, 10, 10, True, False),
        (-5, 10, 10, True, False),
        (-10, 0, 0, False, False),
        (-10, -5, 0, False, False),
        (5, 10, 0, True, True),
        (10, 10, 0, False, False),
        (0, 0, 0, False, False),
    ],
)
def test_a_page_counts_by_where_it_begins_and_ends(
    county: County, begin: int, end: int, moves: int, *, is_taken: bool, has_gap: bool
) -> None:
    held = county.desks["岳口"].read(positions)
    rows = (Rows(kind="of tomorrow", columns=("id",), rows=[["a"]]),)
    made = fitting(county, page(county, rows, begin=begin, end=end, gone=(Gone("referral", "b"),)))
    assert made.answer.cursors == held | {UNIT: held[UNIT] + moves}
    assert (bool(made.answer.rows), bool(made.answer.gone), made.has_gap) == (is_taken, is_taken, has_gap)


def test_an_answer_without_pages_moves_nothing(county: County) -> None:
    held = county.desks["岳口"].read(positions)
    made = fitting(county, Leaf(answer=Answer(hub_time=NOON)))
    assert (made.answer.cursors, made.has_gap) == (held, False)


def test_a_stream_of_which_the_hub_has_told_since_that_it_is_no_longer_ours_brings_nothing(county: County) -> None:
    held = county.desks["岳口"].read(positions)
    rows = (Rows(kind="referral", columns=("id", "revision"), rows=[["a", 1]]),)
    answer = Answer(hub_time=NOON, rows=rows, cursors={"community:old": 5})
    leaf = Leaf(answer=answer, since={"community:old": 0})
    late = fitting(county, leaf, facts.stamp(NOON + timedelta(hours=1)))
    assert (late.answer.rows, late.answer.cursors) == ((), held)
    fresh = fitting(county, leaf, facts.stamp(NOON))
    assert (fresh.answer.rows, fresh.answer.cursors) == (rows, {"community:old": 5})


def test_a_desk_without_any_position_takes_a_page_from_the_beginning(county: County) -> None:
    desk = county.desks["岳口"]
    leaf = page(county)
    desk.write(lambda connection: connection.execute(cursors.delete()))
    whole = msgspec.structs.replace(leaf, since={})
    assert fitting(county, whole).answer.cursors == leaf.answer.cursors
    assert fitting(county, leaf).has_gap
