"""签约 by keyboard: one person, a household in one act, signed on the screen; what is refused stands at its field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec import to_builtins
from PySide6.QtCore import QPoint
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.capabilities.contracts.ui.place import Place
from tests.screens import Screen
from tests.screens import Screens
from tests.world import hu_xiaoyan
from yigongti_desktop.attachments import store as attachments
from yigongti_desktop.capabilities.contracts.messages.teams import ChangeTeam
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.store import contracts as store
from yigongti_desktop.capabilities.contracts.store.teams import all_teams
from yigongti_desktop.capabilities.contracts.ui.pad import Pad
from yigongti_desktop.registry.messages import MergeResidents
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.messages import NoteDeath
from yigongti_desktop.registry.messages import TagResident
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.model.standing import Tag
from yigongti_desktop.storage import outbox

pytestmark = pytest.mark.gui


@pytest.fixture
def place(screens: Screens) -> Place:
    return Place(screens.county)


def kept(me: Screen, resident: str) -> Contract:
    found = me.bench.read(store.of_resident, resident)
    assert found is not None
    return found


def begin(me: Screen, typed: str = "hxy") -> Any:
    """Press F2 and take somebody; return the page."""
    page = me.page("contracts")
    me.press("F2")
    me.settle()
    me.pick(typed)
    return page


def agree(me: Screen, page: Any) -> None:
    """Tick the consent and save."""
    page.work.form.go_to("consent")
    me.press("Space")
    me.press("Ctrl+S")
    me.settle()


def draw(pad: Pad) -> None:
    """Write something like a name with the mouse."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    for step in range(20):
        QTest.mouseMove(pad, QPoint(40 + 8 * step, 40 + 20 * (step % 2)))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))


def test_somebody_is_signed_with_the_keyboard_alone(screens: Screens, place: Place) -> None:
    resident = place.resident(birth=date(1958, 2, 28), id_number="", no_id_reason="未带证件")
    me = screens("医生")
    page = begin(me)
    assert [one.name for one in page.work.box.people] == ["胡小燕"]
    assert page.work.form.editor("team").text() == "健康村团队"
    assert me.says("胡小燕 的服务包")
    assert me.says("财政 60.00")
    page.work.form.go_to("years")
    me.press("Right")
    agree(me, page)
    contract = kept(me, resident)
    assert {one.name for one in contract.packages} == {"基础服务包", "老年人服务包"}
    assert (contract.team_name, contract.until.year - contract.since.year) == ("健康村团队", 2)
    assert contract.consent == "家庭医生签约服务知情同意书"
    assert page.work is None
    assert page._shown.contract.id == contract.id
    assert me.toasts[-1][0] == "已存本机，待上传"


def test_packages_are_ticked_and_what_they_cost_is_summed_for_all(screens: Screens, place: Place) -> None:
    first = place.resident()
    second = place.somebody(305, "邱传富", date(1975, 3, 12))
    me = screens("医生")
    page = begin(me)
    page.work.box.go_to_packages()
    me.press("End", "Space")
    page.work.form.go_to("who")
    me.pick("邱")
    page.work.box.go_to_packages()
    me.press("End", "Space")
    assert me.says("2 人　每年 200.00 元：财政 60.00，医保 100.00，个人 40.00")
    agree(me, page)
    assert kept(me, first).number == kept(me, second).number
    assert [len(kept(me, one).packages) for one in (first, second)] == [2, 2]


def test_a_child_needs_somebody_who_signs_and_what_they_are(screens: Screens, place: Place) -> None:
    child = place.somebody(305, "邱一鸣", date(2023, 3, 12))
    me = screens("医生")
    page = begin(me, "邱")
    agree(me, page)
    assert me.says("未满 18 岁，要由监护人代签")
    assert me.focus() is page.work.box.signer.editor("signer")
    me.type("胡小燕")
    me.press("Return")
    me.pick("母亲")
    me.press("Ctrl+S")
    me.settle()
    contract = kept(me, child)
    assert (contract.signer, contract.signer_relation) == ("胡小燕", "母亲")


def test_without_consent_or_people_nothing_is_signed_and_it_is_said_where(screens: Screens, place: Place) -> None:
    place.resident()
    me = screens("医生")
    page = me.page("contracts")
    me.press("F2")
    me.settle()
    me.press("Ctrl+S")
    me.settle()
    assert "没有选居民" in me.fault(page.work.form, "who")
    me.pick("hxy")
    me.press("Ctrl+S")
    me.settle()
    assert "知情同意没有填" in me.fault(page.work.form, "consent")
    me.press("F4")
    assert me.says("未经我同意")


def test_who_is_signed_already_is_said_with_whom_and_may_be_taken_over(screens: Screens, place: Place) -> None:
    resident = place.resident()
    signed = place.sign(resident, team=place.other)
    me = screens("医生")
    page = begin(me)
    assert page.work.box._note(page.work.box.people[0]).startswith("已签 新堰村团队")
    agree(me, page)
    assert me.says(f"协议 {signed.number}")
    me.fill(page.work.form, takes_reason="搬到健康村")
    me.press("Ctrl+S")
    me.settle()
    contract = kept(me, resident)
    assert (contract.team_name, contract.former[0].end_note) == ("健康村团队", "搬到健康村")
    me.page("contracts", contract.id)
    me.until(lambda: me.says("原定 2026-11-23 起，没有生效"))


def test_a_team_that_has_enough_residents_asks_for_a_reason(screens: Screens, place: Place) -> None:
    full = Rule(id="contract.most_residents", versions=(RuleVersion(value=0),))
    screens.county.hub.counter.publish({"rule": [full]})
    screens.county.sync("岳口")
    resident = place.resident()
    me = screens("医生")
    page = begin(me)
    agree(me, page)
    assert "已签 0 人，上限是 0 人" in me.fault(page.work.form, "beyond")
    me.type("村里只有这一个团队")
    me.press("Ctrl+S")
    me.settle()
    assert kept(me, resident).team_name == "健康村团队"


def test_a_team_without_its_village_doctor_is_refused_at_its_field(screens: Screens, place: Place) -> None:
    place.resident()
    team = next(one for one in screens.county.desks["岳口"].read(all_teams) if one.id == place.team)
    alone = tuple(one for one in team.members if one.level.value != "village")
    changes = {"members": (to_builtins(team.members), to_builtins(alone))}
    place.by("院长", ChangeTeam(team=place.team, changes=changes))
    me = screens("医生")
    page = begin(me)
    agree(me, page)
    assert "村医" in me.fault(page.work.form, "team")


def test_a_name_is_signed_on_the_screen_and_travels_as_a_picture(screens: Screens, place: Place) -> None:
    resident = place.resident()
    me = screens("医生")
    page = begin(me)
    page.work.form.go_to("way")
    me.press("Right")
    agree(me, page)
    assert me.says("还没有在屏幕上签字")
    draw(page.work.box.pad)
    me.press("Ctrl+S")
    me.settle()
    contract = kept(me, resident)
    assert contract.way.value == "screen"
    me.sync()
    screens.county.sync("岳口二")
    (file,) = screens.county.desks["岳口二"].read(attachments.of_record, "contract", contract.id)
    assert file.attachment.id == contract.signature
    assert (file.attachment.line, file.attachment.media_type) == (contract.number, "image/png")


def test_what_is_wiped_from_the_pad_is_no_signature(screens: Screens, place: Place) -> None:
    place.resident()
    me = screens("医生")
    page = begin(me)
    page.work.form.go_to("way")
    me.press("Right")
    pad = page.work.box.pad
    draw(pad)
    assert page.work.box.people[0].strokes
    pad.setFocus()
    me.press("Delete")
    assert page.work.box.people[0].strokes == []


def test_what_was_begun_is_kept_with_people_and_packages(screens: Screens, place: Place) -> None:
    place.resident()
    me = screens("医生")
    page = begin(me)
    page.work.box.go_to_packages()
    me.press("End", "Space")
    me.fill(page.work.form, remark="周末来签")
    me.press("Escape")
    me.settle()
    assert page.kept_work is None
    me.press("F2")
    me.settle()
    again: Any = page.work
    (one,) = again.box.people
    assert (one.name, len(one.packages)) == ("胡小燕", 2)
    assert again.form.values()["remark"] == "周末来签"
    assert me.says("接着上次没写完的")


def test_somebody_is_taken_out_and_nobody_is_signed_for_them(screens: Screens, place: Place) -> None:
    place.resident()
    place.somebody(305, "邱传富", date(1975, 3, 12))
    me = screens("医生")
    page = begin(me)
    page.work.form.go_to("who")
    me.pick("邱")
    page.work.box.table.view.setFocus()
    me.press("Delete")
    assert [one.name for one in page.work.box.people] == ["胡小燕"]
    me.press("Space")
    assert page.work.box.chosen == []


def test_of_two_desks_the_later_person_finds_the_question_and_takes_the_resident_over(
    screens: Screens, place: Place
) -> None:
    resident = place.resident()
    screens.county.sync("岳口", "岳口二")
    first = place.sign(resident, team=place.other)
    me = screens("医生", "岳口二")
    agree(me, begin(me))
    mine = kept(me, resident)
    screens.county.sync("岳口")
    me.sync()
    assert kept(me, resident).number == first.number
    me.page("sync")
    assert me.says("新堰村团队")
    assert me.says(first.number)
    me.press("F8")
    me.click("改后重送")
    me.settle()
    page: Any = me.opened("contracts")
    assert [one.name for one in page.work.box.people] == ["胡小燕"]
    assert me.says(f"原协议 {first.number}")
    me.fill(page.work.form, takes_reason="居民要换团队")
    me.press("Ctrl+S")
    me.settle()
    me.sync()
    screens.county.sync("岳口")
    for desk in ("岳口", "岳口二"):
        contract = screens.county.desks[desk].read(store.of_resident, resident)
        assert contract is not None
        assert [one.number == first.number for one in contract.agreements] == [True, False]
        assert contract.team_name == "健康村团队"
    assert mine.number not in {one.number for one in kept(me, resident).agreements}


def test_a_mother_with_an_id_number_is_found_by_its_tail(screens: Screens, place: Place) -> None:
    place.resident()
    me = screens("医生")
    page = begin(me, hu_xiaoyan().id_number[-4:])
    assert [one.name for one in page.work.box.people] == ["胡小燕"]


def test_a_household_is_ticked_whole_with_what_is_proposed_to_each_and_signed_in_one_act(
    screens: Screens, place: Place
) -> None:
    head = place.resident(birth=date(1958, 2, 28), id_number="", no_id_reason="未带证件")
    son = place.somebody(305, "邱传富", date(1985, 3, 12))
    child = place.somebody(307, "邱一鸣", date(2023, 3, 12))
    place.household(head, (son, Relation.SON), (child, Relation.GRANDCHILD))
    tag = Tag(group="hypertension", since=date(2020, 1, 1))
    place.by("医生", TagResident(resident=son, tag=tag))
    me = screens("医生")
    page = begin(me)
    box = page.work.box
    assert [(one.name, one.is_ticked) for one in box.people] == [("胡小燕", True), ("邱传富", False), ("邱一鸣", False)]
    page.work.form.go_to("scope")
    me.press("Right")
    assert [one.name for one in box.chosen] == ["胡小燕", "邱传富", "邱一鸣"]
    names = {id_: name for name, id_ in place.packages.items()}
    proposed = [sorted(names[one] for one in each.packages) for each in box.people]
    assert proposed == [["基础服务包", "老年人服务包"], ["基础服务包", "高血压服务包"], ["基础服务包"]]
    assert me.says("3 人　每年 160.00 元：财政 90.00，医保 50.00，个人 20.00")
    box.table.view.setFocus()
    me.press("End")
    box.signer.go_to("signer")
    me.type("邱传富")
    me.press("Return")
    me.pick("父亲")
    agree(me, page)
    contracts = [kept(me, one) for one in (head, son, child)]
    assert len({one.number for one in contracts}) == 1
    assert [one.signer for one in contracts] == ["", "", "邱传富"]
    assert len({one.household for one in contracts} - {""}) == 1


def test_who_has_a_contract_or_has_died_is_not_ticked_with_the_household(screens: Screens, place: Place) -> None:
    head = place.resident()
    son = place.somebody(305, "邱传富", date(1985, 3, 12))
    old = place.somebody(309, "邱老三", date(1940, 3, 12))
    place.household(head, (son, Relation.SON), (old, Relation.PARENT))
    place.sign(son)
    place.by("医生", NoteDeath(resident=old, died_on=place.today()))
    me = screens("医生")
    page = begin(me)
    page.work.form.go_to("scope")
    me.press("Right")
    assert [one.name for one in page.work.box.chosen] == ["胡小燕"]
    dead = next(one for one in page.work.box.people if one.id == old)
    assert page.work.box._note(dead).startswith("已去世")
    page.work.box.table.view.setFocus()
    page.work.box.table.view.rest_on(lambda one: one.id == old)
    me.press("Space")
    assert not dead.is_ticked


def test_a_household_that_came_back_stands_in_the_form_whole_with_what_each_has_drawn(
    screens: Screens, place: Place
) -> None:
    mother, son = place.resident(), place.somebody(305, "邱传富", date(1985, 3, 12))
    place.household(mother, (son, Relation.SON))
    screens.county.sync("岳口", "岳口二")
    first = place.sign(mother, son, team=place.other)
    me = screens("医生", "岳口二")
    page = begin(me)
    page.work.form.go_to("scope")
    me.press("Right")
    page.work.form.go_to("way")
    me.press("Right")
    for _ in range(2):
        draw(page.work.box.pad)
        page.work.box.table.view.setFocus()
        me.press("End")
    agree(me, page)
    pictures = [me.bench.read(attachments.content, kept(me, one).signature) for one in (mother, son)]
    assert all(pictures)
    screens.county.sync("岳口")
    me.sync()
    me.page("sync")
    me.press("F8")
    me.settle()
    assert me.says("邱传富（改后重送时一起放回）")
    me.click("改后重送")
    me.settle()
    page = me.opened("contracts")
    box = page.work.box
    assert [(one.name, one.is_ticked, one.drawn) for one in box.people] == [
        ("胡小燕", True, pictures[0]),
        ("邱传富", True, pictures[1]),
    ]
    assert box.pad.is_before
    assert me.bench.read(outbox.in_states, outbox.NEEDS_PERSON) == []
    me.fill(page.work.form, takes_reason="居民要换团队")
    me.press("Ctrl+S")
    me.settle()
    again = kept(me, mother)
    assert (again.team_name, again.former[0].number) == ("健康村团队", first.number)
    assert again.number == kept(me, son).number
    assert me.bench.read(attachments.content, again.signature) == pictures[0]


def take_up(me: Screen) -> Any:
    """Put the one question of 同步 back into its form; return the page."""
    me.sync()
    me.page("sync")
    me.press("F8")
    me.settle()
    me.click("改后重送")
    me.settle()
    return me.opened("contracts")


def test_who_was_merged_away_meanwhile_stands_in_the_form_as_the_record_that_is_kept(
    screens: Screens, place: Place
) -> None:
    folded, kept_one = place.resident(), place.somebody(305, "邱传富", date(1975, 3, 12))
    screens.county.sync("岳口", "岳口二")
    place.by("医生", MergeResidents(resident=folded, into=kept_one, reason="重复建档"))
    me = screens("医生", "岳口二")
    agree(me, begin(me))
    screens.county.sync("岳口")
    page = take_up(me)
    assert [one.id for one in page.work.box.people] == [kept_one]
    me.press("Ctrl+S")
    me.settle()
    me.sync()
    screens.county.sync("岳口")
    assert screens.county.desks["岳口"].read(store.of_resident, kept_one) is not None


def test_who_moved_away_meanwhile_is_said_to_be_missing_in_the_form(screens: Screens, place: Place) -> None:
    resident = place.resident()
    screens.county.sync("岳口", "岳口二")
    place.by("医生", MoveResident(resident=resident, unit="tianmen.duobao", reason="搬家"))
    me = screens("医生", "岳口二")
    agree(me, begin(me))
    screens.county.sync("岳口")
    page = take_up(me)
    assert page.work.box.people == []
    assert "有 1 位居民的档案已不在本机" in me.fault(page.work.form, "who")
