"""What 坐诊巡诊 and 教学培训 show stands whole at the sizes that people have, in light and dark."""

from __future__ import annotations

from datetime import date
from datetime import time

import pytest

from tests.capabilities.pharmacy.ui.test_fit import faults
from tests.capabilities.staffing.community import signed
from tests.capabilities.staffing.outreach import Hospital
from tests.capabilities.staffing.outreach import announced
from tests.capabilities.staffing.outreach import planned
from tests.registry.staff.people import DUOBAO
from tests.registry.staff.people import YUEKOU
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.messages.agreements import SignAgreement
from yigongti_desktop.capabilities.staffing.messages.teaching import AnnounceTeaching
from yigongti_desktop.capabilities.staffing.messages.teaching import HoldTeaching
from yigongti_desktop.capabilities.staffing.messages.visits import CancelVisit
from yigongti_desktop.capabilities.staffing.messages.visits import HoldVisit
from yigongti_desktop.capabilities.staffing.messages.visits import PlanVisits
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.visits import VisitKind

pytestmark = [pytest.mark.gui, pytest.mark.slow]


def test_sessions_stand_whole_listed_cancelled_planned_and_in_the_timetable(dressed: Screens) -> None:
    hospital = Hospital(dressed.county)
    one = hospital.plan(since=date(2026, 11, 1), note="高血压、冠心病，请带上以前的检查结果", support="周建国")
    afternoon = {"begin": time(14), "end": time(17), "since": date(2026, 11, 1)}
    tour = planned(hospital.expert.id, unit=DUOBAO, kind=VisitKind.TOUR, village="新河村", weekdays=(1, 2), **afternoon)
    hospital.office(SignAgreement(signed=signed(receiver=DUOBAO, covers=(Kind.TOUR,))))
    hospital.office(PlanVisits(plan=tour))
    hospital.office(HoldVisit(visit=one.id, day=date(2026, 11, 18), seen=126))
    hospital.office(CancelVisit(visit=one.id, day=date(2026, 11, 25), reason="有手术", moved_to=date(2026, 11, 26)))
    hospital.talk()
    me = dressed("人力")
    page = me.page("visits")
    wrong = faults(me, "list")
    page.act("cancel")
    me.settle()
    wrong += faults(me, "cancelling")
    me.press("Escape")
    me.page("visits", "new")
    me.press("Ctrl+S")
    me.settle()
    wrong += faults(me, "planning, with what is wrong")
    me.page("timetable", YUEKOU)
    wrong += faults(me, "timetable")
    assert wrong == []


def test_teaching_stands_whole_listed_announced_written_down_and_by_the_year(dressed: Screens) -> None:
    hospital = Hospital(dressed.county)
    made = hospital.office(AnnounceTeaching(announced=announced(units=(YUEKOU, DUOBAO))))
    hospital.office(HoldTeaching(teaching=made.id))
    hospital.office(AnnounceTeaching(announced=announced(title="胸痛的识别和转诊")))
    hospital.talk()
    me = dressed("人力")
    me.page("teaching", made.id)
    wrong = faults(me, "list")
    me.page("teaching", "new")
    wrong += faults(me, "announcing")
    me.page("teaching_year")
    wrong += faults(me, "year")
    clerk = dressed("排班")
    page = clerk.page("teaching", made.id)
    page.act("attend")
    clerk.settle()
    wrong += faults(clerk, "writing down")
    clerk.press("Escape")
    clerk.page("teaching_year")
    wrong += faults(clerk, "year of a unit")
    assert wrong == []
