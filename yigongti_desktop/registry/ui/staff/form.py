"""Somebody who is registered, with their first employment, or put right: each fault beside its field, drafts kept."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from typing import ClassVar

import msgspec

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_paper
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import reads
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.model.census import FAULT_FIELDS
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.messages import CorrectStaff
from yigongti_desktop.registry.model.staff.messages import RegisterStaff
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import FIELDS
from yigongti_desktop.registry.model.staff.person import Identity
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.model.staff.roll_words import TITLES
from yigongti_desktop.registry.store import STAFF
from yigongti_desktop.registry.ui.residents import birth_check
from yigongti_desktop.registry.ui.residents import id_check
from yigongti_desktop.registry.ui.staff import fields
from yigongti_desktop.registry.ui.staff import words

_WIDTH, _LABEL = 900, 84
_SEXES = (Option(Sex.MALE.value, "男"), Option(Sex.FEMALE.value, "女"))


class StaffForm(KeptForm):
    """What is written of somebody once."""

    kind = STAFF.name
    days: ClassVar[tuple[str, ...]] = ("birth",)
    fault_fields = FAULT_FIELDS

    def __init__(self, desk: Desk, staff: Staff | None, *more: Section) -> None:
        self.staff = staff
        super().__init__(desk, STAFF.name, (_identity(desk), *more), staff.id if staff else "", label_width=_LABEL)
        self.set_out(_WIDTH)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, somebody, or what was kept."""
        self.form.clear_faults()
        blank: dict[str, Any] = dict.fromkeys(self.form.names, "") | dict.fromkeys(self.days)
        if self.staff is not None:
            known = msgspec.structs.asdict(self.staff.identity())
            blank |= known | {"sex": self.staff.sex.value, "profession": self.staff.profession.value}
        elif self.desk.actor is not None:
            blank |= {"home": self.desk.actor.institution}
        self.form.fill(blank)
        if draft:
            self.form.fill(self.thawed(draft))
        if not self.end_beginning(draft):
            self.form.focus_first()

    def command(self) -> Any | None:
        """Return the command for what stands here; None when nothing was changed."""
        values = self.form.values()
        wanted = self.identity()
        if self.staff is None:
            return RegisterStaff(identity=wanted, parts=_parts(values))
        before, after = msgspec.to_builtins(self.staff.identity()), msgspec.to_builtins(wanted)
        changed = {field: (before[field], after[field]) for field in FIELDS if before[field] != after[field]}
        return CorrectStaff(staff=self.staff.id, changes=changed) if changed else None

    def identity(self) -> Identity:
        """Return who it is."""
        values = self.form.values()
        return Identity(
            name=values["name"],
            profession=Profession(values["profession"]),
            sex=Sex(values["sex"] or Sex.UNKNOWN.value),
            birth=values["birth"],
            id_number=values["id_number"],
            phone=values["phone"],
        )

    def on_edited(self, name: str) -> None:
        """Follow what was typed: the ID number tells birth and sex, an official title its level."""
        super().on_edited(name)
        if name == "id_number":
            self._read_number()
        elif name == "title" and (level := TITLES.get(self.form.values()["title"])) is not None:
            self.form.set_values({"level": level.value})

    def _read_number(self) -> None:
        """Take birth and sex from the ID number as soon as it is whole."""
        try:
            read = read_paper(self.form.values()["id_number"], day(self.desk.now()))
        except Refused:
            return
        if read.birth is not None:
            self.form.set_values({"birth": read.birth, "sex": read.sex.value})


class NewStaffForm(StaffForm):
    """Somebody new, with their first employment."""

    days = ("birth", "since", "title_since", "licence_until", "contract_since", "contract_until")

    def __init__(
        self, desk: Desk, units: Sequence[Institution], departments: Sequence[str], *, is_office: bool
    ) -> None:
        super().__init__(desk, None, _work(units, departments, is_office=is_office), _papers())


def _parts(values: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return what holds from the first day on."""
    since: date = values["since"]
    parts: list[Part] = [Post(since=since, home=values["home"], establishment=Establishment(values["establishment"]))]
    if values["department"] or values["village"]:
        parts.append(
            Place(since=since, unit=values["home"], department=values["department"], village=values["village"])
        )
    if values["level"] and values["level"] != Level.NONE.value:
        parts.append(Title(since=values["title_since"] or since, level=Level(values["level"]), name=values["title"]))
    if values["kind"]:
        until: date | None = values["licence_until"]
        parts.append(
            Licence(
                since=min(since, until) if until else since,
                until=until,
                kind=LicenceKind(values["kind"]),
                number=values["number"],
                category=Category(values["category"]),
                scope=values["scope"],
                name=values["licence_name"],
            )
        )
    if values["contract_since"] or values["contract_until"]:
        parts.append(Contract(since=values["contract_since"] or since, until=values["contract_until"]))
    return tuple(parts)


def _identity(desk: Desk) -> Section:
    professions = [Option(one.value, words.PROFESSIONS[one.value]) for one in Profession]
    return Section(
        "身份",
        (
            (
                Field(name="name", label="姓名", is_needed=True, most=words.LONGEST),
                Field(name="profession", label="人员类别", kind=PICK, options=professions, is_needed=True),
            ),
            (
                Field(name="id_number", label="证件号码", check=id_check(desk), most=24),
                Field(name="phone", label="电话", check=reads(desk, read_phone), most=24),
            ),
            (
                Field(name="birth", label="出生日期", kind=DATE, check=birth_check(desk)),
                Field(name="sex", label="性别", kind=CHIPS, options=_SEXES, is_needed=True),
            ),
        ),
    )


def _work(units: Sequence[Institution], departments: Sequence[str], *, is_office: bool) -> Section:
    homes = [Option(one.id, one.name) for one in units]
    rooms = [Option(one, one) for one in departments]
    return Section(
        "任职",
        (
            (
                Field(name="home", label="编制单位", kind=PICK, options=homes, is_needed=True, is_fixed=not is_office),
                Field(
                    name="establishment",
                    label="编制性质",
                    kind=PICK,
                    options=fields.establishments(),
                    is_needed=True,
                ),
            ),
            (
                Field(name="since", label="从哪天起", kind=DATE, is_needed=True, placeholder="到本单位的日期"),
                Field(name="department", label="科室", kind=PICK, options=rooms, is_free=True),
            ),
            (
                Field(name="title", label="职称", kind=PICK, options=fields.titles(), is_free=True),
                Field(name="level", label="职称级别", kind=PICK, options=fields.levels()),
            ),
            (
                Field(name="title_since", label="任职时间", kind=DATE, placeholder="空着按到本单位的日期"),
                Field(name="village", label="服务村", most=words.LONGEST, placeholder="村医填"),
            ),
        ),
    )


def _papers() -> Section:
    kind, number, category, scope, name = fields.licence_fields()
    return Section(
        "证照和合同",
        (
            (replace(kind, is_needed=False), number),
            (category, scope),
            (name, Field(name="licence_until", label="有效期至", kind=DATE, placeholder="长期有效可空着")),
            (
                Field(name="contract_since", label="合同开始", kind=DATE, placeholder="没有合同可空着"),
                Field(name="contract_until", label="合同到期", kind=DATE, placeholder="无固定期限可空着"),
            ),
        ),
    )
