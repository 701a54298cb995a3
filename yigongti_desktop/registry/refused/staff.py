"""Refused acts on staff: what stands in them, how a registration comes back into its form, what two people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.staff import messages as m
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.ui.staff.words import KIND
from yigongti_desktop.registry.ui.staff.words import LINES
from yigongti_desktop.registry.ui.staff.words import NAMES_OF
from yigongti_desktop.registry.ui.staff.words import say_whole
from yigongti_desktop.registry.ui.words import NAMES
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage.drafts import Draft

_MANY = "；"
_NOTHING = "没有"


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on staff."""
    if not act.kind.startswith("staff."):
        return None
    units = store.names_of_institutions(connection)
    if act.kind == "staff.registered":
        body = msgspec.json.decode(act.body, type=m.StaffRegistered)
        values = msgspec.to_builtins(body.identity)
        said = [(_word(name), _word(str(value))) for name, value in values.items() if value and value != "unknown"]
        return [*said, *(("任职", say_whole(part, units)) for part in body.parts)]
    if act.kind == "staff.corrected":
        changes = msgspec.json.decode(act.body, type=m.StaffCorrected).changes
        return [
            (_word(name), f"{tell_value(seen) or '空'} → {tell_value(new) or '空'}")
            for name, (seen, new) in changes.items()
        ]
    if act.kind == "staff.noted":
        return [("登记", say_whole(msgspec.json.decode(act.body, type=m.StaffNoted).part, units))]
    if act.kind == "staff.withdrawn":
        withdrawn = msgspec.json.decode(act.body, type=m.StaffWithdrawn)
        return [("撤销", say_whole(withdrawn.part, units)), ("原因", withdrawn.reason)]
    if act.kind == "staff.left":
        left = msgspec.json.decode(act.body, type=m.StaffLeft)
        return [("最后一天", left.until.isoformat()), ("原因", left.reason)]
    if act.kind == "staff.linked":
        account = msgspec.json.decode(act.body, type=m.StaffLinked).account
        return [("账号", account or "不关联")]
    return None


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a registration that was not taken back into its form."""
    if act.kind != "staff.registered":
        return None
    body = msgspec.json.decode(act.body, type=m.StaffRegistered)
    values = msgspec.to_builtins(body.identity) | {"birth": body.identity.birth and body.identity.birth.isoformat()}
    for part in body.parts:
        values |= _values(part)
    drafts.keep(connection, Draft(form=store.STAFF.name, account=actor.account, record="", values=values, saved_at=now))
    return "staff", "new"


def tell_value(value: Any) -> str:
    """Return a value that is written once in words."""
    return _word(str(value)) if value not in (None, "", "unknown") else ""


def tell_parts(value: Any) -> str:
    """Return one part or several in words, as they travel."""
    parts = [value] if isinstance(value, Mapping) else list(value or ())
    return _MANY.join(say_whole(msgspec.convert(part, Part), {}) for part in parts) or _NOTHING


def tell(field: str, told: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return base, mine and theirs of a field in words.

    Args:
        field: of the record: something written once, or a line of the history.
        told: its base, mine and theirs, as a conflict tells them.
    """
    say = tell_parts if field in LINES else tell_value
    base, mine, theirs = (say(told.get(part)) for part in ("base", "mine", "theirs"))
    return base, mine, theirs


def decide(field: str, told: Mapping[str, Any], words: str) -> Any:
    """Return the value that a person decided for: mine, theirs, or what was typed."""
    _, mine, theirs = tell(field, told)
    if words in {mine, theirs}:
        return told.get("mine" if words == mine else "theirs")
    return words


def may_type(field: str) -> bool:
    """Say whether a value can be typed; a part of the history is chosen as one or the other has it."""
    return field in {"name", "phone", "id_number"}


def noted(record: str, changes: dict[str, tuple[Any, Any]], answers: str) -> m.NoteStaff:
    """Return the act that lays a part over what others have written meanwhile."""
    theirs, mine = next(iter(changes.values()))
    part: Part = msgspec.convert(mine, Part)
    seen: tuple[Part, ...] = msgspec.convert(theirs, tuple[Part, ...])
    return m.NoteStaff(staff=record, part=part, seen=seen, answers=answers)


def corrected(record: str, changes: dict[str, tuple[Any, Any]], answers: str) -> m.CorrectStaff:
    """Return the act that makes decided values stand."""
    return m.CorrectStaff(staff=record, changes=changes, answers=answers)


def _values(part: Part) -> dict[str, Any]:
    """Return what the form of somebody new shows of a part."""
    since, until = part.since.isoformat(), part.until.isoformat() if part.until else ""
    if isinstance(part, Post):
        return {"since": since, "home": part.home, "establishment": part.establishment.value}
    if isinstance(part, Place):
        return {"department": part.department, "village": part.village}
    if isinstance(part, Title):
        return {"title": part.name, "level": part.level.value, "title_since": since}
    if isinstance(part, Contract):
        return {"contract_since": since, "contract_until": until}
    if isinstance(part, Licence):
        practice = {"category": part.category.value, "scope": part.scope, "licence_name": part.name}
        return {"kind": part.kind.value, "number": part.number, "licence_until": until, **practice}
    return {}


def _word(code: str) -> str:
    return NAMES_OF[KIND].get(code) or NAMES.get(code, code)
