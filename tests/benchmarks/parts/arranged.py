"""What a unit needs before anybody can sign: its register as rules look at it, teams, packages of several years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from tests.benchmarks.parts.countryside import TODAY
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.contracts.model import team as teams
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.starting import read_starts
from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.team import Part
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.store.teams import PACKAGE
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.protocol.event import NoBooks
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.storage.catalogue import RecordKind

#: Villages of a team.
VILLAGES = 4
_KINDS: tuple[RecordKind[Any], ...] = (registry.COUNTY, registry.RULE, registry.COMMUNITY, registry.INSTITUTION)
_BEGAN = date(2020, 1, 1)


class Known(NoBooks):
    """The register of a desk in memory, and rulings of one person over it."""

    def __init__(self, desk: Workbench, actor: Actor) -> None:
        self.actor = actor
        self._kept: dict[tuple[str, str], Any] = {}
        for kind in _KINDS:
            for one in desk.read(registry.everything, kind):
                self.put(kind.name, one)

    def get(self, kind: str, record: str) -> Any | None:
        """Return a record, or None."""
        return self._kept.get((kind, record))

    def put(self, kind: str, record: Record) -> None:
        """Keep a record."""
        self._kept[kind, record.id] = record

    def drop(self, kind: str, record: str) -> None:
        """Forget a record."""
        del self._kept[kind, record]

    def ruling(self, record: str, on: date) -> Ruling:
        """Return what a judge of that day knows."""
        at = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
        return Ruling(event="", record=record, actor=self.actor, at=at, register=self)


def set_up(books: Known, places: tuple[str, ...]) -> list[Team]:
    """Return the teams of all villages; whoever looks on leads the first."""
    found = []
    for place, start in enumerate(range(0, len(places), VILLAGES)):
        written = _written(places[start : start + VILLAGES], books.actor if not place else None)
        team = teams.set_up(None, written, books.ruling(f"team-{place:03d}", TODAY))
        books.put(TEAM.name, team)
        found.append(team)
    return found


def offered(books: Known, years: Iterable[int]) -> dict[tuple[int, str], Package]:
    """Return the packages of the national standard, offered in some years, by year and key group."""
    community = need_institution(books, books.actor.institution).community_on(TODAY)
    text = resource("packages", "starter.toml").read_text(encoding="utf-8")
    found = {}
    for year in years:
        first, last = date(year, 1, 1), date(year, 12, 31)
        for start in read_starts(text, first):
            name = start.written.name.removeprefix("样例：")
            written = replace(start.written, name=name, since=first, until=last)
            fields = {field: getattr(written, field) for field in written.__struct_fields__}
            package = Package(id=start.id_in(community), community=community, **fields)
            books.put(PACKAGE.name, package)
            found[year, package.key_group] = package
    return found


def _written(served: tuple[str, ...], own: Actor | None) -> teams.Written:
    leader = Member(
        name=own.name if own else "周建国",
        account=own.account if own else "",
        part=Part.LEADER,
        level=Level.TOWNSHIP,
        since=_BEGAN,
    )
    others = (
        Member(name="胡小燕", part=Part.NURSE, level=Level.TOWNSHIP, since=_BEGAN),
        Member(name="邱海棠", part=Part.SPECIALIST, level=Level.COUNTY, since=_BEGAN),
        Member(name="赵春生", part=Part.DOCTOR, level=Level.VILLAGE, since=_BEGAN),
    )
    return teams.Written(name=f"{served[0]}团队", members=(leader, *others), villages=served, since=_BEGAN)
