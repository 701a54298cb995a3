"""Words and sentences of postings and of the agreements they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from yigongti_desktop.capabilities.staffing.model.leave import NAMES as LEAVE
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.store.postings import Absence
from yigongti_desktop.capabilities.staffing.ui.falling_words import say_sessions
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_falls
from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "posting"


def _short(facts: Mapping[str, Any]) -> str:
    return (
        f"常年派驻一般要满 {facts['months']} 个月，从起日算起应到 {facts['least']}，"
        f"现在只到 {facts['until']}。请改止日；确实要短，写明「不满半年的原因」。"
    )


SENTENCES: dict[str, Sentence] = {
    "posting_not_yours": "只能替本单位申请派驻。请核对单位。",
    "posting_of_lead": "牵头医院自己只接收三级医院驻守和疾控监督员。请选成员单位。",
    "posting_days": "止日 {until} 比起日 {since} 早。请改。",
    "posting_long": "一次派驻最多 {most} 个月。请核对年份，到期可以延期。",
    "posting_short": _short,
    "posting_title": "职称不够：这次要{needed}以上，这个人是{level}。请换人。",
    "posting_not_employed": "{day} 这个人不在职。请换人或改日期。",
    "posting_no_licence": "{day} 这个人没有有效的执业证，不能派去看病。请换人，或先在「人员」里补登证照。",
    "posting_contradiction": "{doctor} 已经安排的派驻互相矛盾，排不了。请先在「派驻」里改好，再排。",
    "posting_worker": "排派驻的程序中断了，已有的派驻没有动。请再排一次。",
    "posting_twice": "这个人 {since} 至 {until} 已经派到别处。请换人或改日期。",
    "posting_nobody": "还没选派谁。请选一个人。",
    "posting_other_unit": "上来进修、轮训的要是申请单位自己的人。请重新选。",
    "posting_own_person": "这个人本来就在接收单位，不用派。请换人。",
    "posting_stranger": "这一类派驻要从「人员」里选人，不能只写姓名。",
    "posting_not_over": "要到 {until} 以后才能办期满。提前结束请由牵头医院办「中止」。",
    "posting_month_owed": "{month} 的在岗天数还没登记。请先登记，再办期满。",
    "staff_unknown": "人员库里找不到这个人。请重新选。",
    "arrival_ahead": "{day} 还没到。请填真正到岗的那一天。",
    "arrival_late": "派驻到 {until} 就结束了，到岗日不能更晚。请核对。",
    "extension_back": "现在的止日是 {until}，延期要比它晚。请改。",
    "break_off_days": "最后一天要在 {since} 至 {until} 之间。请改。",
    "month_ahead": "这个月的在岗天数要到 {day} 过完才能登记。",
    "month_outside": "{month} 不在这次派驻的日子里。请选别的月份。",
    "month_day": "{day} 不在派驻的日子里（{since} 至 {until}）。请核对。",
    "month_days_format": "请写几号来的，用顿号隔开，如 3、10、17。",
    "month_no_day": "{month} 没有 {number} 号。请改。",
    "missing_format": "「{typed}」看不懂。每天写一行，先写几号再写原因，如：5 开会。",
    "agreement_none": "和接收单位没有包含「{of}」的帮扶或托管协议，不能派。请先登记协议。",
    "agreement_ends": "从 {day} 起没有包含「{of}」的有效协议。请改止日，或先续签并登记协议。",
    "agreement_there": "这份协议已经登记过。",
    "agreement_one_side": "派出和接收是同一个单位。请改。",
    "agreement_covers_nothing": "没有选协议包含哪几类派驻。请至少选一类。",
    "agreement_days": "止日 {until} 比起日 {since} 早。请改。",
    "agreement_end": "提前终止的日子要在 {since} 至 {until} 之前。请改。",
    "departments_many": "{year} 年重点帮扶的科室有 {count} 个，一个单位最多 {most} 个。请减少。",
}

KINDS = {
    "resident": "常年派驻",
    "sitting_in": "坐诊",
    "tour": "巡诊",
    "surgery": "手术带教",
    "study": "进修",
    "rotation": "轮训",
    "supervisor": "疾控监督员",
    "tertiary": "三级医院驻守",
}
STATES = {
    "asked": "申请",
    "declined": "不安排",
    "withdrawn": "已撤回",
    "arranged": "已安排",
    "serving": "在岗",
    "extended": "延期",
    "broken_off": "中止",
    "completed": "期满",
}
COVERS = {"served": "在岗", "planned": "已安排，未登记", "title_low": "职称不够", "gap": "没有人"}
AGREEMENTS = {"support": "帮扶", "trust": "托管", "posting_agreement": "派驻"}
#: Why somebody cannot be sent, in the room of a list.
WHY_NOT = {
    "posting_title": "职称不够",
    "posting_not_employed": "那时不在职",
    "posting_no_licence": "没有有效的执业证",
    "posting_twice": "那时已派到别处",
    "posting_own_person": "本来就在该单位",
    "posting_other_unit": "不是申请单位的人",
    "agreement_none": "没有协议",
    "agreement_ends": "协议盖不住这些日子",
}
_ACTS = {
    "ask": "申请",
    "arrange": "安排",
    "decline": "不安排",
    "withdraw": "撤回",
    "arrive": "确认到岗",
    "note_month": "登记在岗天数",
    "extend": "延期",
    "break_off": "中止",
    "complete": "办期满",
}
_LEVELS = {"no_title": "无职称", "junior": "初级", "middle": "中级", "associate_senior": "副高", "senior": "正高"}

NAMES: dict[str, str] = {
    "posting": "派驻",
    "agreement": "协议",
    "why_short": "不满半年的原因",
    "missing_reason": "缺勤原因",
    "home_name": "派出单位",
    "sender_name": "派出单位",
    "signed_by": "签订人",
    "posting.asked": "申请派驻",
    "posting.arranged": "已安排",
    "posting.declined": "不安排",
    "posting.withdrawn": "已撤回",
    "posting.arrived": "确认到岗",
    "posting.month_noted": "登记在岗天数",
    "posting.extended": "延期",
    "posting.broken_off": "中止",
    "posting.completed": "期满",
    "agreement.signed": "登记协议",
    "agreement.ended": "终止协议",
    "staff.posted": "派驻变动",
}
NAMES_OF: dict[str, dict[str, str]] = {KIND: STATES | KINDS | _ACTS | _LEVELS, "agreement": AGREEMENTS | KINDS}

_NAMED = 2


def leave_words(slips: Sequence[LeaveSlip]) -> str:
    """Return leave that is granted in few letters: 已批年休假 12-12—12-16; of more than two the others are counted."""
    told = []
    for one in slips[:_NAMED]:
        until = f"—{one.last:%m-%d}" if one.last != one.first else ""
        told.append(f"{LEAVE[one.kind]} {one.first:%m-%d}{until}")
    more = f" 等 {len(slips)} 次" if len(slips) > _NAMED else ""
    return f"已批{'、'.join(told)}{more}" if told else ""


def say_absence(falls: Absence) -> str:
    """Return what falls at home while somebody is posted; empty for nothing."""
    parts = (
        f"已排的班：{say_falls(falls.duties)}" if falls.duties else "",
        f"坐诊巡诊：{say_sessions(falls.sessions)}" if falls.sessions else "",
        f"签约服务：{falls.promised}" if falls.promised else "",
    )
    told = "；".join(part for part in parts if part)
    return f"走了以后要有人接。{told}" if told else ""
