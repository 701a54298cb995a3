"""A resident to be registered or corrected: each fault beside its field, drafts kept on this machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import to_builtins

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_health_record_number
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
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.census import FAULT_FIELDS
from yigongti_desktop.registry.model.resident import FIELDS
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import Insured
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.registry.ui.residents import birth_check
from yigongti_desktop.registry.ui.residents import id_check

_WIDTH = 860
_LINE = 200
_SEXES = (
    Option(Sex.MALE.value, "男"),
    Option(Sex.FEMALE.value, "女"),
    Option(Sex.UNKNOWN.value, "未知"),
)
_INSURED = (
    Option(Insured.UNKNOWN.value, "不清楚"),
    Option(Insured.YES.value, "参保"),
    Option(Insured.NO.value, "未参保"),
)
_NO_ID = ("新生儿，还没有办", "未带证件", "无户口", "身份不明")


class ResidentForm(KeptForm):
    """The fields of a resident."""

    days = ("birth",)
    fault_fields = FAULT_FIELDS

    def __init__(self, desk: Desk, resident: Resident | None) -> None:
        self.resident = resident
        super().__init__(desk, RESIDENT.name, _sections(desk), resident.id if resident else "", label_width=84)
        self.set_out(_WIDTH)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, a resident, or what was kept."""
        self.form.clear_faults()
        known = msgspec.structs.asdict(self.resident.identity()) if self.resident else {}
        blank = dict.fromkeys(self.form.names, "") | {"birth": None, "sex": ""}
        if known:
            known |= {name: known[name].value for name in ("sex", "insured")}
            known["phones"] = " ".join(known["phones"])
        self.form.fill(blank | known)
        if draft:
            phones = draft.get("phones") or ""
            self.form.fill(self.thawed(draft) | {"phones": phones if isinstance(phones, str) else " ".join(phones)})
        if not self.end_beginning(draft):
            self.form.focus_first()

    def command(self) -> Any | None:
        """Return the command for what stands here; None when nothing was changed.

        Raises:
            Refused: field_format where the birth date is none.
        """
        values = self.form.values()
        if values["birth"] is None:
            raise Refused("field_format", field="birth")
        choices = {"sex": Sex(values["sex"]), "insured": Insured(values["insured"])}
        wanted = Identity(**{**values, **choices, "phones": tuple(_parted(values["phones"]))})
        if self.resident is None:
            return RegisterResident(identity=wanted)
        before, after = to_builtins(self.resident.identity()), to_builtins(wanted)
        changes = {field: (before[field], after[field]) for field in FIELDS if before[field] != after[field]}
        return CorrectResident(resident=self.resident.id, changes=changes) if changes else None

    def on_edited(self, name: str) -> None:
        """Follow what was typed: the ID number tells birth and sex."""
        super().on_edited(name)
        if name == "id_number":
            self._read_number()

    def _read_number(self) -> None:
        """Take birth and sex from the ID number as soon as it is whole."""
        try:
            read = read_paper(self.form.values()["id_number"], day(self.desk.now()))
        except Refused:
            return
        if read.birth is not None:
            self.form.set_values({"birth": read.birth, "sex": read.sex.value})


def _sections(desk: Desk) -> tuple[Section, ...]:
    reasons = [Option(one, one) for one in _NO_ID]
    return (
        Section(
            "身份",
            (
                (
                    Field(name="id_number", label="证件号码", check=id_check(desk), most=24),
                    Field(
                        name="no_id_reason",
                        label="无证件原因",
                        kind=PICK,
                        options=reasons,
                        is_free=True,
                        placeholder="没有身份证号时填",
                    ),
                ),
                (
                    Field(name="name", label="姓名", is_needed=True, most=60),
                    Field(name="sex", label="性别", kind=CHIPS, options=_SEXES, is_needed=True),
                ),
                (
                    Field(name="birth", label="出生日期", kind=DATE, is_needed=True, check=birth_check(desk)),
                    Field(
                        name="health_record",
                        label="档案编号",
                        placeholder="17 位，没有可空着",
                        check=reads(desk, read_health_record_number),
                        most=24,
                    ),
                ),
            ),
        ),
        Section(
            "联系",
            (
                (
                    Field(name="phone", label="联系电话", check=reads(desk, read_phone), most=24),
                    Field(name="contact", label="家属", placeholder="女儿 胡小燕", most=_LINE),
                ),
                (
                    Field(name="village", label="村组", placeholder="健康村二组", most=_LINE),
                    Field(name="address", label="家庭住址", most=_LINE),
                ),
                (
                    Field(
                        name="phones",
                        label="其他电话",
                        placeholder="几个号码用空格隔开",
                        check=_phones_check(desk),
                        most=_LINE,
                    ),
                    Field(name="insured", label="参保", kind=CHIPS, options=_INSURED),
                ),
            ),
        ),
    )


def _phones_check(desk: Desk) -> Callable[[str], str]:
    one = reads(desk, read_phone)
    return lambda typed: next((said for phone in _parted(typed) if (said := one(phone))), "")


def _parted(typed: str) -> list[str]:
    """Return the phones of one line."""
    return [one for one in re.split(r"[\s、,;，；/]+", typed) if one]
