"""What a posting may be: its days, the title, the licence, the agreement, one place at a time."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime

import pytest
from msgspec.structs import replace

from tests.capabilities.staffing.community import BEGAN
from tests.capabilities.staffing.community import FIRST
from tests.capabilities.staffing.community import LAST
from tests.capabilities.staffing.community import LICENCE
from tests.capabilities.staffing.community import signed
from tests.capabilities.staffing.community import title
from tests.capabilities.staffing.posted import Known
from tests.capabilities.staffing.posted import agreement
from tests.capabilities.staffing.posted import arranged
from tests.capabilities.staffing.posted import arrangement
from tests.capabilities.staffing.posted import asked
from tests.capabilities.staffing.posted import posting
from tests.capabilities.staffing.posted import ready
from tests.capabilities.staffing.posted import refusal
from tests.capabilities.staffing.posted import ruling
from tests.capabilities.staffing.posted import staff
from tests.registry.staff.people import DUOBAO
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from yigongti_desktop.capabilities.staffing.model import posting_moves as moves
from yigongti_desktop.capabilities.staffing.model.agreement_moves import sign
from yigongti_desktop.capabilities.staffing.model.agreements import AgreementKind
from yigongti_desktop.capabilities.staffing.model.posting_checks import is_short
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_moves import Outsider
from yigongti_desktop.capabilities.staffing.model.postings import Missing
from yigongti_desktop.capabilities.staffing.model.postings import Month
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.served import complete
from yigongti_desktop.capabilities.staffing.model.served import note_month
from yigongti_desktop.capabilities.staffing.model.served import owed
from yigongti_desktop.capabilities.staffing.model.served import served
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession


def at(year: int, month: int, of_month: int) -> datetime:
    return datetime(year, month, of_month, 4, tzinfo=UTC)


@pytest.mark.policy("STF-17")
@pytest.mark.parametrize(
    ("since", "until", "short"),
    [
        (date(2026, 3, 1), date(2026, 8, 31), False),
        (date(2026, 3, 1), date(2026, 8, 30), True),
        (date(2027, 8, 31), date(2028, 2, 28), False),
        (date(2027, 8, 31), date(2028, 2, 27), True),
        (date(2026, 12, 1), date(2027, 4, 30), True),
    ],
)
def test_half_a_year_is_six_full_months_also_over_a_leap_day(*, since: date, until: date, short: bool) -> None:
    assert is_short(Kind.RESIDENT, since, until, 6) is short
    assert not is_short(Kind.TOUR, since, until, 6)


@pytest.mark.policy("STF-17")
def test_a_posting_of_five_months_is_refused_until_somebody_says_why() -> None:
    fault = refusal(lambda: asked(until=date(2027, 4, 30)))
    assert (fault.code, fault.facts["least"]) == ("posting_short", "2027-05-31")
    short = asked(until=date(2027, 4, 30), why_short="接替的人四月底到")
    assert short.why_short == "接替的人四月底到"
    known = ready()
    fault = refusal(lambda: moves.arrange(asked(), arrangement(until=date(2027, 4, 30)), ruling(known=known)))
    assert fault.code == "posting_short"


@pytest.mark.policy("STF-25")
def test_a_unit_without_an_agreement_and_a_day_after_its_end_are_refused() -> None:
    bare = Known(staff())
    assert refusal(lambda: arranged(bare)).code == "agreement_none"
    other_kind = Known(staff(), agreement(covers=(Kind.TOUR,)))
    assert refusal(lambda: arranged(other_kind)).code == "agreement_none"
    ending = Known(staff(), agreement(until=date(2027, 3, 31)))
    fault = refusal(lambda: arranged(ending))
    assert (fault.code, fault.facts["day"]) == ("agreement_ends", "2027-04-01")
    both = Known(
        staff(), agreement(until=date(2027, 3, 31)), agreement("g2", since=date(2027, 4, 1), until=date(2027, 12, 31))
    )
    assert arranged(both).state is State.ARRANGED
    gap = Known(
        staff(), agreement(until=date(2027, 3, 31)), agreement("g2", since=date(2027, 4, 2), until=date(2027, 12, 31))
    )
    assert refusal(lambda: arranged(gap)).facts["day"] == "2027-04-01"


@pytest.mark.policy("STF-25")
def test_an_agreement_with_another_hospital_lets_nobody_of_this_one_come() -> None:
    other = Known(staff(), agreement(sender="", sender_name="武汉协和医院"))
    assert refusal(lambda: arranged(other)).code == "agreement_none"


def test_somebody_without_a_licence_in_force_on_both_ends_is_refused() -> None:
    bare = Known(staff("xiong", title()), agreement())
    assert refusal(lambda: arranged(bare)).code == "posting_no_licence"
    ends = Known(staff("xiong", title(), replace(LICENCE, until=date(2027, 3, 1))), agreement())
    fault = refusal(lambda: arranged(ends))
    assert (fault.code, fault.facts["day"]) == ("posting_no_licence", LAST.isoformat())
    manager = Known(staff("xiong", title(), profession=Profession.MANAGER), agreement())
    assert arranged(manager).state is State.ARRANGED


@pytest.mark.policy("STF-16")
def test_a_title_below_what_the_kind_or_the_unit_needs_is_refused() -> None:
    low = Known(staff("xiong", title(Level.JUNIOR, "住院医师"), LICENCE), agreement())
    fault = refusal(lambda: arranged(low))
    assert (fault.code, fault.facts["needed"], fault.facts["level"]) == ("posting_title", "middle", "junior")
    wanted = asked(title=Level.ASSOCIATE)
    fault = refusal(lambda: moves.arrange(wanted, arrangement(), ruling()))
    assert fault.facts["needed"] == "associate_senior"


@pytest.mark.policy("STF-12")
@pytest.mark.parametrize("kind", [Kind.CLINIC, Kind.TOUR])
def test_who_sits_in_or_tours_is_at_least_of_associate_senior_title(kind: Kind) -> None:
    tour = asked(kind=kind, title=Level.NONE)
    assert refusal(lambda: moves.arrange(tour, arrangement(), ruling())).code == "posting_title"
    senior = Known(staff("xiong", title(Level.ASSOCIATE, "副主任医师"), LICENCE), agreement())
    assert moves.arrange(tour, arrangement(), ruling(known=senior)).state is State.ARRANGED


def test_the_county_says_which_title_a_tour_takes() -> None:
    known = ready()
    known.rules["staffing.tour_title"] = Rule(
        id="staffing.tour_title", versions=(RuleVersion(value="中级", since=BEGAN, source="试行"),)
    )
    tour = asked(kind=Kind.TOUR, title=Level.NONE)
    assert moves.arrange(tour, arrangement(), ruling(known=known)).state is State.ARRANGED


def test_one_person_is_at_one_place_at_a_time_but_tours_may_share_a_time() -> None:
    elsewhere = posting("p2", unit=DUOBAO, host=DUOBAO, since=date(2027, 5, 31), until=date(2027, 12, 31))
    fault = refusal(lambda: arranged(ready(elsewhere)))
    assert (fault.code, fault.facts["since"]) == ("posting_twice", "2027-05-31")
    after = posting("p2", since=date(2027, 6, 2), until=date(2027, 12, 31))
    assert arranged(ready(after)).state is State.ARRANGED
    senior = staff("xiong", title(Level.ASSOCIATE, "副主任医师"), LICENCE)
    tour = posting("p2", kind=Kind.TOUR, unit=DUOBAO, host=DUOBAO)
    second = asked(kind=Kind.CLINIC, title=Level.NONE)
    both = Known(senior, agreement(), tour)
    assert moves.arrange(second, arrangement(), ruling(known=both)).state is State.ARRANGED
    off = posting("p2", state=State.BROKEN_OFF, ended_on=FIRST - (LAST - FIRST), since=BEGAN)
    assert arranged(ready(off)).state is State.ARRANGED


@pytest.mark.policy("STF-06")
def test_a_move_up_to_the_hospital_needs_its_approval_but_to_study_there_is_no_move() -> None:
    own = Known(staff("xiong", title(), LICENCE, home=YUEKOU))
    up = asked(kind=Kind.ROTATION)
    assert refusal(lambda: moves.arrange(up, arrangement(), ruling(known=own))).code == "approval_missing"
    with_number = arrangement(approval="市卫批〔2026〕12号")
    assert moves.arrange(up, with_number, ruling(known=own)).host == LEAD
    study = asked(kind=Kind.STUDY, until=date(2027, 2, 28))
    assert moves.arrange(study, arrangement(until=date(2027, 2, 28)), ruling(known=own)).state is State.ARRANGED
    stranger = ready()
    assert refusal(lambda: moves.arrange(study, arrangement(), ruling(known=stranger))).code == "posting_other_unit"


@pytest.mark.policy("STF-18")
def test_experts_from_outside_come_by_name_for_those_kinds_alone() -> None:
    expert = Outsider(
        name="陈立", profession=Profession.PHARMACIST, level=Level.SENIOR, home_name="武汉协和医院", specialty="药学"
    )
    outside = arrangement(staff="", outsider=expert)
    known = Known(agreement(sender="", sender_name="武汉协和医院", covers=(Kind.TERTIARY,), kind=AgreementKind.TRUST))
    wanted = asked(kind=Kind.TERTIARY)
    there = moves.arrange(wanted, outside, ruling(known=known))
    assert there.person is not None
    assert (there.person.staff, there.person.home_name) == ("", "武汉协和医院")
    assert refusal(lambda: moves.arrange(asked(), outside, ruling())).code == "posting_stranger"
    assert refusal(lambda: moves.arrange(asked(), arrangement(staff=""), ruling())).code == "posting_nobody"


def test_whose_move_it_is_not_and_what_comes_too_late_are_refused() -> None:
    one = arranged()
    assert refusal(lambda: moves.arrange(one, arrangement(), ruling(YUEKOU))).code == "not_holder"
    assert refusal(lambda: moves.arrive(one, FIRST, ruling(LEAD, on=at(2026, 12, 5)))).code == "not_holder"
    assert refusal(lambda: moves.arrive(one, FIRST, ruling(YUEKOU))).code == "arrival_ahead"
    assert refusal(lambda: moves.arrive(one, LAST, ruling(YUEKOU, on=at(2026, 12, 5)))).code == "arrival_ahead"
    late = LAST.replace(day=2)
    assert refusal(lambda: moves.arrive(one, late, ruling(YUEKOU, on=at(2027, 6, 5)))).code == "arrival_late"
    assert refusal(lambda: moves.decline(one, "没有人", ruling())).code == "wrong_state"
    assert refusal(lambda: moves.ask(None, replace(one.wish, unit=DUOBAO), ruling(YUEKOU))).code == "posting_not_yours"
    assert refusal(lambda: moves.ask(None, replace(one.wish, unit=LEAD), ruling())).code == "posting_of_lead"


def test_a_month_is_written_down_when_it_is_over_and_again_in_place_of_itself() -> None:
    one = posting(since=FIRST, arrived_on=date(2026, 12, 3))
    december = Month(first=FIRST, missing=(Missing(day=date(2026, 12, 20), reason="开会"),))
    early = ruling(YUEKOU, on=at(2026, 12, 30))
    assert refusal(lambda: note_month(one, december, early)).code == "month_ahead"
    new_year = ruling(YUEKOU, on=at(2027, 1, 1))
    noted = note_month(one, december, new_year)
    assert (len(served(noted)), owed(noted, date(2027, 1, 1)), owed(noted, date(2027, 2, 1))) == (
        28,
        (),
        (date(2027, 1, 1),),
    )
    assert len(served(note_month(noted, Month(first=FIRST), new_year))) == 29
    before = Month(first=FIRST, missing=(Missing(day=date(2026, 12, 2), reason="开会"),))
    assert refusal(lambda: note_month(one, before, new_year)).code == "month_day"
    assert refusal(lambda: note_month(one, Month(first=date(2026, 11, 1)), new_year)).code == "month_outside"
    silent = Month(first=FIRST, missing=(Missing(day=date(2026, 12, 9), reason=" "),))
    assert refusal(lambda: note_month(one, silent, new_year)).facts["field"] == "missing_reason"


def test_single_days_count_only_when_they_are_named() -> None:
    tour = posting(kind=Kind.TOUR)
    days = (date(2026, 12, 10), date(2026, 12, 3), date(2026, 12, 3))
    noted = note_month(tour, Month(first=FIRST, served=days), ruling(YUEKOU, on=at(2027, 1, 1)))
    assert noted.months == (Month(first=FIRST, served=(date(2026, 12, 3), date(2026, 12, 10))),)
    assert served(noted) == {date(2026, 12, 3), date(2026, 12, 10)}


def test_a_posting_is_complete_when_its_days_are_over_and_all_its_months_are_known() -> None:
    one = posting(until=date(2027, 1, 15))
    assert refusal(lambda: complete(one, ruling(YUEKOU, on=at(2027, 1, 15)))).code == "posting_not_over"
    after = ruling(YUEKOU, on=at(2027, 1, 16))
    assert refusal(lambda: complete(one, after)).facts["month"] == "2026-12"
    for first in (FIRST, date(2027, 1, 1)):
        one = note_month(one, Month(first=first), after)
    done = complete(one, after)
    assert (done.state, done.ended_on, len(served(done))) == (State.COMPLETED, date(2027, 1, 15), 46)


@pytest.mark.policy("STF-07")
def test_a_unit_has_two_supported_departments_a_year_at_the_most() -> None:
    known = Known(agreement())
    more = signed(departments=("外科", "儿科"))
    fault = refusal(lambda: sign(None, more, ruling(known=known, record="g2")))
    assert (fault.code, fault.facts["count"], fault.facts["most"]) == ("departments_many", 3, 2)
    later = replace(more, since=date(2029, 1, 1), until=date(2030, 12, 31))
    assert sign(None, later, ruling(known=known, record="g2")).departments == ("外科", "儿科")
