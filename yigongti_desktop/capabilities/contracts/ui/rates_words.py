"""Figures of contracts in words: what each is called, how it is reckoned, shares, points, months."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil
from math import floor

from yigongti_desktop.capabilities.contracts.model.breakdown import Cut
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Period
from yigongti_desktop.capabilities.contracts.model.rates import Terms
from yigongti_desktop.kit.chart import UNKNOWN

TITLES: dict[Definition, str] = {
    Definition.COVERAGE: "签约率",
    Definition.KEY: "重点人群签约率",
    Definition.POOR: "低收入人口签约率",
    Definition.SPECIAL: "特殊家庭签约率",
    Definition.ITEMS: "履约率（按项）",
    Definition.IN_TIME: "按时履约率",
    Definition.PEOPLE: "履约率（按人）",
    Definition.RENEWAL: "续约率",
    Definition.PRESSURE: "血压控制率",
    Definition.GLUCOSE: "血糖控制率",
}
#: What is divided by what, where there is little room.
FORMULAS: dict[Definition, str] = {
    Definition.COVERAGE: "签约的 ÷ 本院居民",
    Definition.KEY: "签约的 ÷ 去重后",
    Definition.POOR: "签约的 ÷ 全部",
    Definition.SPECIAL: "签约的 ÷ 全部",
    Definition.ITEMS: "做了的 ÷ 到期的",
    Definition.IN_TIME: "按时做的 ÷ 到期的",
    Definition.PEOPLE: "做够的 ÷ 有到期的",
    Definition.RENEWAL: "接着签的 ÷ 到期的",
    Definition.PRESSURE: "达标的 ÷ 在管的",
    Definition.GLUCOSE: "达标的 ÷ 在管的",
}
#: What an id in the numerator is called, and one that is missing.
SIDES: dict[Definition, tuple[str, str]] = {
    **dict.fromkeys((Definition.COVERAGE, Definition.KEY, Definition.POOR, Definition.SPECIAL), ("已签约", "未签约")),
    Definition.ITEMS: ("已做", "没做"),
    Definition.IN_TIME: ("按时做", "没按时"),
    Definition.PEOPLE: ("已做够", "没做够"),
    Definition.RENEWAL: ("已续", "没续"),
    Definition.PRESSURE: ("达标", "未达标"),
    Definition.GLUCOSE: ("达标", "未达标"),
}
CUTS: dict[Cut, str] = {
    Cut.VILLAGE: "按村",
    Cut.TEAM: "按团队",
    Cut.DOCTOR: "按医生",
    Cut.ITEM: "按项目",
    Cut.GROUP: "按人群",
}
#: What a part is called of which nobody knows the place.
NOWHERE: dict[Cut, str] = {
    Cut.VILLAGE: "没写村",
    Cut.TEAM: "没有团队服务的村",
    Cut.DOCTOR: "没有医生服务的村",
    Cut.ITEM: "没写项目",
    Cut.GROUP: "",
}
GROUPS: dict[str, str] = {
    "child": "0–6 岁儿童",
    "maternal": "孕产妇",
    "elderly": "65 岁及以上老年人",
    "hypertension": "高血压",
    "diabetes": "2 型糖尿病",
    "tuberculosis": "肺结核",
    "mental": "严重精神障碍",
    "disabled": "残疾人",
    "low_income": "低收入人口",
    "bereaved": "计生特殊家庭",
    "veteran": "优抚对象",
    "copd": "慢阻肺",
    "retired_cadre": "离休干部",
    "tumour": "肿瘤",
}
_THOUSAND, _TEN = 1000, 10


def definition_words(definition: Definition, terms: Terms) -> str:
    """Return how a figure is reckoned, with the county's own numbers."""
    late = f"晚 {terms.late_days} 天以内接上的也算" if terms.late_days else "中间断开的不算"
    enough = "全做了" if terms.least_percent == _THOUSAND // _TEN else f"做了 {terms.least_percent} % 以上"
    signed = "那一天协议有效的人数，除以那一天属于"
    tasks = "最后期限在今年、到这一天为止的项目；转到新协议里做的只算一次，期限前去世、迁走的不算"
    lately = "近 12 个月最近一次随访达标的人数，除以那一天签约、服务包里有随访的人数；没有随访的算未达标"
    return {
        Definition.COVERAGE: f"{signed}本院、在世的居民人数。签在别院的不算。",
        Definition.KEY: f"{signed}下列人群的居民人数，一人属于几类只算一次：{groups_words(terms.key_groups)}。",
        Definition.POOR: f"{signed}低收入人口（含脱贫人口）的居民人数。应当全部签约。",
        Definition.SPECIAL: f"{signed}计划生育特殊家庭的居民人数。应当全部签约。",
        Definition.ITEMS: f"已做的项数，除以到期的项数。到期：{tasks}。做晚了也算做了。",
        Definition.IN_TIME: f"最后期限以前做的项数，除以到期的项数。到期：{tasks}。",
        Definition.PEOPLE: f"今年到期的项目{enough}的人数，除以有到期项目的人数。到期的算法和按项一样。",
        Definition.RENEWAL: "协议到期后接着签的份数，除以今年到期的份数。"
        f"{late}；提前解约、转签、到期前去世或迁走的不算到期。",
        Definition.PRESSURE: f"高血压：{lately}。",
        Definition.GLUCOSE: f"2 型糖尿病：{lately}。",
    }[definition]


def groups_words(groups: tuple[str, ...]) -> str:
    """Return key groups in words."""
    return "、".join(GROUPS.get(one, one) for one in groups)


def percent(share: Fraction | float | None) -> str:
    """Return a share: 52.9 %; never 100.0 % of what is not whole, nor 0.0 % of what is not nothing."""
    return UNKNOWN if share is None else f"{_tenths(share):.1f} %"


def target_words(share: Fraction | float | None) -> str:
    """Return a share that is wanted: 60 %, 62.5 %."""
    return UNKNOWN if share is None else f"{float(share) * 100:g} %"


def axis_percent(share: float) -> str:
    """Return a share where there is little room: 53%; of a plot's axis and its bars."""
    if share in {0, 1}:
        return f"{share * 100:.0f}%"
    return f"{min(max(floor(share * 100 + 0.5), 1), 99)}%"


def points(count: Fraction | None) -> str:
    """Return hundredths that lie between two shares: +1.4 点; never 0 of what is not nothing."""
    if count is None:
        return UNKNOWN
    if not count:
        return "0 点"
    tenths = max(round(abs(count), 1), Fraction(1, _TEN))
    return f"{'+' if count > 0 else '-'}{float(tenths):g} 点"


def month_words(month: Period) -> str:
    """Return a month as people write it: 2026年11月."""
    return f"{month.first.year}年{month.first.month}月"


def day_words(on: date) -> str:
    """Return a day as people write it: 2026年11月26日."""
    return f"{on.year}年{on.month}月{on.day}日"


def _tenths(share: Fraction | float) -> float:
    """Return tenths of hundredths."""
    exact = Fraction(share) * _THOUSAND
    if exact > _THOUSAND - 1:
        return floor(exact) / _TEN
    return ceil(exact) / _TEN if 0 < exact < 1 else floor(exact + Fraction(1, 2)) / _TEN
