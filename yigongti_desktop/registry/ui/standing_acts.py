"""What the acts on groups, household and death ask for, and the commands that they make."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.registry.messages import JoinHousehold
from yigongti_desktop.registry.messages import NoteDeath
from yigongti_desktop.registry.messages import PartResidents
from yigongti_desktop.registry.messages import SetRelation
from yigongti_desktop.registry.messages import SplitHousehold
from yigongti_desktop.registry.messages import TagResident
from yigongti_desktop.registry.messages import UntagResident
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import BY_AGE
from yigongti_desktop.registry.model.standing import Group
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.model.standing import Tag
from yigongti_desktop.registry.ui.standing import words_of
from yigongti_desktop.registry.ui.words import NAMES

_SOURCES = ("门诊诊断", "住院诊断", "体检发现", "筛查", "上级名册", "本人或家属说")
_CLOSED = ("复查正常", "产后满 42 天", "治愈", "不再符合条件")
_MISTAKE = "mistake"
_PARTED = ("不是同一个人", "合错了")
_DEATHS = ("同名登错", "家属更正日期")
_RELATIONS = [
    Option(one.value, NAMES[one.value]) for one in Relation if one not in {Relation.NONE, Relation.HEAD}
]  # fmt: skip
_MEMBER = "member"


def tag(resident: Resident, today: date) -> Ask:
    """Ask for a group and its first day (FDC-12, CHR-05)."""
    groups = [Option(one.value, NAMES[one.value]) for one in Group if one not in BY_AGE]
    sources = [Option(one, one) for one in _SOURCES]
    fields = (
        Field(name="group", label="人群", kind=PICK, options=groups, is_needed=True, placeholder="如 高血压"),
        Field(name="since", label="开始", kind=DATE, is_needed=True, placeholder=today.isoformat()),
        Field(name="stage", label="分期分级", placeholder="如 2 级，没有可空着", most=60),
        Field(name="source", label="来源", kind=PICK, options=sources, is_free=True),
    )

    def command(values: Mapping[str, Any]) -> TagResident:
        made = Tag(group=values["group"], since=values["since"], stage=values["stage"], source=values["source"])
        return TagResident(resident=resident.id, tag=made)

    return Ask(title="加人群标记", verb="加标记", sections=only(*fields), command=command)


def untag(resident: Resident) -> Ask:
    """Ask which tag ends, and when."""
    tags = {f"{one.group} {one.since}": one for one in resident.groups if one.until is None}
    options = [Option(key, words_of(one)) for key, one in tags.items()]
    ways = (Option("", "到某天为止"), Option(_MISTAKE, "标错了"))
    fields = (
        Field(name="tag", label="标记", kind=PICK, options=options, is_needed=True),
        Field(name="way", label="怎样", kind=CHIPS, options=ways),
        Field(name="until", label="最后一天", kind=DATE, placeholder="标错了的不用填"),
        reason(_CLOSED),
    )

    def command(values: Mapping[str, Any]) -> UntagResident:
        one = tags[values["tag"]]
        until = None if values["way"] == _MISTAKE else values["until"]
        return UntagResident(
            resident=resident.id, group=one.group, since=one.since, until=until, reason=values["reason"]
        )

    return Ask(title="结束人群标记", verb="结束标记", sections=only(*fields), command=command)


def join(resident: Resident, search: Search) -> Ask:
    """Ask with whom somebody lives."""
    fields = (
        Field(name=_MEMBER, label="和谁一家", kind=PICK, search=search, is_needed=True, placeholder="这家任何一个人"),
        Field(name="relation", label="是户主的", kind=PICK, options=_RELATIONS, is_needed=True),
    )

    def command(values: Mapping[str, Any]) -> JoinHousehold:
        return JoinHousehold(
            resident=resident.id, member=values[_MEMBER], relation=Relation(values["relation"])
        )  # fmt: skip

    return Ask(title="加入家庭；那个人还没有家庭的，就作户主", verb="加入", sections=only(*fields), command=command)


def relation(resident: Resident) -> Ask:
    """Ask what somebody is to the head, or make them the head."""
    options = [Option(Relation.HEAD.value, "户主（原户主的关系跟着改）"), *_RELATIONS]
    field = Field(name="relation", label="是户主的", kind=PICK, options=options, is_needed=True)

    def command(values: Mapping[str, Any]) -> SetRelation:
        return SetRelation(resident=resident.id, relation=Relation(values["relation"]))

    return Ask(title="与户主的关系", verb="改关系", sections=only(field), command=command)


def split(resident: Resident, members: Sequence[Resident]) -> Ask:
    """Ask how somebody leaves a household: with whom, into a new one or none."""
    others = [one for one in members if one.id != resident.id]
    ways = (Option("new", "另立一户，作户主"), Option("none", "不在任何一家"))
    alone, together = Option("", "只有本人"), [Option(one.id, f"和{one.name}一起") for one in others]
    fields = (
        Field(name="way", label="分到", kind=CHIPS, options=ways, is_needed=True),
        Field(name="with", label="一起分出", kind=PICK, options=[alone, *together], placeholder="只有本人"),
    )

    def command(values: Mapping[str, Any]) -> SplitHousehold:
        members = tuple(one for one in (resident.id, values["with"]) if one)
        return SplitHousehold(members=members, head=resident.id if values["way"] == "new" else "")

    return Ask(title="从这一家分出", verb="分出", sections=only(*fields), command=command)


def died(resident: Resident) -> Ask:
    """Ask for the day of a death, or put it right."""
    day = Field(name="died_on", label="死亡日期", kind=DATE, is_needed=resident.died_on is None)
    fields = (day,) if resident.died_on is None else (day, reason(_DEATHS))
    title = "登记死亡" if resident.died_on is None else f"原登记 {resident.died_on.isoformat()}；日期空着就是健在"

    def command(values: Mapping[str, Any]) -> NoteDeath:
        return NoteDeath(
            resident=resident.id,
            died_on=values["died_on"],
            seen=resident.died_on,
            reason=str(values.get("reason", "")),
        )

    return Ask(title=title, verb="登记", sections=only(*fields), command=command, is_danger=True)


def part(folded: Sequence[tuple[str, str]]) -> Ask:
    """Ask which folded record stands for itself again, and why."""
    options = [Option(record, name) for record, name in folded]
    which = Field(name="resident", label="分出哪份", kind=PICK, options=options, is_needed=True)

    def command(values: Mapping[str, Any]) -> PartResidents:
        return PartResidents(resident=values["resident"], reason=values["reason"])

    return Ask(
        title="把并入的档案分出来，并来的电话、标记、机构跟着退回",
        verb="分开",
        sections=only(which, reason(_PARTED)),
        command=command,
        is_danger=True,
    )
