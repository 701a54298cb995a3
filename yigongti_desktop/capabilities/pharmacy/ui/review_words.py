"""Words and sentences of reviews of prescriptions."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.prescription_review import Finding
from yigongti_desktop.capabilities.pharmacy.model.review_figures import Figures
from yigongti_desktop.capabilities.pharmacy.model.review_figures import percent
from yigongti_desktop.capabilities.pharmacy.model.review_figures import tenths
from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "prescription_review"

SENTENCES: dict[str, Sentence] = {
    "review_there": "这次点评已经开始了，不会再抽一次。",
    "numbers_empty": "没有处方号。请粘贴处方号，一行一个，或从文件导入。",
    "numbers_many": "处方号有 {count} 个，最多 {most} 个。请分次点评。",
    "number_not_drawn": "处方号 {number} 不在这次抽样里。请只写抽到的处方。",
    "drugs_range": "品种数应是 1 至 {most}。请改。",
    "essential_above": "基药数不能小于 0，也不能超过品种数 {drugs}。请改。",
    "amount_range": "金额应在 0 至 {most} 元之间。请核对。",
    "finding_unknown": "没有这种点评结果。请从列表里选。",
    "review_unfinished": "「{field}」没有填。抽到的处方都点评完才能反馈。",
}

NAMES: dict[str, str] = {
    "prescription_review": "处方点评",
    "prescription_review.opened": "抽样",
    "prescription_review.written": "写点评",
    "prescription_review.returned": "已反馈给单位",
    "prescription_review.answered": "单位已答复",
    "prescription_review.cancelled": "已作废",
}

#: What a review's state is called.
STATES: dict[str, str] = {
    "open": "点评中",
    "returned": "已反馈",
    "answered": "已答复",
    "cancelled": "已作废",
}

#: What moves a review, as a refusal names it.
_ACTS: dict[str, str] = {
    "return": "反馈",
    "answer": "答复",
    "write": "写点评",
    "cancel": "作废",
}
#: What is written of a prescription.
_FIELDS: dict[str, str] = {
    "number": "处方号",
    "date": "日期",
    "diagnosis": "诊断",
    "drugs": "品种数",
    "has_antimicrobial": "抗菌药",
    "has_injection": "注射剂",
    "essential": "基药数",
    "amount_fen": "金额",
    "finding": "点评结果",
    "seed": "种子",
}
NAMES_OF: dict[str, dict[str, str]] = {KIND: STATES | _ACTS | _FIELDS}

#: What a prescription was found to be.
FINDINGS: dict[str, str] = {
    Finding.REASONABLE.value: "合理",
    Finding.IRREGULAR.value: "不规范",
    Finding.UNSUITABLE.value: "用药不适宜",
    Finding.EXCESSIVE.value: "超常",
}


def rate(known: Figures) -> str:
    """Return the share that was found reasonable."""
    return percent(known.reasonable, known.judged)


def finding_words(known: Figures) -> str:
    """Return what was found, without what was not: 合理 28 张，不规范 2 张."""
    return "，".join(f"{FINDINGS[one]} {count} 张" for one, count in known.findings.items())


def drug_words(known: Figures) -> str:
    """Return shares of antimicrobials and injections, and drugs a prescription."""
    antimicrobial, injection = (percent(part, known.judged) for part in (known.antimicrobial, known.injection))
    return f"抗菌药 {antimicrobial}，注射 {injection}，平均 {tenths(known.drugs, known.judged)} 种"
