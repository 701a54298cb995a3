"""Refused acts on contracts and services: what stands in them, how a signing comes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.attachments import store as attachments
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractSigned
from yigongti_desktop.capabilities.contracts.model.agreeing import Agreed
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.contracts import by_number
from yigongti_desktop.capabilities.contracts.store.teams import PACKAGE
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.capabilities.contracts.ui.sign_fields import HOUSEHOLD
from yigongti_desktop.capabilities.contracts.ui.sign_fields import ONE
from yigongti_desktop.capabilities.contracts.ui.words import NAMES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.service import people
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft

#: A desk that was offline for weeks may have so many questions.
_EVERY = 100_000
_SAID = {"on": "日期", "reason": "原因", "note": "说明", "number": "编号"}


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a contract."""
    if act.record_kind != "contract":
        return None
    if act.kind in {"contract.signed", "contract.renewed"}:
        body = msgspec.json.decode(act.body, type=ContractSigned)
        beyond = [("超额原因", body.beyond)] if body.beyond else []
        return [*_agreed(connection, body.agreed), *beyond, *_with_whom(connection, act)]
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
    """Put a signing that was not taken back into its form, with all whom it bound and what each of them drew.

    What was refused of the same agreement comes back with it and is settled: one household, one question. Those whom
    the hub took are in the form too, and not ticked. The agreement that stood in its way may be taken over.
    """
    if act.kind != "contract.signed":
        return None
    body = msgspec.json.decode(act.body, type=ContractSigned)
    agreed, refused = body.agreed, _refused_together(connection, act)
    every = [msgspec.json.decode(one.body, type=ContractSigned).agreed for one in refused]
    team = records.load(connection, TEAM, agreed.team)
    stands = next((one.facts.get("number", "") for one in refused if one.code == "contract_there"), "")
    values = {
        "people": [_person(connection, one) for one in every] + _taken(connection, agreed.number),
        "scope": HOUSEHOLD if len(every) > 1 else ONE,
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
    for other in refused:
        if other.event != act.event:
            outbox.settle(connection, other.event)
    return "contracts", "new"


def _refused_together(connection: Any, act: Any) -> list[Any]:
    """Return the refused signings of one agreement in the order in which they were done; one alone for one person."""
    number = msgspec.json.decode(act.body, type=ContractSigned).agreed.number
    found = []
    for other in outbox.in_states(connection, outbox.NEEDS_PERSON, _EVERY):
        if other.kind == act.kind and other.event != act.event:
            agreed = msgspec.json.decode(other.body, type=ContractSigned).agreed
            found += [other] if agreed.number == number else []
    return sorted([act, *found], key=lambda one: int(one.seq))


def _with_whom(connection: Any, act: Any) -> list[tuple[str, str]]:
    """Say who else of the same agreement came back."""
    if act.kind != "contract.signed" or act.state not in outbox.NEEDS_PERSON:
        return []
    others = [one for one in _refused_together(connection, act) if one.event != act.event]
    whose = [msgspec.json.decode(one.body, type=ContractSigned).agreed.resident for one in others]
    known = records.load_many(connection, registry.RESIDENT, whose)
    names = "、".join(known[one].name if one in known else "本机没有的居民" for one in whose)
    return [("同一协议", f"{names}（改后重送时一起放回）")] if names else []


def _person(connection: Any, agreed: Agreed) -> dict[str, Any]:
    """Return somebody as the form keeps them; who was merged into another record stands as the one that is kept."""
    kept = people.kept_of(connection, agreed.resident)
    drawn = attachments.sent(connection, agreed.signature) if agreed.signature else None
    return {
        "resident": kept.id if kept else agreed.resident,
        "packages": list(agreed.packages),
        "is_ticked": True,
        "signer": agreed.signer,
        "signer_relation": agreed.signer_relation,
        "drawn": drawn.content if drawn else b"",
    }


def _taken(connection: Any, number: str) -> list[dict[str, Any]]:
    """Return those of an agreement that stand signed: they are shown, and not signed once more."""
    return [
        {"resident": one.resident, "packages": [taken.package for taken in one.packages], "is_ticked": False}
        for one in by_number(connection, number)
    ]


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
