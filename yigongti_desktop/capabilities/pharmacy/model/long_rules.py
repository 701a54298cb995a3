"""What a long prescription may be (长处方, PHA-12): for whom, of what, for how long, and how many packs it takes.

National: 长期处方管理规范（试行）, 国卫办医发〔2021〕17号; a county may be stricter (益阳: two months). Lists of
drugs and diseases are rules of the county, nothing of them is known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.catalogue import Control
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.units import convert

#: 12 weeks: no county allows more.
NATIONAL_DAYS = 84
#: Beyond 4 weeks the patient signs.
SIGN_DAYS = 28
_KEEP_DAYS = 14
_MOST_A_DAY = 1_000
_PACK = re.compile(r"([1-9][0-9]{0,5})([^0-9./×xX*()]+)")
_DOSE = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,3})|/([1-9][0-9]{0,2}))?")
_MOST_SHOWN = 20


class Dose(msgspec.Struct, frozen=True, kw_only=True):
    """How much is taken a day, in the smallest unit, as an exact fraction: three halves of a tablet."""

    units: int
    per: int = 1

    @property
    def a_day(self) -> Fraction:
        """Return it as a number."""
        return Fraction(self.units, self.per)


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """What a course takes, in whole packs."""

    packs: int
    #: Smallest units in a pack, and what they are called.
    per_pack: int
    piece: str
    #: Needed exactly, and left over from the last pack.
    needed: Dose
    left: Dose


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a county allows on a day."""

    most_days: int = NATIONAL_DAYS
    sign_days: int = SIGN_DAYS
    keep_days: int = _KEEP_DAYS
    diseases: tuple[str, ...] = ()
    #: Parts of names: antimicrobials, those of them that are allowed (tuberculosis), others that are not.
    antimicrobials: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    #: Ways of storage that a home cannot keep to.
    storage: tuple[str, ...] = ()


def terms(register: Lookup, on: date) -> Terms:
    """Return what the county allows on a day; the longest course is the shorter of its own and the national one."""

    def words(name: str) -> tuple[str, ...]:
        nothing: list[str] = []
        return tuple(str(word) for word in rule(register, f"long_prescription.{name}", on, nothing))

    return Terms(
        most_days=min(rule(register, "long_prescription.most_days", on, NATIONAL_DAYS), NATIONAL_DAYS),
        sign_days=min(rule(register, "long_prescription.sign_days", on, SIGN_DAYS), SIGN_DAYS),
        keep_days=rule(register, "long_prescription.keep_days", on, _KEEP_DAYS),
        diseases=words("diseases"),
        antimicrobials=words("antimicrobials"),
        allowed=words("allowed"),
        barred=words("barred"),
        storage=words("storage"),
    )


def check(
    drug: Drug, dose: Dose, days: int, disease: str, terms: Terms, *, is_contracted: bool, is_signed: bool
) -> Quantity:
    """Return what a long prescription takes.

    Raises:
        Refused: drug_barred, contract_needed, disease_chronic, days_range, signature_needed, dose_range,
            pack_unreadable.
    """
    if why := barred(drug, terms):
        raise Refused("drug_barred", name=drug.name, why=why)
    if not is_contracted:
        raise Refused("contract_needed")
    if not disease or (terms.diseases and disease not in terms.diseases):
        raise Refused("disease_chronic", disease=disease)
    if not 1 <= days <= terms.most_days:
        raise Refused("days_range", most=terms.most_days, days=days)
    if days > terms.sign_days and not is_signed:
        raise Refused("signature_needed", days=terms.sign_days)
    return reckon(drug, dose, days)


def barred(drug: Drug, terms: Terms) -> str:
    """Return why a drug is never given for long; empty when it may be (standards §4.4)."""
    if drug.control is not Control.NONE:
        return drug.control.value
    if _has(drug.name, terms.barred):
        return "listed"
    if _has(drug.name, terms.antimicrobials) and not _has(drug.name, terms.allowed):
        return "antimicrobial"
    return "storage" if _has(drug.storage, terms.storage) else ""


def reckon(drug: Drug, dose: Dose, days: int) -> Quantity:
    """Return days times the dose, rounded up to whole packs.

    Raises:
        Refused: dose_range, pack_unreadable.
    """
    if dose.per < 1 or not 0 < dose.a_day <= _MOST_A_DAY:
        raise Refused("dose_range", most=_MOST_A_DAY)
    per_pack, piece = read_pack(drug)
    needed = dose.a_day * days
    packs = -(-needed // per_pack)
    return Quantity(
        packs=packs, per_pack=per_pack, piece=piece, needed=exactly(needed), left=exactly(packs * per_pack - needed)
    )


def read_pack(drug: Drug) -> tuple[int, str]:
    """Return how many of the smallest unit a pack holds and what that is called: 28片; one of its own where it is one.

    The formulary's own units say it; the text is read where it has none. A pack that is its own smallest unit may
    still be measured: of a bottle of 100ml so many ml are taken.

    Raises:
        Refused: pack_unreadable.
    """
    read = _PACK.fullmatch(half_width(drug.pack).replace(" ", "").partition("/")[0])
    sizes = dict(drug.units)
    if drug.unit in sizes:
        smallest = drug.units[-1][0]
        is_measured = len(sizes) == 1 and read is not None and read[2] != smallest
        if not is_measured:
            return convert(drug.units, 1, drug.unit, smallest), smallest
    if read is None:
        raise Refused("pack_unreadable", name=drug.name, pack=drug.pack[:_MOST_SHOWN])
    return int(read[1]), read[2]


def read_dose(typed: str) -> Dose:
    """Read a dose: 1, 1.5, 3/2.

    Raises:
        Refused: dose_format.
    """
    found = _DOSE.fullmatch(half_width(typed).strip())
    if found is None:
        raise Refused("dose_format", typed=typed[:_MOST_SHOWN])
    whole, places, per = found.groups()
    if per:
        return exactly(Fraction(int(whole), int(per)))
    return exactly(Fraction(f"{whole}.{places or 0}"))


def exactly(number: Fraction) -> Dose:
    """Return a number in lowest terms."""
    return Dose(units=number.numerator, per=number.denominator)


def _has(text: str, parts: Iterable[str]) -> bool:
    return any(part and part in text for part in parts)
