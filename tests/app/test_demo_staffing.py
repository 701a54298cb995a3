"""What the demonstration has of rosters: the rotation keeps the rules in any month, and the desks have it all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from pathlib import Path

import pytest

from yigongti_desktop.app import demo_rotation as rotation
from yigongti_desktop.app.demo_days import Days
from yigongti_desktop.app.demonstration import CLINIC
from yigongti_desktop.app.demonstration import HOSPITAL
from yigongti_desktop.app.demonstration import Demonstration
from yigongti_desktop.capabilities.staffing.model.asking import asked
from yigongti_desktop.capabilities.staffing.model.handover import State as HandoverState
from yigongti_desktop.capabilities.staffing.model.leave import State as LeaveState
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.postings import State as PostingState
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.capabilities.staffing.model.sentences import sentences
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.store import agreements
from yigongti_desktop.capabilities.staffing.store import handover
from yigongti_desktop.capabilities.staffing.store import leave
from yigongti_desktop.capabilities.staffing.store import posting_terms
from yigongti_desktop.capabilities.staffing.store import postings
from yigongti_desktop.capabilities.staffing.store import rosters
from yigongti_desktop.capabilities.staffing.store import swaps
from yigongti_desktop.capabilities.staffing.store import wishes
from yigongti_desktop.capabilities.staffing.ui import posting_today
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.person import Staff

UNIT, LEAD = "tianmen.yuekou", "tianmen.diyi"
FILLING = """
import sys
from pathlib import Path
from yigongti_desktop.app.demo_days import Days
from yigongti_desktop.app.demonstration import Demonstration
made = Demonstration(Path(sys.argv[1]))
try:
    made.set_up()
    Days(made).fill()
finally:
    made.close()
loaded = ("highspy", "numpy", "yigongti_desktop.rostering.solver", "yigongti_desktop.rostering.postings")
print(sorted(name for name in sys.modules if name.startswith(loaded)))
"""
MONTHS = [months_after(date(2025, 1, 1), number) for number in range(36)]


def colleague(name: str, month: date) -> Staff:
    """Return somebody of the unit: a doctor with a licence, 许小兰 with a child, others with no papers."""
    since = date(2015, 7, 1)
    is_doctor = name in rotation.DOCTORS
    nursing = (Period(since=months_after(month, -2), kind=PeriodKind.NURSING, child=months_after(month, -2)),)
    return Staff(
        id=name,
        name=name,
        profession=Profession.DOCTOR if is_doctor else Profession.NURSE,
        posts=(Post(since=since, home=UNIT, establishment=Establishment.POST),),
        licences=(Licence(since=since, kind=LicenceKind.PHYSICIAN, number="1"),) if is_doctor else (),
        periods=nursing if name == rotation.SHELTERED else (),
    )


@pytest.mark.parametrize("month", MONTHS, ids=str)
@pytest.mark.policy("STF-03")
def test_the_rotation_keeps_what_must_be_kept_and_leaves_no_night_and_no_emergency_open(month: date) -> None:
    calendar, before = built_in(), months_after(month, -1)
    for turn in range(len(rotation.DOCTORS)):
        begins = month + timedelta(turn)
        codes, earlier = (rotation.rows(calendar, first, begins) for first in (month, before))
        people = tuple(Person(staff=colleague(name, month), before=earlier[name]) for name in rotation.PEOPLE)
        asks = asked(
            Month(unit=UNIT, first=month, days=month_end(month).day, people=people), starting(), national(), calendar
        )
        places = {"": 0} | {duty.code: place for place, duty in enumerate(starting(), 1)}
        drawn = tuple(tuple(places[code] for code in codes[name]) for name in rotation.PEOPLE)
        assert [one.text for one in sentences(asks, drawn) if one.is_must] == []
        for on in range(month_end(month).day):
            assert sorted(codes[name][on] for name in rotation.DOCTORS).count("夜") == 1
            assert sorted(codes[name][on] for name in rotation.DOCTORS).count("急") == 1


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    made = Demonstration(tmp_path_factory.mktemp("demo") / "demo")
    try:
        made.set_up()
        Days(made).fill()
        yield made
    finally:
        made.close()


def rosters_of(demonstration: Demonstration, place: str) -> dict[State, Roster]:
    """Return the rosters of the unit by their state."""
    return {row.roster.state: row.roster for row in demonstration.desks[place].read(rosters.rosters, UNIT)}


@pytest.mark.slow
def test_this_month_is_published_and_next_month_is_a_draft_and_both_keep_what_must_be_kept(
    demonstration: Demonstration,
) -> None:
    clinic = demonstration.desks[CLINIC]
    month = day(clinic.clock.now()).replace(day=1)
    found = rosters_of(demonstration, CLINIC)
    assert {state: one.first for state, one in found.items()} == {
        State.PUBLISHED: month,
        State.DRAFT: months_after(month, 1),
    }
    for roster in found.values():
        assert {line.name for line in roster.lines} == set(rotation.PEOPLE)
        granted = clinic.read(leave.leave_of, UNIT, roster.first, roster.last)
        assert [one.text for one in clinic.read(rosters.findings, roster, granted) if one.is_must] == []
    published = found[State.PUBLISHED]
    assert published.reason == ""
    assert {(one.before, one.after) for one in published.changes} == {("急", "白"), ("白", "急")}
    assert list(rosters_of(demonstration, HOSPITAL)) == [State.PUBLISHED], "a draft stays with its unit"


@pytest.mark.slow
def test_every_page_of_staffing_has_something_to_look_at(demonstration: Demonstration) -> None:
    clinic, today = demonstration.desks[CLINIC], day(demonstration.desks[CLINIC].clock.now())
    director = demonstration.log_in(CLINIC, "sun").actor
    slips = [row.slip for row in clinic.read(leave.leave_rows, director)]
    assert {slip.state for slip in slips} == {LeaveState.APPROVED, LeaveState.ASKED}
    assert len(clinic.read(wishes.wish_rows, director)) == 4
    assert len(clinic.read(swaps.open_swaps, UNIT)) == 1
    entries = [row.entry for row in clinic.read(handover.handover_rows, UNIT, today) if row.entry]
    assert [entry.state for entry in entries].count(HandoverState.GIVEN) == 1
    assert len(entries) == 6
    for place in (CLINIC, HOSPITAL):
        desk = demonstration.desks[place]
        assert {one.state for one in desk.read(postings.everything)} == {
            PostingState.ASKED,
            PostingState.ARRANGED,
            PostingState.SERVING,
            PostingState.COMPLETED,
        }
        assert len(desk.read(agreements.everything)) == 1
        here = place == HOSPITAL  # what is private of a doctor stays with the office
        assert len(desk.read(posting_terms.ways_of, LEAD)) == 2 * here
        assert len(desk.read(posting_terms.terms_of, LEAD)) == 1 * here


@pytest.mark.slow
def test_the_staffing_office_reads_which_act_the_unit_did(demonstration: Demonstration) -> None:
    desk, actor = demonstration.desks[HOSPITAL], demonstration.log_in(HOSPITAL, "ren").actor
    said = [(one.title, one.detail) for one in desk.read(posting_today.news, actor, desk.clock.now())]
    assert ("龚思源", "常年派驻　登记在岗天数　岳口镇中心卫生院") in said
    assert ("熊卫东", "巡诊　期满　岳口镇中心卫生院") in said
    assert ("岳口镇中心卫生院", "常年派驻　申请　外科") in said


@pytest.mark.slow
def test_whoever_was_sent_works_at_the_unit_by_the_posting_alone(demonstration: Demonstration) -> None:
    clinic = demonstration.desks[CLINIC]
    today = day(clinic.clock.now())
    sent = next(one for one in clinic.read(rosters.people_of, UNIT, today, 1) if one.name == "龚思源")
    place = sent.place_on(today)
    assert place is not None
    assert place.posting
    assert sent.home_on(today) == "tianmen.diyi"


@pytest.mark.slow
def test_the_demonstration_does_not_load_the_solver(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FILLING, str(tmp_path / "demo")], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
