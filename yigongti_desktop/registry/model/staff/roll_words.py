"""Columns of lists of staff as units call them, and the words that they write there: closed lists, no guesses."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from yigongti_desktop.registry.model.columns import Heads
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Profession

E = TypeVar("E", bound=StrEnum)

STAFF_HEADS: Heads = {
    "name": ("姓名", "职工姓名", "人员姓名"),
    "id_number": ("身份证号", "身份证号码", "证件号码", "公民身份号码", "身份证"),
    "sex": ("性别",),
    "birth": ("出生日期", "出生年月日", "生日"),
    "phone": ("联系电话", "手机号", "手机", "电话", "手机号码", "联系方式"),
    "profession": ("人员类别", "岗位类别", "专业类别", "从业类别", "岗位"),
    "unit": ("所属单位", "单位", "编制单位", "所在单位", "工作单位", "机构名称", "单位名称"),
    "department": ("科室", "所在科室", "部门", "科室名称"),
    "served": ("服务村", "村", "村卫生室"),
    "establishment": ("编制性质", "编制类别", "用工形式", "用工性质", "人员性质", "编制"),
    "since": ("入职日期", "进院时间", "来院日期", "到岗日期", "参加工作时间"),
    "title": ("职称", "专业技术职务", "职称名称", "技术职称"),
    "level": ("职称级别", "职称等级"),
    "title_since": ("任职时间", "聘任时间", "职称取得时间", "取得时间"),
    "licence": ("执业证书", "证书类型", "执业证类型", "证书名称", "执业资格"),
    "licence_number": ("证书编号", "执业证书编号", "执业证号", "执业证书号", "证书编码"),
    "licence_until": ("有效期至", "证书有效期", "执业证有效期", "有效期"),
    "category": ("执业类别",),
    "scope": ("执业范围",),
    "contract_since": ("合同开始", "合同起始日期", "合同开始日期"),
    "contract_until": ("合同到期", "合同到期日期", "合同结束日期", "合同终止日期"),
}
STAFF_NEEDS = ("name",)


def _spelled(words: dict[E, str]) -> dict[str, E]:
    return {word: code for code, listed in words.items() for word in listed.split()}


PROFESSIONS = _spelled(
    {
        Profession.DOCTOR: "医师 医生 临床医师 中医师 口腔医师 执业医师",
        Profession.NURSE: "护士 护理 护师 注册护士",
        Profession.PHARMACIST: "药师 药剂 药学 中药师",
        Profession.TECHNICIAN: "医技 技师 检验 影像 技士 检验师",
        Profession.PUBLIC_HEALTH: "公卫 公共卫生 公卫医师 防保",
        Profession.VILLAGE_DOCTOR: "村医 乡村医生",
        Profession.MANAGER: "管理 行政 管理人员 行政管理",
        Profession.SUPPORT: "工勤 后勤 工勤技能 其他",
    }
)
ESTABLISHMENTS = _spelled(
    {
        Establishment.POST: "在编 编内 事业编 事业编制 编制内",
        Establishment.FILED: "备案制 备案 人员备案 员额 员额制",
        Establishment.HIRED: "聘用 编外 合同制 合同工 临聘 聘用制 劳务派遣",
        Establishment.VILLAGE: "村医 乡村医生",
    }
)
LEVELS = _spelled(
    {
        Level.NONE: "无 无职称 未评 未定级",
        Level.JUNIOR: "初级 初级士 初级师 助理级 员级",
        Level.MIDDLE: "中级",
        Level.ASSOCIATE: "副高 副高级",
        Level.SENIOR: "正高 正高级",
    }
)
#: Official titles and their level.
TITLES = _spelled(
    {
        Level.NONE: "无 无职称 未评 未定级",
        Level.JUNIOR: "医师 住院医师 中医师 公卫医师 医士 护师 护士 药师 药士 中药师 中药士 技师 技士 检验师 检验士",
        Level.MIDDLE: "主治医师 主治中医师 主管医师 主管护师 主管药师 主管中药师 主管技师 主管检验师",
        Level.ASSOCIATE: "副主任医师 副主任中医师 副主任护师 副主任药师 副主任中药师 副主任技师 副主任检验师",
        Level.SENIOR: "主任医师 主任中医师 主任护师 主任药师 主任中药师 主任技师 主任检验师",
    }
)
#: By which part of an official title one knows what its holder works as.
ENDINGS = {
    "护": Profession.NURSE,
    "药": Profession.PHARMACIST,
    "技": Profession.TECHNICIAN,
    "检验": Profession.TECHNICIAN,
    "公卫": Profession.PUBLIC_HEALTH,
    "医": Profession.DOCTOR,
}
LICENCES = _spelled(
    {
        LicenceKind.PHYSICIAN: "执业医师 医师执业证书 医师执业证 执业医师证",
        LicenceKind.ASSISTANT: "执业助理医师 助理医师 助理医师执业证书",
        LicenceKind.NURSE: "护士 护士执业证书 护士执业证 执业护士",
        LicenceKind.VILLAGE_DOCTOR: "乡村医生 乡村医生执业证书 乡村医生执业证",
        LicenceKind.PHARMACIST: "执业药师 执业药师证",
        LicenceKind.NARCOTIC: "麻精处方权 麻醉处方权 麻醉药品处方权 麻醉药品和精神药品处方权",
        LicenceKind.ANTIMICROBIAL: "抗菌药物处方权 抗菌处方权",
        LicenceKind.RADIATION: "放射 放射工作人员证 放射证",
        LicenceKind.MATERNAL_CHILD: "母婴保健 母婴保健技术考核合格证 母婴保健证",
    }
)
CATEGORIES = _spelled(
    {
        Category.CLINICAL: "临床 临床类别",
        Category.TCM: "中医 中医类别",
        Category.DENTAL: "口腔 口腔类别",
        Category.PUBLIC_HEALTH: "公共卫生 公卫 公共卫生类别",
    }
)
#: Written where a licence or a contract has no last day.
OPEN_ENDED = frozenset({"长期", "永久", "无固定期限", "长期有效"})
