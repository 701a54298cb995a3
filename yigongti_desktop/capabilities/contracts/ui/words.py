"""Words and sentences of contracts, as the agreements and the national norms have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yigongti_desktop.kit.words import Sentence


def _impossible(facts: Mapping[str, Any]) -> str:
    """Return why a value cannot be, and what was probably meant."""
    told = f"「{facts['field']}」不可能是这个数，应在 {facts['least']} 到 {facts['most']} 之间。"
    meant = facts.get("meant")
    hint = f"是不是按 {facts['hints']} 填的？那样应为 {meant}。" if meant else ""
    return f"{told}{hint}请核对再填。"


SENTENCES: dict[str, Sentence] = {
    "team_there": "这个团队已经建好了。要改它，请打开它再改。",
    "team_unknown": "本院没有这个家庭医生团队。请从列表里选一个。",
    "team_not_here": "「{team}」不是本院的团队，不能在这里签约。请选本院的团队。",
    "team_not_working": "「{team}」在 {on} 不在工作中。请选别的团队，或改签约日期。",
    "team_incomplete": "「{team}」在 {on} 还缺 {lacks}，不符合 1+1+1 团队的要求，不能签约。请先补上团队成员。",
    "team_closed": "这个团队已经到 {until} 为止，不能再停一次。",
    "team_members": "团队至少要有一名成员，最多 {most} 名。请补上成员。",
    "team_same": "居民已经在「{team}」签约。请选另一个团队。",
    "team_full": "「{team}」已签 {has} 人，上限是 {most} 人。确要再签，请写明原因；或者选别的团队。",
    "leaders_many": "同一天只能有一位团队长，现在有 {names}。请改其中一位的分工或日期。",
    "member_twice": "{name} 在团队里写了两次，日期重叠。请删去一行。",
    "member_days": "{name} 的离开日期早于加入日期。请改日期。",
    "package_unknown": "没有这个服务包，或者它不是本医共体的。请从列表里选。",
    "package_not_offered": "「{package}」在 {on} 不提供。请选这一天可签的服务包。",
    "package_gone": "「{package}」已停用，没有新的一份接替。续签时请另选服务包。",
    "packages_number": "至少要选一个服务包，最多 {most} 个。请选服务包。",
    "item_unknown": "这份协议里没有编码为 {item} 的项目。请重新打开任务列表再登记。",
    "nobody_signs": "没有选居民。请先选要签约的居民。",
    "contract_there": "这位居民已在 {unit}「{team}」签约，协议 {number}，{since} 至 {until}。"
    "一个人同一时间只能签一个团队：请办转签，或等协议到期。",
    "resident_died": "这位居民已在 {on} 去世，不能签约。如果登记错了，请先在居民档案里改正。",
    "contract_id_wrong": "签约记录和居民对不上，没有保存。请重新选居民再签。",
    "contract_not_held": "{on} 不在协议有效期内（到 {until} 为止）。请改日期，或先签约。",
    "number_twice": "协议编号 {number} 已经用过。请再保存一次，会给新的编号。",
    "agreement_unknown": "没有编号为 {number} 的协议。请重新打开居民的签约再办。",
    "renewed_already": "已经续签，协议 {number} 从 {since} 起生效。不用再续。",
    "renewal_early": "现在还不到续签的时候：协议到 {until} 为止，{opens} 起可以续签。",
    "term_ended": "这份协议已在 {ended} 解除。请重新签约。",
    "term_years": "签约年限要在 {least} 到 {most} 年之间。请改年限。",
    "term_overlaps": "和 {since} 至 {until} 的协议重叠。请改开始日期。",
    "since_wrong": "开始日期不能早于签约日期 {least}，也不能晚于它 {days} 天。请改开始日期。",
    "day_after": "「{field}」不能晚于 {most}。请改日期。",
    "day_before": "「{field}」不能早于 {least}。请改日期。",
    "service_there": "「{item}」这一次已由 {by} 在 {on} 做过并登记。如果您另做了一次，请作为计划外服务登记。",
    "service_id_wrong": "服务记录和任务对不上，没有保存。请从任务列表重新打开再登记。",
    "service_void": "这条服务记录已经作废，不能再改。",
    "evidence_missing": "「{item}」要有佐证：还缺 {lacks}。请补上再保存。",
    "photos_many": "一次服务最多附 {most} 张照片。请先删去几张，再保存。",
    "photo_not_asked": "这一行的项目不要照片。请先到要照片的那一行。",
    "resident_card_other": "这不是{name}的身份证号。请核对是不是拿错了卡，或换了人。",
    "worker_card_unknown": "「{team}」当天的成员里没有这张医务人员卡。请核对卡号；新卡请院长在「团队」里填给持卡的人。",
    "card_twice": "{names} 填了同一张医务人员卡。请改其中一位的卡号。",
    "evidence_unnamed": "这张佐证照片所属的服务没有登记上。请先处理那条服务，「改后重送」时照片一起带上；这一条按「不再送」。",
    "readings_many": "一张随访表最多 {most} 项。请减少项目。",
    "reading_missing": "还没有填「{field}」。请填上再保存。",
    "value_format": "「{field}」填得不对：{typed}。请只填数字。",
    "value_places": "「{field}」的小数位太多，最多 {places} 位。请改一下。",
    "value_impossible": _impossible,
    "pressure_order": "收缩压 {sbp} 不高于舒张压 {dbp}，可能填反了。请核对。",
    "reading_format": "「{field}」填得不对。请重填这一项。",
}

NAMES: dict[str, str] = {
    "team": "家庭医生团队",
    "package": "服务包",
    "contract": "签约",
    "service": "履约服务",
    "team_name": "团队名称",
    "package_name": "服务包名称",
    "member": "成员姓名",
    "members": "成员",
    "villages": "服务村",
    "item_code": "项目编码",
    "item_name": "项目名称",
    "signer": "代签人",
    "signer_relation": "与居民的关系",
    "signed_on": "签约日期",
    "done_on": "服务日期",
    "on": "日期",
    "doer": "服务人员",
    "readings": "随访内容",
    "photos": "照片",
    "resident_card": "居民卡",
    "worker_card": "医务人员卡",
    "card": "医务人员卡号",
    "finance": "财政",
    "insurance": "医保",
    "personal": "个人",
    "photo": "照片",
    "signature": "签字",
    "cards": "两卡（居民卡和医务人员卡）",
    "times": "每年次数",
    "sbp": "收缩压",
    "dbp": "舒张压",
    "pulse": "心率",
    "glucose": "血糖",
    "fasting": "空腹血糖",
    "random": "随机血糖",
    "hba1c": "糖化血红蛋白",
    "weight": "体重",
    "height": "身高",
    "waist": "腰围",
    "temperature": "体温",
    "kpa": "千帕",
    "mg_dl": "毫克每分升",
    "mmol_mol": "毫摩尔每摩尔",
    "metres": "米",
    "jin": "市斤",
    "chi": "市尺",
    "fahrenheit": "华氏度",
    "point": "漏了小数点",
    "months": "间隔月数",
    "moved_away": "迁出",
    "by_resident": "居民要求",
    "by_unit": "单位解约",
    "other_team": "转签其他团队",
    "mistake": "签错",
    "team.set_up": "建团队",
    "team.changed": "改团队",
    "team.closed": "停团队",
    "package.offered": "发布服务包",
    "package.ended": "停用服务包",
    "contract.signed": "签约",
    "contract.renewed": "续签",
    "contract.transferred": "转签",
    "contract.ended": "解约",
    "contract.served": "记入履约",
    "contract.unserved": "撤回履约",
    "service.recorded": "登记服务",
    "service.corrected": "更正服务",
    "service.voided": "作废服务",
}

#: What a team lacks, by the codes of levels and parts.
LACKS: dict[str, str] = {"county": "县级医生", "township": "乡级医生", "village": "村医", "leader": "团队长"}
#: Fields of a team that other records call otherwise.
_OF_TEAM: dict[str, str] = {"name": "团队名称", "phone": "团队电话"}
NAMES_OF: dict[str, dict[str, str]] = {"team": LACKS | _OF_TEAM}
#: Sentences that are told in the words of one kind of record.
KIND_OF: dict[str, str] = {"team_incomplete": "team"}

#: What a member does in a team.
PARTS: dict[str, str] = {
    "leader": "团队长（家庭医生）",
    "doctor": "医生",
    "nurse": "护士",
    "public_health": "公卫医师",
    "pharmacist": "药师",
    "specialist": "专科医生",
    "other": "其他",
}

#: How a resident was met.
WAYS: dict[str, str] = {"home": "入户", "clinic": "门诊", "phone": "电话", "online": "网络"}
