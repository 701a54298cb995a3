"""Words and sentences of drug requests."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.kit.words import Sentence

SENTENCES: dict[str, Sentence] = {
    "lines_empty": "请领单是空的。请至少填一行药品。",
    "lines_many": "一张请领单最多 {most} 行。请分成两张。",
    "drug_twice": "这种药前面已经有一行。请合并成一行。",
    "drug_other_community": "这种药不在本医共体的目录里。请换一种。",
    "drug_controlled": "{name} 是{control}药品，不在这里请领。请凭印鉴卡按麻精药品的手续办理。",
    "quantity_low": "数量至少是 {least}。请改。",
    "quantity_high": "数量 {quantity} 太大，最多 {most}。请核对是不是多输了零。",
    "line_undecided": "这一行还没有审。每一行都要定数量。",
    "approved_above_requested": "批准数不能超过请领数 {requested}。请改小。",
    "reason_needed": "数量减少了，要写明原因。",
    "dispatched_above_approved": "实发数不能超过批准数 {approved}。请改小。",
    "lot_empty": "批号没有填。请照包装填写。",
    "lot_twice": "同一个批号写了两次。请合并。",
    "lot_expired": "批号 {lot} 已于 {expiry} 过期，不能发。请换一批。",
    "parcel_empty": "一盒也没有发，不能生成配送单。请填实发数，或退回请领单。",
    "line_uncounted": "这一行还没有点数。请填实收数。",
    "difference_needed": "发 {sent}，收 {received}，对不上。请选差异原因。",
    "difference_unknown": "没有这种差异原因。请从列表里选。",
    "line_twice": "同一行写了两次。",
    "line_unknown": "请领单里没有这种药。",
    "stock_out_days": "断货 {count} 天不对：这个月有 {days} 天。请核对。",
    "expiry_year": "有效期的年份 {year} 不对。请照包装核对。",
    "supplier_is_self": "本院就是牵头医院，不向自己请领。",
}

NAMES: dict[str, str] = {
    "submitted": "已提交",
    "sent_back": "已退回",
    "reviewed": "已审",
    "rejected": "不予批准",
    "dispatched": "已发",
    "received": "已收",
    "routine": "常规",
    "urgent": "加急",
    "narcotic": "麻醉",
    "psychotropic_1": "第一类精神",
    "psychotropic_2": "第二类精神",
    "toxic": "医疗用毒性",
    "radioactive": "放射性",
    "short": "短少",
    "over": "多发",
    "damaged": "破损",
    "wrong": "品种或规格不符",
    "near_expiry": "近效期",
    "cold_chain": "冷链中断",
    "remark": "备注",
    "note": "说明",
    "submit": "提交",
    "send_back": "退回",
    "review": "审核",
    "reject": "不批",
    "dispatch": "发货",
    "receive": "收货",
    "drug_request": "请领单",
    "request": "请领单",
    "drug_request.draft_saved": "存草稿",
    "drug_request.submitted": "提交",
    "drug_request.reached": "县院已收",
    "drug_request.sent_back": "已退回",
    "drug_request.reviewed": "已审",
    "drug_request.dispatched": "已发",
    "drug_request.received": "已收",
    "drug_request.withdrawn": "已撤回",
    "drug_request.printed": "打印",
}

#: What a request's state is called; some words differ from those of other documents.
STATES: dict[str, str] = {
    "draft": "草稿",
    "submitted": "已提交",
    "sent_back": "已退回",
    "reviewed": "已审",
    "rejected": "不予批准",
    "dispatched": "已发",
    "received": "已收",
    "withdrawn": "已撤回",
}

#: How what came may differ from what was sent.
DIFFERENCES = {each.value: "其他" if each is Difference.OTHER else NAMES[each.value] for each in Difference}
