"""Words and sentences of shortages."""

from __future__ import annotations

from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "shortage"

SENTENCES: dict[str, Sentence] = {
    "shortage_other_drug": "请领单这一行是另一种药，和缺药登记对不上。",
    "shortage_other_request": "这条缺药登记不在这张请领单里。",
    "shortage_not_purchase": "目录里有这种药，按请领单办，不用答复能不能买。",
    "needed_by_past": "需要日期 {day} 已经过了。请填今天或以后。",
    "needed_by_far": "需要日期 {day} 在一年以后。请核对年份。",
    "resident_unknown": "居民登记里找不到这个人。请重新选，或直接写姓名和电话。",
}

NAMES: dict[str, str] = {
    "shortage": "缺药登记",
    "purchase": "代购",
    "can_buy": "能买",
    "cannot_buy": "买不到",
    "coming": "会来取",
    "no_answer": "没接通",
    "not_wanted": "不要了",
    "patient": "患者",
    "needed_by": "需要日期",
    "words": "说明",
    "shortage.registered": "登记缺药",
    "shortage.opened": "回转单要药，自动登记",
    "shortage.source_ended": "转诊已关闭",
    "shortage.asked": "已请领",
    "shortage.released": "改回待办",
    "shortage.answered": "县院答复",
    "shortage.arrived": "已到货",
    "shortage.called": "已通知",
    "shortage.fetched": "已取走",
    "shortage.cancelled": "已取消",
}

KINDS = {"listed": "缺药", "purchase": "代购"}
#: The same, opened by a return slip.
KINDS_OF_SOURCE = {"listed": "回转缺药", "purchase": "回转代购"}
ANSWERS = {"can_buy": "能买", "cannot_buy": "买不到"}
CALLS = {"coming": "会来取", "no_answer": "没接通", "not_wanted": "不要了"}
STATES = {
    "open": "待办",
    "asked": "已请领",
    "arrived": "已到货",
    "called": "已通知",
    "fetched": "已取走",
    "cancelled": "已取消",
}

#: What moves a shortage, as a refusal names it.
_ACTS = {
    "register": "登记",
    "ask": "请领",
    "release": "改回待办",
    "answer": "答复",
    "arrive": "登记到货",
    "call": "登记电话结果",
    "fetch": "登记取走",
    "cancel": "取消",
}
NAMES_OF: dict[str, dict[str, str]] = {KIND: STATES | KINDS | _ACTS}
