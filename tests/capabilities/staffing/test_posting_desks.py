"""A posting between a township unit and its lead hospital, over two real desks and a real hub."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.capabilities.staffing.community import DAY
from tests.capabilities.staffing.community import FIRST
from tests.capabilities.staffing.community import LAST
from tests.capabilities.staffing.community import OFFICE
from tests.capabilities.staffing.community import OTHER
from tests.capabilities.staffing.community import SECOND
from tests.capabilities.staffing.community import UNIT
from tests.capabilities.staffing.community import Pair
from tests.capabilities.staffing.community import doctor
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from tests.world import World
from yigongti_desktop.capabilities.staffing.messages import postings as m
from yigongti_desktop.capabilities.staffing.messages.agreements import EndAgreement
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.postings import Missing
from yigongti_desktop.capabilities.staffing.model.postings import Month
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.served import served
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.messages import NoteStaff
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.storage import outbox

pytestmark = pytest.mark.sync


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    world = World(tmp_path)
    yield Pair(world)
    world.close()


@pytest.mark.policy("STF-31")
def test_a_posting_goes_from_the_asking_to_its_last_day_and_both_sides_see_one_truth(pair: Pair) -> None:
    sent = pair.hire()
    pair.sign()
    pair.talk()
    asked = pair.ask()
    pair.talk()
    pair.arrange(asked.id, sent.id)
    pair.talk()
    there = pair.posting(UNIT, asked.id)
    assert there is not None
    assert there.person is not None
    assert (there.state, there.person.name) == (State.ARRANGED, "熊卫东")
    pair.world.clock.advance(days=9)
    pair.world.do(UNIT, m.ConfirmArrival(posting=asked.id, on=FIRST + DAY))
    pair.world.clock.advance(days=31)
    month = Month(first=FIRST, missing=(Missing(day=date(2026, 12, 20), reason="回院开会"),))
    pair.world.do(UNIT, m.NoteMonth(posting=asked.id, month=month))
    pair.talk()
    pair.world.do(OFFICE, m.ExtendPosting(posting=asked.id, until=LAST + 30 * DAY, reason="继续帮带"))
    pair.talk()
    seen = [pair.posting(desk, asked.id) for desk in (OFFICE, UNIT, SECOND)]
    assert seen[0] is not None
    assert seen == [seen[0]] * 3
    assert (seen[0].state, seen[0].arrived_on, seen[0].until) == (State.EXTENDED, FIRST + DAY, LAST + 30 * DAY)
    assert len(served(seen[0])) == 29
    assert pair.posting(OTHER, asked.id) is None


@pytest.mark.policy("STF-03")
def test_where_somebody_works_follows_the_posting_at_every_desk(pair: Pair) -> None:
    sent = pair.hire()
    standing = Place(since=date(2020, 3, 1), unit=LEAD, department="心内科")
    pair.world.do(OFFICE, NoteStaff(staff=sent.id, part=standing, seen=()))
    pair.sign()
    pair.talk()
    asked = pair.ask()
    pair.talk()
    assert pair.staff(UNIT, sent.id) is None
    pair.arrange(asked.id, sent.id)
    pair.talk()
    for desk in (OFFICE, UNIT):
        known = pair.staff(desk, sent.id)
        assert known is not None
        assert [known.works_at(one) for one in (FIRST - DAY, FIRST, LAST, LAST + DAY)] == [LEAD, YUEKOU, YUEKOU, LEAD]
    pair.world.clock.advance(days=10)
    pair.world.do(UNIT, m.ConfirmArrival(posting=asked.id, on=FIRST + DAY))
    pair.talk()
    pair.world.clock.advance(days=20)
    pair.world.do(OFFICE, m.BreakOffPosting(posting=asked.id, last=FIRST + 20 * DAY, reason="家中有事"))
    pair.talk()
    known = pair.staff(OFFICE, sent.id)
    assert known is not None
    assert known.places == (
        Place(since=date(2020, 3, 1), until=FIRST, unit=LEAD, department="心内科"),
        Place(
            since=FIRST + DAY,
            until=FIRST + 20 * DAY,
            unit=YUEKOU,
            department="内科",
            mode=Mode.ROTATION,
            posting=asked.id,
        ),
        Place(since=FIRST + 21 * DAY, unit=LEAD, department="心内科"),
    )


def test_who_is_sent_instead_takes_the_days_and_who_was_to_come_works_at_home(pair: Pair) -> None:
    first, second = pair.hire(), pair.hire(who=doctor("邱海棠", 502))
    pair.sign()
    pair.talk()
    asked = pair.ask()
    pair.talk()
    pair.arrange(asked.id, first.id)
    pair.arrange(asked.id, second.id)
    pair.talk()
    assert pair.staff(UNIT, first.id) is None
    known = pair.staff(UNIT, second.id)
    assert known is not None
    assert known.works_at(FIRST) == YUEKOU
    home = pair.staff(OFFICE, first.id)
    assert home is not None
    assert home.places == ()


def test_two_desks_that_confirm_one_arrival_off_line_leave_one_and_the_other_is_told(pair: Pair) -> None:
    sent = pair.hire()
    pair.sign()
    pair.talk()
    asked = pair.ask()
    pair.talk()
    pair.arrange(asked.id, sent.id)
    pair.talk()
    pair.world.clock.advance(days=12)
    pair.world.do(UNIT, m.ConfirmArrival(posting=asked.id, on=FIRST))
    pair.world.do(SECOND, m.ConfirmArrival(posting=asked.id, on=FIRST + DAY))
    pair.talk()
    assert [one.arrived_on for desk in (OFFICE, UNIT, SECOND) if (one := pair.posting(desk, asked.id))] == [FIRST] * 3
    (refused,) = pair.world.desks[SECOND].read(outbox.in_states, [outbox.REFUSED])
    assert (refused.kind, refused.code) == ("posting.arrived", "wrong_state")


@pytest.mark.policy("STF-25")
def test_a_posting_arranged_off_line_by_an_agreement_that_was_ended_is_refused_and_kept(pair: Pair) -> None:
    sent = pair.hire()
    agreement = pair.sign()
    pair.talk()
    asked = pair.ask()
    pair.talk()
    office = pair.world.desks[OFFICE]
    pair.world.desk(OFFICE, "市一医二", roles=())
    pair.world.people["市一医二"] = pair.world.people[OFFICE]
    pair.world.do("市一医二", EndAgreement(agreement=agreement, last=date(2026, 12, 31), reason="改签托管"))
    pair.world.desks["市一医二"].sync()
    pair.arrange(asked.id, sent.id)
    pair.talk()
    (refused,) = office.read(outbox.in_states, [outbox.REFUSED])
    assert (refused.kind, refused.code) == ("posting.arranged", "agreement_ends")
    assert refused.facts["day"] == "2027-01-01"
    for desk in (OFFICE, UNIT):
        known = pair.posting(desk, asked.id)
        assert known is not None
        assert known.state is State.ASKED
    home = pair.staff(OFFICE, sent.id)
    assert home is not None
    assert home.places == ()


@pytest.mark.policy("STF-25")
def test_nobody_is_arranged_into_a_unit_without_an_agreement(pair: Pair) -> None:
    sent = pair.hire()
    pair.talk()
    asked = pair.ask()
    pair.talk()
    with pytest.raises(Refused, match="agreement_none"):
        pair.arrange(asked.id, sent.id)


@pytest.mark.policy("TRN-02")
def test_who_goes_up_to_study_needs_no_agreement_and_is_received_by_the_hospital(pair: Pair) -> None:
    own = pair.hire(home=YUEKOU, by=UNIT)
    pair.talk()
    asked = pair.ask(kind=Kind.STUDY, department="心内科", until=date(2027, 2, 28))
    pair.talk()
    pair.arrange(asked.id, own.id, until=date(2027, 2, 28), department="心内科")
    pair.world.clock.advance(days=9)
    with pytest.raises(Refused, match="not_holder"):
        pair.world.do(UNIT, m.ConfirmArrival(posting=asked.id, on=FIRST))
    pair.world.do(OFFICE, m.ConfirmArrival(posting=asked.id, on=FIRST))
    pair.talk()
    known = pair.staff(UNIT, own.id)
    assert known is not None
    assert known.works_at(FIRST) == LEAD
    place = known.place_on(FIRST)
    assert place is not None
    assert place.mode is Mode.STUDY
