"""Words and sentences of what a unit settles of its people for rosters."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "roster_setting"

SENTENCES: dict[str, Sentence] = {
    "setting_id_wrong": "这份设置的编号和单位、人员对不上。请重新打开这个人再设。",
    "setting_not_ours": "这个人不在本单位任职，也没有派到本单位，不能在这里设。请核对人员。",
    "setting_self": "带教人、不同值的人不能是本人。请另选。",
    "skills_many": "一个人最多写 {most} 项。请去掉不用的。",
    "pattern_days": "每周固定班要写满周一到周日七格，不固定的空着。请重新打开这个人再设。",
    "pattern_duty": "本单位没有代号「{code}」的班次。请写本单位的班次代号，休息写「休」。",
}
NAMES: dict[str, str] = {
    "roster_setting": "人员排班设置",
    "skill": "资质",
    "group": "分组",
    "roster_setting.settled": "设人员排班",
}

#: What is settled of somebody.
FIELDS: dict[str, str] = {
    "group": "分组",
    "skills": "资质",
    "partner": "带教人",
    "pattern": "每周固定班",
    "apart": "不同值的人",
    "is_out": "不参加排班",
}
NAMES_OF: dict[str, dict[str, str]] = {KIND: FIELDS}

WEEKDAYS = "一二三四五六日"
#: How a day off is written among codes.
OFF = "休"
_OR = "/"


def say_codes(codes: Sequence[str]) -> str:
    """Return the duties of a day of the week as they are typed: 白/急, 休."""
    return _OR.join(code or OFF for code in codes)


def read_codes(typed: str) -> tuple[str, ...]:
    """Return the codes that were typed for a day of the week; none where it is left open."""
    parts = typed.replace("、", _OR).replace("，", _OR).replace(",", _OR).replace("／", _OR).split(_OR)
    words = (part.strip() for part in parts)
    return tuple("" if word == OFF else word for word in words if word)


def say_pattern(pattern: Sequence[Sequence[str]]) -> str:
    """Return a week in words: 周一白　周三白/急."""
    days = zip(WEEKDAYS, pattern, strict=False)
    return "　".join(f"周{day}{say_codes(codes)}" for day, codes in days if codes)
