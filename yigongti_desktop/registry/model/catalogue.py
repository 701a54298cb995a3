"""What the county lists: drugs that may be requested, diseases that may be named.

Official codes are never made up: a list without them leaves them empty.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.pinyin import initials
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.units import Units

#: Codes of 国家临床版 and 国家医保版: I10, I10.x00x002, E11.900, A01.000x005+J17.0*, M80000/0.
_ONE = r"[A-Z][0-9]{2}(\.[0-9x]{1,3})?(x[0-9]{3})?"
_CODE = re.compile(rf"[†*+]?{_ONE}([†*+]|[†+]{_ONE}\*?)?|M[0-9]{{5}}/[0-9]")


class Control(StrEnum):
    """Special control of a drug (standards §4.4)."""

    NONE = ""
    NARCOTIC = "narcotic"
    PSYCHOTROPIC_1 = "psychotropic_1"
    PSYCHOTROPIC_2 = "psychotropic_2"
    TOXIC = "toxic"
    RADIOACTIVE = "radioactive"


#: 麻醉药品和第一类精神药品 go by 印鉴卡, not by an ordinary request; nor do toxic and radioactive ones.
NOT_BY_REQUEST = frozenset({Control.NARCOTIC, Control.PSYCHOTROPIC_1, Control.TOXIC, Control.RADIOACTIVE})


class FormerDrug(msgspec.Struct, frozen=True, kw_only=True):
    """How a drug stood in the formulary before, between two days, both included (PHA-08)."""

    since: date | None = None
    until: date | None = None
    #: Only what was other than in the version after it.
    values: dict[str, Any] = {}

    def counts_on(self, day: date) -> bool:
        """Say whether it was in force on a day."""
        return _is_within(day, self.since, self.until)


class Drug(Record, frozen=True, kw_only=True):
    """A drug of the community's one formulary (统一用药目录, PHA-01, PHA-08)."""

    community: str
    #: Generic name with its form as the formulary writes it.
    name: str
    form: str
    strength: str
    #: What one unit holds: 28片.
    pack: str
    #: What is counted when it is requested: 盒, 瓶, 支.
    unit: str
    essential: bool = False
    #: Edition of the essential medicines list that the mark is taken from.
    edition: str = ""
    control: Control = Control.NONE
    storage: str = ""
    maker: str = ""
    #: The community's own code; empty where it has none.
    local_code: str = ""
    price_fen: int | None = None
    #: First and last day on which it is listed as it stands here.
    since: date | None = None
    until: date | None = None
    trade_name: str = ""
    #: 批准文号.
    approval: str = ""
    #: 药品本位码.
    standard_code: str = ""
    #: 国家医保药品代码.
    insurance_code: str = ""
    #: What the pack holds, exactly; empty where the list writes it in a way that cannot be read.
    units: Units = ()
    #: Its versions before this one, the oldest first.
    former: tuple[FormerDrug, ...] = ()

    def counts_on(self, day: date) -> bool:
        """Say whether it is listed on a day just as it stands here."""
        return _is_within(day, self.since, self.until)

    def on(self, day: date) -> Drug | None:
        """Return the drug as it was listed on a day; None when it was not (PHA-08)."""
        if self.counts_on(day):
            return self
        values = msgspec.to_builtins(self)
        for former in reversed(self.former):
            values |= former.values
            if former.counts_on(day):
                values |= {"since": former.since, "until": former.until, "former": ()}
                return msgspec.convert(values, Drug)
        return None


class Diagnosis(Record, frozen=True, kw_only=True):
    """A disease under its code; the id is the code."""

    name: str
    #: Which list it comes from.
    source: str = ""


def specification(strength: str, pack: str) -> str:
    """Return strength and pack as papers and screens write them: 0.25g×24粒; the strength where no pack is known."""
    return f"{strength}×{pack}" if pack else strength


def spell_drug(drug: Drug) -> set[str]:
    """Return the beginnings by which a drug is looked for."""
    called = keys_of_term(drug.trade_name) if drug.trade_name else set()
    written = (drug.name, drug.trade_name, drug.local_code, drug.standard_code, drug.insurance_code)
    return (keys_of_term(drug.name) | called | {sought(one) for one in written}) - {""}


def spell_diagnosis(diagnosis: Diagnosis) -> set[str]:
    """Return what a diagnosis is looked for by: its code, its name, its initials."""
    return {sought(diagnosis.id), sought(diagnosis.name), initials(diagnosis.name)} - {""}


def read_diagnosis_code(typed: str) -> str:
    """Read a diagnosis code; the lower-case x inside is part of it.

    Raises:
        Refused: diagnosis_code.
    """
    code = half_width(typed).strip()
    code = code[:1].upper() + code[1:].replace("X", "x")
    if not _CODE.fullmatch(code):
        raise Refused("diagnosis_code", typed=typed[:20])
    return code


def need_diagnosis(register: Lookup, code: str) -> Diagnosis:
    """Return a diagnosis of the county's list.

    Raises:
        Refused: diagnosis_unknown.
    """
    found: Diagnosis | None = register.get("diagnosis", code)
    if found is None:
        raise Refused("diagnosis_unknown", code=code)
    return found


def need_drug(register: Lookup, drug: str, on: date) -> Drug:
    """Return a drug as the formulary lists it on the day (PHA-01, PHA-08).

    Raises:
        Refused: drug_unknown, drug_not_listed.
    """
    found: Drug | None = register.get("drug", drug)
    if found is None:
        raise Refused("drug_unknown")
    listed = found.on(on)
    if listed is None:
        raise Refused("drug_not_listed", drug=found.id)
    return listed


def _is_within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)
