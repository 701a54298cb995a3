"""Refused acts on contracts and services: what stands in them, how a signing comes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.messages.contracts import ContractSigned
from yigongti_desktop.capabilities.contracts.model.agreeing import Agreed
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.teams import PACKAGE
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.capabilities.contracts.ui.words import NAMES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft

_SAID = {"on": "日期", "reason": "原因", "note": "说明", "number": "编号"}


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a contract."""
    if act.record_kind != "contract":
        return None
    if act.kind in {"contract.signed", "contract.renewed"}:
        body = msgspec.json.decode(act.body, type=ContractSigned)
        return [*_agreed(connection, body.agreed), *([("超额原因", body.beyond)] if body.beyond else [])]
    body = msgspec.json.decode(act.body)
    changes = [(NAMES.get(name, "改动"), f"{seen} → {new}") for name, (seen, new) in body.get("changes", {}).items()]
    team = records.load(connection, TEAM, body["team"]) if body.get("team") else None
    to = [("转入团队", team.name if team else "本机没有的团队")] if "team" in body else []
    return [
        *to,
        *changes,
        *((head, NAMES.get(body[name], body[name])) for name, head in _SAID.items() if body.get(name)),
    ]


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a signing that was not taken back into its form; the agreement that stood in its way may be taken over."""
    if act.kind != "contract.signed":
        return None
    body = msgspec.json.decode(act.body, type=ContractSigned)
    agreed = body.agreed
    person = {
        "resident": agreed.resident,
        "packages": list(agreed.packages),
        "is_ticked": True,
        "signer": agreed.signer,
        "signer_relation": agreed.signer_relation,
    }
    team = records.load(connection, TEAM, agreed.team)
    stands = act.facts.get("number", "") if act.code == "contract_there" else ""
    values = {
        "people": [person],
        "team": {"key": team.id, "title": team.name} if team else None,
        "years": str(agreed.years),
        "signed_on": agreed.signed_on.isoformat(),
        "since": agreed.since.isoformat() if agreed.since else "",
        "way": agreed.way.value,
        "consent": bool(agreed.consent),
        "remark": agreed.remark,
        "beyond": body.beyond,
        "takes_over": stands or agreed.takes_over,
        "takes_reason": agreed.takes_reason,
    }
    drafts.keep(connection, Draft(form=CONTRACT.name, account=actor.account, record="", values=values, saved_at=now))
    return "contracts", "new"


def _agreed(connection: Any, agreed: Agreed) -> list[tuple[str, str]]:
    resident = records.load(connection, registry.RESIDENT, agreed.resident)
    team = records.load(connection, TEAM, agreed.team)
    packages = records.load_many(connection, PACKAGE, agreed.packages)
    names = "、".join(packages[one].name if one in packages else "本机没有的服务包" for one in agreed.packages)
    signer = f"{agreed.signer}（{agreed.signer_relation}）" if agreed.signer else ""
    found = [
        ("居民", resident.name if resident else "本机没有的居民"),
        ("团队", team.name if team else "本机没有的团队"),
        ("服务包", names),
        ("签约日期", agreed.signed_on.isoformat()),
        ("年限", f"{agreed.years} 年"),
        ("代签人", signer),
        ("备注", agreed.remark),
        ("转签原因", agreed.takes_reason),
    ]
    return [(name, words) for name, words in found if words]
