"""Words and sentences of what units owe for their drugs."""

from __future__ import annotations

from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "statement"

SENTENCES: dict[str, Sentence] = {
    "price_low": "单价不能小于 0。请改。",
    "price_high": "单价最多 {most} 元。请核对是不是把分当成了元。",
    "money_format": "金额「{typed}」读不懂。请填元，最多两位小数，如 12.50。",
    "month_format": "月份「{typed}」读不懂。请写成 2026-11。",
    "statement_empty": "这个月没有收货，不用出对账单。",
    "statement_long": "一张对账单最多 {most} 张配送单。请联系县院医共体办公室。",
    "statement_stale": "这个月另有 {count} 张配送单不在对账单上。请中心药房重新出账，再核对。",
    "delivery_foreign": "配送单 {number} 不是这个单位这个月收的，不能写进这张对账单。请同步后再出账。",
    "price_missing": "{name}等 {count} 行没有单价，合计不全。请中心药房补上单价、重新出账，再往下办。",
}

NAMES: dict[str, str] = {
    "statement": "药款对账单",
    "words": "说明",
    "month": "月份",
    "statement.opened": "出账",
    "statement.delivered": "又收一张配送单，重新核对",
    "statement.confirmed": "单位核对无误",
    "statement.disputed": "单位有异议",
    "statement.closed": "结账",
}

#: What a statement's state is called.
STATES: dict[str, str] = {
    "open": "待核对",
    "confirmed": "已核对",
    "disputed": "有异议",
    "closed": "已结账",
}

#: What moves a statement, as a refusal names it.
_ACTS = {"draw_up": "出账", "deliver": "补入", "confirm": "核对", "dispute": "提异议", "close": "结账"}
NAMES_OF: dict[str, dict[str, str]] = {KIND: STATES | _ACTS}
