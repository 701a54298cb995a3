"""Words and sentences of staff, and a part of somebody's history in one line."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.kit.words import Sentence
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Dated
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.parts import line_of
from yigongti_desktop.registry.model.staff.person import Staff

#: Characters that a line of these forms takes.
LONGEST = 60
#: Kind of record in whose words these sentences are told.
KIND = "staff"

ESTABLISHMENTS = {"post": "在编", "filed": "备案制", "hired": "聘用", "village_post": "村医"}
PROFESSIONS = {
    "physician": "医师",
    "nursing": "护理",
    "pharmacy": "药学",
    "technician": "医技",
    "prevention": "公共卫生",
    "village_physician": "乡村医生",
    "management": "管理",
    "logistics": "工勤",
}
LEVELS = {"no_title": "无职称", "junior": "初级", "middle": "中级", "associate_senior": "副高", "senior": "正高"}
CATEGORIES = {"clinical": "临床", "chinese_medicine": "中医", "dental": "口腔", "public_hygiene": "公共卫生"}
LICENCES = {
    "physician_licence": "执业医师证",
    "assistant_licence": "执业助理医师证",
    "nurse_licence": "护士执业证",
    "village_licence": "乡村医生执业证",
    "pharmacist_licence": "执业药师证",
    "narcotic_right": "麻精处方权",
    "antimicrobial_right": "抗菌药物处方权",
    "radiation_card": "放射工作人员证",
    "maternal_child_card": "母婴保健证",
    "other_licence": "其他证照",
}
PERIODS = {"pregnancy": "孕期", "nursing_child": "哺乳期"}
MODES = {"county_town": "县管乡用", "town_village": "乡聘村用", "rotation": "轮流派驻", "further_study": "进修"}
LIMITS = {"no_night": "不排夜班", "no_overtime": "不加班", "nursing_hour": "每天 1 小时哺乳时间"}
LINES = {
    "posts": "编制",
    "places": "岗位",
    "titles": "职称",
    "licences": "证照",
    "periods": "孕哺期",
    "contracts": "合同",
}

SENTENCES: dict[str, Sentence] = {
    "staff_known": "本机已有这个人，不用再登记。请打开原来的资料。",
    "staff_exists": "县里已有这个人的资料，还没有离职。请县院人力资源部办调动。",
    "staff_similar": "本单位已有同名的人，分不清是不是同一个，没有导入。请补上身份证号；确是两个人的，请选「也导入」。",
    "staff_differs": "登记册里已有这个人，{fields}和表里不一样，没有改动。请核对后在「人员」里登记变动。",
    "staff_id_wrong": "这个身份证号和已有资料对不上，可能改过证号。请联系县院人力资源部核对。",
    "staff_not_ours": "这一项由编制所在单位或县院人力资源部办。请联系他们。",
    "staff_home_by_office": "换编制单位由县院人力资源部办。请联系他们。",
    "staff_place_by_office": "到别的机构工作由县院人力资源部安排。请联系他们。",
    "staff_post_missing": "要写明编制在哪个单位、从哪天起。请补上。",
    "staff_left": "这个人已于 {until} 离职。请看最新的资料。",
    "approval_missing": "从卫生院到牵头医院，要有批准文号才能办（STF-06）。请填批准文号。",
    "account_elsewhere": "这个账号不是本人所在单位的。请选本人单位的账号。",
    "account_taken": "这个账号已经关联了别的人。一个账号只能归一个人。",
    "part_days": "最后一天 {until} 在第一天 {since} 之前。请核对。",
    "part_gone": "这一条已经不在了，可能别人已改过。请看最新的资料。",
    "parts_many": "这一类记录已有 {most} 条，不能再加。请先撤销写错的。",
    "day_beyond": "日期 {day} 不像真的。请核对年份。",
    "period_days": "这段时间已经过完（{since} 到 {until}）。请核对预产期或孩子的出生日期。",
    "period_sex": "孕期和哺乳期只能登记给女职工。请核对性别。",
    "title_unknown": "职称「{typed}」不在目录里，看不出级别。请在「职称级别」一列写初级、中级、副高或正高。",
    "level_unknown": "职称级别写得不对：{typed}。请写初级、中级、副高、正高，或空着。",
    "licence_unknown": "证照写得不对：{typed}。请写执业医师、执业助理医师、护士、乡村医生、麻精处方权、放射、母婴保健 等。",
    "profession_unknown": "人员类别写得不对：{typed}。请写医师、护理、药学、医技、公共卫生、乡村医生、管理或工勤。",
    "establishment_unknown": "编制性质写得不对：{typed}。请写在编、备案制、聘用或村医。",
    "category_unknown": "执业类别写得不对：{typed}。请写临床、中医、口腔或公共卫生。",
}

#: Names that this kind of record has for itself.
NAMES_OF: dict[str, dict[str, str]] = {
    KIND: {
        **ESTABLISHMENTS,
        **PROFESSIONS,
        **LEVELS,
        **CATEGORIES,
        **LICENCES,
        **PERIODS,
        **MODES,
        **LIMITS,
        **LINES,
        "profession": "人员类别",
        "unit": "所属单位",
        "served": "服务村",
        "village": "服务村",
        "department": "科室",
        "establishment": "编制性质",
        "since": "开始日期",
        "until": "最后一天",
        "title": "职称",
        "level": "职称级别",
        "title_since": "任职时间",
        "licence": "证照",
        "licence_name": "证照名称",
        "licence_number": "证书编号",
        "licence_until": "有效期至",
        "number": "编号",
        "category": "执业类别",
        "scope": "执业范围",
        "approval": "批准文号",
        "contract_since": "合同开始",
        "contract_until": "合同到期",
        "account": "账号",
        "reason": "原因",
    }
}
NAMES: dict[str, str] = {
    "staff": "人员",
    "staff.registered": "登记人员",
    "staff.corrected": "修改资料",
    "staff.noted": "登记变动",
    "staff.withdrawn": "撤销一条",
    "staff.left": "离职",
    "staff.linked": "关联账号",
    "staff.settled": "按日期调整",
}


def say_part(part: Part, units: dict[str, str]) -> str:
    """Return what a part says, without its days: 中级　主治医师.

    Args:
        part: of somebody's history.
        units: names of institutions by id.
    """
    return "　".join(word for word in _words(part, units) if word)


def say_days(part: Dated) -> str:
    """Return from when to when a part holds."""
    return f"{part.since} 起" if part.until is None else f"{part.since} 至 {part.until}"


def say_whole(part: Part, units: dict[str, str]) -> str:
    """Return a part in one line with its kind and days."""
    return f"{LINES[line_of(part)]}　{say_part(part, units)}　{say_days(part)}"


def say_short(part: Part, units: dict[str, str]) -> str:
    """Return by what a part is told from others, without its days: 证照　护士执业证."""
    said = [word for word in _words(part, units) if word]
    return "　".join([LINES[line_of(part)], *said[: 2 if isinstance(part, Title) else 1]])


def parts_of(staff: Staff) -> list[Part]:
    """Return all parts of somebody's history, the latest first."""
    parts: list[Part] = [part for line in LINES for part in getattr(staff, line)]
    return sorted(parts, key=lambda part: part.since, reverse=True)


def say_left(days: int, on: date) -> str:
    """Return how long it is until the end of something."""
    if days < 0:
        return f"已于 {on} 过期"
    return "今天到期" if days == 0 else f"还有 {days} 天（{on}）"


def _words(part: Part, units: dict[str, str]) -> tuple[str, ...]:
    if isinstance(part, Post):
        approval = f"批准文号 {part.approval}" if part.approval else ""
        return units.get(part.home, part.home), ESTABLISHMENTS[part.establishment.value], approval
    if isinstance(part, Place):
        approval = f"批准文号 {part.approval}" if part.approval else ""
        where = units.get(part.unit, part.unit)
        return MODES.get(part.mode.value, ""), where, part.department, part.village, approval
    if isinstance(part, Title):
        return part.name, LEVELS[part.level.value]
    if isinstance(part, Licence):
        practice = CATEGORIES.get(part.category.value, "")
        return part.name or LICENCES[part.kind.value], part.number, practice, part.scope
    if isinstance(part, Period):
        is_due = part.kind.value == "pregnancy"
        return PERIODS[part.kind.value], f"{'预产期' if is_due else '孩子出生'} {part.child}"
    return ("聘用合同" if isinstance(part, Contract) else "", part.number)
