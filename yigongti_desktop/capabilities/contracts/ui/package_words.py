"""Words and sentences of packages of services, and what stands in them."""

from __future__ import annotations

from yigongti_desktop.kit.words import Sentence
from yigongti_desktop.registry.model.standing import Group
from yigongti_desktop.registry.ui.words import NAMES as RESIDENTS

#: Whose words these are.
KIND = "package"

SENTENCES: dict[str, Sentence] = {
    "not_the_lead": "服务包由牵头医院发布，本单位不能改。请联系县院医共体办公室。",
    "package_in_use": "这个服务包从 {since} 起已在用，不能改。请停用它，再发布新的一份。",
    "package_ended": "这个服务包已经到 {until} 为止。",
    "package_year": "服务包的年度要在 {least} 到 {most} 之间。请改年度。",
    "package_items": "服务包至少要有一个项目，最多 {most} 个。请补上项目。",
    "package_price": "价格要在 0 到 {most} 元之间。请改价格。",
    "item_twice": "「{item}」的项目编码写了两次。请改其中一个。",
    "shares_sum": "财政、医保、个人三方的比例合起来不是 100 %。请改比例。",
    "amounts_sum": "三方分摊合起来不等于价格。请改金额，使三方之和等于价格。",
    "share_below_zero": "「{field}」的分摊不能小于零。请改金额。",
    "rhythm_empty": "这个项目没有写时间安排。请填每年几次，或在哪些月龄、孕周做。",
    "rhythm_range": "「{field}」要在 {least} 到 {most} 之间。请改时间安排。",
    "days_wrong": "结束日期早于开始日期。请改日期。",
    "package_there": "这个服务包样例已经有了，不会再放一份。",
    "packages_format": "文件不是服务包样例，或者格式不对。请照随程序带的样例文件改。",
    "rhythm_words": "看不懂「{typed}」。请照这样写：每年4次、每3月、月龄 3、6、8，"
    "孕周 16-20、21-24，疗程 2月每10天、4月每月。",
    "percent_format": "比例填得不对：{typed}。请填 0 到 100，最多两位小数，如 33.33。",
    "who_unknown": "没有「{typed}」这种岗位。请从列表里选，几种用顿号隔开。",
    "evidence_unknown": "没有「{typed}」这种佐证。请从列表里选，几种用顿号隔开。",
}

NAMES: dict[str, str] = {"package.proposed": "放入样例"}

#: What is written of an item and of its rhythm.
_FIELDS: dict[str, str] = {
    "first": "开始",
    "last": "结束",
    "wanted": "约定的那一个",
    "lasts": "每段几个月",
    "days": "间隔天数",
    "steps": "总次数",
    "spans": "次数",
    "early": "提前天数",
    "late": "可迟天数",
}
NAMES_OF: dict[str, dict[str, str]] = {KIND: _FIELDS}

#: Key groups that a package may be for, as the registry calls them; the basic package is for everybody.
GROUPS: dict[str, str] = {"": "基础包（所有人）"} | {group.value: RESIDENTS[group.value] for group in Group}

#: Forms on which a service is written down.
FORMS: dict[str, str] = {"plain": "一般记录", "hypertension": "高血压随访", "diabetes": "糖尿病随访"}

#: Work that serves residents, by the codes of roles.
WORKERS: dict[str, str] = {
    "doctor": "医生",
    "nurse": "护士",
    "public_health": "公卫",
    "village_doctor": "村医",
    "pharmacist": "药师",
}

#: What has to prove a service.
EVIDENCE: dict[str, str] = {"photo": "照片", "signature": "签字", "cards": "两卡"}

#: Rhythms of the national standard by their names there.
NATIONAL: dict[str, str] = {
    "chronic_follow_up": "高血压、糖尿病随访",
    "check_up": "年度健康体检",
    "high_risk": "高危人群随访",
    "mental_illness": "严重精神障碍随访",
    "newborn_visit": "新生儿家庭访视",
    "child": "0–6 岁儿童健康管理",
    "child_medicine": "儿童中医药健康指导",
    "pregnancy": "孕期健康管理",
    "after_birth": "产后访视",
    "six_weeks": "产后 42 天健康检查",
    "tuberculosis_visit": "肺结核第一次入户",
    "tuberculosis": "肺结核（医生督导）",
    "tuberculosis_family": "肺结核（家属督导）",
}
