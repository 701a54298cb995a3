"""Papers with codes for tests: devices with real keys, slips of any length, a register that knows them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import Register
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.cases import sent
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.model import paper
from yigongti_desktop.capabilities.referrals.model import paper_rules
from yigongti_desktop.capabilities.referrals.model import paper_slip
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.protocol import paper_code
from yigongti_desktop.protocol import signing
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.device import DeviceKey
from yigongti_desktop.registry.model.device import county_mark
from yigongti_desktop.registry.model.device import key_id

#: Cases have such ids; a slip of another kind of id bears no code.
CASE = "01a2068f-8a00-7d89-8e95-4c676b226428"
_WORDS = (
    "患者今晨起床后无明显诱因出现右侧肢体无力，行走不稳，伴言语不清，无头痛、恶心、呕吐，无意识障碍及抽搐。"
    "家属送来我院，查体：血压178/102mmHg，神志清楚，右侧上肢肌力3级，下肢肌力4级。血糖8.6mmol/L，心电图示窦性心律。"
    "𠮷䶮㛃阿依古丽·买买提既往口服硝苯地平控释片，血压控制不佳。"
)


@dataclass(frozen=True)
class Key:
    """A device of an institution."""

    institution: str
    private: bytes
    letter: str = "A"

    @property
    def public(self) -> bytes:
        return signing.public_key(self.private)

    def sign(self, content: bytes) -> bytes:
        return signing.sign(content, self.private).signature

    def told(self, *, revoked: bool = False) -> DeviceKey:
        return DeviceKey(
            id=key_id(self.institution, self.letter),
            institution=self.institution,
            letter=self.letter,
            public_key=self.public.hex(),
            revoked=revoked,
        )


CLINIC_KEY = Key(CLINIC, bytes(range(32)))
HOSPITAL_KEY = Key(HOSPITAL, bytes(range(1, 33)))
OTHER_KEY = Key(OTHER_HOSPITAL, bytes(range(2, 34)))


def county() -> Register:
    """Return the register with the devices' keys."""
    register = tianmen()
    for key in (CLINIC_KEY, HOSPITAL_KEY, OTHER_KEY):
        register.put("device_key", key.told())
    return register


def by(institution: str, at: datetime = NOON, register: Register | None = None) -> Ruling:
    """Return a ruling on the case by somebody of an institution."""
    return ruling(institution, at, register=register or county(), record=CASE)


def written(place: int, history: int = 60, **changes: Any) -> Referral:
    """Return a case with a history so long; which words it has follows from its place."""
    chance = random.Random(place)  # noqa: S311 - only which words
    start = chance.randrange(len(_WORDS))
    words = (_WORDS * (history // len(_WORDS) + 2))[start : start + history]
    return replace(sent(history=words or "无", **changes), id=CASE)


def returned(**changes: Any) -> Referral:
    """Return a case that the hospital has sent back."""
    return replace(in_state(State.RETURNED), id=CASE, **changes)


def code_of(
    referral: Referral,
    *,
    key: Key = CLINIC_KEY,
    kind: str = "transfer_out",
    symbols: int = 1,
    mark: bytes | None = None,
) -> bytes:
    """Return the bytes of a slip's code, as the desk of a device makes it."""
    register = county()
    resident_key = register.need("county", "county").resident_key
    said = (
        paper_slip.out_of(referral, key.letter, resident_key)
        if kind == "transfer_out"
        else paper_slip.back_of(referral, key.institution, key.letter)
    )
    made = paper_rules.content(said, symbols)
    assert made is not None
    return paper_code.seal(paper.KINDS[kind], mark or county_mark(register), referral.id, made.packed, key.sign)


def texts_of(referral: Referral, **how: Any) -> list[str]:
    """Return the texts of a slip's symbols."""
    return paper_code.spell(code_of(referral, **how), how.get("symbols", 1))
