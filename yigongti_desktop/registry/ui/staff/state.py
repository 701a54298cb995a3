"""Somebody of the staff at a glance: badge, chips, what a few letters mean, who may do what."""

from __future__ import annotations

from collections.abc import Callable

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.expiry import Ending
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.rights import EDITORS
from yigongti_desktop.registry.service.staff_list import StaffRow
from yigongti_desktop.registry.ui.staff.words import LEVELS
from yigongti_desktop.registry.ui.staff.words import LICENCES

CHIPS = (
    Chip("here", "在岗", 0),
    Chip("ending", "到期", 0),
    Chip("away", "在外", 0),
    Chip("protected", "孕哺", 0),
    Chip("left", "离职", 0),
    Chip("all", "全部", 0),
)
TITLES = (("", "职称"), *((level.value, LEVELS[level.value]) for level in Level))
UNITS = (("", "单位"),)


def tests() -> dict[str, Callable[[StaffRow], bool]]:
    """Return what belongs under each chip."""
    return {
        "here": lambda row: row.is_here,
        "ending": lambda row: bool(row.endings),
        "away": lambda row: row.is_away,
        "protected": lambda row: row.is_here and bool(row.limits),
        "left": lambda row: not row.is_here,
    }


def is_meant(row: StaffRow, typed: str) -> bool:
    """Say whether somebody is meant: by name or pinyin, telephone, department, village."""
    one = row.staff
    plain = (one.name, one.phone, row.department, row.works_at, *(place.village for place in one.places))
    return any(typed in text for text in plain) or any(key.startswith(typed) for key in keys_of_name(one.name))


def badge(row: StaffRow) -> Badge:
    """Return how somebody stands: gone, something over, something about to end, protected, here."""
    if not row.is_here:
        return Badge("已离职", "neutral", "close")
    if row.endings:
        first = row.endings[0]
        what = "证照" if isinstance(first.part, Licence) else "合同"
        if first.left < 0:
            return Badge(f"{what}已过期", "danger", "warning")
        return Badge(f"{what} {first.left} 天到期" if first.left else f"{what}今天到期", "warn", "clock")
    if row.limits:
        return Badge("不排夜班", "accent", "shield")
    return Badge("在岗", "ok", "check")


def say_ending(one: Ending) -> str:
    """Return what ends: 护士执业证, 聘用合同."""
    part = one.part
    return (part.name or LICENCES[part.kind.value]) if isinstance(part, Licence) else "聘用合同"


def title_words(row: StaffRow) -> str:
    """Return the title with its level: 主治医师（中级）."""
    level = LEVELS[row.level.value] if row.level is not Level.NONE else ""
    if row.title and level:
        return f"{row.title}（{level}）"
    return row.title or level or "—"


def may_edit(row: StaffRow, actor: Actor | None) -> bool:
    """Say whether this person may write into the record at all; the rules say what of it."""
    return actor is not None and actor.may(EDITORS) and actor.institution in row.staff.seen_by


def is_office(actor: Actor | None) -> bool:
    """Say whether this person works in the staffing office."""
    return actor is not None and actor.may({Role.STAFFING_OFFICE})
