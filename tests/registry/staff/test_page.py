"""人员 by keyboard: somebody is registered, what changes is noted, who is meant is found, the list goes to Excel."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from tests.registry.staff.seeded import BEGAN
from tests.registry.staff.seeded import DAY
from tests.registry.staff.seeded import TODAY
from tests.registry.staff.seeded import xiong
from tests.registry.staff.seeded import xu
from tests.registry.staff.seeded import zhou
from tests.screens import Screen
from tests.screens import Screens
from tests.world import id_number
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.service.staff_list import all_staff
from yigongti_desktop.registry.service.staff_list import rows
from yigongti_desktop.registry.service.staff_list import working_at
from yigongti_desktop.registry.ui.staff.today import todos

pytestmark = pytest.mark.gui


def known(me: Screen) -> Staff:
    """Return the one person whom the desk has."""
    (one,) = me.bench.read(all_staff)
    return one


def at(me: Screen, staff: Staff) -> Any:
    """Open the page with somebody in sight."""
    page = me.page("staff", staff.id)
    me.settle()
    assert page.current.staff.id == staff.id
    return page


def change(me: Screen, what: str) -> Any:
    """Begin to note a change, with keys alone."""
    me.press("F7")
    me.pick(what)
    me.settle()
    return me.opened("staff").panel.asking.form


@pytest.mark.policy("STF-10")
@pytest.mark.policy("STF-16")
def test_somebody_is_registered_with_the_keyboard_alone(screens: Screens) -> None:
    me = screens("排班")
    page = me.page("staff")
    assert me.says("还没有人员")
    me.press("F2")
    me.settle()
    me.type("许小兰")
    me.press("Return")
    me.pick("护理")
    me.type(id_number(date(1993, 2, 1), 302))
    me.press("Return")
    form = page.work.form
    assert (form.values()["birth"], form.values()["sex"]) == (date(1993, 2, 1), "female")
    me.type("13900000041")
    me.press("Return", "Return", "Return")
    assert form.values()["home"] == YUEKOU
    me.pick("聘用")
    me.type("20200301")
    me.press("Return")
    me.type("护理部")
    me.press("Return")
    me.pick("主管护师")
    assert form.values()["level"] == "middle"
    me.press("Return")
    me.type("2024-01-01")
    me.press("Return", "Return")
    me.pick("护士")
    me.type("201542000177")
    me.press("Return", "Return", "Return", "Return")
    me.type("2027-01-15")
    me.press("Ctrl+Return")
    me.until(lambda: me.bench.read(all_staff))
    me.settle()
    one = known(me)
    assert (one.name, one.profession, one.sex) == ("许小兰", Profession.NURSE, Sex.FEMALE)
    assert (one.home_on(TODAY), one.title_on(TODAY)) == (YUEKOU, Level.MIDDLE)
    assert one.title_on(date(2023, 12, 31)) is Level.NONE
    assert one.posts[0].establishment is Establishment.HIRED
    assert one.licensed(LicenceKind.NURSE, date(2027, 1, 15))
    assert me.toasts[-1] == ("已存本机，待上传", "许小兰")
    me.sync()
    assert me.rows(page)[0][:4] == ["证照 53 天到期", "许小兰", "护理", "主管护师（中级）"]
    for words in ("护士执业证　还有 53 天（2027-01-15）", "岳口镇中心卫生院　聘用", "1993-02-01", "139 0000 0041"):
        assert me.says(words), words


def test_what_is_missing_is_said_where_it_stands_and_the_draft_is_gone_on_with(screens: Screens) -> None:
    me = screens("排班")
    page = me.page("staff", "new")
    me.press("Ctrl+Return")
    assert me.fault(page.work.form, "name") == "姓名没有填。请补上。"
    me.fill(page.work.form, name="许小兰")
    me.press("Escape")
    me.settle()
    assert me.toasts[-1] == ("草稿已存本机", "下次打开接着写")
    page = me.page("staff", "new")
    assert me.says("接着上次没写完的")
    assert page.work.form.values()["name"] == "许小兰"
    assert me.bench.read(all_staff) == []


def test_who_is_registered_already_can_be_opened(screens: Screens) -> None:
    made = zhou(screens.county)
    me = screens("排班")
    page = me.page("staff", "new")
    me.fill(page.work.form, name="周建国", id_number=made.id_number, since="2020-03-01")
    page.work.form.go_to("profession")
    me.pick("医师")
    page.work.form.go_to("establishment")
    me.pick("在编")
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("本机已有这个人")
    me.click("打开资料")
    me.settle()
    assert page.current.staff.id == made.id


@pytest.mark.policy("STF-16")
def test_a_title_is_noted_and_the_one_before_ends_on_the_day_before(screens: Screens) -> None:
    made = zhou(screens.county)
    me = screens("排班")
    at(me, made)
    change(me, "职称")
    me.type("副主任医师")
    me.press("Return")
    me.pick("副高")
    me.type("2026-06-01")
    me.press("Ctrl+Return")
    me.until(lambda: known(me).title_on(TODAY) is Level.ASSOCIATE)
    assert known(me).title_on(date(2026, 5, 31)) is Level.MIDDLE
    me.settle()
    assert me.says("副主任医师（副高）")
    assert me.toasts[-1] == ("已存本机，待上传", "周建国")


def test_a_licence_is_renewed_and_is_no_longer_about_to_end(screens: Screens) -> None:
    made = xu(screens.county)
    me = screens("排班")
    page = at(me, made)
    assert page.table.chips.key == "all"
    change(me, "证照")
    me.pick("护士")
    me.type("201542000177")
    form = page.panel.asking.form
    form.go_to("since")
    me.type("2026-11-20")
    me.press("Return")
    me.type("2031-11-19")
    me.press("Return")
    me.until(lambda: len(known(me).licences) == 2)
    me.settle()
    assert me.rows(page)[0][0] == "待上传"
    assert page.current.endings == ()
    assert known(me).licensed(LicenceKind.NURSE, date(2031, 11, 19))


def test_a_doctor_s_licence_bears_category_and_scope(screens: Screens) -> None:
    made = xu(screens.county)
    me = screens("排班")
    page = at(me, made)
    change(me, "证照")
    me.pick("执业医师证")
    form = page.panel.asking.form
    form.go_to("category")
    me.pick("中医")
    me.type("中医专业")
    form.go_to("since")
    me.type("2026-11-20")
    me.press("Ctrl+Return")
    me.until(lambda: known(me).practice_on(TODAY))
    practice = known(me).practice_on(TODAY)
    assert practice is not None
    assert (practice.category, practice.scope) == (Category.TCM, "中医专业")


@pytest.mark.policy("STF-09")
def test_the_office_sends_somebody_for_a_time_and_a_clerk_does_not(screens: Screens) -> None:
    made = zhou(screens.county)
    screens.county.sync("岳口", "市一医")
    me = screens("排班")
    page = at(me, made)
    change(me, "岗位")
    me.pick("多宝镇卫生院")
    page.panel.asking.form.go_to("since")
    me.type("2026-12-01")
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("到别的机构工作由县院人力资源部安排")
    office = screens("人力")
    page = at(office, made)
    change(office, "岗位")
    office.pick("多宝镇卫生院")
    form = page.panel.asking.form
    form.go_to("mode")
    office.pick("轮流派驻")
    office.type("2026-11-01")
    office.press("Return")
    office.type("2027-04-30")
    office.press("Ctrl+Return")
    office.until(lambda: known(office).works_at(TODAY) == "tianmen.duobao")
    place = known(office).place_on(TODAY)
    assert place is not None
    assert (place.mode, place.until) == (Mode.ROTATION, date(2027, 4, 30))
    office.settle()
    assert page.table.view.current().is_away


def test_a_protected_time_is_noted_by_the_child_s_day_alone(screens: Screens) -> None:
    made = xu(screens.county)
    me = screens("排班")
    page = at(me, made)
    assert me.says("不排夜班、不加班、每天 1 小时哺乳时间")
    form = change(me, "孕哺期")
    me.press("Right", "Return")
    form.set_values({"kind": "pregnancy"})
    form.go_to("child")
    me.type("2027-03-02")
    me.press("Ctrl+Return")
    me.until(lambda: len(known(me).periods) == 2)
    made = known(me)
    assert {(one.kind, one.until) for one in made.periods} == {
        (PeriodKind.NURSING, date(2027, 5, 31)),
        (PeriodKind.PREGNANCY, date(2027, 3, 2)),
    }
    assert page.work is None


def test_an_employment_a_contract_and_a_log_in_are_noted(screens: Screens) -> None:
    made = zhou(screens.county)
    me = screens("排班")
    page = at(me, made)
    change(me, "编制")
    me.pick("岳口镇中心卫生院")
    me.pick("备案制")
    me.type("2026-01-01")
    me.press("Ctrl+Return")
    me.until(lambda: known(me).posts[-1].establishment is Establishment.FILED)
    me.settle()
    change(me, "合同")
    me.type("HT-2027-01")
    me.press("Return")
    me.type("2027-01-03")
    me.press("Return")
    me.type("2030-01-02")
    me.press("Ctrl+Return")
    me.until(lambda: len(known(me).contracts) == 2)
    me.settle()
    assert page.current.endings == ()
    change(me, "账号")
    me.pick("周建国")
    me.press("Ctrl+Return")
    me.until(lambda: known(me).account == screens.county.people["医生"].account)
    me.settle()
    assert page.current.login == "zhou"
    assert me.says("zhou")


def test_a_mistake_is_withdrawn_and_somebody_leaves(screens: Screens) -> None:
    made = zhou(screens.county)
    me = screens("排班")
    page = at(me, made)
    change(me, "撤销一条")
    me.pick("合同")
    me.pick("写错了")
    me.press("Return")
    me.until(lambda: known(me).contracts == ())
    me.settle()
    change(me, "离职")
    me.type("2026-11-22")
    me.press("Return")
    me.pick("退休")
    me.press("Return")
    me.until(lambda: known(me).post_on(TODAY) is None)
    me.settle()
    assert known(me).home_on(date(2026, 11, 22)) == YUEKOU
    page.table.chips.choose("left")
    me.settle()
    assert [row[1] for row in me.rows(page)] == ["周建国"]


def test_what_is_written_once_is_put_right(screens: Screens) -> None:
    made = zhou(screens.county)
    me = screens("排班")
    page = at(me, made)
    me.click("修改资料")
    me.settle()
    me.fill(page.work.form, phone="13900000099")
    me.press("Ctrl+Return")
    me.until(lambda: known(me).phone == "13900000099")
    me.sync()
    (entry,) = screens.county.journal("staff.corrected")
    assert entry.body == b'{"changes":{"phone":["13900000031","13900000099"]}}'


@pytest.mark.parametrize("typed", ["许小", "xxl", "XUXIAOLAN", "护理"])
def test_somebody_is_found_by_name_letters_and_department(screens: Screens, typed: str) -> None:
    zhou(screens.county)
    xu(screens.county)
    me = screens("院长")
    page = me.page("staff")
    page.table.focus_search()
    me.type(typed)
    me.until(lambda: [row[1] for row in me.rows(page)] == ["许小兰"])


def test_the_list_is_cut_by_unit_title_and_what_ends(screens: Screens) -> None:
    county = screens.county
    for make in (zhou, xu, xiong):
        make(county)
    county.sync("岳口", "市一医", "岳口")
    me = screens("人力")
    page = me.page("staff")
    assert [row[1] for row in me.rows(page)] == ["周建国", "熊卫东", "许小兰"]
    assert {chip.key: chip.count for chip in page.table.chips._chips} == {
        "here": 3, "ending": 2, "away": 1, "protected": 1, "left": 0, "all": 3,
    }  # fmt: skip
    page._level.choose("associate_senior")
    me.settle()
    assert [row[1] for row in me.rows(page)] == ["熊卫东"]
    page._level.choose("")
    page.table.chips.choose("ending")
    me.settle()
    assert [row[1] for row in me.rows(page)] == ["周建国", "许小兰"]


def test_a_director_reads_and_writes_nothing(screens: Screens) -> None:
    zhou(screens.county)
    me = screens("院长")
    page = me.page("staff")
    me.press("Down")
    me.settle()
    assert not {"登记变动", "修改资料", "登记人员", "导入名册"} & set(me.buttons())
    assert page.begin_new() is False


def test_the_list_goes_to_excel_with_licences_and_days(screens: Screens, tmp_path: Path) -> None:
    for make in (zhou, xu):
        make(screens.county)
    me = screens("排班")
    me.page("staff")
    target = tmp_path / "人员.xlsx"
    me.answer(me.name_file(target))
    me.press("Ctrl+E")
    me.until(lambda: me.toasts)
    head, *lines = openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True)
    found: dict[Any, dict[Any, Any]] = {row[1]: dict(zip(head, row, strict=True)) for row in lines}
    assert found["周建国"]["执业范围"] == "内科专业"
    assert found["周建国"]["编制单位"] == "岳口镇中心卫生院"
    assert found["周建国"]["合同到期"].date() == TODAY + 40 * DAY
    assert found["许小兰"]["证照和有效期"] == f"护士执业证 201542000177 至 {TODAY + 12 * DAY}"
    assert found["许小兰"]["出生日期"].date() == date(1993, 2, 1)


def test_today_tells_whose_licence_ends_and_leads_there(screens: Screens) -> None:
    made = xu(screens.county)
    me = screens("排班")
    (todo,) = me.bench.read(todos, me.actor, me.desk.now())
    assert (todo.title, todo.due_on) == ("许小兰　护士执业证将到期", TODAY + 12 * DAY)
    me.page("today")
    me.press("Tab")
    me.until(lambda: me.says("要办的事"))
    page = me.page(todo.page, todo.record)
    assert page.current.staff.id == made.id
    screens.county.clock.advance(days=13)
    (over,) = me.bench.read(todos, me.actor, me.desk.now())
    assert over.title == "许小兰　护士执业证已过期"


def test_who_works_at_a_unit_is_read_by_day(screens: Screens) -> None:
    made = xiong(screens.county)
    screens.county.sync("市一医", "岳口")
    bench = screens.county.desks["岳口"]
    assert [one.id for one in bench.read(working_at, YUEKOU, TODAY)] == [made.id]
    assert bench.read(working_at, YUEKOU, date(2026, 8, 31)) == []
    assert [one.id for one in bench.read(working_at, LEAD, BEGAN)] == [made.id]


def test_at_the_lead_hospital_records_of_units_are_for_the_staffing_office_alone(screens: Screens) -> None:
    county = screens.county
    zhou(county)
    own = xiong(county)
    county.sync("岳口", "市一医")
    bench = county.desks["市一医"]
    office = county.people["人力"]
    director = Actor("d", "彭院长", frozenset({Role.DIRECTOR}), LEAD)
    assert {row.staff.name for row in bench.read(rows, TODAY, office)} == {"周建国", "熊卫东"}
    assert [row.staff.id for row in bench.read(rows, TODAY, director)] == [own.id]
    assert bench.read(rows, TODAY, county.people["专科医生"]) == []


def test_a_list_is_checked_and_taken_in_by_keyboard(screens: Screens, tmp_path: Path) -> None:
    file = tmp_path / "名册.csv"
    file.write_text(
        "姓名,工种,职称,证书类型,有效期至\n许小兰,护理,护师,护士执业证书,2027-01\n何长贵,,大夫,,\n",
        encoding="utf-8-sig",
    )
    me = screens("排班")
    page = me.page("staff")
    me.answer(me.name_file(file))
    me.press("Ctrl+O")
    me.come_back()
    me.until(lambda: page.work is not None and not page.work.is_busy)
    assert me.says("新增 1 人，补充 0 人，已有不变 0 人，其中没有证件号 1 人，有问题 1 行不导入。")
    assert me.bench.read(all_staff) == []
    form = page.work.columns.form
    form.go_to("profession")
    me.press("Ctrl+A")
    me.pick("工种")
    me.press("Ctrl+R")
    me.until(lambda: not page.work.is_busy)
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    me.until(lambda: len(me.rows(page)) == 1)
    assert me.toasts[-1] == ("人员已导入", "新增 1 人，补充 0 人。已存本机，待上传。")
    assert known(me).licences[0].until == date(2027, 1, 31)
