"""Words and sentences of drug requests."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.difference import Answer
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
    "instead_same": "换的药和请领的是同一种。请另选，或直接批准。",
    "instead_nothing": "换药要写批准数。请填，或改为不批。",
    "share_wrong": "这一行里村室的份额不对。请重新汇总村室请领。",
    "share_above": "村室的份额加起来超过了 {quantity}。请把数量改大，或先在「村室请领」里改小，再汇总一次。",
    "endorsement_needed": "本县规定请领单先由院长同意。请院长登录后提交。",
    "own_request": "自己写的请领单不能自己同意。请院长登录后办理。",
    "back_order_there": "欠发的药已经另开了请领单。",
    "nothing_owed": "这张请领单没有欠发的药。",
    "case_there": "这张配送单的差异已经登记了。",
    "case_nothing": "这张配送单没有差异。",
    "case_unanswered": "还有 {count} 行没有答复。每一行都要答复。",
    "answer_unfit": "这种处理用不到这一行：少收的可以补发、退款或报损，多收的可以照收或退回，不认可的写明理由。",
    "not_essential": "{name} 不是基本药物，村卫生室只配基本药物。确实要用的，请在备注里写明原因。",
    "stock_out_days": "断货 {count} 天不对：这个月有 {days} 天。请核对。",
    "expiry_year": "有效期的年份 {year} 不对。请照包装核对。",
    "supplier_is_self": "本院就是牵头医院，不向自己请领。",
}

NAMES: dict[str, str] = {
    "difference_case": "差异单",
    "difference.raised": "登记差异",
    "difference.answered": "答复差异",
    "difference.disputed": "不同意答复",
    "difference.settled": "差异结清",
    "village_request": "村室请领",
    "village_request.asked": "村室请领",
    "village_request.merged": "并入请领单",
    "village_request.parted": "请领单未成，退回待汇总",
    "village_request.issued": "已发村室",
    "village_request.taken_back": "发放冲红，等重新发",
    "village_request.dropped": "作废",
    "drug_request.proposed": "送院长",
    "drug_request.endorsed": "院长同意",
    "drug_request.declined": "院内退回",
    "drug_request.asked_again": "补请欠发",
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

#: What a request's state is called.
STATES: dict[str, str] = {
    "draft": "草稿",
    "proposed": "待院长同意",
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

#: What the central pharmacy does about a difference.
ANSWERS: dict[str, str] = {
    Answer.RESEND.value: "补发",
    Answer.CREDIT.value: "退款",
    Answer.WRITE_OFF.value: "报损",
    Answer.KEEP.value: "照收",
    Answer.RETURN.value: "退回",
    Answer.DISAGREE.value: "不认可",
}
#: Where the case of a delivery stands.
CASE_STATES: dict[str, str] = {"raised": "待答复", "answered": "已答复", "settled": "已结清"}
#: Where a village's request stands.
VILLAGE_STATES: dict[str, str] = {"asked": "待汇总", "merged": "已汇总", "issued": "已发", "dropped": "已作废"}

#: What moves a request, a case or a village"s request, as a refusal names it; and fields of their own.
NAMES_OF: dict[str, dict[str, str]] = {
    "drug_request": STATES
    | {
        "propose": "送院长",
        "endorse": "同意",
        "decline": "院内退回",
        "submit": "提交",
        "send_back": "退回",
        "review": "审核",
        "reject": "不批",
        "dispatch": "发货",
        "receive": "收货",
        "save_draft": "存草稿",
        "withdraw": "撤回",
        "print": "打印",
    },
    "difference_case": CASE_STATES | {"answer": "答复", "dispute": "不同意", "settle": "结清"},
    "village_request": VILLAGE_STATES
    | {
        "take_back": "冲红发放",
        "village": "村卫生室",
        "ask": "请领",
        "merge": "汇总",
        "part": "退回待汇总",
        "issue": "发放",
        "drop": "作废",
    },
}
