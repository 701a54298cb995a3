"""The words of an agreement and of the consent that is read before it is signed; a county writes its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule

_RULE = "contract.texts"


class Texts(msgspec.Struct, frozen=True, kw_only=True):
    """What an agreement says in every county in the same places (国卫基层发〔2018〕35号)."""

    #: What the consent is called; an agreement notes which was read.
    consent_name: str
    consent: str
    service: str
    rights: str
    duties: str
    privacy: str
    #: How it is changed, renewed and terminated.
    change: str


def texts(usual: Texts, register: Lookup, on: date) -> Texts:
    """Return the words that are in force on a day: the county's where it has its own, else the usual ones."""
    nothing: dict[str, str] = {}
    own: Mapping[str, str] = rule(register, _RULE, on, nothing)
    known = {name: words for name, words in own.items() if name in Texts.__struct_fields__ and isinstance(words, str)}
    return msgspec.structs.replace(usual, **known)
