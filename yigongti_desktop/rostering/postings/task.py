"""What is asked of whoever plans postings, and what a plan is.

Months are counted from the first one that is planned, which is 0; a posting that runs already began before it. What a
level or a skill stands for is not known here. All weights and prices are whole numbers.
"""

from __future__ import annotations

from msgspec import Struct


class Stay(Struct, frozen=True, order=True):
    """A doctor's time at one unit, in whole months."""

    #: Below 0 when it runs already.
    start: int
    length: int
    unit: int

    @property
    def end(self) -> int:
        """Return the first month after it."""
        return self.start + self.length

    def within(self, months: int) -> range:
        """Return those of its months that are planned."""
        return range(min(max(self.start, 0), months), max(min(self.end, months), 0))


#: Stays of all doctors, in their order, each one's by time.
Plan = tuple[tuple[Stay, ...], ...]


class Share(Struct, frozen=True, omit_defaults=True):
    """What one doctor's months at units are to add up to, those served before included.

    Each month below `least` costs `under` (STF-26: a year before promotion). The first month beyond `most` costs
    `over`, the second twice as much, and so on: what is shared out by it is shared out evenly.
    """

    served: int = 0
    least: int = 0
    under: int = 0
    most: int = 0
    over: int = 0

    def cost(self, months: int) -> int:
        """Return what it costs that so many months are served in all."""
        beyond = max(months - self.most, 0)
        return self.under * max(self.least - months, 0) + self.over * beyond * (beyond + 1) // 2


class Doctor(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One doctor of the lead hospital."""

    id: str
    #: The higher, the more.
    level: int
    skills: tuple[str, ...] = ()
    department: str = ""
    #: Months in which they cannot be posted, those after the last one that is planned included where known.
    away: tuple[int, ...] = ()
    #: Units where they cannot be posted.
    barred: tuple[int, ...] = ()
    #: What a month at each unit costs: distance, family, wishes; empty for nothing.
    prices: tuple[int, ...] = ()
    #: Postings that run, ended lately, or were pinned: they are in every plan, and their length is not judged.
    fixed: tuple[Stay, ...] = ()
    #: Months of a stay (STF-17: six at least), and between two.
    least: int = 6
    most: int = 12
    rest: int = 6
    share: Share = Share()


class Unit(Struct, frozen=True, omit_defaults=True):
    """A place where doctors are posted.

    With `handover`, whoever comes is to find somebody who was there in the month before and stays for one month more;
    each one who does not costs so much. It is not asked in the first month.
    """

    id: str
    handover: int = 0
    #: Months in which nobody may be sent here, those after the last one that is planned included where known; who is
    #: fixed stays.
    closed: tuple[int, ...] = ()


class Need(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """So many doctors of a kind are at some units, taken together, in each of some months (STF-16, STF-18, STF-07)."""

    id: str
    units: tuple[int, ...]
    months: tuple[int, ...]
    least: int
    #: What each one too few costs, in each month.
    under: int
    most: int | None = None
    #: What each one too many costs, in each month.
    over: int = 0
    #: Who counts: of this level at least, with this skill, of one of these departments.
    level: int = 0
    skill: str | None = None
    departments: tuple[str, ...] = ()

    def counts(self, doctor: Doctor) -> bool:
        """Say whether a doctor is of the kind."""
        has_skill = self.skill is None or self.skill in doctor.skills
        return (
            doctor.level >= self.level and has_skill and (not self.departments or doctor.department in self.departments)
        )


class Limit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """So many of some doctors at most are posted at once: those of a department, or the two parents of a child."""

    id: str
    doctors: tuple[int, ...]
    months: tuple[int, ...]
    most: int
    #: What each one too many costs, in each month.
    over: int


class Task(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Units, doctors and what is asked of some months in a row."""

    months: int
    units: tuple[Unit, ...]
    doctors: tuple[Doctor, ...]
    needs: tuple[Need, ...] = ()
    limits: tuple[Limit, ...] = ()
    #: A plan that people know already; empty for none.
    published: Plan = ()
    #: What it costs for each doctor and month that they are elsewhere than published.
    change: int = 0


def members(doctors: tuple[Doctor, ...], department: str) -> tuple[int, ...]:
    """Return the places of a department's doctors."""
    return tuple(place for place, doctor in enumerate(doctors) if doctor.department == department)
