"""What is wrong with a slip is said in Chinese beside its field, and nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest

from tests.capabilities.referrals.ui.slips import CHEN
from tests.capabilities.referrals.ui.slips import begin
from tests.capabilities.referrals.ui.slips import cases
from tests.capabilities.referrals.ui.slips import fill
from tests.capabilities.referrals.ui.slips import form_of
from tests.screens import Screens

pytestmark = pytest.mark.gui

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("id_number", CHEN[:-1] + ("1" if CHEN[-1] != "1" else "2"), "末位对不上"),
        ("id_number", "4290061955", "应为 18 位，现在 10 位"),
        ("id_number", "42900619551345302X", "出生日期 19551345 不存在"),
        ("birth", "2027-01-01", "还没到"),
        ("birth", "1955-02-30", "出生日期填得不对"),
        ("phone", "1387253664", "应为 11 位，现在 10 位"),
        ("phone", "岳口", "电话号码不对"),
        ("doctor_phone", "12345", "应为 11 位，现在 5 位"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_when_it_is_left(
    screens: Screens, field: str, typed: str, words: str
) -> None:
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    me.fill(form, **{field: typed})
    me.press("Return")
    assert words in me.fault(form, field)
    assert form.editor(field).text() == typed
    assert me.says("1 处要改")


@pytest.mark.parametrize(
    ("field", "typed"), [("id_number", CHEN[:-1] + ("1" if CHEN[-1] != "1" else "2")), ("birth", "2027-01-01")]
)
def test_a_slip_with_a_wrong_value_is_not_sent_and_the_cursor_goes_there(
    screens: Screens, field: str, typed: str
) -> None:
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    fill(me, page)
    me.fill(form, **{field: typed})
    form.go_to("history")
    before = form.values()
    me.press("Ctrl+Return")
    me.settle()
    assert cases(me) == []
    assert form.editor(field).hasFocus()
    assert form.values() == before
    assert form.editor(field).text() == typed


@pytest.mark.parametrize(
    ("left_out", "field", "words"),
    [
        ({"name": ""}, "name", "姓名没有填"),
        ({"id_number": ""}, "birth", "出生日期没有填"),
        ({"phone": ""}, "phone", "联系电话没有填"),
        ({"department": ""}, "department", "科室没有填"),
        ({"diagnosis": ""}, "diagnosis", "没有填"),
        ({"history": ""}, "history", "主要现病史没有填"),
        ({"consent": ""}, "consent", "知情同意没有填"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_the_rest_stays(
    screens: Screens, left_out: dict[str, str], field: str, words: str
) -> None:
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    fill(me, page, **left_out)
    before = form.values()
    me.press("Ctrl+Return")
    me.until(form.faults)
    assert words in me.fault(form, field)
    assert form.editor(field).hasFocus()
    assert form.values() == before
    assert cases(me) == []
    assert "保存并发送" in me.buttons()


def test_an_empty_slip_names_every_gap_one_after_another_until_it_can_be_sent(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    seen: list[str] = []
    fixes = {"birth": "1955-03-12", "name": "陈桂兰", "phone": "13872536640", "history": "无力。"}
    for _ in range(12):
        me.press("Ctrl+Return")
        me.settle()
        if page.work is None:
            break
        for name in form.faults():
            seen.append(name)
            assert _CHINESE.search(me.fault(form, name))
            if name in fixes:
                me.fill(form, **{name: fixes[name]})
            elif name in {"consent", "sex"}:
                form.go_to(name)
                me.press("Space" if name == "consent" else "Right")
            else:
                form.go_to(name)
                me.pick({"department": "sjnk", "diagnosis": "ngs"}[name])
    assert set(seen) == {"birth", "name", "department", "phone", "sex", "diagnosis", "history", "consent"}
    assert len(cases(me)) == 1


def test_a_diagnosis_in_free_words_is_asked_for_its_code(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    fill(me, page, diagnosis="")
    me.fill(form, diagnosis="Z99.999")
    me.press("Ctrl+Return")
    me.until(form.faults)
    assert "诊断编码没有填" in me.fault(form, "diagnosis")
    assert form.editor("diagnosis").text() == "Z99.999"
    assert cases(me) == []


def test_a_code_that_left_the_list_meanwhile_is_refused_beside_its_field(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    fill(me, page)
    me.bench.write(lambda connection: connection.exec_driver_sql("DELETE FROM diagnoses WHERE id = 'I63.900'"))
    before = form.values()
    me.press("Ctrl+Return")
    me.until(form.faults)
    assert "本县诊断目录里没有 I63.900" in me.fault(form, "diagnosis")
    assert form.values() == before


def test_a_text_that_is_too_long_says_by_how_much(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    form.editor("history").setPlainText("长" * 4003)
    form.go_to("history")
    me.press("Tab")
    assert me.fault(form, "history") == "最多 4000 个字，多了 3 个。请删短些。"
    assert len(form.values()["history"]) == 4003


def test_a_fault_goes_away_as_soon_as_the_value_is_right(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    me.fill(form, phone="1387253664")
    me.press("Return")
    assert me.fault(form, "phone")
    me.fill(form, phone="13872536640")
    assert not me.fault(form, "phone")
    assert not me.says("处要改")


def test_f8_leads_from_fault_to_fault(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    me.fill(form, phone="1", id_number="2", name="陈")
    me.press("F8")
    assert form.editor("id_number").hasFocus()
    me.press("F8")
    assert form.editor("phone").hasFocus()
    me.press("F8")
    assert form.editor("id_number").hasFocus()


def test_a_number_that_names_another_birth_is_asked_about(screens: Screens) -> None:
    """The register's rule speaks when the patient is registered with the slip."""
    me = screens("医生")
    page = begin(me)
    form = form_of(page)
    fill(me, page)
    me.fill(form, birth="1955-03-13")
    me.press("Ctrl+Return")
    me.until(form.faults)
    assert me.fault(form, "birth") == "身份证号里的出生日期是 1955-03-12，和填的 1955-03-13 不一样。请核对。"
    assert cases(me) == []
