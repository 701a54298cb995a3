"""A clinic of a few people for single rules, its rows written as codes of duties, a point for a day off."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from msgspec.structs import replace

from tests.capabilities.staffing.months import FIRST
from tests.capabilities.staffing.months import UNIT
from tests.capabilities.staffing.months import duties
from tests.capabilities.staffing.months import staff
from yigongti_desktop.capabilities.staffing.model.asking import asked
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.model.sentences import sentences
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.rostering.task import Roster

DUTIES = duties(12)


def on(day: int) -> date:
    """Return a day of May 2026, whose first is a Friday and 劳动节."""
    return FIRST + timedelta(day - 1)


def doctor(number: int = 0, level: Level = Level.MIDDLE) -> Person:
    return Person(staff=staff(number, LicenceKind.PHYSICIAN, level))


def nurse(number: int) -> Person:
    return Person(staff=staff(number, LicenceKind.NURSE, Level.JUNIOR))


def may(*people: Person, days: int = 31, first: int = 1) -> Month:
    return Month(unit=UNIT, first=on(first), days=days, people=people)


def ask(month: Month) -> Asked:
    return asked(month, DUTIES, national(), built_in())


def rows(question: Asked, *written: str) -> Roster:
    places = {"."} | {duty.code for duty in question.duties}
    assert all(set(row) <= places for row in written)
    numbers = {".": 0} | {duty.code: place for place, duty in enumerate(question.duties, 1)}
    return tuple(tuple(numbers[code] for code in row.ljust(question.task.days, ".")) for row in written)


def found(month: Month, rule: str, *written: str) -> list[Sentence]:
    """Return what a rule finds in a roster of a month."""
    question = ask(month)
    return [one for one in sentences(question, rows(question, *written)) if one.rule == rule]


def said(month: Month, rule: str, *written: str) -> list[str]:
    return [one.text for one in found(month, rule, *written)]


def having(month: Month, **changed: object) -> Month:
    return replace(month, **changed)
