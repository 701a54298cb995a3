"""What the code on a slip holds: the fields needed to receive the patient, deflated; long words are cut, with a mark.

Version 1: the fields in the order of `Out` and `Back`, GB 18030, parted by the unit separator, raw deflate with the
dictionary of `paper_words.py`. A later program may add fields at the end; this one leaves them alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import astuple

from yigongti_desktop.capabilities.referrals.model.paper_words import DICTIONARY
from yigongti_desktop.kernel.errors import Refused

#: Kinds of paper, as the code has them.
OUT, BACK = 1, 2
KINDS = {"transfer_out": OUT, "return": BACK}
#: Stands where words were cut: the paper has the rest.
CUT = "…（见纸面）"
_PARTED, _ROW, _CELL = "\x1f", "\x1e", "\x1d"
#: What a code may grow to when it is inflated; no slip comes near.
_MOST = 65536


class Out(msgspec.Struct, frozen=True, kw_only=True):
    """What the code of a 转出单 says; all of it text."""

    origin: str
    #: Of the device that signed.
    letter: str
    #: Of the record, when the paper was printed.
    revision: str
    number: str
    #: Unix seconds, hexadecimal.
    sent_at: str
    name: str
    sex: str
    birth: str
    id_number: str
    health_record: str
    #: `=` for the id that follows from the ID number.
    resident: str
    phone: str
    target: str
    department: str
    target_doctor: str
    diagnosis_code: str
    impression: str
    #: First letters of urgency and transport; C with consent, G with gaps.
    flags: str
    doctor: str
    doctor_phone: str
    tracker: str
    tracker_name: str
    address: str
    contact: str
    past_history: str
    treatment: str
    history: str


class Back(msgspec.Struct, frozen=True, kw_only=True):
    """What the code of a 回转单 says."""

    origin: str
    hospital: str
    letter: str
    revision: str
    number: str
    returned_at: str
    name: str
    diagnosis_code: str
    diagnosis: str
    case_number: str
    inpatient_number: str
    doctor: str
    doctor_phone: str
    #: Drugs to go on with, all of them or `-` where they had no room.
    drugs: str
    findings: str
    plan: str


#: What is cut first; history and plan last of what is long, and then what is short, where people filled it to the brim.
_OUT_CUTS = ("treatment", "past_history", "contact", "address", "history", "target_doctor", "impression")
_OUT_LAST = ("department", "doctor", "tracker_name", "health_record")
_BACK_CUTS = ("findings", "drugs", "plan", "diagnosis", "doctor", "case_number", "inpatient_number")
#: Drugs had no room: half a list would be worse than none.
NO_DRUGS = "-"

P = TypeVar("P", Out, Back)


def pack(said: Out | Back, room: int, *, may_cut: bool = True) -> bytes:
    """Return what a code says in so many bytes, its long words cut where it must be and may be.

    Raises:
        Refused: paper_no_room.
    """
    fields = dict(zip(said.__struct_fields__, astuple(said), strict=True))
    if (whole := _deflated(fields)) and len(whole) <= room:
        return whole
    if not may_cut:
        raise Refused("paper_no_room")
    for name in (*_OUT_CUTS, *_OUT_LAST) if isinstance(said, Out) else _BACK_CUTS:
        packed = _cut(fields, name, room)
        if packed is not None:
            return packed
    raise Refused("paper_no_room")


def unpack(content: bytes, kind: type[P]) -> P:
    """Return what a code says.

    Raises:
        Refused: paper_torn.
    """
    opened = zlib.decompressobj(-15, DICTIONARY)
    try:
        text = opened.decompress(content, _MOST).decode("gb18030")
    except (zlib.error, UnicodeDecodeError):
        raise Refused("paper_torn") from None
    values = text.split(_PARTED)
    names = kind.__struct_fields__
    if not opened.eof or len(values) < len(names):
        raise Refused("paper_torn")
    return kind(**dict(zip(names, values, strict=False)))


def rows(table: Sequence[Sequence[str]]) -> str:
    """Write a table into one field."""
    return _ROW.join(_CELL.join(row) for row in table)


def table(written: str) -> list[list[str]]:
    """Read a table from one field."""
    return [row.split(_CELL) for row in written.split(_ROW)] if written else []


def _cut(fields: dict[str, str], name: str, room: int) -> bytes | None:
    """Cut one field to what has room; return the code, or None where even nothing of it is too much."""
    words = fields[name]
    if not words:
        return None
    if name == "drugs":
        fields[name] = NO_DRUGS
        packed = _deflated(fields)
        return packed if len(packed) <= room else None
    least, most, best = 0, len(words) - 1, None
    while least <= most:
        count = (least + most) // 2
        fields[name] = words[:count] + CUT
        packed = _deflated(fields)
        if len(packed) <= room:
            best, least = packed, count + 1
        else:
            most = count - 1
    if best is None:
        fields[name] = CUT
    return best


def _deflated(fields: dict[str, str]) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, DICTIONARY)
    return deflate.compress(_PARTED.join(fields.values()).encode("gb18030")) + deflate.flush()
