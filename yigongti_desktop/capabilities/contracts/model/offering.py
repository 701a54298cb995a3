"""Which packages are proposed to a resident, and what those that were taken cost together, to the 分 (FDC-14)."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.split import Split
from yigongti_desktop.capabilities.contracts.model.team import Team


class Priced(Protocol):
    """A package, or what an agreement keeps of one."""

    @property
    def finance_fen(self) -> int:
        """Return what the finance bears of a year's price."""
        ...

    @property
    def insurance_fen(self) -> int:
        """Return what the insurance bears."""
        ...

    @property
    def self_fen(self) -> int:
        """Return what the resident bears."""
        ...


def proposed(packages: Iterable[Package], groups: Collection[str], on: date) -> tuple[Package, ...]:
    """Return what is proposed to somebody: the basic package, and one for each key group that they belong to."""
    fit = [one for one in packages if one.offered(on) and (not one.key_group or one.key_group in groups)]
    latest: dict[tuple[str, str], Package] = {}
    for one in sorted(fit, key=lambda package: package.year):
        latest[(one.key_group, one.name)] = one
    return tuple(one for one in fit if latest[(one.key_group, one.name)] is one)


def bill(packages: Iterable[Priced]) -> Split:
    """Return what each of the three bears of packages together, for one person and a year, in 分."""
    taken = list(packages)
    return Split(
        finance=sum(one.finance_fen for one in taken),
        insurance=sum(one.insurance_fen for one in taken),
        personal=sum(one.self_fen for one in taken),
    )


def together(bills: Iterable[Split], years: int = 1) -> Split:
    """Return what several people's bills make over so many years, in 分."""
    found = list(bills)
    return Split(
        finance=years * sum(one.finance for one in found),
        insurance=years * sum(one.insurance for one in found),
        personal=years * sum(one.personal for one in found),
    )


def team_for(teams: Iterable[Team], village: str) -> Team | None:
    """Return the team that serves a village; an address says more than the name of it: 健康村二组 is in 健康村."""
    if not village:
        return None
    fit = [(len(name), one) for one in teams for name in one.villages if village.startswith(name)]
    return max(fit, key=lambda found: found[0])[1] if fit else None
