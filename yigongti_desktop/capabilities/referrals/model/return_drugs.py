"""The drugs that a return slip asks the clinic to go on with (用药无缝衔接, PHA-02; REF-28), line by line.

A drug of the formulary is named as the formulary names it on the day; any other stands in the doctor's own words. What
the clinic has of it is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.catalogue import need_drug

MOST_DRUGS = 40
#: Days of a course; nobody is sent home with more than a year's.
MOST_DAYS = 366
#: Packs of one drug.
MOST_PACKS = 9_999
#: Longest texts, in characters.
LONGEST_NAME, LONGEST_USE, LONGEST_UNIT = 100, 40, 10


class SlipDrug(msgspec.Struct, frozen=True, kw_only=True):
    """One drug with how it is taken, and how much of it the patient needs from the clinic."""

    #: Id in the formulary; empty for a drug that is not listed.
    drug: str = ""
    #: As the formulary has it on the day, or in the doctor's words.
    name: str = ""
    #: Strength and pack: 0.1g×30片.
    strength: str = ""
    #: How much at a time: 1片.
    dose: str = ""
    #: How often: 每日1次.
    frequency: str = ""
    #: Days for which it is taken; 0 where nobody can say, as of a drug taken when needed.
    days: int = 0
    #: Wanted of the clinic, in packs of the unit.
    quantity: int
    #: What is counted; a listed drug has its own.
    unit: str = ""


def check_drugs(typed: Iterable[SlipDrug], ruling: Ruling) -> tuple[SlipDrug, ...]:
    """Return the lines tidied, each listed drug as the formulary has it.

    Raises:
        Refused: drugs_many, or the first fault with its line, from 1, and its field: drug_unknown, drug_not_listed,
            field_empty, field_long, course_days, quantity_low, quantity_high.
    """
    lines = tuple(typed)
    if len(lines) > MOST_DRUGS:
        raise Refused("drugs_many", most=MOST_DRUGS, count=len(lines))
    return tuple(_checked(line, place, ruling) for place, line in enumerate(lines, start=1))


def _checked(line: SlipDrug, place: int, ruling: Ruling) -> SlipDrug:
    named = _of_formulary(line, place, ruling) if line.drug else _in_words(line, place)
    if not 0 <= line.days <= MOST_DAYS:
        raise Refused("course_days", field="days", line=place, most=MOST_DAYS, days=line.days)
    if line.quantity < 1:
        raise Refused("quantity_low", field="quantity", line=place, least=1, quantity=line.quantity)
    if line.quantity > MOST_PACKS:
        raise Refused("quantity_high", field="quantity", line=place, most=MOST_PACKS, quantity=line.quantity)
    return replace(
        named,
        dose=_line(line.dose, "dose", place, LONGEST_USE),
        frequency=_line(line.frequency, "frequency", place, LONGEST_USE),
    )


def _of_formulary(line: SlipDrug, place: int, ruling: Ruling) -> SlipDrug:
    try:
        drug = need_drug(ruling.register, line.drug, day(ruling.at))
    except Refused as fault:
        raise Refused(fault.code, field="drug", line=place, **fault.facts) from None
    strength = f"{drug.strength}×{drug.pack}" if drug.pack else drug.strength
    return replace(line, name=drug.name, strength=strength, unit=drug.unit)


def _in_words(line: SlipDrug, place: int) -> SlipDrug:
    return replace(
        line,
        name=_line(line.name, "drug", place, LONGEST_NAME),
        strength=_line(line.strength, "strength", place, LONGEST_NAME, needed=False),
        unit=_line(line.unit, "unit", place, LONGEST_UNIT),
    )


def _line(typed: str, field: str, place: int, most: int, *, needed: bool = True) -> str:
    tidy = clean_line(typed)
    if needed and not tidy:
        raise Refused("field_empty", field=field, line=place)
    if len(tidy) > most:
        raise Refused("field_long", field=field, line=place, most=most, length=len(tidy))
    return tidy
