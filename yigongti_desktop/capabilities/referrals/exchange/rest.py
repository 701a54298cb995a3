"""What the standard resources of a case leave unsaid, kept beside them so that nothing is lost on the way back.

It is the difference between the case and what a reader takes from the resources: each field by its path, its value as
JSON. What is said in a resource is not said again here, so a receiver that changes a resource is believed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from yigongti_desktop.capabilities.referrals.exchange import terms
from yigongti_desktop.capabilities.referrals.exchange.nodes import Node
from yigongti_desktop.capabilities.referrals.exchange.nodes import each
from yigongti_desktop.capabilities.referrals.exchange.nodes import text
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.kernel.errors import Refused

_PATH = re.compile(r"[a-z_]+(\.[a-z_]+){0,3}")
#: Parts that are told field by field; any other value is told whole.
_PARTS: dict[str, type[msgspec.Struct]] = {
    "": Referral,
    "slip": Slip,
    "slip.patient": Patient,
    "slip.target": Target,
    "return_slip": ReturnSlip,
}


def rest_of(referral: Referral, said: dict[str, Any]) -> list[Node]:
    """Return the fields of a case that its resources do not say as they are, each with its path."""
    return _lacking(msgspec.json.decode(msgspec.json.encode(referral)), said, "")


def _lacking(whole: dict[str, Any], said: Mapping[str, Any], inside: str) -> list[Node]:
    found: list[Node] = []
    usual = _usual(_PARTS[inside])
    for name, value in whole.items():
        path = f"{inside}.{name}" if inside else name
        if path in _PARTS and isinstance(value, dict) and isinstance(said.get(name), dict):
            found += _lacking(value, said[name], path)
        elif (said[name] if name in said else usual.get(name, msgspec.UNSET)) != value:
            found.append({"url": path, "valueString": msgspec.json.encode(value).decode()})
    return found


def _usual(part: type[msgspec.Struct]) -> dict[str, Any]:
    """Return what a field holds that nobody has filled: a reader fills it in again."""
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(part):
        if field.default is not msgspec.NODEFAULT:
            found[field.name] = msgspec.json.decode(msgspec.json.encode(field.default))
        elif field.default_factory is not msgspec.NODEFAULT:
            found[field.name] = field.default_factory()
    return found


def with_rest(said: dict[str, Any], task: Node) -> dict[str, Any] | None:
    """Return what the resources say with what was kept beside them; None where a file keeps nothing.

    Raises:
        Refused: fhir_torn, where what is kept is not as it was written here.
    """
    kept = next((one for one in each(task, "extension") if text(one, "url") == terms.REST), None)
    if kept is None:
        return None
    for one in each(kept, "extension"):
        _put(said, text(one, "url"), text(one, "valueString"))
    return said


def _put(said: Any, path: str, written: str) -> None:
    *way, name = path.split(".")
    for step in way:
        said = said.get(step) if isinstance(said, dict) else None
    if not _PATH.fullmatch(path) or not isinstance(said, dict):
        raise Refused("fhir_torn")
    try:
        said[name] = msgspec.json.decode(written)
    except (msgspec.DecodeError, RecursionError):
        raise Refused("fhir_torn") from None
