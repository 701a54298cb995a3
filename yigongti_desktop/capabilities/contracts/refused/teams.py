"""Refused acts on teams and packages: what stands in them."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.messages.teams import PackageOffered
from yigongti_desktop.capabilities.contracts.messages.teams import TeamSetUp
from yigongti_desktop.capabilities.contracts.ui.words import NAMES
from yigongti_desktop.capabilities.contracts.ui.words import PARTS
from yigongti_desktop.kernel.money import yuan


def contents(_connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a team or a package."""
    if act.record_kind not in {"team", "package"}:
        return None
    if act.kind == "team.set_up":
        team = msgspec.json.decode(act.body, type=TeamSetUp).written
        people = [("成员", f"{one.name}　{PARTS[one.part.value]}") for one in team.members]
        return [
            ("团队名称", team.name),
            *people,
            ("服务村", "、".join(team.villages)),
            ("开始日期", team.since.isoformat()),
        ]
    if act.kind == "package.offered":
        package = msgspec.json.decode(act.body, type=PackageOffered).written
        items = [("项目", f"{one.code}　{one.name}") for one in package.items]
        head = [("服务包名称", package.name), ("年度", str(package.year)), ("价格", f"{yuan(package.price_fen)} 元")]
        return [*head, *items]
    body = msgspec.json.decode(act.body)
    changes = [
        (NAMES.get(field, "改动"), f"{seen} → {wanted}") for field, (seen, wanted) in body.get("changes", {}).items()
    ]
    return [*changes, *([("截止日期", body["until"])] if "until" in body else [])]
