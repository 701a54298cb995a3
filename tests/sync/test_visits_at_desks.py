"""Sessions away from home and teaching between a lead hospital and a unit's two desks, through a real hub."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.capabilities.staffing.outreach import HOSPITAL
from tests.capabilities.staffing.outreach import OTHER
from tests.capabilities.staffing.outreach import SECOND
from tests.capabilities.staffing.outreach import TODAY
from tests.capabilities.staffing.outreach import TOWN
from tests.capabilities.staffing.outreach import Hospital
from tests.capabilities.staffing.outreach import announced
from tests.capabilities.staffing.outreach import planned
from tests.registry.staff.people import DUOBAO
from tests.registry.staff.people import YUEKOU
from tests.screens import Screens
from yigongti_desktop.app.absences import promised
from yigongti_desktop.capabilities.staffing.messages.agreements import EndAgreement
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.rosters import BeginRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import ChangeRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import PublishRoster
from yigongti_desktop.capabilities.staffing.messages.teaching import AnnounceTeaching
from yigongti_desktop.capabilities.staffing.messages.teaching import Changes
from yigongti_desktop.capabilities.staffing.messages.teaching import HoldTeaching
from yigongti_desktop.capabilities.staffing.messages.teaching import WriteAttendance
from yigongti_desktop.capabilities.staffing.messages.visits import CancelVisit
from yigongti_desktop.capabilities.staffing.messages.visits import EndVisits
from yigongti_desktop.capabilities.staffing.messages.visits import HoldVisit
from yigongti_desktop.capabilities.staffing.messages.visits import PlanVisits
from yigongti_desktop.capabilities.staffing.messages.visits import RestoreVisit
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.model.teaching import TeachingKind
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.model.visits import Visit
from yigongti_desktop.capabilities.staffing.model.visits import VisitKind
from yigongti_desktop.capabilities.staffing.store import leave
from yigongti_desktop.capabilities.staffing.store import postings
from yigongti_desktop.capabilities.staffing.store import rosters
from yigongti_desktop.capabilities.staffing.store.teaching import ATTENDANCE
from yigongti_desktop.capabilities.staffing.store.teaching import TEACHING
from yigongti_desktop.capabilities.staffing.store.teaching import teaching_year
from yigongti_desktop.capabilities.staffing.store.visits import VISIT
from yigongti_desktop.capabilities.staffing.store.visits import falls_of
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_preview
from yigongti_desktop.capabilities.staffing.ui.posting_words import say_absence
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records

pytestmark = [pytest.mark.sync, pytest.mark.gui]


@pytest.fixture
def hospital(screens: Screens) -> Hospital:
    return Hospital(screens.county)


def at(hospital: Hospital, desk: str, kind: Any, record: str) -> Any:
    """Return a record as a desk has it."""
    return hospital.read(records.load, kind, record, desk=desk)


def alike(hospital: Hospital, visit: str) -> Visit:
    """Return a plan, which the hospital and both desks of the unit have alike."""
    one, two, three = (at(hospital, desk, VISIT, visit) for desk in (HOSPITAL, TOWN, SECOND))
    assert one == two == three
    found: Visit = one
    return found


def test_a_plan_reaches_the_unit_and_no_other_and_its_number_comes_back(hospital: Hospital) -> None:
    visit = hospital.plan(since=date(2026, 11, 1))
    hospital.talk()
    assert at(hospital, OTHER, VISIT, visit.id) is None
    hospital.clerk(HoldVisit(visit=visit.id, day=date(2026, 11, 18), seen=26))
    hospital.talk()
    assert [(one.day.day, one.seen) for one in alike(hospital, visit.id).outcomes] == [(18, 26)]


def test_two_desks_that_count_otherwise_lose_neither_number(hospital: Hospital) -> None:
    visit = hospital.plan(since=date(2026, 11, 1))
    hospital.talk()
    hospital.clerk(HoldVisit(visit=visit.id, day=date(2026, 11, 18), seen=26))
    hospital.clerk(HoldVisit(visit=visit.id, day=date(2026, 11, 18), seen=28), SECOND)
    hospital.talk()
    assert alike(hospital, visit.id).outcomes[0].seen == 26
    (act,) = hospital.refused(SECOND)
    assert (act.code, act.facts["theirs"], act.facts["mine"]) == ("visit_counted", 26, 28)


def test_the_unit_counts_while_the_hospital_moves_another_day_off_line(hospital: Hospital) -> None:
    visit = hospital.plan(since=date(2026, 11, 1))
    hospital.talk()
    hospital.clerk(HoldVisit(visit=visit.id, day=date(2026, 11, 18), seen=26))
    hospital.office(CancelVisit(visit=visit.id, day=date(2026, 12, 2), reason="有手术", moved_to=date(2026, 12, 3)))
    hospital.talk()
    found = alike(hospital, visit.id)
    assert [one.day.isoformat() for one in found.outcomes] == ["2026-11-18", "2026-12-02"]
    hospital.clerk(RestoreVisit(visit=visit.id, day=date(2026, 12, 2)))
    hospital.office(EndVisits(visit=visit.id, last=date(2026, 12, 9), reason="换人"))
    hospital.talk()
    found = alike(hospital, visit.id)
    assert ([one.day.day for one in found.outcomes], found.last) == ([18], date(2026, 12, 9))


@pytest.mark.policy("STF-12", "STF-13", "STF-24")
@pytest.mark.parametrize(
    ("kind", "code"),
    [(VisitKind.SITTING, "visit_title"), (VisitKind.EXPERT_ROOM, "visit_title"), (VisitKind.SURGERY, "")],
)
def test_who_is_sent_to_sit_in_or_tour_is_an_associate_at_least(hospital: Hospital, kind: VisitKind, code: str) -> None:
    command = PlanVisits(plan=planned(hospital.junior.id, kind=kind))
    if code:
        with pytest.raises(Refused, match=code):
            hospital.office(command)
    else:
        assert hospital.office(command).level.value == "middle"


def test_nobody_is_in_two_places_and_a_plan_is_of_whoever_may(hospital: Hospital) -> None:
    hospital.plan()
    wrong: dict[str, dict[str, Any]] = {
        "visit_twice": {"unit": DUOBAO},
        "visit_days": {"until": date(2026, 11, 1)},
        "visit_no_day": {"weekdays": (), "dates": ()},
        "visit_dates": {"dates": (date(2027, 3, 1),)},
        "visit_long": {"until": date(2028, 3, 1)},
        "visit_weekdays": {"weekdays": (7,)},
        "day_unlikely": {"since": date(1926, 12, 1)},
        "visit_no_village": {"unit": "tianmen.diyi"},
    }
    for code, others in wrong.items():
        with pytest.raises(Refused, match=code):
            hospital.plan(**others)
    with pytest.raises(Refused, match="visit_not_yours"):
        hospital.clerk(PlanVisits(plan=planned(hospital.doctor.id, unit=DUOBAO)))
    with pytest.raises(Refused, match="visit_no_village"):
        hospital.clerk(PlanVisits(plan=planned(hospital.doctor.id)))


@pytest.mark.policy("STF-25")
def test_experts_come_only_while_an_agreement_is_in_force(hospital: Hospital) -> None:
    with pytest.raises(Refused) as told:
        hospital.plan(unit=DUOBAO)
    assert (told.value.code, told.value.facts["of"]) == ("visit_agreement_none", "sitting_in")
    hospital.office(EndAgreement(agreement=hospital.agreement.id, last=date(2026, 12, 15), reason="另签"))
    with pytest.raises(Refused) as told:
        hospital.plan()
    assert (told.value.code, told.value.facts["day"]) == ("visit_agreement_ends", "2026-12-16")
    hospital.plan(until=date(2026, 12, 15))
    assert hospital.plan(unit=DUOBAO, kind=VisitKind.CHRONIC, weekdays=(4,)).unit == DUOBAO, "none is needed"


@pytest.mark.policy("STF-19", "STF-34")
def test_a_unit_sends_its_own_doctor_to_a_village_and_the_hospital_sees_it(hospital: Hospital) -> None:
    plan = planned(hospital.doctor.id, kind=VisitKind.TOUR, village="健康村")
    visit = hospital.clerk(PlanVisits(plan=plan))
    hospital.talk()
    assert alike(hospital, visit.id).place == "岳口镇中心卫生院 健康村"


def test_what_falls_is_shown_before_a_roster_is_published_and_does_not_stop_it(hospital: Hospital) -> None:
    hospital.clerk(SetUpDuties(duties=starting()))
    plan = planned(hospital.doctor.id, kind=VisitKind.TOUR, village="健康村")
    hospital.clerk(PlanVisits(plan=plan))
    first = date(2026, 12, 1)
    roster = hospital.clerk(BeginRoster(first=first, days=10, people=(hospital.doctor.id,)))
    (line,) = roster.lines
    wanted = type(line)(person=line.person, name=line.name, codes=("白", "白", *("",) * 6, "巡", ""))
    roster = hospital.clerk(ChangeRoster(roster=roster.id, changes={line.person: (line, wanted)}))
    found = [one for one in hospital.read(rosters.findings, roster) if one.rule == "visits"]
    assert [one.text for one in found] == [
        "周建国 2 日 08:00–11:30 在岳口镇中心卫生院 健康村巡诊，当天排的是白班。请改班，或在「坐诊巡诊」里停诊、改期。"
    ]
    assert not found[0].is_must
    published = hospital.clerk(PublishRoster(roster=roster.id, seen=roster.edition, reason="人手不够"))
    hospital.talk()
    kept = at(hospital, HOSPITAL, rosters.ROSTER, published.id)
    assert [one.rule for one in kept.findings if not one.is_must and one.rule == "visits"] == ["visits"]


def test_what_falls_is_told_before_leave_is_asked_for_and_before_a_posting(hospital: Hospital) -> None:
    hospital.plan()
    first, last = date(2026, 12, 2), date(2026, 12, 9)
    written = Written(person=hospital.expert.id, kind=Kind.ANNUAL, first=first, last=last, from_noon=True)
    told = hospital.read(leave.preview, "tianmen.diyi", written, promised, desk=HOSPITAL)
    assert [one.day.day for one in told.sessions] == [9], "the session of the morning that is worked stands"
    assert "要停诊或改期：12-9 08:00–11:30 岳口镇中心卫生院坐诊" in say_preview(told)
    away = hospital.read(postings.absence, hospital.expert.id, first, last, promised, desk=HOSPITAL)
    assert [one.day.day for one in away.sessions] == [2, 9]
    assert "12-2 08:00–11:30 岳口镇中心卫生院坐诊、12-9" in say_absence(away)
    assert say_absence(hospital.read(postings.absence, hospital.junior.id, first, last, desk=HOSPITAL)) == ""


def test_a_session_planned_after_a_roster_says_what_to_look_at(hospital: Hospital) -> None:
    hospital.clerk(SetUpDuties(duties=starting()))
    roster = hospital.clerk(BeginRoster(first=date(2026, 12, 1), days=3, people=(hospital.doctor.id,)))
    (line,) = roster.lines
    wanted = type(line)(person=line.person, name=line.name, codes=("白", "", "白"))
    roster = hospital.clerk(ChangeRoster(roster=roster.id, changes={line.person: (line, wanted)}))
    hospital.clerk(PublishRoster(roster=roster.id, seen=roster.edition, reason="人手不够"))
    before = hospital.read(rosters.to_look_at, YUEKOU, TODAY)
    hospital.clerk(PlanVisits(plan=planned(hospital.doctor.id, kind=VisitKind.TOUR, village="健康村")))
    (look,) = hospital.read(rosters.to_look_at, YUEKOU, TODAY)
    assert before == []
    assert "当天排的是休息" in look.findings[0].text
    (fall, *_) = hospital.read(falls_of, hospital.doctor.id, [date(2026, 12, 2)])
    assert (fall.day, fall.hours, fall.kind) == (date(2026, 12, 2), "08:00–11:30", VisitKind.TOUR)


@pytest.mark.policy("TRN-01", "TRN-07")
def test_a_unit_reads_its_own_names_only_and_the_hospital_reads_all(hospital: Hospital) -> None:
    made = hospital.office(AnnounceTeaching(announced=announced(units=(YUEKOU, DUOBAO))))
    course = hospital.office(
        AnnounceTeaching(announced=announced(kind=TeachingKind.COURSE, title="50+N 第一期", units=(YUEKOU, DUOBAO)))
    )
    for one in (made, course):
        hospital.office(HoldTeaching(teaching=one.id))
    hospital.talk()
    assert at(hospital, OTHER, TEACHING, made.id) is not None
    who: Changes = {hospital.doctor.id: (None, 60), hospital.nurse.id: (None, 30)}
    came = hospital.clerk(WriteAttendance(teaching=made.id, unit=YUEKOU, changes=who))
    hospital.talk()
    assert at(hospital, OTHER, ATTENDANCE, came.id) is None
    assert at(hospital, HOSPITAL, ATTENDANCE, came.id) == at(hospital, SECOND, ATTENDANCE, came.id)
    year = hospital.read(teaching_year, 2026, "tianmen.diyi", TODAY, desk=HOSPITAL)
    mine = next(one for one in year.units if one.unit == YUEKOU)
    assert (year.courses, year.courses_lacking, mine.months[10].count, mine.minutes) == (1, 1, 1, 90)
    assert mine.missed == ("50+N 第一期",)
    (alone,) = hospital.read(teaching_year, 2026, YUEKOU, TODAY).units
    assert alone == mine


def test_two_desks_write_different_people_and_both_stand_the_same_person_is_asked_about(hospital: Hospital) -> None:
    made = hospital.office(AnnounceTeaching(announced=announced()))
    hospital.talk()
    hospital.clerk(WriteAttendance(teaching=made.id, unit=YUEKOU, changes={hospital.doctor.id: (None, 60)}))
    hospital.clerk(WriteAttendance(teaching=made.id, unit=YUEKOU, changes={hospital.nurse.id: (None, 30)}), SECOND)
    hospital.talk()
    (came,) = hospital.read(registry.everything, ATTENDANCE)
    assert [one.minutes for one in came.people] == [60, 30]
    hospital.clerk(WriteAttendance(teaching=made.id, unit=YUEKOU, changes={hospital.nurse.id: (30, 60)}))
    hospital.clerk(WriteAttendance(teaching=made.id, unit=YUEKOU, changes={hospital.nurse.id: (30, 45)}), SECOND)
    hospital.talk()
    (act,) = hospital.refused(SECOND)
    assert (act.code, act.facts["theirs"], act.facts["mine"]) == ("attendance_otherwise", 60, 45)
