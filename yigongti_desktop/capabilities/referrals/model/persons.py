"""Patients of whom something is not known: a newborn without a number, somebody whom nobody knows (无名氏).

The national form has a name, a sex and an age, and no place for "unknown": it stays printable.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_id_number

#: Under what somebody goes whom nobody knows.
NOBODY = "无名氏"
#: 某某之子、之女; 之婴 where the sex is not clear yet.
CHILD_OF = {"之子": Sex.MALE, "之女": Sex.FEMALE, "之婴": Sex.UNKNOWN}
#: Years that an estimate may say, and days after which a child has a number.
_OLDEST = 120
NEWBORN_DAYS = 365
_YEAR = 12


class Known(StrEnum):
    """How much is known of who somebody is."""

    ORDINARY = ""
    NEWBORN = "newborn"
    UNIDENTIFIED = "unidentified"


def check_newborn(name: str, birth: date, mother: str, today: date) -> str:
    """Return the mother's number of a newborn that has none of its own.

    Raises:
        Refused: newborn_name, newborn_old, field_empty, mother_male, and what is wrong with the number.
    """
    if name[-2:] not in CHILD_OF or not name[:-2]:
        raise Refused("newborn_name", field="name")
    if (today - birth).days > NEWBORN_DAYS:
        raise Refused("newborn_old", field="birth", birth=birth.isoformat())
    if not mother.strip():
        raise Refused("field_empty", field="mother")
    try:
        read = read_id_number(mother, today)
    except Refused as fault:
        raise Refused(fault.code, **fault.facts | {"field": "mother"}) from None
    if read.sex is Sex.MALE:
        raise Refused("mother_male", field="mother")
    return read.number


def check_estimate(years: int | None) -> int:
    """Return the estimated age of somebody whose day of birth nobody knows.

    Raises:
        Refused: field_empty, age_estimate.
    """
    if years is None:
        raise Refused("field_empty", field="estimated_age")
    if not 0 <= years <= _OLDEST:
        raise Refused("age_estimate", field="estimated_age", years=years, most=_OLDEST)
    return years


def estimated_birth(years: int, today: date) -> date:
    """Return the day that stands for the unknown day of birth: who is estimated so old today."""
    return months_after(today, -_YEAR * min(max(years, 0), _OLDEST))


def sex_of_child(name: str) -> Sex:
    """Return what 之子 or 之女 says of a newborn."""
    return CHILD_OF.get(name[-2:], Sex.UNKNOWN)
