"""The fields of a case that a hospital begins, before those of its paper."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from yigongti_desktop.capabilities.referrals.model.listed import Listed
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_LINE
from yigongti_desktop.capabilities.referrals.model.trackers import TRACKERS
from yigongti_desktop.capabilities.referrals.store.tracking import Persons
from yigongti_desktop.capabilities.referrals.ui.slip_fields import FAULT_FIELDS as OF_SLIP
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.registry.store import Seat
from yigongti_desktop.registry.ui.residents import as_option
from yigongti_desktop.registry.ui.words import SEX

#: Before the id of a case whose patient is proposed.
CASE = "case "
FAULT_FIELDS = {**OF_SLIP, "institution_unknown": "institution", "down_class_unknown": "down_class"}
_SEXES = (Option(Sex.MALE.value, "男"), Option(Sex.FEMALE.value, "女"))

Check = Callable[[Any], str]


@dataclass(frozen=True)
class Helpers:
    """What the fields need of the desk."""

    persons: Search
    id_number: Check
    birth: Check
    phone: Check


def sections(
    helpers: Helpers, seat: Seat, units: Sequence[Option], classes: Sequence[Listed]
) -> tuple[Section, Section]:
    """Return the fields of the patient, and of where they go and why."""
    people = [Option(one.id, one.name, detail=one.department) for one in seat.people if TRACKERS & set(one.roles)]
    down_classes = [Option(one.code, one.name) for one in classes]
    return (
        Section("患者", _patient(helpers)),
        Section(
            "下转",
            (
                (
                    Field(name="institution", label="转回单位", kind=PICK, options=units, is_needed=True),
                    Field(name="down_class", label="下转对象", kind=PICK, options=down_classes, is_needed=True),
                ),
                (
                    Field(
                        name="tracker",
                        label="跟踪负责",
                        kind=PICK,
                        options=people,
                        is_needed=True,
                        placeholder="对方接收以前谁跟踪",
                    ),
                ),
            ),
        ),
    )


def as_options(found: Persons) -> list[Option]:
    """Return the people that are proposed: residents, then patients of the cases of this place."""
    return [*(as_option(one) for one in found.residents), *(_of_case(one) for one in found.cases)]


def _of_case(case: Referral) -> Option:
    patient = case.slip.patient
    detail = f"{SEX[patient.sex]}　{patient.birth:%Y-%m-%d}　{case.origin_name}"
    return Option(f"{CASE}{case.id}", patient.name, detail=detail, right=case.number)


def _patient(helpers: Helpers) -> tuple[tuple[Field, ...], ...]:
    hint = "姓名、拼音首字母；转来过的和登记过的都找得到"
    return (
        (Field(name="who", label="找患者", kind=PICK, search=helpers.persons, is_free=True, placeholder=hint),),
        (
            Field(name="name", label="姓名", is_needed=True, most=60),
            Field(name="id_number", label="身份证号", check=helpers.id_number, most=24),
        ),
        (
            Field(name="birth", label="出生日期", kind=DATE, is_needed=True, check=helpers.birth),
            Field(name="sex", label="性别", kind=CHIPS, options=_SEXES, is_needed=True),
        ),
        (
            Field(name="phone", label="联系电话", is_needed=True, check=helpers.phone, most=24),
            Field(name="contact", label="家属", most=LONGEST_LINE),
        ),
        (Field(name="address", label="家庭住址", most=LONGEST_LINE),),
    )
