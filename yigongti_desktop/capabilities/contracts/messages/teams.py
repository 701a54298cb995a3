"""What people ask of teams and packages, and what then happened."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.model import package
from yigongti_desktop.capabilities.contracts.model import team


class SetUpTeam(msgspec.Struct, frozen=True, kw_only=True):
    """Set up a team."""

    written: team.Written


class ChangeTeam(msgspec.Struct, frozen=True, kw_only=True):
    """Change fields of a team, each from the value that was seen."""

    team: str
    changes: dict[str, tuple[Any, Any]]
    #: The refused act that this one answers.
    answers: str = ""


class CloseTeam(msgspec.Struct, frozen=True, kw_only=True):
    """Let a team end with a day."""

    team: str
    until: date


class OfferPackage(msgspec.Struct, frozen=True, kw_only=True):
    """Offer a package, or write one anew that nobody can have signed for yet."""

    written: package.Written
    #: Package that is written anew; empty for a new one.
    package: str = ""


class EndPackage(msgspec.Struct, frozen=True, kw_only=True):
    """Offer a package until a day and no longer; agreements that have it keep it."""

    package: str
    until: date


class TeamSetUp(msgspec.Struct, frozen=True, kw_only=True):
    """A team was set up."""

    written: team.Written


class TeamChanged(msgspec.Struct, frozen=True, kw_only=True):
    """Fields of a team were changed."""

    changes: dict[str, tuple[Any, Any]]


class TeamClosed(msgspec.Struct, frozen=True, kw_only=True):
    """A team works until a day."""

    until: date


class PackageOffered(msgspec.Struct, frozen=True, kw_only=True):
    """A package was written down."""

    written: package.Written


class PackageProposed(msgspec.Struct, frozen=True, kw_only=True):
    """The hub has laid a starting point before the office of a community."""

    community: str
    written: package.Written


class PackageEnded(msgspec.Struct, frozen=True, kw_only=True):
    """A package is offered until a day."""

    until: date
