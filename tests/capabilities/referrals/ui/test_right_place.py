"""A slip is told where to go while it is written: catalogue, infection, people of whom something is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.capabilities.referrals.catalogued import agreed
from tests.capabilities.referrals.catalogued import line
from tests.capabilities.referrals.ui.slips import begin
from tests.capabilities.referrals.ui.slips import cases
from tests.capabilities.referrals.ui.slips import fill
from tests.capabilities.referrals.ui.slips import form_of
from tests.capabilities.referrals.ui.slips import held
from tests.screens import Screen
from tests.screens import Screens
from tests.sync.county import County
from tests.world import hu_xiaoyan
from tests.world import id_number
from yigongti_desktop.capabilities.referrals.messages.catalogues import PublishCatalogue
from yigongti_desktop.capabilities.referrals.messages.catalogues import SignPlace
from yigongti_desktop.capabilities.referrals.model.approval import Standing
from yigongti_desktop.capabilities.referrals.model.catalogue import Action
from yigongti_desktop.capabilities.referrals.model.catalogue_moves import Wanted
from yigongti_desktop.capabilities.referrals.model.persons import Known
from yigongti_desktop.capabilities.referrals.model.slip import Transport
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.registry.messages import RegisterResident

pytestmark = pytest.mark.gui
#: Keys of an emergency for somebody of the register, and of a stranger, from the list to the sent slip.
MOST_KEYS = 30


def publish(county: County, *lines: Any) -> None:
    """Publish a catalogue for the county, and let the clinic have it."""
    head = {"title": "转诊病种目录", "document": "天卫发〔2026〕12号", "issuer": "天门市卫健委"}
    wanted = Wanted(owner="county", since=date(2026, 11, 23), lines=lines, **head)
    county.desks["市一医"].do(county.people["医共体办"], PublishCatalogue(wanted=wanted))
    county.sync("市一医", "岳口")


def guide(page: Any) -> Any:
    return page.work.form.guide


def send(me: Screen) -> Any:
    """Send what stands in the form, and return the case."""
    me.press("Ctrl+Return")
    me.until(lambda: cases(me))
    me.settle()
    return cases(me)[0]


@pytest.mark.policy("REF-04")
def test_the_catalogue_is_cited_as_soon_as_the_diagnosis_is_chosen_and_asks_for_a_reason(screens: Screens) -> None:
    publish(screens.county, line("I60-I69", Action.KEEP, name="脑血管病"))
    me = screens("医生")
    page = begin(me)
    fill(me, page)
    me.until(lambda: guide(page).guide.advice)
    assert me.says("目录：留治　脑血管病（I60-I69）　和现在的去向不一致，请写理由")
    assert me.says("依据：天卫发〔2026〕12号《转诊病种目录》，天门市卫健委，2026-11-23 起")
    me.press("Ctrl+Return")
    form = form_of(page)
    me.until(lambda: me.fault(form, "against"))
    assert cases(me) == []
    form.go_to("against")
    me.pick("bqcc")
    sent = send(me)
    assert (sent.slip.against, sent.advice.action) == ("病情超出本院能力", Action.KEEP)
    assert me.says("病情超出本院能力")


@pytest.mark.policy("REF-15")
def test_an_infection_stops_the_ordinary_road_until_card_and_transport_are_written(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    fill(me, page, diagnosis="A00.900")
    me.until(lambda: guide(page).guide.disease)
    assert me.says("霍乱（甲）：不走普通转诊，2 小时内报卡，到 11月23日 14:00")
    assert me.says("1. 先报告")
    form = form_of(page)
    me.press("Ctrl+Return")
    me.until(lambda: me.fault(form, "card_at"))
    me.fill(form, card_at="11:50", card_by="李文静", special_transport="120 负压车")
    sent = send(me)
    assert (sent.slip.special.disease, sent.slip.special.card_by) == ("霍乱", "李文静")
    assert me.says("11月23日 11:50 李文静 已报卡")


@pytest.mark.policy("REF-03")
def test_a_slip_out_of_the_county_waits_for_its_number_with_words(screens: Screens) -> None:
    county = screens.county
    county.desks["市一医"].do(county.people["转诊办"], SignPlace(agreed=agreed(until=date(2026, 10, 1))))
    county.sync("市一医", "岳口")
    me = screens("医生")
    page = begin(me)
    fill(me, page)
    form = form_of(page)
    form.go_to("institution")
    me.press("Ctrl+A")
    me.pick("武汉协和")
    assert me.says("联系 王芳 139 0000 0005；协议已于 2026-10-01 到期，转前请先问转诊办；市域外")
    form.go_to("target_reason")
    me.pick("在那里做过")
    if not form.editor("department").text():
        form.go_to("department")
        me.pick("肿瘤科")
    sent = send(me)
    assert (sent.target_name, sent.approval.standing) == ("武汉协和医院", Standing.ASKED)
    assert me.rows(page)[0][0] == "待上传"
    me.press("Ctrl+P")
    me.until(lambda: me.says("市域外转诊要等牵头医院的审批编号"))
    me.sync()
    county.sync("市一医")
    screens.leave(me)
    office = screens("转诊办")
    listed = office.page("referrals")
    assert office.rows(listed)[0][0] == "待审批"
    office.press("F7")
    office.type("批〔2026〕7号")
    office.press("Ctrl+Return")
    office.until(lambda: held(office, sent.id).state is State.ACCEPTED)
    given = held(office, sent.id).approval
    assert given is not None
    assert given.number == "批〔2026〕7号"


@pytest.mark.policy("REF-10")
def test_an_emergency_of_somebody_known_is_sent_with_few_keys(screens: Screens) -> None:
    county = screens.county
    county.do("岳口", RegisterResident(identity=hu_xiaoyan(phone="13900000007")))
    me = screens("医生")
    page = me.page("referrals")
    keys = 0

    def press(*names: str) -> None:
        nonlocal keys
        keys += len(names)
        me.press(*names)

    press("F9")
    me.settle()
    assert me.focus().accessibleName() == "找居民"
    keys += len("hxy") + 1
    me.pick("hxy")
    me.until(lambda: form_of(page).values()["name"] == "胡小燕")
    form_of(page).go_to("department")
    keys += 1 + len("jzk") + 1
    me.pick("jzk")
    press("Ctrl+Return")
    me.until(lambda: cases(me))
    me.settle()
    (sent,) = cases(me)
    assert (sent.slip.urgency, sent.slip.transport) == (Urgency.EMERGENCY, Transport.AMBULANCE)
    assert (sent.incomplete, sent.slip.tracker_name) == (True, "周建国")
    assert keys <= MOST_KEYS
    assert me.says("请在 11月24日 12:00 前补全转出单")


def test_somebody_unidentified_is_referred_with_an_estimated_age(screens: Screens) -> None:
    me = screens("医生")
    page = me.page("referrals")
    me.press("F9")
    me.settle()
    me.pick("wms")
    form = form_of(page)
    assert form.values()["name"] == "无名氏"
    me.type("60")
    form.go_to("department")
    me.pick("急诊科")
    sent = send(me)
    patient = sent.slip.patient
    assert (patient.known, patient.estimated_age, patient.birth) == (Known.UNIDENTIFIED, 60, date(1966, 11, 23))
    assert me.says("身份不明，估计 60 岁")


def test_a_newborn_goes_by_the_mother(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    me.pick("xse")
    form = form_of(page)
    fill(me, page, name="胡小燕之女", id_number="")
    me.fill(form, id_number="", birth="2026-11-20", mother=id_number(date(1996, 5, 1), 302))
    assert form.values()["sex"] == "female"
    sent = send(me)
    assert (sent.slip.patient.name, sent.slip.patient.known) == ("胡小燕之女", Known.NEWBORN)


def test_of_two_people_of_one_name_and_birthday_one_is_chosen(screens: Screens) -> None:
    county = screens.county
    for serial, village in ((302, "健康村"), (304, "徐马村")):
        number = id_number(date(1955, 3, 12), serial)
        county.do(
            "岳口",
            RegisterResident(
                identity=hu_xiaoyan(name="陈桂兰", id_number=number, birth=date(1955, 3, 12), village=village)
            ),
        )
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    me.fill(form, name="陈桂兰", birth="1955-03-12")
    form.go_to("phone")
    me.until(lambda: page.work.form.namesakes.found)
    assert me.says("居民登记里有 2 位 陈桂兰（1955-03-12）")
    fill(me, page, name="", id_number="")
    me.press("Ctrl+Return")
    me.settle()
    assert "请在「找居民」里选一位" in me.fault(form, "who")
    assert cases(me) == []
    form.go_to("who")
    me.propose("")
    me.press("Down", "Return")
    me.settle()
    me.until(lambda: form.values()["id_number"])
    sent = send(me)
    assert sent.slip.patient.resident
