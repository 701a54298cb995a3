"""A team at a glance: its badge, its load, who may arrange it, what is meant by a few letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from yigongti_desktop.capabilities.contracts.model.load import Load
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.store.teams import TeamRow
from yigongti_desktop.capabilities.contracts.ui.team_words import say_lacking
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.chips import Chip

#: Those who arrange teams, and those who see them.
ARRANGERS = frozenset({Role.DIRECTOR, Role.PUBLIC_HEALTH})
SEEN_BY = ARRANGERS | CLINICAL_ROLES
CHIPS = (
    Chip("now", "在工作", 0),
    Chip("lacks", "缺人", 0),
    Chip("full", "快满", 0),
    Chip("closed", "已停", 0),
    Chip("all", "全部", 0),
)


def badge(row: TeamRow, today: date) -> Badge:
    """Return the team's badge: whether it is whole (FDC-15), or why it is not."""
    team = row.team
    if not team.works(today):
        return Badge("还没开始", "neutral", "clock") if team.since > today else Badge("已停", "neutral", "close")
    if row.lacking:
        words = say_lacking(row.lacking) if len(row.lacking) == 1 else f" {len(row.lacking)} 类人"
        return Badge(f"缺{words}", "warn", "warning")
    return Badge("1+1+1 齐", "ok", "check")


def tone(load: Load) -> str:
    """Return the colour of a load: quiet, nearly full, beyond the norm."""
    return "danger" if load.is_over else "warn" if load.is_near else ""


def load_words(load: Load) -> str:
    """Return a load: 1,234 / 4,000."""
    return f"{load.has:,} / {load.most:,}"


def tests(today: date) -> dict[str, Callable[[TeamRow], bool]]:
    """Return what belongs under each chip."""
    return {
        "now": lambda row: row.team.works(today),
        "lacks": lambda row: bool(row.lacking),
        "full": lambda row: row.team.works(today) and row.load.is_near,
        "closed": lambda row: not row.team.works(today),
    }


def may_arrange(team: Team, actor: Actor) -> bool:
    """Say whether this person may change the team."""
    return team.institution == actor.institution and actor.may(ARRANGERS)


def is_meant(team: Team, typed: str) -> bool:
    """Say whether a team is meant: by its name, a village, a member or their initials."""
    plain = (team.name.lower(), team.phone, *team.villages, *(one.name for one in team.members))
    names = (team.name, *(one.name for one in team.members))
    return any(typed in text for text in plain) or any(
        key.startswith(typed) for name in names for key in keys_of_name(name)
    )
