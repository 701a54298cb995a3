"""Why somebody works at another institution for a time, and what each kind asks for (派驻、坐诊、巡诊、进修 …)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.codes import Profession


class Kind(StrEnum):
    """A kind of posting between two institutions (STF-02, STF-12, STF-16, STF-18, STF-23, TRN-02, TRN-04)."""

    RESIDENT = "resident"
    CLINIC = "sitting_in"
    TOUR = "tour"
    SURGERY = "surgery"
    STUDY = "study"
    ROTATION = "rotation"
    SUPERVISOR = "supervisor"
    TERTIARY = "tertiary"


#: Kinds in which somebody is there day after day; in the others they come for single days.
STAYING = frozenset({Kind.RESIDENT, Kind.STUDY, Kind.ROTATION, Kind.SUPERVISOR, Kind.TERTIARY})
#: Kinds in which somebody of a unit goes up to the lead hospital (STF-28 双向流动).
UPWARD = frozenset({Kind.STUDY, Kind.ROTATION})
#: Kinds in which patients are treated away from home, for which an agreement must be in force (STF-25).
UNDER_AGREEMENT = frozenset({Kind.RESIDENT, Kind.CLINIC, Kind.TOUR, Kind.SURGERY, Kind.TERTIARY})
#: Kinds that a lead hospital receives for the whole community, and in which strangers to the register may come.
FROM_OUTSIDE = frozenset({Kind.SUPERVISOR, Kind.TERTIARY})
#: 常年 kinds, which last for half a year at least (STF-17, STF-18).
LASTING = frozenset({Kind.RESIDENT, Kind.TERTIARY})
#: Months that a lasting posting takes unless the county says otherwise (STF-17 半年以上).
LEAST_MONTHS = 6

LEVELS = {"初级": Level.JUNIOR, "中级": Level.MIDDLE, "副高": Level.ASSOCIATE, "正高": Level.SENIOR}
#: The county's rule for the least title of a kind, and what holds where it says nothing.
_TITLES = {
    Kind.RESIDENT: ("staffing.resident_title", "中级"),
    Kind.CLINIC: ("staffing.tour_title", "副高"),
    Kind.TOUR: ("staffing.tour_title", "副高"),
}
_LICENCES = {
    Profession.NURSE: frozenset({LicenceKind.NURSE}),
    Profession.DOCTOR: frozenset({LicenceKind.PHYSICIAN, LicenceKind.ASSISTANT}),
    Profession.VILLAGE_DOCTOR: frozenset({LicenceKind.PHYSICIAN, LicenceKind.ASSISTANT, LicenceKind.VILLAGE_DOCTOR}),
}


def least_title(kind: Kind, register: Lookup, on: date) -> Level:
    """Return the least title that a kind takes on a day (STF-12, STF-16, STF-24); NONE for kinds that take any."""
    if kind not in _TITLES:
        return Level.NONE
    name, default = _TITLES[kind]
    return LEVELS.get(rule(register, name, on, default), LEVELS[default])


def least_months(register: Lookup, on: date) -> int:
    """Return how many months a lasting posting takes at least (STF-17): the county's `staffing.posting_months`."""
    return rule(register, "staffing.posting_months", on, LEAST_MONTHS)


def licences_for(profession: Profession) -> frozenset[LicenceKind]:
    """Return the licences one of which somebody must hold to treat patients; none for other professions."""
    return _LICENCES.get(profession, frozenset())


def mode_of(kind: Kind) -> Mode:
    """Return in what way somebody works away from home, as the register calls it (STF-09)."""
    return Mode.STUDY if kind is Kind.STUDY else Mode.ROTATION
