"""kill -9 at any moment of an approved swap or an arrival, at the desk, the hub, and the desk that hears of it.

An approved swap amends its roster in one transaction, and where somebody works follows their arrival (decision 027): at
no moment does one stand without the other, and nothing that another desk wrote meanwhile is lost.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.capabilities.judging import refused
from tests.capabilities.staffing.community import DAY
from tests.capabilities.staffing.community import FIRST
from tests.capabilities.staffing.community import LAST
from tests.capabilities.staffing.desks import Ward
from tests.capabilities.staffing.rosters import row
from tests.capabilities.staffing.ui.seeded import arranged
from tests.capabilities.staffing.ui.seeded import asked
from tests.capabilities.staffing.ui.seeded import office
from tests.capabilities.staffing.ui.seeded import people
from tests.crashes import cuts
from tests.crashes.town import Moments
from tests.crashes.town import Town as AnyTown
from tests.crashes.town import talks_killed
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from tests.screens import Staffed
from tests.sync.test_swaps_at_two_desks import agreed
from tests.sync.test_swaps_at_two_desks import amend
from yigongti_desktop.app.sync_conflict import disputes
from yigongti_desktop.capabilities.staffing.messages import postings as m
from yigongti_desktop.capabilities.staffing.messages.swaps import ApproveSwap
from yigongti_desktop.capabilities.staffing.model.postings import Month
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.swaps import State as Swapped
from yigongti_desktop.capabilities.staffing.model.swaps import Swap
from yigongti_desktop.capabilities.staffing.store.postings import POSTING
from yigongti_desktop.capabilities.staffing.store.rosters import one_roster
from yigongti_desktop.capabilities.staffing.store.swaps import SWAP
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records

pytestmark = [
    pytest.mark.sync,
    pytest.mark.slow,
    pytest.mark.policy("STF-31"),
    pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="nothing kills so here"),
]

UNIT, SECOND, HOSPITAL = "岳口", "岳口二", "市一医"
either_way = pytest.mark.parametrize("moments", [cuts.at_statements, cuts.within_pages])


class Town(AnyTown):
    """The unit with its two desks, and the lead hospital."""

    everybody = (UNIT, SECOND, HOSPITAL)


@pytest.fixture
def town(staffed: Staffed, folder: Path) -> Iterator[Town]:
    """天门市 with its people, short of the sockets."""
    made = Town(staffed, folder / "town")
    yield made
    made.close()


def need_swapped(town: Town, ward: Ward, roster: Roster, swap: Swap) -> None:
    """Fail unless both desks have the swap and the roster that it amended, once, whole and with its log.

    What 岳口 wrote into the same rows meanwhile waits there for whoever wrote it, and is not lost.
    """
    town.agree()
    assert [entry.code for entry in town.journal("swap.approved")] == [""]
    for desk in (UNIT, SECOND):
        after = town.desks[desk].read(one_roster, roster.id)
        known = town.desks[desk].read(records.load, SWAP, swap.id)
        assert after is not None
        assert known is not None
        assert known.state is Swapped.APPROVED
        assert (row(after, ward.nurse), row(after, ward.doctor)) == ("..夜.", "夜...")
        log = [(one.name, one.day.day, one.before, one.after) for one in after.changes if one.reason == "换班"]
        assert log == [
            ("许小兰", 1, "夜", ""),
            ("许小兰", 3, "", "夜"),
            ("周建国", 1, "", "夜"),
            ("周建国", 3, "夜", ""),
        ]
    assert town.desks[SECOND].read(outbox.in_states, outbox.NEEDS_PERSON) == []
    (told,) = town.desks[UNIT].read(outbox.in_states, outbox.NEEDS_PERSON)
    assert (told.kind, told.code) == ("roster.amended", "conflict")
    assert "白" in str(disputes(told))


@either_way
def test_an_approved_swap_amends_its_roster_once_however_desk_and_hub_were_killed(town: Town, moments: Moments) -> None:
    ward = Ward(town)
    roster, swap = agreed(ward)
    amend(ward, roster, ("", "", "夜", "白"), UNIT)  # at the other desk, which has not talked yet
    approve = ApproveSwap(swap=swap.id, answer="人手不够")
    assert town.kill_acting(SECOND, approve, moments, who="院长") > 0
    with refused("wrong_state"):
        town.desks[SECOND].do(town.people["院长"], approve)
    assert town.acts(SECOND, "swap.approved") == [outbox.WAITING]
    assert town.kill_receiving(SECOND, moments) > 0
    need_swapped(town, ward, roster, swap)


def test_a_desk_killed_while_it_hears_of_the_swap_is_told_once_that_its_own_change_was_late(
    staffed: Staffed, folder: Path
) -> None:
    first = Town(staffed, folder / "first")
    ward = Ward(first)
    roster, swap = agreed(ward)
    ward.do("院长", ApproveSwap(swap=swap.id, answer="人手不够"), SECOND)
    ward.talk(SECOND)
    amend(ward, roster, ("", "", "夜", "白"), UNIT)
    for town in talks_killed(first, UNIT, folder):
        need_swapped(town, ward, roster, swap)


def sent(town: Town) -> tuple[Posting, Staff]:
    """Let somebody be arranged for half a year from the first of December, and that day be over."""
    staff = people(town)["熊卫东"]
    one = arranged(town, asked(town), staff.id)
    town.sync(*town.everybody)
    town.clock.advance(days=10)
    return one, staff


def need_there(town: Town, posting: Posting, staff: Staff, until: date = LAST, **months: int) -> None:
    """Fail unless hospital and unit have the arrival, and the place of work that follows it, once."""
    town.agree()
    assert [entry.code for entry in town.journal("posting.arrived")] == [""]
    for desk in town.everybody:
        known = town.desks[desk].read(records.load, POSTING, posting.id)
        assert known is not None
        assert (known.arrived_on, known.until, len(known.months)) == (FIRST + DAY, until, months.get("noted", 0))
        assert known.state is (State.SERVING if until == LAST else State.EXTENDED)
        person = town.desks[desk].read(records.load, registry.STAFF, staff.id)
        assert person is not None
        assert [one.since for one in person.places if one.posting == posting.id] == [FIRST + DAY]
        days = (FIRST, FIRST + DAY, until, until + DAY)
        assert [person.works_at(one) for one in days] == [LEAD, YUEKOU, YUEKOU, LEAD]
        assert town.desks[desk].read(outbox.in_states, outbox.NEEDS_PERSON) == []


@either_way
def test_somebody_has_arrived_once_and_their_place_follows_however_desk_and_hub_were_killed(
    town: Town, moments: Moments
) -> None:
    one, staff = sent(town)
    come = m.ConfirmArrival(posting=one.id, on=FIRST + DAY)
    assert town.kill_acting(UNIT, come, moments, who="排班") > 0
    with refused("wrong_state"):
        town.desks[UNIT].do(town.people["排班"], come)
    assert town.acts(UNIT, "posting.arrived") == [outbox.WAITING]
    assert town.kill_receiving(UNIT, moments) > 0
    need_there(town, one, staff)


def arrival(town: Town) -> tuple[Posting, Staff, str, Any]:
    """The hospital hears that somebody has arrived; the hub has it."""
    one, staff = sent(town)
    town.desks[UNIT].do(town.people["排班"], m.ConfirmArrival(posting=one.id, on=FIRST + DAY))
    town.sync(UNIT)
    return one, staff, HOSPITAL, {}


def answer(town: Town) -> tuple[Posting, Staff, str, Any]:
    """The unit sends that somebody has arrived, and hears the answer."""
    one, staff = sent(town)
    town.desks[UNIT].do(town.people["排班"], m.ConfirmArrival(posting=one.id, on=FIRST + DAY))
    return one, staff, UNIT, {}


def extension(town: Town) -> tuple[Posting, Staff, str, Any]:
    """The hospital has extended the posting; the unit, which does not know, has noted the month."""
    one, staff, _, _ = answer(town)
    town.sync(UNIT, HOSPITAL, UNIT)
    until = LAST + 30 * DAY
    office(town, m.ExtendPosting(posting=one.id, until=until, reason="继续帮带"))
    town.sync(HOSPITAL)
    town.clock.advance(days=30)
    town.desks[UNIT].do(town.people["排班"], m.NoteMonth(posting=one.id, month=Month(first=FIRST)))
    return one, staff, UNIT, {"until": until, "noted": 1}


@pytest.mark.parametrize("road", [arrival, answer, extension])
def test_a_desk_killed_while_it_hears_of_a_posting_goes_on_with_all_of_it(
    staffed: Staffed, folder: Path, road: Any
) -> None:
    first = Town(staffed, folder / "first")
    one, staff, name, further = road(first)
    for town in talks_killed(first, name, folder):
        need_there(town, one, staff, **further)
