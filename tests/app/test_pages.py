"""Each role sees the pages of its work and no other; a lead hospital has none of the pages of units."""

from __future__ import annotations

import pytest

from tests.screens import PEOPLE
from tests.screens import Screens
from yigongti_desktop.app.pages import about_desk
from yigongti_desktop.app.pages import count
from yigongti_desktop.app.pages import make_pages
from yigongti_desktop.kernel.access import Role

pytestmark = pytest.mark.gui

_EVERYBODY = {"today", "sync", "settings", "help"}
_SEEN = {
    "医生": {
        "referrals",
        "deductible",
        "referral_catalogue",
        "referral_places",
        "shortages",
        "long",
        "rosters",
        "contracts",
        "followups",
        "teams",
        "packages",
        "residents",
        "services",
    },
    "护士": {
        "referrals",
        "deductible",
        "referral_catalogue",
        "referral_places",
        "shortages",
        "rosters",
        "contracts",
        "followups",
        "teams",
        "packages",
        "residents",
        "services",
    },
    "公卫": {
        "referrals",
        "deductible",
        "referral_catalogue",
        "referral_places",
        "shortages",
        "long",
        "rosters",
        "contracts",
        "followups",
        "rates",
        "teams",
        "packages",
        "residents",
        "services",
    },
    "村医": {
        "referrals",
        "deductible",
        "referral_catalogue",
        "referral_places",
        "villages",
        "shortages",
        "rosters",
        "contracts",
        "followups",
        "teams",
        "packages",
        "residents",
        "services",
    },
    "药师": {
        "pharmacy",
        "villages",
        "shortages",
        "stock",
        "counts",
        "differences",
        "payables",
        "long",
        "reviews",
        "measures",
        "rosters",
        "services",
    },
    "院长": {
        "referrals",
        "deductible",
        "referral_catalogue",
        "referral_places",
        "referral_figures",
        "pharmacy",
        "shortages",
        "stock",
        "counts",
        "differences",
        "payables",
        "long",
        "reviews",
        "measures",
        "rosters",
        "roster_settings",
        "contracts",
        "followups",
        "rates",
        "teams",
        "packages",
        "residents",
        "calendar",
        "services",
        "staff",
        "postings",
        "posting_year",
        "visits",
        "timetable",
        "teaching",
        "teaching_year",
    },
    "排班": {
        "rosters",
        "roster_settings",
        "staff",
        "calendar",
        "postings",
        "posting_year",
        "visits",
        "timetable",
        "teaching",
        "teaching_year",
    },
    "管理员": set(),
    "审计": set(),
    "转诊办": {
        "referrals",
        "referral_figures",
        "deductible",
        "referral_catalogue",
        "referral_places",
        "capacity",
        "capacity_figures",
    },
    "中心药房": {"pharmacy", "shortages", "stock", "counts", "differences", "payables", "reviews", "measures"},
    "专科医生": {"referrals", "deductible", "referral_catalogue", "referral_places", "packages"},
    "人力": {
        "staff",
        "calendar",
        "postings",
        "posting_year",
        "agreements",
        "posting_terms",
        "visits",
        "timetable",
        "teaching",
        "teaching_year",
    },
    "医共体办": {
        "referral_figures",
        "referral_catalogue",
        "referral_places",
        "capacity_figures",
        "packages",
        "calendar",
    },
}
_WORKERS = ("医生", "护士", "公卫", "村医", "药师", "院长", "排班")
for _pages in _SEEN.values():
    _pages |= {"scan"} if "referrals" in _pages else set()  # whoever has cases may be shown a paper
for _who in _WORKERS:  # whoever has duties asks for leave and hands over
    _SEEN[_who] |= {"leave", "handover"}
for _pages in _SEEN.values():  # whoever refers sees what happened to a resident elsewhere
    _pages |= {"timeline"} if "referrals" in _pages else set()
for _who in ("医生", "护士", "公卫", "村医", "院长"):  # whoever refers sees what the hospital has reserved
    _SEEN[_who] |= {"slots"}
_FIRST_NEW = {
    "医生": ("referrals", "新建转出单"),
    "公卫": ("referrals", "新建转出单"),
    "村医": ("referrals", "新建转出单"),
    "院长": ("referrals", "新建转出单"),
    "药师": ("pharmacy", "新建请领单"),
    "护士": ("shortages", "登记缺药"),
    "医共体办": ("packages", "新服务包"),
    "排班": ("rosters", "排班"),
    "人力": ("staff", "登记人员"),
}


@pytest.mark.parametrize("who", list(_SEEN))
def test_each_role_sees_the_pages_of_its_work_and_every_one_of_them_opens(screens: Screens, who: str) -> None:
    me = screens(who)
    assert set(me.workplace.specs) == _EVERYBODY | _SEEN[who]
    for name in me.workplace.specs:
        page = me.page(name)
        assert me.workplace.current is page
        assert page is not None
        assert page.isVisible()
        assert not page.banner.isVisible(), me.words(page)


def test_every_role_that_is_given_to_people_is_tried() -> None:
    tried = {role for who in _SEEN for role in PEOPLE[who][3]}
    assert tried == set(Role) - {Role.HUB}


@pytest.mark.parametrize("who", ["药师", "审计", "转诊办"])
def test_a_page_that_is_not_for_a_role_does_not_open_whoever_asks(screens: Screens, who: str) -> None:
    me = screens(who)
    before = me.workplace.current
    me.workplace.open_page("residents", "new")
    me.workplace.open_page("followups")
    me.settle()
    assert me.workplace.current is before
    assert me.workplace.page("residents") is None


def test_a_lead_hospital_has_none_of_the_pages_of_units(screens: Screens) -> None:
    me = screens("专科医生")
    assert me.bench.read(about_desk, me.desk.now()).is_lead
    of_units = {spec.name for spec in make_pages(me.bench, is_lead=False) if spec.is_of_units}
    assert of_units == {
        "shortages",
        "contracts",
        "followups",
        "rates",
        "rosters",
        "roster_settings",
        "teams",
        "residents",
        "villages",
        "long",
        "services",
        "leave",
        "handover",
        "slots",
    }
    assert not of_units & set(me.workplace.specs)
    me.page("today")
    assert "新建转出单" not in me.buttons()
    clinic = screens("医生")
    assert not clinic.bench.read(about_desk, clinic.desk.now()).is_lead


@pytest.mark.parametrize("who", list(_SEEN))
def test_f2_begins_what_the_role_writes_and_nothing_for_others(screens: Screens, who: str) -> None:
    me = screens(who)
    me.press("F2")
    me.settle()
    page, title = _FIRST_NEW.get(who, ("today", ""))
    assert me.workplace.current_name == page
    assert not title or me.workplace.current is not None
    if title:
        assert me.workplace.current.title == title  # type: ignore[union-attr]


def test_the_numbers_at_the_pages_are_those_of_the_lists(screens: Screens) -> None:
    screens.county.send_referral("岳口")
    screens.county.clock.advance(days=3, minutes=1)
    me = screens("医生")
    counts, now = me.bench.read(count, me.workplace.specs, me.actor, me.desk.now())
    assert counts["referrals"].number == 1
    assert counts["sync"].number == 0
    assert now.waiting > 0
    page = me.page("referrals")
    assert {chip.key: chip.count for chip in page.table.chips._chips}["turn"] == 1


def test_the_pages_are_walked_with_alt_and_their_number(screens: Screens) -> None:
    me = screens("院长")
    seen = []
    for place in range(1, 7):
        me.press(f"Alt+{place}")
        me.settle()
        seen.append(me.workplace.current_name)
    assert seen == ["today", "referrals", "followups", "slots", "scan", "services"]


def test_who_has_no_figures_sees_no_empty_strip_for_them_however_the_window_is_drawn(screens: Screens) -> None:
    me = screens("管理员")
    page = me.page("today")
    for width in (911, 1366):
        me.window.resize(width, 697)
        me.settle()
        page.set_compact(compact=width == 911)
        assert page._strip.isHidden()
