"""长处方 by keyboard: written, reckoned as one types, refused beside its field, fetched, freed, written again."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest

from tests.capabilities.pharmacy.test_long_prescriptions import PLAN
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.messages.long_prescriptions import ReserveLongPrescription
from yigongti_desktop.capabilities.pharmacy.messages.stock import EnterStock
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongState
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Dose
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store import long_prescriptions as store
from yigongti_desktop.capabilities.pharmacy.store import stock
from yigongti_desktop.capabilities.pharmacy.ui import long_today
from yigongti_desktop.kernel.clock import day

pytestmark = pytest.mark.gui


def stocked(screens: Screens, packs: int, lot: str = "A1", expiry: date = date(2028, 3, 31)) -> None:
    county = screens.county
    line = EntryLine(drug=county.drug("岳口", "苯磺酸氨氯地平片"), quantity=packs, lot=lot, expiry=expiry)
    opening = EnterStock(entering=Entering(kind=EntryKind.OPENING, lines=(line,)))
    county.desks["岳口"].do(county.people["药师"], opening)


def written(screens: Screens) -> LongPrescription:
    county = screens.county
    plan = ReserveLongPrescription(plan=PLAN)
    known: LongPrescription = county.desks["岳口"].do(county.people["药师"], plan).record
    return known


def one(me: Screen) -> LongPrescription:
    (row,) = me.bench.read(store.rows)
    return row.prescription


@pytest.mark.policy("PHA-12")
def test_a_long_prescription_is_written_with_the_keyboard_alone(screens: Screens) -> None:
    stocked(screens, 3)
    me = screens("医生")
    page = me.page("long")
    assert me.says("还没有长处方")
    me.press("F2")
    me.settle()
    form = page.work.form
    me.type("邱传富")
    me.press("Return")
    me.type("13900000001")
    me.press("Return")
    me.pick("gxy")
    me.press("Space", "Return")
    me.pick("bhsaldp")
    me.settle()
    assert me.says("在库 3 盒，已留 0 盒，可用 3 盒")
    me.type("1.5")
    me.press("Return")
    me.type("60")
    assert me.says("60 天 × 每天 1.5 片 = 90 片")
    assert me.says("超过 28 天，要评估并请患者签字")
    me.press("Ctrl+Return")
    me.until(lambda: me.fault(form, "is_signed"))
    assert me.fault(form, "is_signed").startswith("超过 28 天要评估")
    form.go_to("is_signed")
    me.press("Space", "Ctrl+Return")
    me.until(lambda: me.bench.read(store.rows))
    me.settle()
    known = one(me)
    assert (known.name, known.disease, known.dose, known.days, known.packs) == (
        "邱传富",
        "高血压",
        Dose(units=3, per=2),
        60,
        4,
    )
    assert (known.doctor, known.is_contracted, known.is_signed) == ("周建国", True, True)
    assert me.says("留的药比在库的多")
    assert me.says("还差 1 盒")
    assert me.toasts[-1] == ("已存本机，待上传", "邱传富　苯磺酸氨氯地平片　留 4 盒")


def test_a_drug_that_is_barred_is_said_as_soon_as_it_is_chosen_and_nothing_typed_is_lost(screens: Screens) -> None:
    me = screens("药师")
    page = me.page("long", "new")
    form = page.work.form
    form.go_to("drug")
    me.pick("amxljn")
    me.settle()
    assert me.says("阿莫西林胶囊不能开长处方：抗微生物药。")
    me.fill(form, patient="邱传富", dose="1", days="28")
    me.press("Esc")
    me.settle()
    assert me.toasts[-1] == ("草稿已存本机", "下次按 F2 接着写")
    me.press("F2")
    me.settle()
    assert page.work.form.values()["days"] == 28
    assert page.work.form.editor("drug").text() == "阿莫西林胶囊"
    assert me.says("不能开长处方")


def test_it_is_fetched_at_the_counter_and_written_again(screens: Screens) -> None:
    stocked(screens, 10)
    known = written(screens)
    me = screens("药师")
    page = me.page("long", known.id)
    assert me.rows(page)[0][:2] == ["已留药", "邱传富"]
    assert me.says("56 天 × 每天 1 片 = 56 片，每盒 28 片，取整 2 盒")
    me.press("F7")
    assert me.says("取走 2 盒，请核对批号")
    assert me.says("批号 A1　药房　至 2028-03-31　在架 10 盒")
    me.press("Return")
    me.until(lambda: one(me).state is LongState.FETCHED)
    me.settle()
    assert me.rows(page)[0][0] == "待上传"
    assert me.says("A1　至 2028-03-31　2 盒")
    assert me.says("在库 8 盒，已留 0 盒，可用 8 盒")
    found = {one.kind: one for one in me.bench.read(stock.entries, "tianmen.yuekou")}
    assert set(found) == {EntryKind.OPENING, EntryKind.ISSUE_PATIENTS}
    entry = found[EntryKind.ISSUE_PATIENTS]
    assert entry.document == known.number
    assert "续方" in me.buttons()
    me.press("F7")
    me.settle()
    values = page.work.form.values()
    assert (values["days"], values["dose"], values["phone"]) == (56, "1", "13900000001")
    assert values["is_contracted"] is False
    assert values["next_date"] == day(me.desk.now())


@pytest.mark.policy("PHA-12")
def test_the_lots_are_proposed_by_expiry_and_may_be_changed_to_others_with_the_same_sum(screens: Screens) -> None:
    stocked(screens, 1, "OLD", date(2027, 1, 31))
    stocked(screens, 10)
    known = written(screens)
    me = screens("药师")
    page = me.page("long", known.id)
    me.press("F7")
    form = page.panel.asking.form
    assert list(form.values().values()) == [1, 1]
    me.fill(form, **{"lot 0": "2"})
    me.press("Ctrl+Return")
    assert me.fault(form, "lot 0") == "这一批在架只有 1 盒。请改，或从别的批号拿。"
    me.fill(form, **{"lot 0": "", "lot 1": "3"})
    me.press("Ctrl+Return")
    me.until(page.panel.asking.fault.text)
    assert page.panel.asking.fault.text() == "各批号加起来是 3 盒，这张要 2 盒。请改成一样多。"
    assert one(me).state is LongState.RESERVED
    me.fill(form, **{"lot 1": "2"})
    me.press("Ctrl+Return")
    me.until(lambda: one(me).state is LongState.FETCHED)
    assert [(lot.lot, lot.quantity) for lot in one(me).taken] == [("A1", 2)]


def test_with_too_little_on_the_shelf_the_way_out_is_said_and_nothing_happens(screens: Screens) -> None:
    stocked(screens, 1)
    stocked(screens, 5, "GONE", date(2026, 11, 22))
    known = written(screens)
    me = screens("药师")
    page = me.page("long", known.id)
    me.press("F7")
    me.settle()
    assert me.says("苯磺酸氨氯地平片 能发的只有 1 盒，这张要 2 盒（过期和停用的批号不算）。")
    assert me.says("请先入库或调拨再取")
    assert me.says("在库 1 盒，已留 2 盒，还差 1 盒")
    assert not page.panel.has_form
    assert one(me).state is LongState.RESERVED


def test_nobody_frees_drugs_before_their_time_and_a_doctor_hands_none_out(screens: Screens) -> None:
    known = written(screens)
    me = screens("医生")
    me.page("long", known.id)
    assert [words for words in me.buttons() if words in {"已取药", "逾期释放", "取消"}] == ["取消"]
    screens.leave(me)
    screens.county.clock.advance(days=25)
    her = screens("药师")
    page = her.page("long", known.id)
    assert her.rows(page)[0][0] == "逾期 15 天"
    assert her.says("过了留药期限还没来取")
    her.click("逾期释放")
    her.until(lambda: one(her).state is LongState.EXPIRED)


def test_what_is_due_within_a_week_stands_on_the_first_page(screens: Screens) -> None:
    county = screens.county
    known = written(screens)
    who, bench = county.people["药师"], county.desks["岳口"]
    now = county.clock.now()
    assert bench.read(long_today.todos, who, now) == []
    (todo,) = bench.read(long_today.todos, who, now + timedelta(days=3))
    assert (todo.title, todo.detail, todo.due_on) == ("邱传富", "苯磺酸氨氯地平片　2 盒", known.next_date)
    assert bench.read(long_today.count, who, now + timedelta(days=12)).number == 1
    assert bench.read(long_today.todos, county.people["审计"], now + timedelta(days=3)) == []


def test_the_chips_and_the_words_find_what_they_say(screens: Screens) -> None:
    written(screens)
    screens.county.clock.advance(days=5)
    me = screens("药师")
    page = me.page("long")
    counts = {chip.key: chip.count for chip in page.table.chips._chips}
    assert counts == {"held": 1, "soon": 1, "late": 0, "over": 0, "all": 1}
    assert page.facts.text() == "已留药 1 张　7 天内取 1"
    for typed, count in (("qcf", 1), ("氨氯", 1), ("139", 1), ("头孢", 0)):
        page.on_typed(typed)
        assert len(me.rows(page)) == count
