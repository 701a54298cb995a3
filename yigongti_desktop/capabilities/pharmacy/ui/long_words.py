"""Words and sentences of long prescriptions."""

from __future__ import annotations

from fractions import Fraction

from yigongti_desktop.capabilities.pharmacy.model.long_rules import Dose
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Quantity
from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "long_prescription"

SENTENCES: dict[str, Sentence] = {
    "drug_barred": "{name}不能开长处方：{why}。请开普通处方。",
    "contract_needed": "长处方只开给签约的慢病患者。请先签约，再勾选「已签约」。",
    "disease_chronic": "长处方要写明是哪种慢病。请从列表里选。",
    "days_range": "长处方最多 {most} 天，最少 1 天，现在是 {days} 天。请改天数。",
    "signature_needed": "超过 {days} 天要评估并由患者签字。请患者签字后勾选「患者已签字」。",
    "dose_range": "每天用量要大于 0，最多 {most}。请改。",
    "dose_format": "每天用量「{typed}」读不懂。请填数，如 1、1.5、3/2。",
    "pack_unreadable": "{name} 的包装写作「{pack}」，算不出一盒有多少。请先在药品目录里改好包装。",
    "next_date_past": "取药日期 {day} 已过。请填今天或以后。",
    "next_date_far": "取药日期太远，最多 {most} 天以后。请改。",
    "long_short": "{name} 能发的只有 {have} {unit}，这张要 {packs} {unit}（过期和停用的批号不算）。"
    "请先入库或调拨再取；等不及的到「缺药登记」登记，或取消后重开天数少的。",
    "long_sum": "各批号加起来是 {given} {unit}，这张要 {packs} {unit}。请改成一样多。",
    "long_lapsed": "这份药只留到 {day}，已过期限，留的药已放回。还要用的请按「续方」重开一张。",
    "still_kept": "这份药要留到 {day}。到期还没取才能释放；患者不要了请取消。",
    "prescription_there": "这张长处方已经登记过了，不会再登记一次。",
}

NAMES: dict[str, str] = {
    "long_prescription": "长处方",
    "disease": "慢病",
    "long_prescription.reserved": "登记并留药",
    "long_prescription.fetched": "患者已取药",
    "long_prescription.cancelled": "已取消",
    "long_prescription.expired": "逾期未取，已释放",
}

#: What a long prescription's state is called.
STATES: dict[str, str] = {
    "reserved": "已留药",
    "fetched": "已取药",
    "cancelled": "已取消",
    "expired": "逾期释放",
}
#: What moves a long prescription, why a drug may not be given, and fields of its own.
NAMES_OF: dict[str, dict[str, str]] = {
    KIND: STATES
    | {
        "fetch": "取药",
        "expire": "释放",
        "cancel": "取消",
        "listed": "本县规定不开长处方的药",
        "antimicrobial": "抗微生物药",
        "storage": "要冷藏等特殊贮存",
        "next_date": "取药日期",
    },
}


def dose_words(dose: Dose) -> str:
    """Return a dose as it is typed: 1.5, or 1/3 where it has no end."""
    number = Fraction(dose.units, dose.per)
    if number.denominator == 1:
        return f"{number.numerator:,}"
    places = next((count for count in (1, 2, 3) if (number * 10**count).denominator == 1), 0)
    return f"{float(number):,.{places}f}" if places else f"{number.numerator}/{number.denominator}"


def arithmetic(dose: Dose, days: int, quantity: Quantity, unit: str) -> str:
    """Return how many packs it takes, and why: 60 天 × 每天 1.5 片 = 90 片，每盒 28 片，取整 4 盒，余 22 片."""
    piece = quantity.piece
    words = f"{days} 天 × 每天 {dose_words(dose)} {piece} = {dose_words(quantity.needed)} {piece}"
    words += f"，每{unit} {quantity.per_pack} {piece}，取整 {quantity.packs:,} {unit}"
    return words + (f"，余 {dose_words(quantity.left)} {piece}" if quantity.left.units else "")
