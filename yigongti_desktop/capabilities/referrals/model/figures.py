"""How referral goes: up and down, accepted, arrived, how fast, and whether the first diagnosis held.

Shares are exact fractions, and None when there is nothing to divide by; a screen rounds them. What was sent in a
period is followed to its end, whenever that is; patients who came down count on the day on which they did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Hashable
from collections.abc import Iterable
from datetime import datetime
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import TypeVar

import msgspec

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.periods import Period

K = TypeVar("K", bound=Hashable)

#: What a year's growth of patients sent down should come to (REF-02 年增长率在 10 % 以上).
GROWTH = Fraction(1, 10)
_NINETY = Fraction(9, 10)
#: Characters of an ICD-10 category: I10 of I10.x00x002.
_CATEGORY = 3


class Way(StrEnum):
    """Where a case goes: from a clinic to a hospital, from a hospital to a clinic, or between equals."""

    UP = "up"
    DOWN = "down"
    ACROSS = "across"


class Answer(StrEnum):
    """How an offer was answered, or that it was not yet."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    #: Taken back, or lapsed, before anybody answered.
    NONE = "none"


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """One case, as far as figures are made of it."""

    id: str
    number: str
    patient: str
    way: Way
    state: str
    origin: str
    origin_name: str
    target: str
    target_name: str
    doctor: str = ""
    #: ICD-10 code and words of the slip, and of the return slip.
    code: str = ""
    disease: str = ""
    final_code: str = ""
    final: str = ""
    is_emergency: bool = False
    answer: Answer = Answer.OPEN
    #: The patient was accepted, so expected, and did not come.
    is_missed: bool = False
    sent_at: datetime
    accepted_at: datetime | None = None
    arrived_at: datetime | None = None
    #: When the patient was sent back to the clinic.
    returned_at: datetime | None = None

    @property
    def category(self) -> str:
        """Return the three-character category of the slip's diagnosis; empty where it has no code."""
        return self.code[:_CATEGORY].upper()

    @property
    def is_compared(self) -> bool:
        """Say whether both diagnoses have codes, so that they can be compared (QLT-13)."""
        return bool(self.code and self.final_code)

    @property
    def is_agreed(self) -> bool:
        """Say whether both diagnoses are of one category (QLT-13)."""
        return self.is_compared and self.category == self.final_code[:_CATEGORY].upper()

    @property
    def down_at(self) -> datetime | None:
        """Return when the patient came down to a clinic: sent back, or sent down in the first place; None if not."""
        return self.sent_at if self.way is Way.DOWN else self.returned_at


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """How long something took."""

    counted: int
    #: Half of them took no longer; of an even number the mean of the middle two.
    median: timedelta | None
    #: Nine of ten took no longer: the nearest rank, always a time that occurred.
    p90: timedelta | None
    #: Those that ended before they began: a clock was wrong.
    left_out: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """How referral went in a period."""

    #: Cases sent from clinics to hospitals, and between equals.
    up: int
    across: int
    #: Patients who came down to clinics (REF-02): sent back after treatment, or sent down without having been sent up.
    down: int
    emergencies: int
    accepted: int
    declined: int
    #: Not answered yet.
    open: int
    arrived: int
    missed: int
    #: From sending to acceptance, and from acceptance to arrival.
    answering: Taken
    coming: Taken
    #: Cases with both diagnoses coded, and those of them of one category (QLT-13).
    compared: int
    agreed: int

    @property
    def acceptance(self) -> Fraction | None:
        """Return the share of answered offers that were accepted."""
        return _share(self.accepted, self.accepted + self.declined)

    @property
    def missing(self) -> Fraction | None:
        """Return the share of accepted patients who did not come."""
        return _share(self.missed, self.accepted)

    @property
    def agreement(self) -> Fraction | None:
        """Return the share of first diagnoses that held (QLT-13)."""
        return _share(self.agreed, self.compared)


def figures(cases: Iterable[Moved], within: Period) -> Figures:
    """Return the figures of a period (REF-02, REF-16, REF-27, QLT-13)."""
    known = list(cases)
    sent = [one for one in known if within.holds(day(one.sent_at))]
    answers = [one.answer for one in sent]
    return Figures(
        up=sum(one.way is Way.UP for one in sent),
        across=sum(one.way is Way.ACROSS for one in sent),
        down=sum(came_down(one, within) for one in known),
        emergencies=sum(one.is_emergency for one in sent),
        accepted=answers.count(Answer.ACCEPTED),
        declined=answers.count(Answer.DECLINED),
        open=answers.count(Answer.OPEN),
        arrived=sum(one.arrived_at is not None for one in sent),
        missed=sum(one.is_missed for one in sent),
        answering=taken((one.sent_at, one.accepted_at) for one in sent),
        coming=taken((one.accepted_at, one.arrived_at) for one in sent),
        compared=sum(one.is_compared for one in sent),
        agreed=sum(one.is_agreed for one in sent),
    )


def came_down(case: Moved, within: Period) -> bool:
    """Say whether a patient came down to a clinic in a period."""
    return case.down_at is not None and within.holds(day(case.down_at))


def growth(cases: Iterable[Moved], within: Period, before: Period) -> Fraction | None:
    """Return by what share more patients came down than in the period before (REF-02); None if none came then."""
    known = list(cases)
    now, then = (sum(came_down(one, when) for one in known) for when in (within, before))
    return grown(now, then)


def grown(now: int, then: int) -> Fraction | None:
    """Return by what share there are more than there were; None if there were none."""
    return Fraction(now - then, then) if then else None


def grouped(cases: Iterable[Moved], within: Period, key: Callable[[Moved], K]) -> dict[K, Figures]:
    """Return the figures of a period by whatever the cases are told apart by."""
    groups: dict[K, list[Moved]] = {}
    for case in cases:
        if within.holds(day(case.sent_at)) or came_down(case, within):
            groups.setdefault(key(case), []).append(case)
    return {name: figures(group, within) for name, group in groups.items()}


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """How many patients went between a clinic and a hospital, or between two equals, in a period."""

    #: The clinic; of two equals the one that sent.
    low: str
    high: str
    up: int
    down: int


def flows(cases: Iterable[Moved], within: Period) -> tuple[Flow, ...]:
    """Return who sent how many patients where, ways back included; the broadest first."""
    ups: Counter[tuple[str, str]] = Counter()
    downs: Counter[tuple[str, str]] = Counter()
    for case in cases:
        pair = (case.target, case.origin) if case.way is Way.DOWN else (case.origin, case.target)
        ups[pair] += case.way is not Way.DOWN and within.holds(day(case.sent_at))
        downs[pair] += came_down(case, within)
    found = [Flow(low=low, high=high, up=ups[low, high], down=downs[low, high]) for low, high in ups]
    return tuple(sorted((one for one in found if one.up or one.down), key=lambda one: (-one.up - one.down, one.low)))


def taken(spans: Iterable[tuple[datetime | None, datetime | None]]) -> Taken:
    """Return how long spans took; those without a beginning or an end are left out."""
    came = sorted(last - first for first, last in spans if first is not None and last is not None)
    fine = [span for span in came if span >= timedelta()]
    count = len(fine)
    return Taken(
        counted=count,
        median=(fine[(count - 1) // 2] + fine[count // 2]) / 2 if fine else None,
        p90=fine[ceil(_NINETY * count) - 1] if fine else None,
        left_out=len(came) - count,
    )


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
