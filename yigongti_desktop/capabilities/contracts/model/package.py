"""Packages of services, as the lead hospital offers them: their items, what they cost and who pays it (FDC-14).

A package belongs to a community and a year. What was signed for is copied into the agreement, so that a package that
is changed or ended changes no agreement that has it.
"""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.item import check_item
from yigongti_desktop.capabilities.contracts.model.split import Split
from yigongti_desktop.capabilities.contracts.model.split import by_amount
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.institution import lead_of
from yigongti_desktop.registry.model.institution import need_institution

_LONGEST_NAME, _LONGEST_LINE = 60, 200
_MOST_ITEMS = 60
_FIRST_YEAR, _LAST_YEAR = 2016, 2100
#: First day of a starting point that the community's office has not confirmed: nobody can have it.
UNCONFIRMED = date(9999, 12, 31)


class Package(Record, frozen=True, kw_only=True):
    """A package of services that residents may sign for."""

    community: str
    name: str
    year: int
    #: Key group that it is for; empty for the basic package.
    key_group: str = ""
    items: tuple[Item, ...]
    #: A year's price for one person, and who pays it, in 分.
    price_fen: int = 0
    finance_fen: int = 0
    insurance_fen: int = 0
    self_fen: int = 0
    #: First and last day on which an agreement that has it may begin.
    since: date
    until: date | None = None
    #: The document that it carries out.
    document: str = ""

    def offered(self, on: date) -> bool:
        """Say whether an agreement that begins on the day may have it."""
        return self.since <= on and (self.until is None or on <= self.until)

    @property
    def is_confirmed(self) -> bool:
        """Say whether an office has written it down; a starting point waits for that."""
        return self.since != UNCONFIRMED


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A package as the office writes it down."""

    name: str
    year: int
    key_group: str = ""
    items: tuple[Item, ...]
    price_fen: int = 0
    finance_fen: int = 0
    insurance_fen: int = 0
    self_fen: int = 0
    since: date
    until: date | None = None
    document: str = ""


def offer(current: Package | None, written: Written, ruling: Ruling) -> Package:
    """Offer a package in the community that the acting hospital leads; one that nobody can have yet is written anew.

    Raises:
        Refused: not_the_lead, package_in_use, field_empty, field_long, package_year, package_items, item_twice,
            days_wrong, and what is wrong with the price.
    """
    own = need_institution(ruling.register, ruling.actor.institution)
    today = day(ruling.at)
    if lead_of(ruling.register, own, today) != own.id:
        raise Refused("not_the_lead")
    community = own.community_on(today)
    if current is not None and (current.community != community or current.since <= today):
        raise Refused("package_in_use", since=current.since.isoformat())
    return Package(id=ruling.record, community=community, **msgspec.structs.asdict(_tidy(written)))


def propose(current: Package | None, community: str, written: Written, ruling: Ruling) -> Package:
    """Lay a starting point before the office of a community: nobody can have it before the office offers it.

    Raises:
        Refused: package_there, and what is wrong with what is written.
    """
    if current is not None:
        raise Refused("package_there", name=current.name)
    tidy = replace(_tidy(written), since=UNCONFIRMED, until=None)
    return Package(id=ruling.record, community=community, **msgspec.structs.asdict(tidy))


def end(current: Package | None, until: date, ruling: Ruling) -> Package:
    """Let a package be offered until a day; agreements that have it keep it, and a starting point is laid aside.

    Raises:
        Refused: not_found, not_the_lead, package_ended, days_wrong.
    """
    if current is None:
        raise Refused("not_found", kind="package")
    own = need_institution(ruling.register, ruling.actor.institution)
    today = day(ruling.at)
    if own.community_on(today) != current.community or lead_of(ruling.register, own, today) != own.id:
        raise Refused("not_the_lead")
    if current.until is not None and current.until < today:
        raise Refused("package_ended", until=current.until.isoformat())
    if current.is_confirmed and until < current.since:
        raise Refused("days_wrong")
    return replace(current, until=until)


def streams(package: Package) -> frozenset[str]:
    """Return who receives a package: the community."""
    return frozenset({f"community:{package.community}"})


def _tidy(written: Written) -> Written:
    name, document = (
        one_line(written.name, "package_name", _LONGEST_NAME, needed=True),
        clean_line(written.document)[:_LONGEST_LINE],
    )
    if not _FIRST_YEAR <= written.year <= _LAST_YEAR:
        raise Refused("package_year", least=_FIRST_YEAR, most=_LAST_YEAR)
    if not 0 < len(written.items) <= _MOST_ITEMS:
        raise Refused("package_items", most=_MOST_ITEMS)
    codes = [item.code for item in written.items]
    if twice := next((item for item in written.items if codes.count(item.code) > 1), None):
        raise Refused("item_twice", item=twice.name)
    if written.until is not None and written.until < written.since:
        raise Refused("days_wrong")
    by_amount(
        written.price_fen,
        Split(finance=written.finance_fen, insurance=written.insurance_fen, personal=written.self_fen),
    )
    items = tuple(check_item(item, place) for place, item in enumerate(written.items, 1))
    return replace(written, name=name, document=document, items=items)
