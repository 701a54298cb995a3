"""Words and sentences of reserved capacity and of holds on it."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.capacity import Slot
from yigongti_desktop.capabilities.referrals.model.capacity import said
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.capabilities.referrals.model.holds import State
from yigongti_desktop.kit.words import Sentence
from yigongti_desktop.kit.words import short_time

SENTENCES: dict[str, Sentence] = {
    "capacity_past": "{day} 已经过去，不能再放号、改号、停诊。请改日期。",
    "capacity_far": "{day} 太远，最多提前一年放号。请改日期。",
    "capacity_time": "时段「{typed}」看不懂，请写成 08:00-11:30，全天的空着。",
    "capacity_total": "总数应为 1 至 {most}，现在是 {total}。请改。",
    "capacity_reserved": "预留 {reserved} 不能多于总数 {total}。请改。",
    "capacity_no_hospital": "只有医院放号。本单位不是医院。",
    "capacity_known": "别的电脑已经放了这个号：预留 {reserved}，总数 {total}。请先看表里现在的数，再改。",
    "capacity_stands": "{slot} 已经放了号：预留 {reserved}，总数 {total}。同一时段只能有一行，请改那一行，或换个时段。",
    "capacity_moved": "这个号别的电脑已经改成 {slot}。请先看表里现在的时段，再放一次。",
    "capacity_below_held": "已经有 {held} 个被基层占用，预留不能改成 {reserved}。请先停诊通知，或不少于 {held}。",
    "capacity_early": "还没有到退回普通号的时候。",
    "capacity_nothing": "没有要改的。",
    "capacity_many": "一次最多改 {most} 格，现在是 {count} 格。请分几次存。",
    "capacity_heads": "没有找到表头。前几行里要有 {needed} 这几列。",
    "capacity_kind": "类别「{typed}」看不懂，请写 专家、病床 或 检查。",
    "capacity_day": "日期「{typed}」看不懂，请写成 2026-11-30。",
    "capacity_number": "{field}「{typed}」不是数。请改。",
    "capacity_digits": "{field}「{typed}」位数太多。请改。",
    "capacity_cell": "{field}这一格没有值，可能是没有算出来的公式。请改。",
    "capacity_row_twice": "和上面一行重复了。请只留一行。",
    "slot_no_referral": "这条转诊没有送到县院，号也就没有占。请先处理那张转出单，再约。",
    "slot_not_awaiting": "这条转诊现在是「{state}」，不用再约。",
    "slot_held_already": "另一台电脑已经给这位患者约了 {held}。要换，请看过以后再约一次。",
    "slot_early": "约定的时间还没有过，占号不作废。",
}

NAMES: dict[str, str] = {
    "capacity_line": "预留号源",
    "slot_hold": "占号",
    "capacity_name": "名称",
    "capacity_place": "地点",
    "booked": "预约",
    "total": "总数",
    "reserved": "预留",
    "capacity.published": "放号",
    "capacity.changed": "改号",
    "capacity.closed": "停诊",
    "capacity.returned": "退回普通号",
    "capacity.counted": "清点占用",
    "slot_hold.asked": "约号",
    "slot_hold.released": "退号",
    "slot_hold.given_up": "随转诊退号",
    "slot_hold.used": "已到诊用号",
    "slot_hold.dropped": "停诊退号",
    "slot_hold.moved": "改了时间",
    "slot_hold.lapsed": "逾期作废",
    "slot_hold.noted": "知道了",
}
KINDS: dict[str, str] = {"expert": "专家号", "bed": "病床", "exam": "检查"}
SOURCES: dict[str, str] = {"typed": "手工录入", "copied": "抄上周", "imported": "表格导入"}
_LINE = {
    "open": "可约",
    "returned": "已退普通号",
    "closed": "停诊",
    "change": "改号",
    "close": "停诊",
    "give_back": "退普通号",
}
HOLDS: dict[str, str] = {
    "asked": "待县院确认",
    "held": "已约上",
    "answered": "没有约上",
    "released": "已退号",
    "lapsed": "逾期作废",
    "used": "已用",
}
#: Why a slot was not given or is no longer held, as it is said to the clinic.
WHY: dict[str, str] = {
    "full": "号已被先占完",
    "closed": "停诊",
    "returned": "已到时限，退回医院普通号",
    "past": "已经过了",
    "not_fitting": "和转往的科室对不上",
    "by_clinic": "本单位退号",
    "case_ended": "转诊已结束",
    "case_elsewhere": "患者改转别处",
    "not_come": "过了约定时间仍未到诊",
    "moved": "县院改了时间或地点",
}
_ACTS = {"release": "退号", "drop": "停诊退号", "lapse": "作废", "use": "用号", "move": "改时间"}
NAMES_OF: dict[str, dict[str, str]] = {
    "capacity_line": KINDS | SOURCES | _LINE,
    "slot_hold": KINDS | HOLDS | WHY | _ACTS,
}
WEEKDAYS = "一二三四五六日"


def state_of(hold: SlotHold) -> str:
    """Return how a hold stands, in one sentence."""
    name = HOLDS[hold.state.value]
    slot = said(hold.slot)
    if hold.state is State.HELD and hold.missed is not None:
        return f"{name}：{slot}。想换的 {said(hold.missed)} 没有约上（{WHY[hold.why]}）"
    if hold.state is State.HELD and hold.why:
        return f"{name}：{slot}（{WHY[hold.why]}，请告诉患者）"
    return f"{name}：{slot}" + (f"（{WHY[hold.why]}）" if hold.why else "")


def others_of(hold: SlotHold) -> str:
    """Return what was free next when the hub answered."""
    if not hold.alternatives:
        return "三周内没有别的余号，请打电话和转诊办商量。" if hold.state is State.ANSWERED else ""
    return "最近还有：" + "；".join(f"{said(one.slot)}（余 {one.free}）" for one in hold.alternatives)


def as_of(confirmed_at: datetime | None, now: datetime) -> str:
    """Return when the hub last confirmed what is free."""
    return f"余号为县院 {short_time(confirmed_at, now)} 报" if confirmed_at else "还没有和县院同步过"


def day_of(slot: Slot) -> str:
    """Return the day of a slot for a table: 11-30 周一."""
    return f"{slot.day.month}-{slot.day.day} 周{WEEKDAYS[slot.day.weekday()]}"


def week_words(monday: date, sunday: date) -> str:
    """Return a week for a heading: 11月23日—29日."""
    last = f"{sunday.day}日" if sunday.month == monday.month else f"{sunday.month}月{sunday.day}日"
    return f"{monday.month}月{monday.day}日—{last}"
