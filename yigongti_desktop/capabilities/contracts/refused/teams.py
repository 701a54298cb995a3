"""Refused acts on teams and packages: what stands in them, and how it comes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.messages.teams import PackageOffered
from yigongti_desktop.capabilities.contracts.messages.teams import TeamSetUp
from yigongti_desktop.capabilities.contracts.model.villages import say_villages
from yigongti_desktop.capabilities.contracts.refused.team_conflict import say_value
from yigongti_desktop.capabilities.contracts.store.teams import PACKAGE
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.capabilities.contracts.ui import package_lines
from yigongti_desktop.capabilities.contracts.ui import package_price
from yigongti_desktop.capabilities.contracts.ui import team_lines
from yigongti_desktop.capabilities.contracts.ui.package_words import GROUPS
from yigongti_desktop.capabilities.contracts.ui.rhythm_words import say_rhythm
from yigongti_desktop.capabilities.contracts.ui.team_words import say_member
from yigongti_desktop.capabilities.contracts.ui.words import NAMES
from yigongti_desktop.capabilities.contracts.ui.words import NAMES_OF
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft

_OF_TEAM = NAMES_OF[TEAM.name]


def contents(_connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a team or a package."""
    if act.record_kind not in {"team", "package"}:
        return None
    if act.kind == "team.set_up":
        return _of_team(msgspec.json.decode(act.body, type=TeamSetUp))
    if act.kind == "package.offered":
        return _of_package(msgspec.json.decode(act.body, type=PackageOffered))
    body = msgspec.json.decode(act.body)
    changes = [
        (_OF_TEAM.get(field) or NAMES.get(field, "改动"), _change(field, seen, wanted))
        for field, (seen, wanted) in body.get("changes", {}).items()
    ]
    return [*changes, *([("截止日期", body["until"])] if "until" in body else [])]


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a team or a package that was not taken back into its form."""
    values: dict[str, object]
    if act.kind == "team.set_up":
        team = msgspec.json.decode(act.body, type=TeamSetUp).written
        head: dict[str, Any] = {"name": team.name, "phone": team.phone, "since": team.since.isoformat()}
        head |= {"village": "", "villages": say_villages(team.villages)}
        values = {"head": head, "lines": team_lines.of_members(team.members)}
        _keep(connection, actor, TEAM.name, "", values, now)
        return "teams", "new"
    if act.kind != "package.offered":
        return None
    package = msgspec.json.decode(act.body, type=PackageOffered).written
    known = records.load(connection, PACKAGE, act.record)
    head = {
        "name": package.name,
        "year": str(package.year),
        "key_group": package.key_group,
        "since": package.since.isoformat(),
        "until": package.until.isoformat() if package.until else "",
        "document": package.document,
    } | package_price.of_package(package)
    values = {"head": head, "lines": package_lines.of_items(package.items)}
    _keep(connection, actor, PACKAGE.name, act.record if known else "", values, now)
    return "packages", act.record if known else "new"


def _of_team(body: TeamSetUp) -> list[tuple[str, str]]:
    team = body.written
    people = [("成员", say_member(one)) for one in team.members]
    days = ("开始日期", team.since.isoformat())
    return [("团队名称", team.name), ("电话", team.phone), *people, ("服务村", say_villages(team.villages)), days]


def _of_package(body: PackageOffered) -> list[tuple[str, str]]:
    package = body.written
    items = [("项目", f"{one.code}　{one.name}　{say_rhythm(one.rhythm)}") for one in package.items]
    parts = (package.finance_fen, package.insurance_fen, package.self_fen)
    shared = "、".join(f"{name} {yuan(fen)}" for name, fen in zip(("财政", "医保", "个人"), parts, strict=True))
    return [
        ("服务包名称", package.name),
        ("年度", str(package.year)),
        ("人群", GROUPS.get(package.key_group, "")),
        ("价格", f"{yuan(package.price_fen)} 元（{shared}）"),
        *items,
    ]


def _change(field: str, seen: Any, wanted: Any) -> str:
    before, after = say_value(field, seen, wanted), say_value(field, wanted, seen)
    return f"{before or '空'} → {after or '空'}"


def _keep(connection: Any, actor: Actor, form: str, record: str, values: dict[str, object], now: datetime) -> None:
    drafts.keep(connection, Draft(form=form, account=actor.account, record=record, values=values, saved_at=now))
