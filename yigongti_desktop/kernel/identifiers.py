"""Numbers that carry their own check: citizens, phones, health records, credit codes.

A region code is never a reason to refuse: numbers keep the code of their first issue (GB 11643-1999),
and counties have changed theirs (寿县 342422 → 340422).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul

from yigongti_desktop.kernel.dates import check_birth
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ID_LENGTH = 18
_MOBILE_LENGTH = 11
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_LENGTH = 18
#: ASCII digits only: other scripts have digits too, and a number written in two scripts would be two numbers.
_ID = re.compile(r"[0-9]{17}[0-9X]")
_BIRTH_CERTIFICATE = re.compile(r"[A-Z][0-9]{9}")
#: Country, place of issue, day of birth, number, check.
_FOREIGN_OLD = re.compile(r"[A-Z]{3}[0-9]{4}[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{2}")
_COUNTRY_LETTERS = 3
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: 4.29006E+17, and what is left when digits beyond the fifteenth are cut.
_SPOILED = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{1,2}")
_CUT = "000"
_HEALTH_RECORD = re.compile(r"[0-9]{17}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")
_BLANKS = re.compile(r"[\s\-]")
_BRACKETS = re.compile(r"[\s()]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


class Sex(StrEnum):
    """GB/T 2261.1 by name."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


class IdKind(StrEnum):
    """What kind of paper a number belongs to."""

    RESIDENT = "resident"
    HONG_KONG_MACAO = "hong_kong_macao"
    TAIWAN = "taiwan"
    FOREIGN_PERMANENT = "foreign_permanent"
    #: 外国人永久居留证 as it was until 2023: three letters and twelve digits.
    FOREIGN_PERMANENT_OLD = "foreign_permanent_old"
    #: 出生医学证明: a letter and nine digits.
    BIRTH_CERTIFICATE = "birth_certificate"
    NONE = "none"


@dataclass(frozen=True)
class IdNumber:
    """A valid 18-character citizen number and what it says of its holder."""

    number: str
    birth: date
    sex: Sex
    kind: IdKind


@dataclass(frozen=True)
class Paper:
    """A valid number of whatever paper somebody is known by, and what it says of its holder."""

    number: str
    kind: IdKind
    #: None where the paper does not tell.
    birth: date | None = None
    sex: Sex = Sex.UNKNOWN

    def fits(self, birth: date) -> bool:
        """Say whether the holder may have been born on a day; an old card of a foreigner has two digits of the year."""
        if self.kind is IdKind.FOREIGN_PERMANENT_OLD:
            return self.number[7:13] == f"{birth:%y%m%d}"
        return self.birth is None or self.birth == birth


def read_paper(typed: str, today: date) -> Paper:
    """Read the number of a citizen, a 港澳台居民居住证, a foreigner's card, a birth certificate.

    The form of the number tells the kind.

    Raises:
        Refused: id_number_excel for one that a spreadsheet has spoiled, foreign_card_number,
            birth_certificate_number, and what `read_id_number` says.
    """
    number = _BLANKS.sub("", half_width(typed)).upper()
    if _SPOILED.fullmatch(number):
        raise Refused("id_number_excel")
    if _BIRTH_CERTIFICATE.fullmatch(number):
        return Paper(number, IdKind.BIRTH_CERTIFICATE)
    if _FOREIGN_OLD.fullmatch(number):
        return Paper(number, IdKind.FOREIGN_PERMANENT_OLD)
    letters = len(number) - len(number.lstrip(_LETTERS))
    if letters == _COUNTRY_LETTERS:
        raise Refused("foreign_card_number", length=len(number))
    if letters == 1 and len(number) < _ID_LENGTH:
        raise Refused("birth_certificate_number", length=len(number))
    try:
        read = read_id_number(number, today)
    except Refused:
        if len(number) == _ID_LENGTH and number.endswith(_CUT):
            raise Refused("id_number_excel") from None
        raise
    return Paper(read.number, read.kind, read.birth, read.sex)


def kind_of_paper(number: str) -> IdKind:
    """Return what kind of paper a number that was read before belongs to."""
    if not number:
        return IdKind.NONE
    if _BIRTH_CERTIFICATE.fullmatch(number):
        return IdKind.BIRTH_CERTIFICATE
    return IdKind.FOREIGN_PERMANENT_OLD if _FOREIGN_OLD.fullmatch(number) else _kind(number)


def read_id_number(typed: str, today: date) -> IdNumber:
    """Read a citizen number: lower-case x, full width and blanks are accepted.

    Raises:
        Refused: id_number_length, id_number_characters, id_number_birth, birth_in_future, id_number_check.
    """
    number = _BLANKS.sub("", half_width(typed)).upper()
    if len(number) != _ID_LENGTH:
        raise Refused("id_number_length", length=len(number))
    if not _ID.fullmatch(number):
        raise Refused("id_number_characters")
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Refused("id_number_birth", digits=number[6:14]) from None
    check_birth(birth, today)
    if number[17] != check_character(number[:17]):
        raise Refused("id_number_check")
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return IdNumber(number, birth, sex, _kind(number))


def check_character(first17: str) -> str:
    """Return the 18th character of a citizen number (GB 11643-1999, ISO 7064 mod 11-2)."""
    return _CHECKS[sum(map(mul, map(int, first17), _WEIGHTS)) % 11]


def read_phone(typed: str) -> str:
    """Read a mobile number or a landline with its area code; return plain digits (area code keeps its hyphen).

    Raises:
        Refused: phone_empty, mobile_length, phone_format.
    """
    phone = _BRACKETS.sub("", half_width(typed)).removeprefix("+86").replace("－", "-").replace("—", "-")
    if not phone:
        raise Refused("phone_empty")
    if _LANDLINE.fullmatch(phone):
        return phone
    digits = phone.replace("-", "")
    if not digits.isdecimal():
        raise Refused("phone_format")
    if digits.startswith("1") and len(digits) != _MOBILE_LENGTH:
        raise Refused("mobile_length", length=len(digits))
    if not _MOBILE.fullmatch(digits):
        raise Refused("phone_format")
    return digits


def read_health_record_number(typed: str) -> str:
    """Read a 档案编号: 6 (区划) + 3 (乡镇) + 3 (村) + 5 (序号) = 17 digits; empty stays empty.

    Raises:
        Refused: health_record_number.
    """
    number = _BLANKS.sub("", half_width(typed))
    if number and not _HEALTH_RECORD.fullmatch(number):
        raise Refused("health_record_number", length=len(number))
    return number


def read_credit_code(typed: str) -> str:
    """Read a 统一社会信用代码 (GB 32100-2015).

    Raises:
        Refused: credit_code.
    """
    code = half_width(typed).strip().upper()
    if len(code) != _CREDIT_LENGTH or any(character not in _CREDIT_ALPHABET for character in code):
        raise Refused("credit_code")
    total = sum(_CREDIT_ALPHABET.index(code[place]) * pow(3, place, 31) for place in range(17))
    if _CREDIT_ALPHABET[-total % 31] != code[17]:
        raise Refused("credit_code")
    return code


def _kind(number: str) -> IdKind:
    if number[:2] in {"81", "82"}:
        return IdKind.HONG_KONG_MACAO
    if number[:2] == "83":
        return IdKind.TAIWAN
    return IdKind.FOREIGN_PERMANENT if number[0] == "9" else IdKind.RESIDENT
