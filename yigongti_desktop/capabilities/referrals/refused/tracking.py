"""What stands in refused acts of tracking: ids as names, codes as words."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.referrals.messages.down import ReferralSentDown
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.ui.words import NAMES
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.store import ACCOUNT
from yigongti_desktop.registry.store import INSTITUTION
from yigongti_desktop.storage import records

#: Said by something else that stands beside it.
_BESIDE = frozenset({"code", "name"})
Words = list[tuple[str, str]]


def said(connection: Any, body: Mapping[str, Any]) -> Words:
    """Return what the texts of an act say, but for those that another one says in words."""
    found: Words = []
    for name, value in body.items():
        if not isinstance(value, str) or name in _BESIDE:
            continue
        if name == "institution":
            found.append(("在哪家", _name(connection, INSTITUTION, value)))
        elif name == "number":
            found.append((NAMES["approval_number"], value))
        elif name == "tracker":
            found.append((NAMES["tracker"], str(body.get("name") or _name(connection, ACCOUNT, value))))
        else:
            found.append((NAMES.get(name, name), NAMES.get(value, value)))
    return found


def sent_down(
    connection: Any,
    body: ReferralSentDown,
    of_return: Callable[[ReturnSlip], Words],
    of_drugs: Callable[[Iterable[SlipDrug]], Words],
) -> Words:
    """Return what a slip down says: whom, where to, and its paper."""
    patient = body.slip.patient
    whom = [("患者", patient.name), ("联系电话", patient.phone)]
    where = [("转回单位", _name(connection, registry.INSTITUTION, body.slip.target.institution))]
    return whom + where + of_return(body.back) + of_drugs(body.drugs)


def _name(connection: Any, kind: Any, record: str) -> str:
    known = records.load(connection, kind, record)
    return known.name if known is not None else record
