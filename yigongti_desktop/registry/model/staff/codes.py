"""Codes of staff: establishment, profession, title level, licences, ways of working away from home (STF-09, STF-10).

A level or a kind is always a code, never guessed from the words that stand beside it (STF-16).
"""

from __future__ import annotations

from enum import StrEnum


class Establishment(StrEnum):
    """On what footing somebody is employed (STF-10: 在编、备案制、聘用、村医)."""

    POST = "post"
    FILED = "filed"
    HIRED = "hired"
    VILLAGE = "village_post"


class Profession(StrEnum):
    """What somebody works as; the first six are professional staff (STF-08)."""

    DOCTOR = "physician"
    NURSE = "nursing"
    PHARMACIST = "pharmacy"
    TECHNICIAN = "technician"
    PUBLIC_HEALTH = "prevention"
    VILLAGE_DOCTOR = "village_physician"
    MANAGER = "management"
    SUPPORT = "logistics"


class Level(StrEnum):
    """Level of a professional title, the lowest first."""

    NONE = "no_title"
    JUNIOR = "junior"
    MIDDLE = "middle"
    ASSOCIATE = "associate_senior"
    SENIOR = "senior"

    @property
    def rank(self) -> int:
        """Return how high it is: 0 for none, 4 for 正高."""
        return list(Level).index(self)


class Category(StrEnum):
    """Practice category of a doctor (执业类别); NONE for licences that have none."""

    NONE = ""
    CLINICAL = "clinical"
    TCM = "chinese_medicine"
    DENTAL = "dental"
    PUBLIC_HEALTH = "public_hygiene"


class LicenceKind(StrEnum):
    """What a licence allows; one of a kind is in force at a time."""

    PHYSICIAN = "physician_licence"
    ASSISTANT = "assistant_licence"
    NURSE = "nurse_licence"
    VILLAGE_DOCTOR = "village_licence"
    PHARMACIST = "pharmacist_licence"
    NARCOTIC = "narcotic_right"
    ANTIMICROBIAL = "antimicrobial_right"
    RADIATION = "radiation_card"
    MATERNAL_CHILD = "maternal_child_card"
    OTHER = "other_licence"


#: Licences that bear a practice category and a scope.
OF_DOCTORS = frozenset({LicenceKind.PHYSICIAN, LicenceKind.ASSISTANT})


class PeriodKind(StrEnum):
    """A time in which the law protects somebody (女职工劳动保护特别规定)."""

    PREGNANCY = "pregnancy"
    NURSING = "nursing_child"


class Mode(StrEnum):
    """Why somebody works elsewhere than at home (STF-09); NONE for who works at home."""

    NONE = ""
    COUNTY_TOWN = "county_town"
    TOWN_VILLAGE = "town_village"
    ROTATION = "rotation"
    STUDY = "further_study"
