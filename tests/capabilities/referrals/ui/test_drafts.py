"""A slip that is not sent is kept by itself and stands there again as it was left, down to a date that is none yet."""

from __future__ import annotations

import threading

import pytest

from tests.capabilities.referrals.ui.slips import CHEN
from tests.capabilities.referrals.ui.slips import begin
from tests.capabilities.referrals.ui.slips import cases
from tests.capabilities.referrals.ui.slips import fill
from tests.capabilities.referrals.ui.slips import form_of
from tests.capabilities.referrals.ui.slips import known_resident
from tests.screens import Screens
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import SLIP

pytestmark = pytest.mark.gui


def test_a_slip_that_was_left_is_gone_on_with(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    fill(me, page)
    before = form_of(page).values()
    me.press("Escape")
    me.settle()
    assert page.work is None
    assert me.toasts[-1] == ("草稿已存本机", "下次按 F2 接着写")
    begin(me)
    assert form_of(page).values() == before
    assert me.says("接着上次没写完的")
    assert form_of(page).editor("diagnosis").option.key == "I63.900"
    me.press("Ctrl+Return")
    me.until(lambda: cases(me))
    begin(me)
    assert form_of(page).values()["name"] == ""
    assert not me.says("接着上次没写完的")


def test_a_slip_that_was_sent_is_no_draft_any_more_though_the_program_was_killed_at_once(
    screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = screens("医生")
    page = begin(me)
    fill(me, page)
    me.press("Escape")
    me.settle()
    begin(me)
    monkeypatch.setattr(me.bench, "drop_draft", lambda *_draft: None)  # nothing after the commit is done
    me.press("Ctrl+Return")
    me.until(lambda: cases(me))
    me.settle()
    assert me.bench.draft(me.actor, SLIP, "") is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [("birth", "1955-02-30"), ("id_number", "4290061955"), ("phone", "138"), ("diagnosis", "脑梗？")],
)
def test_what_is_wrong_is_kept_as_it_was_typed(screens: Screens, field: str, typed: str) -> None:
    me = screens("医生")
    page = begin(me)
    me.fill(form_of(page), name="陈桂兰", **{field: typed})
    me.press("Escape")
    begin(me)
    assert form_of(page).editor(field).text() == typed


def test_a_draft_saves_itself_a_little_after_the_last_key(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    me.fill(form_of(page), name="陈桂兰")
    me.until(lambda: "草稿已存本机" in page.facts.text())
    screens.leave(me)
    other = screens("医生")
    page = begin(other)
    assert form_of(page).values()["name"] == "陈桂兰"


def test_what_is_typed_before_the_former_draft_has_come_stays_and_so_does_the_draft(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    me.fill(form_of(page), name="陈桂兰", phone="13872536640")
    me.press("Escape")
    me.settle()
    slow = threading.Event()
    me.desk.work(page, slow.wait, lambda _: None)  # an old disk: the draft is not read yet
    me.press("F2")
    form_of(page).go_to("name")
    me.type("邱传富")
    slow.set()
    me.settle()
    values = form_of(page).values()
    assert (values["name"], values["phone"]) == ("邱传富", "13872536640")
    assert form_of(page).editor("name").hasFocus()
    assert me.workplace.unsaved() == "转诊单"


def test_a_draft_is_kept_when_another_page_is_opened_and_when_the_desk_is_locked(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    me.fill(form_of(page), name="陈桂兰")
    assert me.workplace.unsaved() == "转诊单"
    me.fill(form_of(page), phone="13872536640")
    me.page("residents")
    screens.leave(me)
    page = begin(screens("医生"))
    values = form_of(page).values()
    assert (values["name"], values["phone"]) == ("陈桂兰", "13872536640")


def test_the_draft_of_one_person_is_not_shown_to_another(screens: Screens) -> None:
    me = screens("医生")
    me.fill(form_of(begin(me)), name="陈桂兰")
    screens.leave(me)
    page = begin(screens("公卫"))
    assert form_of(page).values()["name"] == ""


def test_one_may_begin_anew_and_the_draft_is_gone(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    me.fill(form_of(page), name="陈桂兰", id_number=CHEN)
    me.press("Escape")
    begin(me)
    me.click("从头写")
    me.settle()
    assert form_of(page).values()["name"] == ""
    me.press("Escape")
    me.settle()
    begin(me)
    assert not me.says("接着上次没写完的")


def test_a_slip_saved_as_a_draft_stands_in_the_list_and_enter_goes_on_with_it(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    fill(me, page, consent="", history="")
    before = form_of(page).values()
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    me.settle()
    (draft,) = cases(me)
    assert (draft.state, draft.number) == (State.DRAFT, "")
    assert me.rows(page)[0][:2] == ["草稿", "陈桂兰"]
    assert me.says("草稿，还没有编号")
    me.press("Return")
    me.settle()
    assert page.title == "转出单草稿"
    assert form_of(page).values() == before
    me.fill(form_of(page), history="右侧肢体无力 3 小时。")
    form_of(page).go_to("consent")
    me.press("Space", "Ctrl+Return")
    me.until(lambda: page.work is None)
    (sent,) = cases(me)
    assert (sent.id, sent.state) == (draft.id, State.SENT)
    assert sent.number


def test_a_draft_remembers_which_resident_it_is(screens: Screens) -> None:
    known = known_resident(screens.county)
    me = screens("医生")
    page = begin(me)
    me.pick("hxy")
    me.press("Escape")
    me.settle()
    begin(me)
    fill(me, page, name="", id_number="", phone="", address="")
    me.press("Ctrl+Return")
    me.until(lambda: cases(me))
    assert cases(me)[0].slip.patient.resident == known.id


def test_a_slip_that_is_begun_for_a_resident_leaves_the_one_that_was_begun_alone(screens: Screens) -> None:
    known = known_resident(screens.county)
    me = screens("医生")
    page = begin(me)
    me.fill(form_of(page), name="陈桂兰", history="右侧肢体无力 3 小时。")
    me.press("Escape")
    me.settle()
    me.page("referrals", f"resident {known.id}\n血压控制不满意")
    me.until(lambda: form_of(page).values()["name"] == "胡小燕")
    me.fill(form_of(page), history="头晕三天。")
    me.press("Escape")
    me.settle()
    assert me.toasts[-1] == ("草稿已存本机", "下次给胡小燕转诊时接着写")
    me.press("F2")
    me.settle()
    values = form_of(page).values()
    assert (values["name"], values["history"]) == ("陈桂兰", "右侧肢体无力 3 小时。")
    me.press("Escape")
    me.settle()
    me.page("referrals", f"resident {known.id}\n血压控制不满意")
    me.until(lambda: form_of(page).values()["history"] == "头晕三天。")
    assert form_of(page).values()["name"] == "胡小燕"


def test_a_draft_without_a_name_is_refused_beside_the_name_and_stays(screens: Screens) -> None:
    me = screens("医生")
    page = begin(me)
    me.fill(form_of(page), birth="1955-03-12", history="无力。")
    me.press("Ctrl+S")
    me.until(lambda: form_of(page).faults())
    assert me.fault(form_of(page), "name") == "姓名没有填。请补上。"
    assert form_of(page).values()["history"] == "无力。"
    assert cases(me) == []
