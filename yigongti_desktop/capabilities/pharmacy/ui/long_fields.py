"""The fields of a long prescription: for whom, for which disease, what, how much a day, how long."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.capabilities.pharmacy.model import long_rules
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LONGEST
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LONGEST_NAME
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import at_most
from yigongti_desktop.kit.form.checks import reads
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import NUMBER
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search


def sections(diseases: Sequence[str], find_residents: Search, find_drugs: Search, desk: Desk) -> tuple[Section, ...]:
    """Return the fields.

    Args:
        diseases: that the county lists; any may be written where it lists none.
        find_residents: proposes residents.
        find_drugs: proposes drugs.
        desk: that puts refusals into words.
    """
    listed = [Option(name, name) for name in diseases]
    patient = Field(
        name="patient",
        label="患者",
        kind=PICK,
        search=find_residents,
        is_free=True,
        is_needed=True,
        placeholder="姓名、首字母、证号后几位",
        check=at_most(LONGEST_NAME),
    )
    drug = Field(
        name="drug",
        label="药品",
        kind=PICK,
        search=find_drugs,
        is_needed=True,
        placeholder="药名、拼音首字母",
    )
    dose = Field(
        name="dose",
        label="每天用量",
        is_needed=True,
        placeholder="1、1.5、3/2",
        check=reads(desk, long_rules.read_dose),
    )
    return (
        Section(
            "",
            (
                (patient, Field(name="phone", label="电话", most=24, check=reads(desk, read_phone))),
                (
                    Field(
                        name="disease",
                        label="慢病",
                        kind=PICK,
                        options=listed,
                        is_free=not listed,
                        is_needed=True,
                        placeholder="选一种",
                    ),
                    Field(name="is_contracted", label="已签约", kind=CHECK, placeholder="已签约家庭医生"),
                ),
                (drug,),
                (dose, Field(name="days", label="天数", kind=NUMBER, is_needed=True)),
                (
                    Field(name="next_date", label="取药日期", kind=DATE, is_needed=True),
                    Field(name="is_signed", label="患者已签字", kind=CHECK, placeholder="患者已签字"),
                ),
                (
                    Field(name="doctor", label="医生", is_needed=True, most=LONGEST_NAME),
                    Field(name="remark", label="备注", most=LONGEST),
                ),
            ),
        ),
    )
