"""转诊指标: the figures of a period, opened to the cases behind them, by month, unit, disease and doctor."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import in_state
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.figures import Answer
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store import figures as store
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.capabilities.referrals.ui.figures_state import SEEN_BY
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.periods import Span
from yigongti_desktop.kernel.periods import period
from yigongti_desktop.storage import records

pytestmark = pytest.mark.gui

UNIT, HOSPITAL = "岳口镇中心卫生院", "天门市第一人民医院"


def case(place: int, on: date, state: State = State.CLOSED, **changes: Any) -> Referral:
    """Return a case sent on a day and, if it was, sent back eight days later."""
    at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    made = in_state(state, at)
    returned = at + timedelta(days=8) if made.returned_at else None
    facts = {
        "id": f"r{place:03d}",
        "number": f"岳口-{on:%Y%m%d}-A-{place:03d}",
        "returned_at": returned,
        "origin_name": UNIT,
        "target_name": HOSPITAL,
    }
    return replace(made, **facts | changes)


def year(screens: Screens) -> list[Referral]:
    """Return two cases in each month of 2026 and one in each of 2025; one differs at its end, one did not come."""
    found = [case(place, date(2026, place, 3)) for place in range(1, 12)]
    found += [case(20 + place, date(2026, place, 9), State.DECLINED) for place in range(1, 11)]
    found += [case(40 + place, date(2025, place, 3)) for place in range(1, 12)]
    found.append(case(70, date(2026, 11, 12), State.EXPIRED))
    found[0] = replace(found[0], return_slip=back(diagnosis_code="I61.900", diagnosis="脑出血"))
    places = screens.county.slip("岳口").target.institution, screens.county.people["院长"].institution
    return [replace(one, target=places[0], origin=places[1]) for one in found]


def supplied(screens: Screens) -> None:
    screens.county.desks["岳口"].write(records.save_many, REFERRAL, year(screens))


def shown(me: Screen, page: Any) -> dict[str, list[str]]:
    """Return the rows of the table in sight, by their first cell."""
    return {row[0]: row[1:] for row in me.rows(SimpleNamespace(table=page._table))}


def test_a_month_is_opened_to_its_cases_and_a_case_to_its_slip(screens: Screens) -> None:
    supplied(screens)
    me = screens("院长")
    page = me.page("referral_figures")
    me.settle()
    assert page.facts.text() == "2025-12 至 2026-11　待接收 0 人，未到诊 0 人"
    assert page.ways.figures.startswith("上转 22　下转 11（比上年 ")
    page.tables["month"].view.setFocus()
    me.press("Down", "Return")
    me.settle()
    assert page.title == "病例　2026年11月"
    assert {row[1] for row in me.rows(page.listed)} == {"邱传富"}
    assert len(me.rows(page.listed)) == 2
    me.press("Escape")
    me.settle()
    assert page.title == "转诊指标"
    assert page.tables["month"].view.hasFocus()


@pytest.mark.policy("QLT-13")
def test_the_diagnoses_that_did_not_hold_are_listed(screens: Screens) -> None:
    supplied(screens)
    me = screens("院长")
    page = me.page("referral_figures")
    me.settle()
    page.tables["month"].view.setFocus()
    me.press("Return")
    me.settle()
    page.listed.table.chips.choose("differs")
    me.settle()
    assert [row[4:7] for row in me.rows(page.listed)] == [["I63.900 脑梗死", "I61.900 脑出血", "否"]]


@pytest.mark.parametrize(("by", "first"), [("unit", UNIT), ("disease", "I63　脑梗死"), ("doctor", f"周建国　{UNIT}")])
def test_cases_are_told_apart_by_unit_disease_and_doctor(screens: Screens, by: str, first: str) -> None:
    supplied(screens)
    me = screens("院长")
    page = me.page("referral_figures")
    me.settle()
    page.views.choose(by)
    me.settle()
    rows = shown(me, page)
    assert list(rows) == ["合计", first]
    assert rows["合计"] == rows[first]


def test_the_flow_picture_is_walked_by_keys_and_opens_the_cases(screens: Screens) -> None:
    supplied(screens)
    me = screens("院长")
    page = me.page("referral_figures")
    me.settle()
    page.views.choose("flow")
    me.settle()
    page.flow.setFocus()
    assert page.flow.readout == f"{UNIT} → {HOSPITAL}　上转 22 人，下转 11 人"
    me.press("Return")
    me.settle()
    assert page.title.startswith(f"病例　{UNIT} 和 {HOSPITAL}")


def test_the_tables_are_carried_into_excel(screens: Screens, tmp_path: Path) -> None:
    supplied(screens)
    me = screens("院长")
    page = me.page("referral_figures")
    me.settle()
    book = me.exported(tmp_path / "转诊指标.xlsx")
    assert book.sheetnames == ["按月", "按单位", "按病种", "按医生"]
    assert book["按月"]["A2"].value == "合计"
    assert page.title == "转诊指标"


def test_times_and_answers_are_of_the_trail(screens: Screens) -> None:
    sent = screens.county.do(
        "岳口", m.SendReferral(slip=replace(screens.county.slip("岳口"), urgency=Urgency.EMERGENCY))
    )
    screens.county.desks["岳口"].sync()
    screens.county.desks["市一医"].sync()
    screens.county.clock.advance(minutes=180)
    screens.county.do("市一医", m.AcceptReferral(referral=sent.id, reception="急诊"))
    bench = screens.county.desks["市一医"]
    found = bench.read(store.moved, period(Span.MONTH, date(2026, 11, 23)))
    assert [(one.answer, one.is_emergency) for one in found] == [(Answer.ACCEPTED, True)]
    assert found[0].accepted_at is not None
    assert found[0].accepted_at - found[0].sent_at == timedelta(hours=3)


def test_figures_are_for_those_who_answer_for_them() -> None:
    assert {Role.DIRECTOR, Role.REFERRAL_OFFICE, Role.COMMUNITY_OFFICE} == SEEN_BY
