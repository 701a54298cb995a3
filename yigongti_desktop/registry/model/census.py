"""What one row of a list of residents says: its columns as counties call them, and the words that they write there."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

import msgspec

from yigongti_desktop.kernel.dates import read_day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Paper
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_paper
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.columns import Heads
from yigongti_desktop.registry.model.columns import Lines
from yigongti_desktop.registry.model.listing import Claims
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.listing import read_rows
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import check_identity
from yigongti_desktop.registry.model.standing import Group
from yigongti_desktop.registry.model.standing import Insured
from yigongti_desktop.registry.model.standing import Relation

T = TypeVar("T")
RESIDENT_HEADS: Heads = {
    "name": ("姓名", "居民姓名", "患者姓名"),
    "id_number": ("身份证号", "身份证号码", "证件号码", "公民身份号码", "公民身份证号", "身份证", "证件号", "证件编号"),
    "no_id_reason": ("无证件原因", "无身份证原因"),
    "sex": ("性别",),
    "birth": ("出生日期", "出生年月日", "生日", "出生年月"),
    "phone": ("联系电话", "本人电话", "电话", "手机号", "手机号码", "手机", "电话号码", "联系方式"),
    "phones": ("其他电话", "备用电话", "联系人电话", "家属电话"),
    "contact": ("家属", "联系人", "联系人姓名", "家属姓名"),
    "address": ("家庭住址", "现住址", "住址", "详细地址", "家庭地址", "地址", "户籍地址"),
    "village": ("村组", "村", "行政村", "所属村", "村居", "村名", "居委会", "村委会", "所属村居"),
    "health_record": ("档案编号", "健康档案编号", "居民健康档案编号", "档案号", "健康档案号"),
    "household": ("家庭编号", "户编号", "户号", "家庭档案编号", "家庭号"),
    "relation": ("与户主关系", "户主关系", "家庭关系", "与户主的关系"),
    "groups": ("人群分类", "人群类别", "重点人群", "人群", "人群类型", "重点人群类型"),
    "insured": ("参保", "是否参保", "参保状态", "医保", "医保参保"),
}
RESIDENT_NEEDS = ("name",)
#: One of these says when somebody was born.
TELL_BIRTH = ("id_number", "birth")
#: What is written down for people in whose row no number stands.
NO_NUMBER = "名册中没有证件号"
#: The field that a code is about, where its facts do not name one.
FAULT_FIELDS = {
    "birth_in_future": "birth",
    "birth_too_early": "birth",
    "id_number_or_reason": "id_number",
    "id_number_length": "id_number",
    "id_number_characters": "id_number",
    "id_number_birth": "id_number",
    "id_number_check": "id_number",
    "id_number_excel": "id_number",
    "foreign_card_number": "id_number",
    "birth_certificate_number": "id_number",
    "foreign_card_other_birth": "birth",
    "id_number_other_birth": "birth",
    "id_number_other_sex": "sex",
    "mobile_length": "phone",
    "phone_format": "phone",
    "phones_many": "phones",
    "health_record_number": "health_record",
}
SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "1": Sex.MALE, "2": Sex.FEMALE, "男性": Sex.MALE, "女性": Sex.FEMALE}
NOT_SAID = {"", "未知", "不详", "0", "9", "未说明", "-", "/", "无"}
_INSURED = {"是": Insured.YES, "已参保": Insured.YES, "参保": Insured.YES, "有": Insured.YES, "√": Insured.YES,
            "1": Insured.YES, "否": Insured.NO, "未参保": Insured.NO, "没有": Insured.NO, "0": Insured.NO,
            "×": Insured.NO}  # fmt: skip
_RELATIONS = {
    Relation.HEAD: "户主 本人 本人或户主",
    Relation.SPOUSE: "配偶 妻 夫 妻子 丈夫 之妻 之夫",
    Relation.SON: "子 儿子 长子 次子 三子 四子 独生子 养子 继子",
    Relation.DAUGHTER: "女 女儿 长女 次女 二女 三女 四女 独生女 养女 继女",
    Relation.CHILD_IN_LAW: "儿媳 女婿 媳妇 长媳 次媳",
    Relation.GRANDCHILD: "孙子 孙女 外孙子 外孙女 外孙 孙 孙辈 曾孙子 曾孙女 孙媳",
    Relation.PARENT: "父亲 母亲 父 母 父母 公公 婆婆 岳父 岳母 继父 继母",
    Relation.GRANDPARENT: "祖父 祖母 外祖父 外祖母 爷爷 奶奶 外公 外婆 祖辈",
    Relation.SIBLING: "兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟姐妹 兄弟 姐妹",
    Relation.OTHER: "其他 其他成员 其它 非亲属 侄子 侄女 外甥 外甥女",
}
_RELATION_WORDS = {word: relation for relation, words in _RELATIONS.items() for word in words.split()}
_GROUPS = {
    Group.MATERNAL: "孕产妇 孕妇 产妇",
    Group.HYPERTENSION: "高血压 高血压患者 原发性高血压",
    Group.DIABETES: "糖尿病 2型糖尿病 糖尿病患者 2型糖尿病患者 ii型糖尿病 二型糖尿病",
    Group.TUBERCULOSIS: "肺结核 肺结核患者 结核病 结核病患者",
    Group.MENTAL: "严重精神障碍 严重精神障碍患者 精神障碍 重性精神病 重精",
    Group.DISABLED: "残疾人 残疾",
    Group.LOW_INCOME: "脱贫人口 农村低收入人口 低收入人口 脱贫、低收入人口 建档立卡 建档立卡贫困户 贫困人口 低保 特困",
    Group.BEREAVED: "计划生育特殊家庭 计生特殊家庭 计生特殊 失独家庭",
    Group.VETERAN: "优抚对象 优抚",
    Group.COPD: "慢阻肺 慢性阻塞性肺疾病 慢阻肺患者",
    Group.RETIRED_CADRE: "离休干部 离休",
    Group.TUMOUR: "肿瘤 恶性肿瘤 肿瘤患者",
}
_GROUP_WORDS = {word: group.value for group, words in _GROUPS.items() for word in words.split()}
#: Groups of age, which are worked out, and words for no group.
_PASSED_OVER = {
    "老年人",
    "65岁及以上",
    "65岁以上",
    "65岁及以上老年人",
    "65岁以上老年人",
    "儿童",
    "0-6岁儿童",
    "0–6岁儿童",
    "0~6岁儿童",
    "一般人群",
    "普通人群",
    "无",
    "否",
    "健康人群",
}
_BETWEEN = re.compile(r"[、,;，；/|\s]+")
_BETWEEN_GROUPS = re.compile(r"[,;，；/|\s]+|、(?!低收入)")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What one row says of a resident, tidied and checked."""

    row: int
    identity: Identity
    #: Number of the household as the list has it; no id of ours.
    household: str = ""
    relation: Relation = Relation.NONE
    groups: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """Return by what somebody without a number is known again."""
        return f"{self.identity.name}\x1f{self.identity.birth.isoformat()}\x1f{self.identity.village}"


def need_birth(columns: Columns) -> Columns:
    """Return the columns, or refuse a list that does not tell when people were born.

    Raises:
        Refused: column_missing.
    """
    if not any(field in columns.places for field in TELL_BIRTH):
        raise Refused("column_missing", columns=[RESIDENT_HEADS[field][0] for field in TELL_BIRTH])
    return columns


def listed_residents(columns: Columns, lines: Lines, claims: Claims, today: date) -> Iterator[Entry | RowFault]:
    """Return the residents of a list one by one, and what is wrong with the rows that are none."""

    def entry(row: int, cells: Mapping[str, str]) -> Entry:
        read = read_entry(row, cells, today)
        number = read.identity.id_number
        if number and (first := claims.claim("id_number", number, row)) != row:
            if claims.claim("named", f"{number}\x1f{read.identity.name}", row) == first:
                raise Refused("row_repeated", field="name", first=first)
            raise Refused("id_twice", field="id_number", first=first)
        if number:
            claims.claim("named", f"{number}\x1f{read.identity.name}", row)
        elif (first := claims.claim("who", read.who, row)) != row:
            raise Refused("row_repeated", field="name", first=first)
        record = read.identity.health_record
        if record and (first := claims.claim("health_record", record, row)) != row:
            raise Refused("code_twice", field="health_record", typed=record, first=first)
        return read

    return read_rows(columns, lines, entry)


def read_entry(row: int, cells: Mapping[str, str], today: date) -> Entry:
    """Read a row of a list of residents.

    Raises:
        Refused: what is wrong with it, with the field.
    """
    if not cells["name"]:
        raise Refused("field_empty", field="name")
    try:
        identity = check_identity(_identity(cells, today), today)
    except Refused as fault:
        raise Refused(fault.code, **({"field": FAULT_FIELDS.get(fault.code, "")} | fault.facts)) from None
    return Entry(
        row=row,
        identity=identity,
        household=half_width(cells.get("household", "")),
        relation=word_of(cells, "relation", _RELATION_WORDS, "relation_unknown", Relation.NONE),
        groups=_groups(cells.get("groups", "")),
    )


def _identity(cells: Mapping[str, str], today: date) -> Identity:
    number = cells.get("id_number", "")
    number = "" if number in NOT_SAID else number
    paper = of_column("id_number", lambda typed: read_paper(typed, today), number) if number else None
    birth = of_column("birth", read_day, cells.get("birth", "")) or (paper.birth if paper else None)
    if birth is None:
        raise Refused("field_empty", field="birth")
    phones = [one for field in ("phone", "phones") for one in _BETWEEN.split(half_width(cells.get(field, ""))) if one]
    phones = [one for one in phones if one not in NOT_SAID]
    return Identity(
        name=cells["name"],
        sex=_sex(cells, paper),
        birth=birth,
        id_number=paper.number if paper else "",
        no_id_reason="" if paper else cells.get("no_id_reason", "") or NO_NUMBER,
        phone=phones[0] if phones else "",
        phones=tuple(phones[1:]),
        contact=cells.get("contact", ""),
        address=cells.get("address", ""),
        village=cells.get("village", ""),
        health_record=cells.get("health_record", ""),
        insured=word_of(cells, "insured", _INSURED, "insured_unknown", Insured.UNKNOWN),
    )


def _sex(cells: Mapping[str, str], paper: Paper | None) -> Sex:
    said = word_of(cells, "sex", SEXES, "sex_unknown", Sex.UNKNOWN)
    return paper.sex if paper and said is Sex.UNKNOWN else said


def _groups(typed: str) -> tuple[str, ...]:
    words = [word for word in _BETWEEN_GROUPS.split(half_width(typed).replace("，", ",").lower()) if word]
    unknown = [word for word in words if word not in _GROUP_WORDS and word not in _PASSED_OVER]
    if unknown:
        raise Refused("group_unknown", field="groups", group=unknown[0][:20])
    return tuple(dict.fromkeys(_GROUP_WORDS[word] for word in words if word in _GROUP_WORDS))


def word_of(cells: Mapping[str, str], field: str, words: Mapping[str, T], code: str, unsaid: T) -> T:
    """Return what a word of a column means; what stands for nothing when it says nothing.

    Raises:
        Refused: the code, with the word.
    """
    typed = half_width(cells.get(field, ""))
    if typed in words:
        return words[typed]
    if typed in NOT_SAID:
        return unsaid
    raise Refused(code, field=field, typed=typed[:20])


def of_column(field: str, read: Callable[[str], T], typed: str) -> T:
    """Return what a cell is read as.

    Raises:
        Refused: what the reader says, with the field.
    """
    try:
        return read(typed)
    except Refused as fault:
        raise Refused(fault.code, **({"field": field} | fault.facts)) from None
