"""Every kind of act says in words what stands in it; slips, requests and registrations go back into their form."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec import to_builtins

from tests.capabilities.acts import act
from tests.capabilities.contracts.world import written_package
from tests.capabilities.contracts.world import written_team
from tests.capabilities.referrals import catalogued
from tests.capabilities.referrals import papers
from tests.capabilities.referrals.cases import NUMBER
from tests.capabilities.referrals.slots import publish
from tests.capabilities.referrals.slots import slot
from tests.capabilities.staffing import bodies as rosters
from tests.capabilities.staffing.community import FIRST
from tests.capabilities.staffing.community import LAST
from tests.capabilities.staffing.community import signed
from tests.capabilities.staffing.community import wished
from tests.capabilities.staffing.outreach import announced
from tests.capabilities.staffing.outreach import planned
from tests.registry.calendars import written as written_year
from tests.registry.staff.seeded import new_nurse
from tests.registry.ui.people import identity
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.pages import MANIFESTS
from yigongti_desktop.app.sync_acts import _TAKEN_UP
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.attachments.messages import AttachmentAdded
from yigongti_desktop.capabilities.contracts.messages import contracts
from yigongti_desktop.capabilities.contracts.messages import services
from yigongti_desktop.capabilities.contracts.messages import teams
from yigongti_desktop.capabilities.contracts.model.agreeing import Agreed
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.performed import Way as Met
from yigongti_desktop.capabilities.followups import messages as visits
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.capabilities.pharmacy.messages import differences
from yigongti_desktop.capabilities.pharmacy.messages import long_prescriptions
from yigongti_desktop.capabilities.pharmacy.messages import requests as drugs
from yigongti_desktop.capabilities.pharmacy.messages import reviews
from yigongti_desktop.capabilities.pharmacy.messages import shortages
from yigongti_desktop.capabilities.pharmacy.messages import statements
from yigongti_desktop.capabilities.pharmacy.messages import stock
from yigongti_desktop.capabilities.pharmacy.messages import stock as store
from yigongti_desktop.capabilities.pharmacy.messages import villages
from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.model.difference import Answer
from yigongti_desktop.capabilities.pharmacy.model.difference import Reply
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.handing_out import Taken
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import Plan
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Dose
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewLine
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer as Told
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import Missing
from yigongti_desktop.capabilities.pharmacy.model.statement import Price
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.referrals.messages import approvals
from yigongti_desktop.capabilities.referrals.messages import capacity
from yigongti_desktop.capabilities.referrals.messages import cases as slips
from yigongti_desktop.capabilities.referrals.messages import catalogues
from yigongti_desktop.capabilities.referrals.messages import down as downs
from yigongti_desktop.capabilities.referrals.messages import tracking as tracked
from yigongti_desktop.capabilities.referrals.messages.paper import PaperPresented
from yigongti_desktop.capabilities.referrals.messages.paper import ReturnPresented
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.catalogue_moves import Wanted as Catalogue
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.staffing.messages import agreements
from yigongti_desktop.capabilities.staffing.messages import handover
from yigongti_desktop.capabilities.staffing.messages import leave
from yigongti_desktop.capabilities.staffing.messages import postings
from yigongti_desktop.capabilities.staffing.messages import swaps
from yigongti_desktop.capabilities.staffing.messages import teaching
from yigongti_desktop.capabilities.staffing.messages import visits as outreach
from yigongti_desktop.capabilities.staffing.messages import wishes
from yigongti_desktop.capabilities.staffing.messages.posting_terms import TermsSettled
from yigongti_desktop.capabilities.staffing.messages.posting_terms import WaySettled
from yigongti_desktop.capabilities.staffing.model.handover import Written as Shift
from yigongti_desktop.capabilities.staffing.model.leave import Kind as LeaveKind
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.model.posting_moves import Arrangement
from yigongti_desktop.capabilities.staffing.model.posting_moves import Outsider
from yigongti_desktop.capabilities.staffing.model.postings import Missing as Absent
from yigongti_desktop.capabilities.staffing.model.postings import Month
from yigongti_desktop.capabilities.staffing.model.swaps import Written as Offer
from yigongti_desktop.capabilities.staffing.model.wishes import Wanted as Wished
from yigongti_desktop.registry import messages as registry
from yigongti_desktop.registry.model.staff import messages as staff
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.model.standing import Tag
from yigongti_desktop.storage.outbox import Act

pytestmark = pytest.mark.gui

_RETURN = ReturnSlip(
    diagnosis="脑梗死", findings="左侧基底节区梗死", plan="抗血小板治疗", case_number="BA001", doctor="熊卫东"
)
_GO_ON = (SlipDrug(name="拜新同", dose="1片", frequency="每日1次", days=30, quantity=2, unit="盒"),)
_TAKEN = tuple(Taken(lot=lot, expiry=date(2028, 3, 31), quantity=2) for lot in ("A-1", "B-7"))
#: What a person typed in an act, and so has to be read again when it comes back.
_SAID: dict[str, tuple[str, ...]] = {
    "referral.draft_saved": ("邱传富", "右侧肢体无力 3 小时。", "脑梗死　I63.900", "神经内科"),
    "referral.sent": ("邱传富", "13900000001", "右侧肢体无力 3 小时。", "脑梗死　I63.900"),
    "referral.completed": ("邱传富", "右侧肢体无力 3 小时。"),
    "referral.accepted": ("神经内科 3 床",),
    "referral.declined": ("床位已满",),
    "referral.approved": ("转审〔2026〕7号", "周一上午去"),
    "referral.denied": ("本县可以治",),
    "referral_catalogue.published": ("岳口转诊目录", "天卫发〔2026〕12号", "2027-01-01", "I63", "I63 的指征"),
    "referral_catalogue.withdrawn": ("指征写错了",),
    "referral_place.signed": ("武汉协和医院", "王芳　13900000005", "转诊〔2026〕1号", "2026-01-01 至 2026-12-31"),
    "referral_place.ended": ("2026-11-30", "改签别家"),
    "referral.redirected": ("更适合专科诊治", "市第一人民医院　消化内科"),
    "referral.retargeted": ("市中医医院　神经内科",),
    "referral.arrived": ("MZ001",),
    "referral.returned": ("脑梗死", "左侧基底节区梗死", "抗血小板治疗", "BA001", "熊卫东", "拜新同　每次 1片"),
    "referral.closed": ("好转",),
    "referral.withdrawn": ("家属改主意",),
    "referral.contact_logged": ("床位已留",),
    "referral.rebooked": ("2026-12-01",),
    "referral.renewed": ("2026-12-01",),
    "referral.tracking_handed_over": ("李文静",),
    "referral.turned_up": ("市中医医院", "120 送去"),
    "referral.taken_over": ("MZ002",),
    "referral.reopened": ("关错了",),
    "referral.sent_down": ("邱传富", "13900000001", "岳口镇中心卫生院", "左侧基底节区梗死", "拜新同　每次 1片"),
    "referral.taken_on": ("周三上门",),
    "referral.turned_down": ("患者不在本辖区",),
    "capacity.published": ("专家号", "神经内科　王建平 主任医师　11月26日 08:00-11:30", "6/30"),
    "capacity.changed": ("14:00-17:30　门诊 5 诊室", "4/30"),
    "capacity.closed": ("医生外出",),
    "referral.presented": (NUMBER, "邱传富", "脑梗死", "周建国"),
    "referral.return_presented": (NUMBER, "邱传富", "脑梗死", "王建平"),
    "drug_request.draft_saved": ("阿莫西林胶囊", "120", "节前"),
    "drug_request.submitted": ("阿莫西林胶囊", "120　儿科", "节前"),
    "drug_request.withdrawn": ("填写有误",),
    "drug_request.sent_back": ("请说明用量",),
    "drug_request.reviewed": ("阿莫西林胶囊", "90　县内缺货"),
    "drug_request.dispatched": ("阿莫西林胶囊", "A-1 60、A-2 40　库存不足"),
    "drug_request.received": ("阿莫西林胶囊", "60、38　短少　压坏"),
    "drug_request.proposed": ("阿莫西林胶囊", "120　儿科", "节前"),
    "drug_request.declined": ("抗菌药太多",),
    "stock.entered": ("科室领用", "内科", "阿莫西林胶囊　12 盒　批号 A-1", "账没补"),
    "stock.reversed": ("录错了",),
    "lot.held": ("阿莫西林胶囊", "A-1", "召回"),
    "lot.released": ("复检合格",),
    "difference.answered": ("补发", "不认可　照片在"),
    "difference.disputed": ("签收单在",),
    "village_request.asked": ("健康村", "阿莫西林胶囊　6"),
    "village_request.dropped": ("合并到下周",),
    "shortage.registered": ("阿莫西林胶囊", "2 盒", "邱传富", "13900000001", "2026-11-26", "长期用药"),
    "shortage.answered": ("买不到", "厂家停产"),
    "shortage.called": ("会来取", "周五来取"),
    "shortage.cancelled": ("已在别处买到",),
    "stock_count.opened": ("西药库", "盲盘", "三季度"),
    "stock_count.counted": ("阿莫西林胶囊　A1　实盘 8　破损",),
    "stock_count.confirmed": ("漏记",),
    "stock_count.cancelled": ("停电",),
    "stock_count.sent_back": ("冷柜的没有点",),
    "stock_count.handed_in": ("又点了一遍",),
    "store_room.added": ("急诊药柜",),
    "store_room.renamed": ("二楼", "急诊药柜"),
    "store_room.closed": ("二楼",),
    "statement.opened": ("2026-11", "阿莫西林胶囊　12.50 元"),
    "statement.disputed": ("单价偏高",),
    "long_prescription.reserved": ("邱传富", "13900000001", "高血压", "阿莫西林胶囊", "每天 1.5，28 天", "周建国"),
    "long_prescription.fetched": ("批号 A-1　至 2028-03-31　2", "批号 B-7"),
    "long_prescription.cancelled": ("换药",),
    "prescription_review.opened": ("2026-11", "2 个"),
    "prescription_review.written": ("1001　用药不适宜　无指征",),
    "prescription_review.answered": ("已整改",),
    "prescription_review.cancelled": ("重抽",),
    "team.set_up": ("健康村团队", "周建国　团队长（家庭医生）　乡级", "健康村", "2025-01-01"),
    "team.changed": ("团队电话 空 → 0728-1", "服务村 健康村 → 健康村、新建村", "成员", "赵春生　护士"),
    "team.closed": ("2026-12-31",),
    "package.offered": (
        "高血压服务包",
        "2026",
        "100.00 元（财政 30.00、医保 50.00、个人 20.00）",
        "高血压随访　每年4次",
    ),
    "package.ended": ("2026-12-31",),
    "follow_up.recorded": ("电话", "好转", "血压 130/80"),
    "attachment.added": ("箱子.jpg", "59 KB"),
    "service.recorded": ("2026-11-23", "入户", "152 mmHg", "头痛头晕、心悸胸闷", "规律", "氨氯地平", "A0098", "已交代"),
    "service.corrected": ("152 mmHg → 128 mmHg", "入户 → 门诊", "空 → 补记"),
    "service.voided": ("记错人",),
    "calendar_year.written": ("2027", "春节 2-4 至 2-11　补班 1-31、2-14", "国办发明电〔2026〕1号"),
    "resident.registered": ("胡小燕", "女", "1975-06-01", "13900000001"),
    "resident.corrected": ("13900000001 → 13900000007", "空 → 新堰村"),
    "resident.moved": ("多宝镇卫生院", "搬到多宝镇"),
    "resident.tagged": ("高血压", "2025-03-01", "2 级", "门诊诊断"),
    "resident.untagged": ("孕产妇", "2026-09-30", "产后满 42 天"),
    "resident.housed": ("配偶",),
    "resident.died": ("2026-11-01",),
    "resident.merged": ("重复建档",),
    "resident.parted": ("不是同一个人",),
    "contract.signed": ("2026-11-23", "2 年", "胡小燕（母亲）", "村里只有这一个团队", "周末来签", "搬家"),
    "contract.renewed": ("2026-11-23", "1 年"),
    "contract.transferred": ("搬到新堰村",),
    "contract.ended": ("2026-11-23", "单位解约", "团队停止服务"),
    "staff.registered": (
        "许小兰",
        "护理",
        "13900000041",
        "岳口镇中心卫生院　聘用",
        "护师　初级",
        "护士执业证　2015420001",
    ),
    "staff.corrected": ("13900000041 → 13900000042", "护理 → 药学", "空 → 1993-02-01"),
    "staff.noted": ("主管护师　中级", "2026-06-01 起"),
    "staff.withdrawn": ("聘用合同", "写错了"),
    "staff.left": ("2026-12-31", "退休"),
    "staff.linked": ("不关联",),
    "leave.asked": ("年休假", "2026-12-01 至 2026-12-03 中午", "回老家"),
    "leave.approved": ("早点回来",),
    "leave.declined": ("当班排不开",),
    "leave.withdrawn": ("不休了",),
    "leave.ended": ("2026-12-02", "提前回来上班"),
    "wish.written": ("2026-12-24", "不想要　夜", "孩子小"),
    "wish_rules.settled": ("24 → 20",),
    "swap.offered": ("2026-12-03", "2026-12-05", "孩子发热"),
    "swap.rejected": ("那天有事",),
    "swap.approved": ("人手不够",),
    "swap.declined": ("换了以后缺人",),
    "handover.given": ("2026-11-22　夜", "12 人", "3 床发热", "等血常规"),
    "handover.corrected": ("13 人",),
    "handover.note_added": ("血常规已回",),
    "outreach.planned": (
        "坐诊",
        "岳口镇中心卫生院",
        "心内科",
        "门诊二楼 203",
        "每周三　08:00–11:30",
        "2026-12-01 至 2026-12-31",
        "12-16",
        "30",
    ),
    "outreach.held": ("2026-12-02", "26 人"),
    "outreach.cancelled": ("2026-12-09", "开会", "2026-12-10"),
    "outreach.restored": ("2026-12-09",),
    "outreach.ended": ("2026-12-20", "换人"),
    "teaching.announced": ("远程教学", "慢阻肺的分级管理", "2026-11-23", "1", "欧阳海棠", "岳口镇中心卫生院"),
    "teaching.called_off": ("网络故障",),
    "attendance.written": ("0.5 学时",),
    "duty.set_up": ("夜　夜班　17:00–08:00　计 8 小时", "限执业医师或执业助理医师或护士", "每天至少 1 人"),
    "duty.changed": ("白班 → 门诊", "08:00 → 07:30", "每天至少 1 人 → 工作日至少 2 人、至多 3 人"),
    "duty.ended": ("2026-12-31",),
    "roster.begun": ("2026 年 12 月　护理", "何秀芳、周建国"),
    "roster.changed": ("何秀芳", "1–2 日白、3 日休", "锁定 2 日", "周建国", "不在班表上"),
    "roster.published": ("人手不够",),
    "roster.amended": ("何秀芳", "3 日休", "家里有事", "周建国、鲁学平"),
    "roster.withdrawn": ("排错了月份",),
    "roster_setting.settled": ("空 → 护理", "空 → 急救、B超", "空 → 周一白　周日休", "是 → 否"),
    "roster_rule.set": ("连续上班", "从 2026-12-01 起", "轻重 200　最多 6 天（人手不够）"),
    "posting_way.settled": ("岳口镇中心卫生院", "12 公里 → 18 公里"),
    "posting_terms.settled": ("空 → 岳口镇中心卫生院", "空 → 2027-03—2027-06、2028-01"),
    "posting.asked": ("常年派驻", "内科", "中级", "2026-12-01 至 2027-06-01", "内科医生退休", "接替的人四月底到"),
    "posting.arranged": ("陈立", "2026-12-01 至 2027-06-01", "市卫批〔2026〕12号"),
    "posting.declined": ("本院人手不够",),
    "posting.withdrawn": ("不需要了",),
    "posting.arrived": ("2026-12-03",),
    "posting.month_noted": ("2026-12", "20 回院开会"),
    "posting.extended": ("2027-07-01", "继续帮带"),
    "posting.broken_off": ("2027-01-31", "本人生病"),
    "agreement.signed": (
        "帮扶",
        "市第一人民医院",
        "岳口镇中心卫生院",
        "常年派驻、坐诊、巡诊",
        "内科",
        "帮扶〔2026〕3号",
        "任小云",
    ),
    "agreement.ended": ("2027-12-31", "改签托管"),
}
#: Acts in which nobody types anything.
_SILENT = {
    "resident.united",
    "resident.divided",
    "referral.followed_up",
    "referral.expired",
    "referral.reached",
    "referral.printed",
    "referral.died",
    "referral.death_noted",
    "referral.death_put_right",
    "referral.limit_passed",
    "referral.mended",
    "referral.contract_noted",
    "referral.received",
    "referral.booked",
    "capacity.returned",
    "capacity.counted",
    "slot_hold.asked",
    "slot_hold.released",
    "slot_hold.given_up",
    "slot_hold.used",
    "slot_hold.dropped",
    "slot_hold.moved",
    "slot_hold.lapsed",
    "slot_hold.noted",
    "drug_request.reached",
    "drug_request.printed",
    "drug_request.endorsed",
    "drug_request.asked_again",
    "difference.raised",
    "difference.settled",
    "village_request.merged",
    "village_request.parted",
    "village_request.issued",
    "shortage.opened",
    "shortage.source_ended",
    "village_request.taken_back",
    "store_room.used",
    "lot.traced",
    "lot_report.made",
    "shortage.asked",
    "shortage.released",
    "shortage.arrived",
    "shortage.fetched",
    "statement.delivered",
    "statement.confirmed",
    "statement.closed",
    "long_prescription.expired",
    "prescription_review.returned",
    "package.proposed",
    "follow_up.opened",
    "follow_up.dropped",
    "follow_up.resumed",
    "transfer.noted",
    "attachment_piece.added",
    "attachment.moved",
    "attachment_piece.moved",
    "contract.served",
    "contract.unserved",
    "contract.lapsed",
    "contract.yielded",
    "contract.resumed",
    "notice.opened",
    "notice.answered",
    "notice.ended",
    "notice.moved",
    "notice.noted",
    "account.password_changed",
    "staff.settled",
    "staff.posted",
    "posting.completed",
    "wish.taken_back",
    "handover.taken",
    "swap.agreed",
    "swap.withdrawn",
    "teaching.held",
}


def test_every_act_that_people_type_into_is_tried() -> None:
    assert set(_SAID) | _SILENT == set(CATALOGUE.events)


@pytest.mark.parametrize("kind", list(_SAID))
def test_what_was_typed_into_an_act_is_read_again_in_words(town: County, kind: str) -> None:
    refused = _act(town, kind)
    found = _contents(town, refused)
    said = " ".join(f"{name} {words}" for name, words in found)
    for words in _SAID[kind]:
        assert words in said, (words, found)
    for name, _ in found:
        assert not name.isascii(), found  # no code is left without its word


@pytest.mark.parametrize("kind", ["referral.expired", "drug_request.reached"])
def test_an_act_into_which_nothing_was_typed_breaks_nothing(town: County, kind: str) -> None:
    assert _contents(town, act(kind, kind.partition(".")[0], {})) == []


@pytest.mark.parametrize("kind", sorted({*_SAID, *_SILENT}))
def test_every_act_has_its_word_on_the_page(kind: str) -> None:
    assert not VOCABULARY.name(kind).isascii()


def test_a_drug_that_left_the_formulary_is_said_to_be_gone(town: County) -> None:
    body = drugs.DrugRequestSubmitted(number="", lines=(Wanted(drug="gone", quantity=3),), urgency=Urgency.ROUTINE)
    assert _contents(town, act("drug_request.submitted", "drug_request", body)) == [("药品", "目录里没有的药　3")]


@pytest.mark.parametrize("kind", sorted(set(_SAID) - _TAKEN_UP))
def test_what_has_no_form_of_its_own_is_not_taken_up(town: County, kind: str) -> None:
    assert _taken_up(town, _act(town, kind)) is None


def test_everything_that_the_page_offers_to_take_up_can_be(town: County) -> None:
    there = {"service.recorded", "capacity.published", "capacity.changed", "capacity.closed", "slot_hold.asked"}
    for kind in _TAKEN_UP - there:  # they need what they are about; tried where that is
        where = _taken_up(town, _act(town, kind))
        assert where is not None, kind
        assert where[1] in {"new", "issue_department", "edit 2027", "wish", "swap"}


@pytest.mark.parametrize("kind", ["referral.sent", "referral.draft_saved"])
def test_a_slip_stands_in_its_form_again_as_it_was(screens: Screens, kind: str) -> None:
    town = screens.county
    where = _taken_up(town, _act(town, kind))
    assert where is not None
    me = screens("医生")
    page = me.page(*where)
    me.settle()
    values = page.work.form.form.values()
    assert (values["name"], values["birth"], values["sex"]) == ("邱传富", date(1959, 3, 12), "male")
    assert (values["institution"], values["department"]) == ("tianmen.diyi", "神经内科")
    assert (values["diagnosis"], values["history"]) == ("I63.900", "右侧肢体无力 3 小时。")
    assert page.work.form.form.editor("diagnosis").text() == "脑梗死"
    assert values["consent"] is True
    assert me.says("接着上次没写完的")


def test_a_request_stands_in_its_sheet_again_with_a_drug_that_is_gone_kept_as_a_line(screens: Screens) -> None:
    town = screens.county
    wanted = (Wanted(drug=town.drug("岳口"), quantity=120), Wanted(drug="gone", quantity=3))
    body = drugs.DrugRequestSubmitted(number="", lines=wanted, urgency=Urgency.URGENT, note="节前")
    where = _taken_up(town, act("drug_request.submitted", "drug_request", body), "药师")
    assert where == ("pharmacy", "new")
    me = screens("药师")
    page = me.page(*where)
    me.settle()
    lines = page.work.table.view.lines.lines
    assert [(line["name"], line["requested"]) for line in lines] == [("阿莫西林胶囊", 120), ("", 3)]
    assert lines[1]["remark"] == "原来的药已不在目录"
    assert (page.work.urgency.key, page.work.note.text()) == ("urgent", "节前")


def test_a_registration_stands_in_its_form_again(screens: Screens) -> None:
    town = screens.county
    where = _taken_up(town, _act(town, "resident.registered"))
    assert where == ("residents", "new")
    me = screens("医生")
    page = me.page(*where)
    me.settle()
    values = page.work.form.values()
    wanted = msgspec.structs.asdict(identity()) | {"phones": " ".join(identity().phones)}
    assert values == {name: wanted[name] for name in values}


def test_somebody_of_the_staff_stands_in_the_form_again(screens: Screens) -> None:
    where = _taken_up(screens.county, _act(screens.county, "staff.registered"), "排班")
    assert where == ("staff", "new")
    me = screens("排班")
    page = me.page(*where)
    me.settle()
    assert me.says("接着上次没写完的")
    command = page.work.command()
    assert (command.identity, command.parts) == (new_nurse().identity, new_nurse().parts)


def test_a_team_stands_in_its_form_again(screens: Screens) -> None:
    where = _taken_up(screens.county, _act(screens.county, "team.set_up"), "公卫")
    assert where == ("teams", "new")
    me = screens("公卫")
    page = me.page(*where)
    me.settle()
    assert me.says("接着上次没写完的")
    assert page.work.command().written == written_team()


def test_a_package_stands_in_its_form_again(screens: Screens) -> None:
    county = screens.county
    body = _act(county, "package.offered")
    desk, now = county.desks["市一医"], county.clock.now()
    found = (one.take_up for one in MANIFESTS if one.take_up)
    where = next(filter(None, (desk.write(take, county.people["医共体办"], body, now) for take in found)))
    assert where == ("packages", "new")
    me = screens("医共体办")
    page = me.page(*where)
    me.settle()
    assert page.work.command().written == written_package()


def _store_bodies(drug: str) -> dict[str, Any]:
    expiry = date(2028, 6, 30)
    line = EntryLine(drug=drug, quantity=12, unit="盒", lot="A-1", expiry=expiry, over="账没补")
    entering = Entering(kind=EntryKind.ISSUE_DEPARTMENT, lines=(line,), partner_name="内科")
    replies = (Reply(answer=Answer.RESEND), Reply(answer=Answer.DISAGREE, note="照片在"))
    asked = (Wanted(drug=drug, quantity=6),)
    return {
        "stock.entered": stock.StockEntered(number="岳口-003", entering=entering),
        "stock.reversed": stock.EntryReversed(entry="e-1", reason="录错了"),
        "lot.held": stock.LotHeld(drug=drug, lot="A-1", reason="召回"),
        "lot.released": stock.LotReleased(reason="复检合格"),
        "difference.answered": differences.CaseAnswered(replies=replies),
        "difference.disputed": differences.CaseDisputed(reason="签收单在"),
        "village_request.asked": villages.VillageAsked(number="岳口-005", village="健康村", lines=asked),
        "village_request.dropped": villages.VillageDropped(reason="合并到下周"),
    }


@pytest.mark.parametrize("is_listed", [True, False])
def test_a_shortage_stands_in_its_form_again(screens: Screens, *, is_listed: bool) -> None:
    town = screens.county
    body = _bodies(town)["shortage.registered"]
    if not is_listed:
        body = shortages.ShortageRegistered(
            missing=msgspec.structs.replace(body.missing, drug="", name="他克莫司", unit="瓶")
        )
    where = _taken_up(town, act("shortage.registered", "shortage", body), "药师")
    assert where == ("shortages", "new")
    me = screens("药师")
    page = me.page(*where)
    me.settle()
    assert page.work.command().missing == body.missing or is_listed
    taken = msgspec.structs.replace(page.work.command().missing, unit=body.missing.unit)
    assert taken == body.missing


def _paper_bodies(drug: str) -> dict[str, Any]:
    plan = Plan(
        name="邱传富",
        phone="13900000001",
        disease="高血压",
        is_contracted=True,
        drug=drug,
        dose=Dose(units=3, per=2),
        days=28,
        doctor="周建国",
        next_date=date(2026, 11, 30),
    )
    wrong = ReviewLine(number="1001", finding="unsuitable", words="无指征")
    return {
        "statement.opened": statements.StatementOpened(
            number="市一医-001",
            unit="tianmen.yuekou",
            month="2026-11",
            requests=("r-1",),
            prices=(Price(drug=drug, price_fen=1250),),
        ),
        "statement.disputed": statements.StatementDisputed(words="单价偏高"),
        "long_prescription.reserved": long_prescriptions.LongPrescriptionReserved(number="岳口-006", plan=plan),
        "long_prescription.fetched": long_prescriptions.LongPrescriptionFetched(taken=_TAKEN),
        "long_prescription.cancelled": long_prescriptions.LongPrescriptionCancelled(reason="换药"),
        "prescription_review.opened": reviews.ReviewOpened(
            number="市一医-002", unit="tianmen.yuekou", month="2026-11", numbers=("1001", "1002"), seed="a1b2c3d4"
        ),
        "prescription_review.written": reviews.ReviewWritten(lines=(wrong,)),
        "prescription_review.answered": reviews.ReviewAnswered(words="已整改"),
        "prescription_review.cancelled": reviews.ReviewCancelled(reason="重抽"),
    }


def _place_bodies() -> dict[str, Any]:
    wanted = Catalogue(
        owner="tianmen.yuekou",
        title="岳口转诊目录",
        document="天卫发〔2026〕12号",
        since=date(2027, 1, 1),
        lines=(catalogued.line("I63"),),
    )
    return {
        "referral.approved": approvals.ReferralApproved(number="转审〔2026〕7号", reception="周一上午去"),
        "referral.denied": approvals.ReferralDenied(reason="本县可以治"),
        "referral_catalogue.published": catalogues.CataloguePublished(wanted=wanted),
        "referral_catalogue.withdrawn": catalogues.CatalogueWithdrawn(reason="指征写错了"),
        "referral_place.signed": catalogues.PlaceSigned(agreed=catalogued.agreed()),
        "referral_place.ended": catalogues.PlaceEnded(last=date(2026, 11, 30), reason="改签别家"),
    }


def _team_bodies() -> dict[str, Any]:
    members = to_builtins(written_team().members)
    other = [*members[:3], members[3] | {"part": "nurse"}]
    changes = {"phone": ("", "0728-1"), "villages": (["健康村"], ["健康村", "新建村"]), "members": (members, other)}
    return {
        "team.set_up": teams.TeamSetUp(written=written_team()),
        "team.changed": teams.TeamChanged(changes=changes),
        "team.closed": teams.TeamClosed(until=date(2026, 12, 31)),
        "package.offered": teams.PackageOffered(written=written_package()),
        "package.ended": teams.PackageEnded(until=date(2026, 12, 31)),
        "calendar_year.written": registry.CalendarYearWritten(written=written_year()),
    }


def _bodies(town: County) -> dict[str, Any]:
    drug = town.drug("岳口")
    slip = town.slip("岳口")
    wanted = (Wanted(drug=drug, quantity=120, remark="儿科"),)
    lots = tuple(Lot(lot=lot, expiry=date(2028, 6, 30), quantity=packs) for lot, packs in (("A-1", 60), ("A-2", 40)))
    return {
        "referral.draft_saved": slips.DraftSaved(slip=slip),
        "referral.sent": slips.ReferralSent(number="岳口-001", slip=slip),
        "referral.completed": slips.ReferralCompleted(slip=slip),
        "referral.accepted": slips.ReferralAccepted(reception="神经内科 3 床"),
        "referral.declined": slips.ReferralDeclined(reason="床位已满"),
        **_place_bodies(),
        "referral.redirected": slips.ReferralRedirected(
            target=Target(institution="tianmen.diyi", department="消化内科"), reason="更适合专科诊治"
        ),
        "referral.retargeted": slips.ReferralRetargeted(
            target=Target(institution="tianmen.zhongyi", department="神经内科")
        ),
        "referral.arrived": slips.PatientArrived(case_number="MZ001"),
        "referral.returned": slips.ReferralReturned(slip=_RETURN, drugs=_GO_ON),
        "referral.closed": slips.ReferralClosed(outcome=Outcome.IMPROVED),
        "referral.withdrawn": slips.ReferralWithdrawn(reason="家属改主意"),
        "referral.contact_logged": slips.ContactLogged(said="床位已留"),
        "referral.rebooked": tracked.ReferralRebooked(on=date(2026, 12, 1)),
        "referral.renewed": tracked.ReferralRenewed(on=date(2026, 12, 1)),
        "referral.tracking_handed_over": tracked.TrackingHandedOver(tracker="a-1", name="李文静"),
        "referral.turned_up": tracked.PatientTurnedUp(institution="tianmen.zhongyi", reason="120 送去"),
        "referral.taken_over": tracked.ReferralTakenOver(case_number="MZ002"),
        "referral.reopened": tracked.ReferralReopened(reason="关错了"),
        "referral.sent_down": downs.ReferralSentDown(
            number="市一医-001",
            slip=msgspec.structs.replace(slip, target=Target(institution="tianmen.yuekou")),
            back=_RETURN,
            down_class="chronic",
            drugs=_GO_ON,
        ),
        "referral.taken_on": downs.PatientTakenOn(tracker="a-1", reception="周三上门"),
        "referral.turned_down": downs.PatientTurnedDown(code="not_ours", reason="患者不在本辖区"),
        "referral.presented": PaperPresented(code=papers.code_of(papers.written(1))),
        "referral.return_presented": ReturnPresented(
            code=papers.code_of(papers.returned(), key=papers.HOSPITAL_KEY, kind="return")
        ),
        "drug_request.draft_saved": drugs.DraftSaved(lines=wanted, urgency=Urgency.ROUTINE, note="节前"),
        "drug_request.submitted": drugs.DrugRequestSubmitted(
            number="岳口-002", lines=wanted, urgency=Urgency.ROUTINE, note="节前"
        ),
        "drug_request.proposed": drugs.DrugRequestSubmitted(
            number="岳口-002", lines=wanted, urgency=Urgency.ROUTINE, note="节前"
        ),
        "drug_request.declined": drugs.DrugRequestDeclined(reason="抗菌药太多"),
        **_store_bodies(drug),
        "drug_request.withdrawn": drugs.DrugRequestWithdrawn(reason="填写有误"),
        "drug_request.sent_back": drugs.DrugRequestSentBack(reason="请说明用量"),
        "drug_request.reviewed": drugs.DrugRequestReviewed(
            decisions=(Decision(drug=drug, approved=90, reason="县内缺货"),)
        ),
        "drug_request.dispatched": drugs.DrugRequestDispatched(
            delivery="P-1", parcels=(Parcel(drug=drug, lots=lots, reason="库存不足"),)
        ),
        "drug_request.received": drugs.DeliveryReceived(
            counts=(Count(drug=drug, received=(60, 38), difference="short", note="压坏"),)
        ),
        "shortage.registered": shortages.ShortageRegistered(
            missing=Missing(
                drug=drug,
                quantity=2,
                patient="邱传富",
                phone="13900000001",
                needed_by=date(2026, 11, 26),
                remark="长期用药",
            )
        ),
        "shortage.answered": shortages.ShortageAnswered(answer=Told.CANNOT_BUY, words="厂家停产"),
        "shortage.called": shortages.ShortageCalled(result=CallResult.COMING, note="周五来取"),
        "shortage.cancelled": shortages.ShortageCancelled(reason="已在别处买到"),
        "stock_count.opened": store.CountOpened(
            number="岳口-002", room="西药库", is_blind=True, note="三季度", lines=()
        ),
        "stock_count.counted": store.StockCounted(
            lines=(CountLine(drug=drug, lot="A1", expiry=date(2028, 6, 30), counted=8, reason="破损"),)
        ),
        "stock_count.confirmed": store.CountConfirmed(reasons=((1, "漏记"),)),
        "stock_count.cancelled": store.CountCancelled(reason="停电"),
        "stock_count.sent_back": store.CountSentBack(reason="冷柜的没有点"),
        "stock_count.handed_in": store.CountHandedIn(answer="又点了一遍"),
        "store_room.added": store.StoreRoomAdded(name="急诊药柜"),
        "store_room.renamed": store.StoreRoomRenamed(room="二楼", name="急诊药柜"),
        "store_room.closed": store.StoreRoomClosed(room="二楼"),
        **_paper_bodies(drug),
        **_team_bodies(),
        **_contract_bodies(),
        **rosters.bodies(),
        "follow_up.recorded": visits.FollowUpRecorded(way=Way.PHONE, condition=Condition.BETTER, result="血压 130/80"),
        "attachment.added": AttachmentAdded(
            owner_kind="difference_case",
            owner="d-1",
            media_type="image/jpeg",
            name="箱子.jpg",
            size=60_000,
            sha256="",
            digests=(),
        ),
        **_service_bodies(),
        **_staff_bodies(),
        **_posting_bodies(),
        **_leave_bodies(),
        **_outreach_bodies(),
        **_capacity_bodies(),
        "resident.registered": registry.ResidentRegistered(identity=identity()),
        "resident.corrected": registry.ResidentCorrected(
            changes={"phone": ("13900000001", "13900000007"), "village": ("", "新堰村")}
        ),
        "resident.moved": registry.ResidentMoved(unit="tianmen.duobao", reason="搬到多宝镇"),
        "resident.tagged": registry.ResidentTagged(
            tag=Tag(group="hypertension", since=date(2025, 3, 1), source="门诊诊断", stage="2 级")
        ),
        "resident.untagged": registry.ResidentUntagged(
            group="maternal", since=date(2026, 1, 1), until=date(2026, 9, 30), reason="产后满 42 天"
        ),
        "resident.housed": registry.ResidentHoused(seen=("", Relation.NONE), household="h1", relation=Relation.SPOUSE),
        "resident.died": registry.ResidentDied(seen=None, died_on=date(2026, 11, 1), reason=""),
        "resident.merged": registry.ResidentMerged(into="r2", reason="重复建档"),
        "resident.parted": registry.ResidentParted(kept="r2", reason="不是同一个人"),
    }


def _leave_bodies() -> dict[str, Any]:
    written = Written(
        person="s-1",
        kind=LeaveKind.ANNUAL,
        first=date(2026, 12, 1),
        last=date(2026, 12, 3),
        until_noon=True,
        reason="回老家",
    )
    return {
        "leave.asked": leave.LeaveAsked(written=written),
        "leave.approved": leave.LeaveApproved(answer="早点回来"),
        "leave.declined": leave.LeaveDeclined(reason="当班排不开"),
        "leave.withdrawn": leave.LeaveWithdrawn(reason="不休了"),
        "leave.ended": leave.LeaveEnded(last=date(2026, 12, 2), reason="提前回来上班"),
        "wish.written": wishes.WishWritten(
            person="s-1", day=date(2026, 12, 24), wanted=Wished(duty="夜", is_wanted=False, note="孩子小")
        ),
        "handover.given": handover.HandoverGiven(
            written=Shift(day=date(2026, 11, 22), duty="夜", patients="12 人", critical="3 床发热", to_do="等血常规")
        ),
        "handover.corrected": handover.HandoverCorrected(changes={"patients": ("12 人", "13 人")}),
        "handover.note_added": handover.HandoverNoteAdded(words="血常规已回"),
        "swap.offered": swaps.SwapOffered(
            written=Offer(
                roster="r-1",
                giver="s-1",
                taker="s-2",
                day=date(2026, 12, 3),
                back=date(2026, 12, 5),
                reason="孩子发热",
            )
        ),
        "swap.rejected": swaps.SwapRejected(reason="那天有事"),
        "swap.approved": swaps.SwapApproved(answer="人手不够"),
        "swap.declined": swaps.SwapDeclined(reason="换了以后缺人"),
        "wish_rules.settled": wishes.WishRulesSettled(changes={"closing_day": (24, 20)}),
    }


def _capacity_bodies() -> dict[str, Any]:
    numbers = Numbers(total=30, reserved=6)
    return {
        "capacity.published": capacity.CapacityPublished(slot=slot(), numbers=numbers),
        "capacity.changed": capacity.CapacityChanged(
            numbers=Numbers(total=30, reserved=4), time="14:00-17:30", place="门诊 5 诊室"
        ),
        "capacity.closed": capacity.CapacityClosed(reason="医生外出"),
    }


@pytest.mark.parametrize("kind", ["capacity.published", "slot_hold.asked"])
def test_what_was_reserved_or_held_is_taken_up_where_it_was_written(screens: Screens, kind: str) -> None:
    town = screens.county
    bodies = _capacity_bodies() | {"slot_hold.asked": capacity.SlotAsked(referral="r-1", line="l-1")}
    body = act(kind, kind.partition(".")[0], bodies[kind])
    assert kind in _TAKEN_UP
    where = {"capacity.published": ("capacity", "2026-11-23"), "slot_hold.asked": ("referrals", "r-1")}
    assert _taken_up(town, body) == where[kind]


@pytest.mark.parametrize("kind", ["capacity.changed", "capacity.closed"])
def test_what_was_changed_of_a_line_leads_to_its_week(screens: Screens, kind: str) -> None:
    town = screens.county
    body = _capacity_bodies()[kind]
    (line,) = publish(town)
    assert _taken_up(town, act(kind, "capacity_line", body, line.id)) == ("capacity", "2026-11-23")
    assert _taken_up(town, act(kind, "capacity_line", body, "gone")) is None


def _outreach_bodies() -> dict[str, Any]:
    off = date(2026, 12, 9)
    return {
        "outreach.planned": outreach.VisitsPlanned(plan=planned("s-1", skips=(date(2026, 12, 16),))),
        "outreach.held": outreach.VisitHeld(day=date(2026, 12, 2), seen=26),
        "outreach.cancelled": outreach.VisitCancelled(day=off, reason="开会", moved_to=date(2026, 12, 10)),
        "outreach.restored": outreach.VisitRestored(day=off),
        "outreach.ended": outreach.VisitsEnded(last=date(2026, 12, 20), reason="换人"),
        "teaching.announced": teaching.TeachingAnnounced(announced=announced()),
        "teaching.called_off": teaching.TeachingCalledOff(reason="网络故障"),
        "attendance.written": teaching.AttendanceWritten(
            teaching="t-1", unit="tianmen.yuekou", changes={"s-1": (None, 30)}
        ),
    }


def _staff_bodies() -> dict[str, Any]:
    title = Title(since=date(2026, 6, 1), level=Level.MIDDLE, name="主管护师")
    changes = {
        "phone": ("13900000041", "13900000042"),
        "profession": ("nursing", "pharmacy"),
        "birth": (None, "1993-02-01"),
    }
    return {
        "staff.registered": new_nurse(),
        "staff.corrected": staff.StaffCorrected(changes=changes),
        "staff.noted": staff.StaffNoted(part=title),
        "staff.withdrawn": staff.StaffWithdrawn(part=new_nurse().parts[-1], reason="写错了"),
        "staff.left": staff.StaffLeft(until=date(2026, 12, 31), reason="退休"),
        "staff.linked": staff.StaffLinked(account="", seen="a1"),
    }


def _posting_bodies() -> dict[str, Any]:
    expert = Outsider(name="陈立", profession=Profession.DOCTOR, level=Level.SENIOR, home_name="协和医院")
    arrangement = Arrangement(outsider=expert, since=FIRST, until=LAST, approval="市卫批〔2026〕12号")
    gone = (Absent(day=date(2026, 12, 20), reason="回院开会"),)
    return {
        "posting.asked": postings.PostingAsked(wish=wished(why_short="接替的人四月底到")),
        "posting.arranged": postings.PostingArranged(arrangement=arrangement),
        "posting.declined": postings.PostingDeclined(reason="本院人手不够"),
        "posting.withdrawn": postings.PostingWithdrawn(reason="不需要了"),
        "posting.arrived": postings.PostingArrived(on=date(2026, 12, 3)),
        "posting.month_noted": postings.PostingMonthNoted(month=Month(first=FIRST, missing=gone)),
        "posting.extended": postings.PostingExtended(until=date(2027, 7, 1), reason="继续帮带"),
        "posting.broken_off": postings.PostingBrokenOff(last=date(2027, 1, 31), reason="本人生病"),
        "posting_way.settled": WaySettled(unit="tianmen.yuekou", changes={"kilometres": (12, 18)}),
        "posting_terms.settled": TermsSettled(
            person="s-1",
            changes={
                "near": ("", "tianmen.yuekou"),
                "barred": ([], ["tianmen.yuekou"]),
                "away": ([], ["2027-03", "2027-04", "2027-05", "2027-06", "2028-01"]),
                "apart": ("", "s-2"),
            },
        ),
        "agreement.signed": agreements.AgreementSigned(signed=signed()),
        "agreement.ended": agreements.AgreementEnded(last=date(2027, 12, 31), reason="改签托管"),
    }


def _service_bodies() -> dict[str, Any]:
    found = {"sbp": 152, "dbp": 94, "symptoms": ["headache_dizziness", "palpitation_tightness"], "adherence": "regular"}
    done = Done(
        contract="contract-1",
        agreement="岳口-004",
        item="htn-visit",
        number=1,
        done_on=date(2026, 11, 23),
        way=Met.HOME,
        readings=found | {"drugs": "氨氯地平"},
        note="已交代",
        resident_card="A0098",
    )
    changes = {"readings": ({"sbp": 152}, {"sbp": 128}), "way": ("home", "clinic"), "note": ("", "补记")}
    return {
        "service.recorded": services.ServiceRecorded(done=done),
        "service.corrected": services.ServiceCorrected(changes=changes),
        "service.voided": services.ServiceVoided(reason="记错人"),
    }


def _contract_bodies() -> dict[str, Any]:
    agreed = Agreed(
        number="岳口-007",
        resident="nobody",
        team="no-team",
        packages=("no-package",),
        years=2,
        signed_on=date(2026, 11, 23),
        signer="胡小燕",
        signer_relation="母亲",
        remark="周末来签",
        takes_over="岳口-006",
        takes_reason="搬家",
    )
    again = msgspec.structs.replace(agreed, years=1)
    return {
        "contract.signed": contracts.ContractSigned(agreed=agreed, beyond="村里只有这一个团队"),
        "contract.renewed": contracts.ContractRenewed(agreed=again),
        "contract.transferred": contracts.ContractTransferred(
            team="no-team", on=date(2026, 11, 23), reason="搬到新堰村", number="岳口-008"
        ),
        "contract.ended": contracts.ContractEnded(on=date(2026, 11, 23), reason=Ending.BY_UNIT, note="团队停止服务"),
    }


def _act(town: County, kind: str) -> Act:
    return act(kind, CATALOGUE.event(kind).of.name, _bodies(town)[kind])


def _contents(town: County, refused: Act) -> list[tuple[str, str]]:
    desk = town.desks["岳口"]
    for manifest in MANIFESTS:
        if manifest.contents and (found := desk.read(manifest.contents, refused)):
            return [pair for pair in found if pair[1]]
    return []


def _taken_up(town: County, refused: Act, who: str = "医生") -> tuple[str, str] | None:
    desk, now = town.desks["岳口"], town.clock.now()
    for manifest in MANIFESTS:
        if manifest.take_up and (where := desk.write(manifest.take_up, town.people[who], refused, now)):
            return where
    return None
