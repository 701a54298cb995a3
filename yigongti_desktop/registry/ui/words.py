"""Words and sentences of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yigongti_desktop.kit.words import Sentence


def _resident_exists(facts: Mapping[str, Any]) -> str:
    _ = facts
    return "本院另一台电脑已登记这个人，有几项写得不一样。请对照两边的值，选定后再存。"


SENTENCES: dict[str, Sentence] = {
    "birth_in_future": "出生日期 {birth} 还没到。请改成真实的出生日期。",
    "birth_too_early": "出生日期 {birth} 太早。请核对年份。",
    "id_number_length": "身份证号应为 18 位，现在 {length} 位。请补全。",
    "id_number_characters": "身份证号只能是数字，末位可以是 X。请改。",
    "id_number_birth": "身份证号里的出生日期 {digits} 不存在。请核对第 7 到 14 位。",
    "id_number_check": "身份证号末位对不上，有一位输错了。请照证件再输一遍。",
    "id_number_other_birth": "身份证号里的出生日期是 {of_number}，和填的 {typed} 不一样。请核对。",
    "id_number_other_sex": "身份证号第 17 位与填的性别不符。请核对。",
    "id_number_or_reason": "没有身份证号，要写明原因（新生儿、无名氏、未带证件等）。",
    "phone_empty": "联系电话没有填。请补上，或填家属电话。",
    "mobile_length": "手机号应为 11 位，现在 {length} 位。请补全，或填带区号的座机。",
    "phone_format": "电话号码不对。请填 11 位手机号，或带区号的座机，如 0728-5223011。",
    "health_record_number": "档案编号应为 17 位数字，现在 {length} 位。请补全，或先空着。",
    "credit_code": "统一社会信用代码不对。请照证书再输一遍。",
    "resident_exists": _resident_exists,
    "resident_known": "本院已登记这个人，不用再登记。请打开原来的档案。",
    "resident_id_wrong": "身份证号与档案对不上，没有登记。请再登记一次。",
    "conflict": "您改的时候，别人也改了同一项。两边的值都留着，请选定一个。",
    "county_missing": "本机还没有县里的资料，要先与县院同步一次。",
    "county_unknown": "没有这个县：{county}。可选：{known}。",
    "county_file": "县的资料文件有错：{part}。",
    "institution_unknown": "没有这个机构。请从列表里选。",
    "institution_ambiguous": "叫「{named}」的机构不止一个。请写全名或编号。",
    "institution_not_working": "这个机构还在筹建或已关闭，不能选。",
    "institution_exists": "已有同名或同简称的机构。",
    "township_unknown": "没有这个乡镇代码：{township}。请用 9 位代码。",
    "community_none": "本院今天不属于任何医共体，找不到牵头医院。请联系县院医共体办公室。",
    "diagnosis_code": "诊断编码的写法不对：{typed}。请从列表里选，如 I10.x00x002。",
    "diagnosis_unknown": "本县诊断目录里没有 {code}。请从列表里选，或请县院补目录。",
    "drug_unknown": "目录里没有这种药。请从列表里选，或请县院补目录。",
    "drug_not_listed": "这种药今天不在目录有效期内。请换一种。",
    "column_missing": "表里缺少这些列：{columns}。请照模板补上列名。",
    "control_unknown": "特殊管理类别写得不对：{typed}。可写：麻醉、一类精神、二类精神、毒性，或空着。",
    "yes_or_no": "这一格只能写「是」或「否」，现在是 {typed}。",
    "row_twice": "这一行与前面的重复。",
    "expiry_format": "有效期 {typed} 读不懂。请写成 2027-10 或 2027-10-31。",
}

NAMES: dict[str, str] = {
    "name": "姓名",
    "sex": "性别",
    "birth": "出生日期",
    "id_number": "身份证号",
    "no_id_reason": "无证件原因",
    "phone": "联系电话",
    "contact": "家属",
    "address": "家庭住址",
    "village": "村组",
    "health_record": "档案编号",
    "male": "男",
    "female": "女",
    "unknown": "未知",
    "general_hospital": "综合医院",
    "general_hospital_group": "总医院",
    "tcm_hospital": "中医医院",
    "maternal_child_hospital": "妇幼保健院",
    "hospital": "医院",
    "central_township_health_centre": "中心卫生院",
    "township_health_centre": "乡镇卫生院",
    "community_health_centre": "社区卫生服务中心",
    "village_clinic": "村卫生室",
    "planned": "筹建",
    "active": "在用",
    "closed": "已关闭",
    "saved": "已存本机",
    "delivered": "已送达",
    "resident": "居民",
    "strength": "规格",
    "unit": "单位",
}
