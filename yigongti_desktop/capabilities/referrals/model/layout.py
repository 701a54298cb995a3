"""How a county has its slips printed: the national form, and what local forms put to it (standards §1.4).

The national form is the default and is never changed: blocks stand below its last field, a letterhead above its title.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule

#: 一联、两联、三联.
MOST_COPIES = 3


class Block(StrEnum):
    """What a local form may ask beside the national fields, in the order in which it is printed (standards §1.4)."""

    NUMBER = "number"
    ID_NUMBER = "id_number"
    CASE_NUMBER = "case_number"
    PAYMENT = "payment"
    URGENCY = "urgency"
    TRANSPORT = "transport"
    ALLERGY = "allergy"
    SENT_AT = "sent_at"
    LIMIT = "limit"
    OUTCOME = "outcome"
    NEXT_VISIT = "next_visit"
    CONSENT = "consent"
    RECEIVER = "receiver"
    SEAL = "seal"


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """How one print comes out; as it stands here, it is the national form on one sheet of A4."""

    blocks: tuple[Block, ...] = ()
    letterhead: str = ""
    copies: int = 1
    #: Stub and slip on a half sheet of A4 each.
    is_half: bool = False
    #: Fields that certificates may sign: the doctor's and the institution's.
    has_fields: bool = False
    #: Who signs the institution's field by certificate as the file is made; said on paper beside it.
    signed_by: str = ""


NATIONAL = Layout()
_NONE: list[object] = []


class CountyForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the county has set of its slips."""

    layout: Layout = NATIONAL
    #: Whether it takes slips that are signed by certificate in place of by hand.
    takes_signed: bool = False
    #: Its own text of the 转诊知情同意书, a paragraph each; the program's where it has none.
    consent: tuple[str, ...] = ()
    #: What is handed over with a patient, as its 病历资料交接清单 lists it.
    records: tuple[str, ...] = ()


def county_form(register: Lookup, day: date) -> CountyForm:
    """Return what the county has set for the day; a block that this program does not know is left out."""
    named: list[object] = rule(register, "referral.slip_blocks", day, _NONE)
    layout = Layout(
        blocks=tuple(block for block in Block if block.value in named),
        letterhead=rule(register, "referral.slip_letterhead", day, ""),
        copies=min(max(rule(register, "referral.slip_copies", day, 1), 1), MOST_COPIES),
        is_half=rule(register, "referral.slip_paper", day, "A4") == "half",
    )
    return CountyForm(
        layout=layout,
        takes_signed=rule(register, "referral.slip_signed_pdf", day, False),  # noqa: FBT003 - the rule's default
        consent=_texts(rule(register, "referral.consent_text", day, _NONE)),
        records=_texts(rule(register, "referral.handover_records", day, _NONE)),
    )


def _texts(value: list[object]) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str) and one)
