"""A resident's contract with family doctors: the agreement now, those before, and what was served under them.

There is one record for each resident, its id made of theirs. So somebody is with one team at a time by construction:
two desks that sign the same resident off-line write into one record, the hub takes the act that it meets first, and
the other comes back to its doctor as a question (国医改办发〔2016〕1号: 一个居民只能签约一个团队).
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec

from yigongti_desktop.capabilities.contracts.model.deciding import Former
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.rhythm import Anchor
from yigongti_desktop.capabilities.contracts.model.terms import Term
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.record import Record


class Way(StrEnum):
    """How the agreement was signed."""

    PAPER = "paper"
    SCREEN = "screen"


class Ending(StrEnum):
    """Why an agreement ended before its last day."""

    DIED = "died"
    MOVED_AWAY = "moved_away"
    BY_RESIDENT = "by_resident"
    BY_UNIT = "by_unit"
    OTHER_TEAM = "other_team"
    #: The resident was registered twice, and the other record has the agreement that stands.
    SAME_PERSON = "same_person"
    MISTAKE = "mistake"


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A package as it was when it was signed for: what the county changes later does not change it."""

    package: str
    name: str
    year: int
    #: Key group that it is for; empty for the basic package.
    key_group: str = ""
    items: tuple[Item, ...] = ()
    price_fen: int = 0
    finance_fen: int = 0
    insurance_fen: int = 0
    self_fen: int = 0


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """A service that was done under an agreement."""

    service: str
    #: Code of the item, and which of its tasks it was.
    item: str
    number: int
    on: date
    #: When the result asks for the next one, before the plan does.
    next_due: date | None = None
    #: What came of it, as the item's form says; empty for a plain one.
    outcome: str = ""
    #: What the next follow-up needs to know of it.
    leaves: Former = Former()


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """One agreement that was signed, and what was served under it."""

    #: Number of the agreement; the members of a household that sign together bear one.
    number: str
    institution: str
    institution_name: str = ""
    team: str
    team_name: str = ""
    #: Family doctor who leads the team on the day of signing.
    doctor: str = ""
    packages: tuple[Taken, ...] = ()
    since: date
    #: Last day, included.
    until: date
    signed_on: date
    signed_by: str = ""
    way: Way = Way.PAPER
    #: Who signed for the resident, and what they are to them; empty when they did themselves.
    signer: str = ""
    signer_relation: str = ""
    #: Which text of consent was read; empty for that of the paper.
    consent: str = ""
    #: Id of the picture of the signature; empty for a signed paper.
    signature: str = ""
    remark: str = ""
    #: Number of the agreement that it goes on from, and the day from which its schedule is counted.
    renews: str = ""
    anchor: date
    #: First day on which it does not hold any more, when it ended early.
    ended: date | None = None
    end_reason: str = ""
    end_note: str = ""
    served: tuple[Served, ...] = ()

    @property
    def term(self) -> Term:
        """Return from when to when it holds."""
        return Term(since=self.since, until=self.until, anchor=self.anchor, ended=self.ended)

    def holds(self, on: date) -> bool:
        """Say whether it is in force on a day."""
        return self.since <= on <= self.term.last


class Contract(Record, frozen=True, kw_only=True):
    """What a resident has agreed with family doctors, now and before."""

    resident: str
    #: As they were known when the latest agreement was signed.
    name: str
    sex: Sex
    birth: date
    village: str = ""
    household: str = ""
    number: str
    institution: str
    institution_name: str = ""
    team: str
    team_name: str = ""
    doctor: str = ""
    packages: tuple[Taken, ...] = ()
    since: date
    until: date
    signed_on: date
    signed_at: datetime
    signed_by: str = ""
    way: Way = Way.PAPER
    signer: str = ""
    signer_relation: str = ""
    consent: str = ""
    signature: str = ""
    remark: str = ""
    renews: str = ""
    anchor: date
    ended: date | None = None
    end_reason: str = ""
    end_note: str = ""
    served: tuple[Served, ...] = ()
    #: Days from which ages of a pregnancy, treatments and the like are counted, in order.
    anchors: dict[Anchor, tuple[date, ...]] = {}
    #: Agreements before this one, the earliest first.
    former: tuple[Agreement, ...] = ()

    @property
    def latest(self) -> Agreement:
        """Return the latest agreement."""
        return Agreement(**{field: getattr(self, field) for field in Agreement.__struct_fields__})

    @property
    def last(self) -> date:
        """Return the last day on which the latest agreement holds."""
        return self.latest.term.last

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """Return all agreements, the earliest first."""
        return (*self.former, self.latest)

    def on(self, day: date) -> Agreement | None:
        """Return the agreement that is in force on a day, or None."""
        return next((one for one in reversed(self.agreements) if one.holds(day)), None)


def contract_id(resident: str) -> str:
    """Return the id of the one contract of a resident."""
    return derived_id("contract", resident)


def streams(contract: Contract) -> frozenset[str]:
    """Return who receives a contract: the unit that it is with, and those that it was with."""
    return frozenset(f"unit:{one.institution}" for one in contract.agreements)
