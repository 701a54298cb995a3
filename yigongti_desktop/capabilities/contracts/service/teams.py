"""One function for each thing that people ask of teams and packages, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.contracts.messages import teams as m
from yigongti_desktop.capabilities.contracts.model import package
from yigongti_desktop.capabilities.contracts.model import team
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.store.teams import PACKAGE
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

#: Those who arrange teams at a unit.
_ARRANGERS = frozenset({Role.DIRECTOR, Role.PUBLIC_HEALTH})
#: Packages are the lead hospital's to offer (FDC-14).
_OFFICE = frozenset({Role.COMMUNITY_OFFICE})

TEAM_SET_UP = EventKind(
    name="team.set_up",
    body=m.TeamSetUp,
    of=TEAM,
    decide=lambda now, body, ruling: team.set_up(now, body.written, ruling),
    roles=_ARRANGERS,
)
TEAM_CHANGED = EventKind(
    name="team.changed",
    body=m.TeamChanged,
    of=TEAM,
    decide=lambda now, body, ruling: team.change(now, body.changes, ruling),
    roles=_ARRANGERS,
)
TEAM_CLOSED = EventKind(
    name="team.closed",
    body=m.TeamClosed,
    of=TEAM,
    decide=lambda now, body, ruling: team.close(now, body.until, ruling),
    roles=_ARRANGERS,
    note=lambda body: body.until.isoformat(),
)
PACKAGE_OFFERED = EventKind(
    name="package.offered",
    body=m.PackageOffered,
    of=PACKAGE,
    decide=lambda now, body, ruling: package.offer(now, body.written, ruling),
    roles=_OFFICE,
)
PACKAGE_PROPOSED = EventKind(
    name="package.proposed",
    body=m.PackageProposed,
    of=PACKAGE,
    decide=lambda now, body, ruling: package.propose(now, body.community, body.written, ruling),
    roles=frozenset({Role.HUB}),
)
PACKAGE_ENDED = EventKind(
    name="package.ended",
    body=m.PackageEnded,
    of=PACKAGE,
    decide=lambda now, body, ruling: package.end(now, body.until, ruling),
    roles=_OFFICE,
    note=lambda body: body.until.isoformat(),
)


def set_up_team(uow: UnitOfWork, command: m.SetUpTeam) -> Team:
    """Set up a team."""
    return uow.emit(TEAM_SET_UP, uow.ids.new(), m.TeamSetUp(written=command.written))


def change_team(uow: UnitOfWork, command: m.ChangeTeam) -> Team:
    """Change fields of a team; an answered refusal leaves the list."""
    after = uow.emit(TEAM_CHANGED, command.team, m.TeamChanged(changes=command.changes), answers=command.answers)
    if command.answers:
        outbox.settle(uow.connection, command.answers)
    return after


def close_team(uow: UnitOfWork, command: m.CloseTeam) -> Team:
    """Let a team end with a day."""
    return uow.emit(TEAM_CLOSED, command.team, m.TeamClosed(until=command.until))


def offer_package(uow: UnitOfWork, command: m.OfferPackage) -> Package:
    """Offer a package, or write one anew."""
    return uow.emit(PACKAGE_OFFERED, command.package or uow.ids.new(), m.PackageOffered(written=command.written))


def end_package(uow: UnitOfWork, command: m.EndPackage) -> Package:
    """Offer a package until a day."""
    return uow.emit(PACKAGE_ENDED, command.package, m.PackageEnded(until=command.until))


SLICE = Slice(
    records=(TEAM, PACKAGE),
    events=(TEAM_SET_UP, TEAM_CHANGED, TEAM_CLOSED, PACKAGE_OFFERED, PACKAGE_PROPOSED, PACKAGE_ENDED),
    commands=(
        CommandKind(command=m.SetUpTeam, handle=set_up_team, roles=_ARRANGERS),
        CommandKind(command=m.ChangeTeam, handle=change_team, roles=_ARRANGERS),
        CommandKind(command=m.CloseTeam, handle=close_team, roles=_ARRANGERS),
        CommandKind(command=m.OfferPackage, handle=offer_package, roles=_OFFICE),
        CommandKind(command=m.EndPackage, handle=end_package, roles=_OFFICE),
    ),
)
