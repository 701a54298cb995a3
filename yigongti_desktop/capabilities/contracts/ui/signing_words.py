"""Words of the pages on which residents are signed, renewed and let go."""

from __future__ import annotations

from collections.abc import Mapping

from yigongti_desktop.capabilities.contracts.model.split import Split
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kit.words import Sentence
from yigongti_desktop.registry.model.standing import Group
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.ui.words import NAMES as RESIDENTS

KIND = "contract"

SENTENCES: dict[str, Sentence] = {
    "signer_needed": "{name} 未满 18 岁，要由监护人代签。请填代签人和与居民的关系。",
    "signature_missing": "{name} 还没有在屏幕上签字。请签字，或把签署方式改为纸质。",
    "packages_missing": "还没有给 {name} 选服务包。请在服务包一栏按空格勾选。",
}

NAMES: dict[str, str] = {
    "takes_reason": "转签原因",
    "contract.lapsed": "居民去世，协议终止",
    "contract.yielded": "同一人两份协议，这份让给另一份",
    "contract.resumed": "档案分开，协议接着有效",
}

NAMES_OF: dict[str, dict[str, str]] = {"contract": {"number": "协议编号", "note": "说明", "reason": "原因"}}

#: Key groups by their codes, and what somebody is to the head of their household (FDC-12).
GROUPS: dict[str, str] = {group.value: RESIDENTS[group.value] for group in Group}
RELATIONS: dict[str, str] = {one.value: RESIDENTS[one.value] for one in Relation if one.value}

#: Who signs for somebody who does not sign for themselves.
SIGNER_RELATIONS = ("父亲", "母亲", "配偶", "儿子", "女儿", "祖父母", "监护人")

WAYS: dict[str, str] = {"paper": "纸质", "screen": "屏幕手签"}

ENDINGS: dict[str, str] = {
    "died": "死亡",
    "moved_away": "迁出",
    "by_resident": "居民要求",
    "by_unit": "单位解约",
    "other_team": "转签其他团队",
    "mistake": "签错",
    "same_person": "同一人另有协议",
}

BENEFITS: dict[str, str] = {
    "priority": "优先接诊",
    "booking": "预约",
    "examination": "优先检查",
    "admission": "优先住院",
    "long_prescription": "长处方",
}


def group_names(groups: frozenset[str]) -> str:
    """Return key groups in words, in the order of the national list."""
    return "、".join(name for code, name in GROUPS.items() if code in groups)


def bill_words(bill: Split, years: int = 1) -> str:
    """Return what is paid a year and by whom, and what the resident pays over the whole term."""
    if not bill.total:
        return "每年 0 元，全部免费"
    shares = f"财政 {yuan(bill.finance)}，医保 {yuan(bill.insurance)}，个人 {yuan(bill.personal)}"
    words = f"每年 {yuan(bill.total)} 元：{shares}"
    return f"{words}；{years} 年个人共 {yuan(years * bill.personal)} 元" if years > 1 and bill.personal else words


def named(words: Mapping[str, str], code: str) -> str:
    """Return the word for a code; the code itself for one that a newer program has brought."""
    return words.get(code, code)
