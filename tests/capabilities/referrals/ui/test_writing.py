"""A slip is written from nothing: by keys alone, with what the desk knows proposed, the paper beside it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.capabilities.reading import read
from tests.capabilities.referrals.ui.slips import CHEN
from tests.capabilities.referrals.ui.slips import begin
from tests.capabilities.referrals.ui.slips import cases
from tests.capabilities.referrals.ui.slips import fill
from tests.capabilities.referrals.ui.slips import form_of
from tests.capabilities.referrals.ui.slips import known_resident
from tests.screens import Screens
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.identifiers import Sex

pytestmark = pytest.mark.gui


def test_a_slip_is_written_and_sent_with_the_keyboard_alone(screens: Screens) -> None:
    me = screens("医生")
    begin(me)
    me.press("Return")
    me.type("陈桂兰")
    me.press("Return")
    me.type(CHEN)
    me.press("Return", "Return", "Return")  # the number has told birth and sex
    me.type("13872536640")
    me.press("Return", "Return")
    me.type("岳口镇健康村二组")
    me.press("Return", "Return")
    assert me.focus().accessibleName() == "接收单位"
    me.press("Return")
    me.pick("sjnk")
    me.press("Return", "Return", "Return", "Return")
    me.pick("I63.9")
    me.type("右侧肢体无力 3 小时。")
    me.press("Tab", "Tab", "Tab", "Return", "Return", "Return")
    assert me.focus().accessibleName() == "知情同意"
    me.press("Space", "Ctrl+Return")
    me.until(lambda: cases(me))
    (sent,) = cases(me)
    slip = sent.slip
    assert (sent.state, bool(sent.number)) == (State.SENT, True)
    assert (slip.patient.name, slip.patient.id_number, slip.patient.phone) == ("陈桂兰", CHEN, "13872536640")
    assert (slip.patient.birth, slip.patient.sex) == (date(1955, 3, 12), Sex.FEMALE)
    assert (slip.target.institution, slip.target.department) == ("tianmen.diyi", "神经内科")
    assert (slip.diagnosis_code, slip.history) == ("I63.900", "右侧肢体无力 3 小时。")
    assert (slip.doctor, slip.tracker_name, slip.consent) == ("周建国", "周建国", True)
    assert slip.urgency is Urgency.OUTPATIENT


def test_a_sent_slip_stands_in_the_list_as_waiting_and_is_told(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    fill(me, page)
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    me.settle()
    (row,) = me.rows(page)
    assert row[:3] == ["待上传", "陈桂兰", "女 71 岁"]
    (sent,) = cases(me)
    assert me.toasts[-1] == ("已存本机，待上传", f"陈桂兰　{sent.number}")
    assert page.panel._left.text() == f"转出单 {sent.number}"
    assert page.table.view.hasFocus()


def test_a_known_resident_is_found_by_initials_and_fills_the_slip(screens: Screens) -> None:
    known = known_resident(screens.county)
    me = screens("医生")
    page = begin(me)
    assert me.propose("hxy") == ["胡小燕"]
    me.press("Return")
    me.settle()
    values = form_of(page).values()
    assert (values["name"], values["id_number"], values["phone"]) == ("胡小燕", known.id_number, known.phone)
    assert (values["birth"], values["sex"], values["address"]) == (known.birth, "female", "健康村二组")
    assert me.focus().accessibleName() == "接收单位"
    fill(me, page, name="", id_number="", phone="", address="")
    me.press("Ctrl+Return")
    me.until(lambda: cases(me))
    assert cases(me)[0].slip.patient.resident == known.id


@pytest.mark.parametrize("typed", ["胡小", "huxiaoyan", "3022"])
def test_a_known_resident_is_found_by_name_letters_and_the_tail_of_the_number(screens: Screens, typed: str) -> None:
    known = known_resident(screens.county)
    me = screens("医生")
    begin(me)
    wanted = known.id_number[-4:] if typed == "3022" else typed
    assert me.propose(wanted) == ["胡小燕"]


@pytest.mark.policy("REF-16")
def test_somebody_else_typed_over_a_chosen_resident_is_not_that_resident(screens: Screens) -> None:
    known = known_resident(screens.county)
    me = screens("医生")
    page = begin(me)
    me.pick("hxy")
    fill(me, page)
    me.press("Ctrl+Return")
    me.until(lambda: cases(me))
    patient = cases(me)[0].slip.patient
    assert (patient.name, patient.id_number) == ("陈桂兰", CHEN)
    assert patient.resident not in {"", known.id}


def test_what_the_register_did_not_know_is_filled_in_and_the_resident_stays_chosen(screens: Screens) -> None:
    known = known_resident(screens.county)
    me = screens("医生")
    page = begin(me)
    me.pick("hxy")
    me.fill(form_of(page), phone="13872536640")
    assert page.work.form.slip().patient.resident == known.id
    me.fill(form_of(page), name="胡小艳")
    assert page.work.form.slip().patient.resident == ""
    me.fill(form_of(page), name="胡小燕")
    assert page.work.form.slip().patient.resident == known.id


def test_somebody_unknown_is_simply_written_and_registered_with_the_slip(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    assert me.propose("chgl") == []
    fill(me, page)
    me.press("Ctrl+Return")
    me.until(lambda: cases(me))
    residents = me.page("residents")
    assert [row[0] for row in me.rows(residents)] == ["陈桂兰"]


@pytest.mark.policy("REF-13")
def test_the_own_lead_hospital_is_filled_in_and_offered_first(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    assert form.editor("institution").text() == "市第一人民医院"
    form.go_to("institution")
    offered = me.propose("")
    assert offered[0] == "市第一人民医院"
    assert "市中医医院" in offered
    assert "多宝镇卫生院" not in offered


@pytest.mark.parametrize(
    ("typed", "code", "name"),
    [
        ("脑梗", "I63.900", "脑梗死"),
        ("ngs", "I63.900", "脑梗死"),
        ("I63.9", "I63.900", "脑梗死"),
        ("i10.x00", "I10.x00x002", "高血压"),
    ],
)
def test_a_diagnosis_is_found_by_name_pinyin_and_code(screens: Screens, typed: str, code: str, name: str) -> None:
    me = screens("医生")
    form = form_of(begin(me))
    form.go_to("diagnosis")
    assert me.propose(typed)[0] == name
    me.press("Return")
    assert (form.editor("diagnosis").key, form.editor("diagnosis").text()) == (code, name)
    assert me.focus().accessibleName() == "主要现病史"


def test_what_this_desk_writes_most_is_proposed_before_anything_is_typed(screens: Screens) -> None:
    for serial in (301, 303):
        screens.county.send_referral("岳口", history=f"第 {serial} 位。")
    me = screens("医生")
    form = form_of(begin(me))
    form.go_to("diagnosis")
    assert me.propose("") == ["脑梗死"]


def test_escape_closes_the_proposals_and_keeps_what_was_typed(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    form_of(page).go_to("diagnosis")
    me.propose("ngs")
    me.press("Escape")
    assert not form_of(page).editor("diagnosis").is_open
    assert page.work is not None
    assert form_of(page).editor("diagnosis").text() == "ngs"


def test_the_paper_beside_the_form_changes_as_one_types(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    form, preview = form_of(page), page.work.preview
    me.until(lambda: preview._pdf)
    assert "陈桂兰" not in read(preview._pdf).flat
    me.fill(form, name="陈桂兰", id_number=CHEN)
    me.until(lambda: "陈桂兰" in read(preview._pdf).flat)
    assert "71" in read(preview._pdf).flat
    me.fill(form, history="右侧肢体无力。")
    me.until(lambda: "右侧肢体无力" in read(preview._pdf).flat)
    form.go_to("history")
    me.press("Ctrl+A", "Backspace")
    me.until(lambda: "右侧肢体无力" not in read(preview._pdf).flat)


def test_the_departments_offered_are_those_of_the_chosen_hospital(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    form.go_to("institution")
    me.press("Ctrl+A")
    me.pick("szyyy")
    assert form.editor("institution").key == "tianmen.zhongyi"
    assert me.focus().accessibleName() == "科室"
    assert me.propose("") == list(page._seat.departments_of("tianmen.zhongyi"))


def test_a_department_that_is_not_on_the_list_may_be_written(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    fill(me, page, department="")
    me.fill(form_of(page), department="卒中中心")
    me.press("Ctrl+Return")
    me.until(lambda: cases(me))
    assert cases(me)[0].slip.target.department == "卒中中心"
