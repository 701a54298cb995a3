"""The desks of the month, who sits at them, which of them are off-line, and how acts and talks are done and counted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

import msgspec

from tests.sync.county import fast
from tests.world import EVERY_CLINIC_ROLE
from tests.world import EVERY_LEAD_ROLE
from tests.world import World
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading

LEADS = ("市一医", "市中医")
#: Eight in the morning of the first day, where the county is.
FIRST = datetime(2026, 12, 1, tzinfo=UTC)
#: For how many rounds a desk that loses its line has none.
_LEAST_AWAY, _MOST_AWAY = 2, 11
_MOST_TALKS = 8


@dataclass
class Stage:
    """A county at work."""

    world: World
    units: list[str]
    seed: int
    #: Hours after eight at which everybody looks at their list, and how often they go through it then.
    hours: tuple[int, ...] = (0, 3, 6, 9)
    passes: int = 1
    days: int = 30
    #: Days from one publishing of reserved slots to the next.
    reserves_each: int = 2
    #: Chance that a desk loses its line at a round: over a third of all acts are done without one.
    loses: float = 0.11
    acts: Counter[str] = field(default_factory=Counter)
    off_line: int = 0
    #: Acts that a desk refused at once, by code.
    not_done: Counter[str] = field(default_factory=Counter)
    #: Until which round each desk has no line.
    away: dict[str, int] = field(default_factory=dict)
    round: int = 0
    #: Second account of each unit, its name.
    colleagues: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: Who signs agreements at each lead hospital.
    officers: dict[str, Actor] = field(default_factory=dict)
    #: Lines with one slot, with the two cases for which it was asked off-line.
    contests: list[tuple[str, str, str]] = field(default_factory=list)
    #: Those of them that were looked at when both desks had talked; how often the other was told what is free.
    decided: list[tuple[str, str, str]] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    alternatives: int = 0
    #: Until after which round a desk keeps the line that it is to have then, since it contends for a slot.
    contending: dict[str, int] = field(default_factory=dict)
    #: Cases that nobody touches before a round: somebody contends for a slot of theirs.
    untouched: dict[str, int] = field(default_factory=dict)
    #: Lead hospital of each unit, as desks are called.
    leads: dict[str, str] = field(default_factory=dict)
    #: Cases whose paper was there before any talk, out and back.
    by_paper: Counter[str] = field(default_factory=Counter)
    #: Designated place out of the county, by lead hospital.
    places: dict[str, str] = field(default_factory=dict)
    serial: int = 0
    talks: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 - a script, not a secret

    @property
    def rounds(self) -> int:
        """Return how often in the month everybody looks at their list."""
        return self.days * len(self.hours)

    @property
    def names(self) -> list[str]:
        return [*self.units, *LEADS]

    def enrol(self) -> None:
        """Enrol every desk, with a second account at each unit."""
        fast(self.world.hub)
        for name in LEADS:
            if name not in self.world.people:
                self.world.desk(name, roles=EVERY_LEAD_ROLE)
            self.officers[name] = self.world.keeper.add_account(
                name, f"office{len(self.officers)}", "陈立", (Role.COMMUNITY_OFFICE,)
            )[0].actor()
        for name in self.units:
            if name not in self.world.people:
                self.world.desk(name, roles=EVERY_CLINIC_ROLE)
            account, _ = self.world.keeper.add_account(
                self.institution(name), f"second{len(self.colleagues)}", "孙立新", (Role.DOCTOR,)
            )
            self.colleagues[name] = (account.id, "孙立新")
        fast(*(self.world.desks[name] for name in self.names))
        self.talk(self.names)
        with reading(self.world.hub.engine) as connection:
            leads = {one.id: one.lead for one in registry.everything(connection, registry.COMMUNITY)}
            known = {one.id: one for one in registry.everything(connection, registry.INSTITUTION)}
        for name in self.units:
            lead = leads[known[self.institution(name)].community_on(self.today)]
            self.leads[name] = known[lead].place

    def begin_round(self, number: int) -> None:
        """Set the clock, let some desks lose their line, and let others come back."""
        self.round = number
        at = FIRST + timedelta(days=number // len(self.hours), hours=self.hours[number % len(self.hours)])
        self.world.clock.at = max(self.world.clock.at, at)
        for name in self.names:
            is_free = max(self.away.get(name, 0), self.contending.get(name, -1) + 1) <= number
            if is_free and self.dice.random() < self.loses:
                self.lose(name, self.dice.randint(_LEAST_AWAY, _MOST_AWAY))

    def lose(self, name: str, rounds: int) -> None:
        """Take a desk's line away for some rounds."""
        self.away[name] = max(self.away.get(name, 0), self.round + rounds)

    def is_away(self, name: str) -> bool:
        return self.away.get(name, 0) > self.round

    def do(self, name: str, command: msgspec.Struct) -> Any:
        """Let the person of a desk do something; return the record, or None where the rule said no."""
        self.world.clock.advance(seconds=2)
        try:
            record = self.world.do(name, command)
        except Refused as fault:
            self.not_done[f"{type(command).__name__} {fault.code}"] += 1
            return None
        self.acts[type(command).__name__] += 1
        self.off_line += self.is_away(name)
        return record

    def talk(self, names: Iterable[str]) -> int:
        """Let desks talk in a random order, each to its end; return how many had something new."""
        order = list(names)
        self.dice.shuffle(order)
        moved = 0
        for name in order:
            talk = self.world.desks[name].sync()
            self.talks += 1
            if talk.code:
                raise SystemExit(f"{name}: the talk ended with {talk.code} {talk.facts}")
            moved += bool(talk.sent or talk.received)
        return moved

    def settle(self) -> None:
        """Let everybody talk until a whole round brings nothing new."""
        self.away.clear()
        for _ in range(_MOST_TALKS):
            if not self.talk(self.names):
                return
        raise SystemExit("the county does not come to rest")

    def case(self, name: str, record: str) -> Referral | None:
        """Return a case as a desk has it."""
        found: Referral | None = self.world.desks[name].read(records.load, REFERRAL, record)
        return found

    def institution(self, name: str) -> str:
        return self.world.people[name].institution

    def lead_of(self, unit: str) -> str:
        """Return the lead hospital of a unit's community, as its desk is called."""
        return self.leads[unit]

    def new_serial(self) -> int:
        self.serial += 1
        return self.serial

    @property
    def now(self) -> datetime:
        return self.world.clock.now()

    @property
    def today(self) -> date:
        return day(self.world.clock.now())


def fate(case: Referral) -> random.Random:
    """Return dice that fall alike for one case whenever they are thrown: whether the patient comes, and the like."""
    return random.Random(case.slip.patient.id_number)  # noqa: S311 - a script, not a secret


def never_comes(case: Referral) -> bool:
    """Say whether the patient of a case is one of those who do not go."""
    return fate(case).random() < 0.1


def is_overlooked(case: Referral) -> bool:
    """Say whether nobody at the target ever answers."""
    dice = fate(case)
    dice.random()
    return dice.random() < 0.03
