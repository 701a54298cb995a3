"""Whom figures of contracts are counted over: people of a unit day by day, what they agreed on, what was owed to them.

It knows no residents, contracts or services as records: whoever reads them makes these of them. Everything is dated,
so that a figure of a day counts who belonged to the unit on that day, whatever has become of them since.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date

import msgspec

from yigongti_desktop.kernel.dates import age_on

#: Groups that hold by age alone: 0–6 岁儿童 until the day before the seventh birthday, 65 岁及以上老年人.
CHILD, ELDERLY = "child", "elderly"
_CHILD_UNDER, _ELDERLY_FROM = 7, 65
_NONE, _YOUNG, _OLD = frozenset[str](), frozenset({CHILD}), frozenset({ELDERLY})


class Stay(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody belongs to the unit between two days, both included, and lives in a village."""

    village: str = ""
    #: None: since they were born, as far as anybody knows.
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Say whether it is so on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Held(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody is in a key group between two days, both included (FDC-12)."""

    group: str
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Say whether it is so on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


class Person(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody who belongs to the unit, or did."""

    id: str
    #: None where nothing but a note of their leaving is left.
    birth: date | None = None
    #: They are counted through this day.
    died_on: date | None = None
    stays: tuple[Stay, ...] = ()
    groups: tuple[Held, ...] = ()

    def stay_on(self, on: date) -> Stay | None:
        """Return how they belong to the unit on a day, or None: not born, dead, not here yet, gone."""
        if (self.birth is not None and on < self.birth) or (self.died_on is not None and on > self.died_on):
            return None
        for stay in self.stays:
            if stay.holds(on):
                return stay
        return None

    def groups_on(self, on: date) -> frozenset[str]:
        """Return the key groups that they are in on a day, by list and by age; asked of who belongs to the unit."""
        by_age = _NONE if self.birth is None else _by_age(self.birth, on)
        if not self.groups:
            return by_age
        return by_age.union(held.group for held in self.groups if held.holds(on))


class Signed(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One agreement with a team of the unit."""

    person: str
    number: str
    team: str
    doctor: str
    signed_on: date
    since: date
    #: The last day that was agreed on, and the last on which it holds: earlier, when it was ended.
    until: date
    last: date
    #: Forms on which its items want a follow-up written down, with commas between.
    forms: str = ""

    @property
    def id(self) -> str:
        """Return how it is named among all: the members of a household bear one number."""
        return f"{self.person}|{self.number}"

    @property
    def ran_out(self) -> bool:
        """Say whether it holds, or held, through its last day: nobody ended it or put it under another team."""
        return self.last == self.until >= self.since

    def holds(self, on: date) -> bool:
        """Say whether it is in force on a day."""
        return self.since <= on <= self.last

    def promises(self, form: str) -> bool:
        """Say whether it promises follow-ups on a form."""
        return form in self.forms.split(",")


class Owed(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One task of an agreement: what was promised, until when, and when it was done."""

    id: str
    person: str
    #: Number of the agreement.
    agreement: str
    item: str
    number: int
    due: date
    #: The last day on which it is done in time.
    closes: date
    done_on: date | None = None
    #: It is owed since a former agreement, and counted here.
    is_carried: bool = False

    def is_done(self, by: date) -> bool:
        """Say whether it was done by the end of a day."""
        return self.done_on is not None and self.done_on <= by


class Followed(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One follow-up of a chronic disease: on which form, and whether what was measured was within the target."""

    person: str
    form: str
    on: date
    is_controlled: bool


class Serving(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The team, and its doctor, that serves a village: who is not signed there is missing to them."""

    team: str
    doctor: str = ""


class Population(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a unit."""

    people: Mapping[str, Person]
    signed: Sequence[Signed] = ()
    owed: Sequence[Owed] = ()
    followed: Sequence[Followed] = ()
    #: By village.
    serving: Mapping[str, Serving] = {}

    def village_of(self, person: str, on: date) -> str:
        """Return where somebody lives on a day; where they lived at last when they are gone; empty when unknown."""
        known = self.people.get(person)
        if known is None or not known.stays:
            return ""
        return (known.stay_on(on) or known.stays[-1]).village


def _by_age(birth: date, on: date) -> frozenset[str]:
    years = on.year - birth.year
    if _CHILD_UNDER < years < _ELDERLY_FROM:
        return _NONE  # most people, of whom the birthday need not be looked at
    age = age_on(birth, on)
    return _YOUNG if age < _CHILD_UNDER else _OLD if age >= _ELDERLY_FROM else _NONE
