"""Swaps at two desks of one unit that are off-line: the roster has one truth, and who was late is told in words."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.capabilities.staffing.desks import ONE
from tests.capabilities.staffing.desks import TWO
from tests.capabilities.staffing.desks import Ward
from tests.capabilities.staffing.rosters import published
from tests.capabilities.staffing.rosters import row
from tests.sync.county import County
from yigongti_desktop.capabilities.staffing.messages.rosters import AmendRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import Lines
from yigongti_desktop.capabilities.staffing.messages.swaps import AgreeToSwap
from yigongti_desktop.capabilities.staffing.messages.swaps import ApproveSwap
from yigongti_desktop.capabilities.staffing.messages.swaps import OfferSwap
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.swaps import State
from yigongti_desktop.capabilities.staffing.model.swaps import Swap
from yigongti_desktop.capabilities.staffing.model.swaps import Written
from yigongti_desktop.capabilities.staffing.refused.swaps import contents
from yigongti_desktop.capabilities.staffing.store.rosters import one_roster
from yigongti_desktop.capabilities.staffing.store.swaps import SWAP
from yigongti_desktop.storage import records

pytestmark = pytest.mark.sync


@pytest.fixture
def ward(town: County) -> Ward:
    return Ward(town)


def agreed(ward: Ward) -> tuple[Roster, Swap]:
    """Let the nurse offer her night of the first to the doctor, for his of the third, and him agree."""
    roster = published(ward, "夜...", "..夜.")
    written = Written(
        roster=roster.id, giver=ward.nurse.id, taker=ward.doctor.id, day=date(2026, 12, 1), back=date(2026, 12, 3)
    )
    swap = ward.do("护士", OfferSwap(written=written))
    ward.talk()
    ward.do("医生", AgreeToSwap(swap=swap.id), TWO)
    ward.talk()
    return roster, swap


def alike(ward: Ward, roster: Roster, swap: Swap) -> tuple[Roster, Swap]:
    """Return roster and swap, which both desks have alike."""
    found = [
        (ward.read(one_roster, roster.id, desk=desk), ward.read(records.load, SWAP, swap.id, desk=desk))
        for desk in (ONE, TWO)
    ]
    assert found[0] == found[1]
    return found[0]


def amend(ward: Ward, roster: Roster, codes: tuple[str, ...], desk: str) -> None:
    line = roster.line_of(ward.doctor.id)
    assert line is not None
    changes: Lines = {ward.doctor.id: (line, replace(line, codes=codes))}
    ward.do("排班", AmendRoster(roster=roster.id, changes=changes, reason="出诊", told=("周建国",)), desk)


def test_an_approved_swap_amends_the_roster_once_with_its_change_log(ward: Ward) -> None:
    roster, swap = agreed(ward)
    ward.do("院长", ApproveSwap(swap=swap.id, answer="人手不够"), TWO)
    assert row(ward.read(one_roster, roster.id, desk=TWO), ward.nurse) == "..夜."
    ward.talk()
    after, known = alike(ward, roster, swap)
    assert (row(after, ward.nurse), row(after, ward.doctor)) == ("..夜.", "夜...")
    assert known.state is State.APPROVED
    assert [(one.name, one.day.day, one.before, one.after, one.reason, one.by) for one in after.changes] == [
        ("许小兰", 1, "夜", "", "换班", "孙立新"),
        ("许小兰", 3, "", "夜", "换班", "孙立新"),
        ("周建国", 1, "", "夜", "换班", "孙立新"),
        ("周建国", 3, "夜", "", "换班", "孙立新"),
    ]
    assert {one.told for one in after.changes} == {("许小兰", "周建国")}
    assert ward.refused(ONE) == ward.refused(TWO) == []


@pytest.mark.parametrize("first", [ONE, TWO])
def test_approved_at_one_desk_while_the_roster_is_amended_at_the_other_the_first_stands_and_the_second_is_told(
    ward: Ward, first: str
) -> None:
    roster, swap = agreed(ward)
    ward.do("院长", ApproveSwap(swap=swap.id, answer="人手不够"), ONE)
    amend(ward, roster, ("", "", "", "夜"), TWO)
    ward.talk(*((ONE, TWO) if first == ONE else (TWO, ONE)), ONE, TWO)
    after, known = alike(ward, roster, swap)
    if first == ONE:
        assert (row(after, ward.doctor), known.state) == ("夜...", State.APPROVED)
        (act,) = ward.refused(TWO)
        assert (act.kind, act.code) == ("roster.amended", "conflict")
        return
    assert (row(after, ward.nurse), row(after, ward.doctor)) == ("夜...", "...夜")
    assert known.state is State.AGREED
    (act,) = ward.refused(ONE)
    assert (act.kind, act.code, act.facts["name"]) == ("swap.approved", "swap_cells_changed", "周建国")
    assert ("理由", "人手不够") in ward.read(contents, act)


def test_a_change_of_other_cells_of_the_same_people_does_not_stop_a_swap(ward: Ward) -> None:
    roster, swap = agreed(ward)
    amend(ward, roster, ("", "", "夜", "白"), TWO)
    ward.talk()
    ward.do("院长", ApproveSwap(swap=swap.id, answer="人手不够"), ONE)
    ward.talk()
    after, known = alike(ward, roster, swap)
    assert (row(after, ward.nurse), row(after, ward.doctor)) == ("..夜.", "夜..白")
    assert known.state is State.APPROVED
