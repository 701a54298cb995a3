"""A package at a glance: its badge, who offers packages, what is meant by a few letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.store.teams import PackageRow
from yigongti_desktop.capabilities.contracts.ui.package_words import GROUPS
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.chips import Chip

#: Those who offer packages, and those who see them (FDC-14).
OFFICE = frozenset({Role.COMMUNITY_OFFICE})
SEEN_BY = OFFICE | CLINICAL_ROLES | {Role.DIRECTOR}
_OFFERED, _COMING, _START, _ENDED = "offered", "coming", "start", "ended"
_TITLES = {_OFFERED: "可签", _COMING: "还没开始", _START: "样例", _ENDED: "已停"}
OFFICE_CHIPS = (Chip("all", "全部", 0), *(Chip(key, title, 0) for key, title in _TITLES.items()))
CHIPS = tuple(chip for chip in OFFICE_CHIPS if chip.key != _START)


def state_of(package: Package, today: date) -> str:
    """Return where a package stands: offered, coming, a starting point, or ended."""
    if package.until is not None and package.until < max(today, package.since if package.is_confirmed else today):
        return _ENDED
    if not package.is_confirmed:
        return _START if package.until is None else _ENDED
    return _OFFERED if package.offered(today) else _COMING


def badge(row: PackageRow, today: date) -> Badge:
    """Return the package's badge."""
    if row.is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    return {
        _OFFERED: Badge("可签", "ok", "check"),
        _COMING: Badge("还没开始", "accent", "clock"),
        _START: Badge("样例待核对", "warn", "flag"),
        _ENDED: Badge("已停", "neutral", "close"),
    }[state_of(row.package, today)]


def tests(today: date) -> dict[str, Callable[[PackageRow], bool]]:
    """Return what belongs under each chip."""

    def test(key: str) -> Callable[[PackageRow], bool]:
        return lambda row: state_of(row.package, today) == key

    return {key: test(key) for key in _TITLES}


def say_group(package: Package) -> str:
    """Return for whom a package is; a newer program may know more groups."""
    return GROUPS.get(package.key_group, "别的人群")


def days(package: Package) -> str:
    """Return the days on which an agreement that has it may begin."""
    if not package.is_confirmed:
        return "—"
    return f"{package.since} 至 {package.until}" if package.until else f"{package.since} 起"


def is_meant(package: Package, typed: str) -> bool:
    """Say whether a package is meant: by name or its initials, group, year, document, or an item of it."""
    plain = (package.name, say_group(package), str(package.year), package.document)
    items = (text for item in package.items for text in (item.code, item.name))
    return any(typed in text.lower() for text in (*plain, *items)) or any(
        key.startswith(typed) for key in keys_of_term(package.name)
    )
