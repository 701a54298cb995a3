"""The code on a paper: what a device has signed, in letters that a scanner types, in one symbol or several.

The signed bytes, version 1, big endian:

    0   1   version, 1
    1   1   kind of paper
    2   4   mark of the county: papers of another one are known as such
    6  16   id of the record, a UUID
    22  n   content, which belongs to the kind of paper
    -64 64  Ed25519 over `_PURPOSE` and all before

Each symbol bears `YG`, its version, its place and the count, two letters of length and three of check over the whole
bytes, then its share of them in base 41 (`kernel/base41.py`). So whoever reads needs no feature of the decoder for
several symbols, and sees what is torn, doubled, or of another paper.
"""

from __future__ import annotations

import binascii
import re
import uuid
from collections.abc import Callable
from collections.abc import Iterable

import msgspec

from yigongti_desktop.kernel import base41
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.signing import check

#: What a device signs as a paper begins with this, so that the signature serves nothing else.
_PURPOSE = b"yigongti paper code\0"
VERSION = 1
MARK, _RECORD, _SIGNATURE = 4, 16, 64
_HEAD = 2 + MARK + _RECORD
#: Signs before a symbol's share, and symbols of one paper at most.
HEAD, MOST_PARTS = 10, 4
#: What may be read at most: far more than any paper bears.
LONGEST = 8192
_BASE = len(base41.ALPHABET)
_BEGINS = re.compile(r"YG([0-9A-Z])([1-4])([1-4])([0-9A-Z%*+:-]{2})([0-9A-Z%*+:-]{3})")
_ANY = "YG"

Sign = Callable[[bytes], bytes]


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A code as it was read; whose it is, is still to be proven."""

    kind: int
    county: bytes
    record: str
    content: bytes
    signed: bytes
    signature: bytes


class Part(msgspec.Struct, frozen=True):
    """What one symbol bears."""

    place: int
    count: int
    check: str
    share: bytes


def overhead() -> int:
    """Return how many bytes a code has beside its content."""
    return _HEAD + _SIGNATURE


def seal(kind: int, county: bytes, record: str, content: bytes, sign: Sign) -> bytes:
    """Return the bytes of a code.

    Args:
        kind: of paper.
        county: its mark.
        record: id of the record; it has to be a UUID.
        content: of the kind of paper.
        sign: signs as this device.
    """
    said = bytes((VERSION, kind)) + county[:MARK] + uuid.UUID(record).bytes + content
    return said + sign(_PURPOSE + said)


def unseal(code: bytes) -> Sealed:
    """Return what a code says.

    Raises:
        Refused: paper_version, paper_torn.
    """
    if code[:1] != bytes((VERSION,)):
        raise Refused("paper_version" if code else "paper_torn")
    if len(code) < _HEAD + _SIGNATURE:
        raise Refused("paper_torn")
    said, signature = code[:-_SIGNATURE], code[-_SIGNATURE:]
    return Sealed(
        kind=said[1],
        county=said[2 : 2 + MARK],
        record=str(uuid.UUID(bytes=said[2 + MARK : _HEAD])),
        content=said[_HEAD:],
        signed=said,
        signature=signature,
    )


def prove(sealed: Sealed, public: bytes) -> None:
    """Refuse what the holder of this key has not signed.

    Raises:
        Refused: paper_forged.
    """
    try:
        check(Signed(_PURPOSE + sealed.signed, sealed.signature), public)
    except Refused:
        raise Refused("paper_forged") from None


def spell(code: bytes, parts: int = 1) -> list[str]:
    """Write a code for so many symbols."""
    size = -(-len(code) // parts)
    shares = [code[at : at + size] for at in range(0, len(code), size)]
    proof = base41.spell(binascii.crc_hqx(code, 0xFFFF).to_bytes(2, "big"))
    texts = []
    for place, share in enumerate(shares, start=1):
        signs = base41.spell(share)
        first, second = divmod(len(signs), _BASE)
        length = base41.ALPHABET[first] + base41.ALPHABET[second]
        texts.append(f"YG{VERSION}{place}{len(shares)}{length}{proof}{signs}")
    return texts


def parts_of(typed: str) -> list[Part]:
    """Return the parts in what a scanner has typed or a decoder has read, however often each is there.

    Raises:
        Refused: paper_not_one, paper_version, paper_torn.
    """
    text = base41.tidy(typed[: 4 * LONGEST])
    found: list[Part] = []
    at = text.find(_ANY)
    if at < 0:
        raise Refused("paper_not_one")
    while at >= 0:
        part, at = _part(text, at)
        found += [part] if part not in found else []
        at = text.find(_ANY, at)
    return found


def by_paper(parts: Iterable[Part]) -> list[list[Part]]:
    """Return the parts of each paper by themselves, in the order in which the papers were read."""
    papers: dict[tuple[int, str], list[Part]] = {}
    for part in parts:
        papers.setdefault((part.count, part.check), []).append(part)
    return list(papers.values())


def join(parts: Iterable[Part]) -> bytes:
    """Return the code that the parts make; a part may be there more than once.

    Raises:
        Refused: paper_mixed where they are of several papers (`by_paper`), paper_part (which ones are missing),
            paper_torn.
    """
    known: dict[int, Part] = {}
    first: Part | None = None
    for part in parts:
        first = first or part
        if (part.count, part.check) != (first.count, first.check) or known.setdefault(part.place, part) != part:
            raise Refused("paper_mixed")
    if first is None:
        raise Refused("paper_not_one")
    lacks = [place for place in range(1, first.count + 1) if place not in known]
    if lacks:
        raise Refused("paper_part", lacks=lacks, count=first.count, read=len(known))
    code = b"".join(known[place].share for place in range(1, first.count + 1))
    if base41.spell(binascii.crc_hqx(code, 0xFFFF).to_bytes(2, "big")) != first.check:
        raise Refused("paper_torn")
    return code


def _part(text: str, at: int) -> tuple[Part, int]:
    head = _BEGINS.match(text, at)
    if head is None:
        raise Refused("paper_torn" if at else "paper_not_one")
    version, place, count, length, proof = head.groups()
    if version != str(VERSION):
        raise Refused("paper_version")
    size = base41.ALPHABET.index(length[0]) * _BASE + base41.ALPHABET.index(length[1])
    signs = text[head.end() : head.end() + size]
    if len(signs) < size or int(place) > int(count):
        raise Refused("paper_torn")
    try:
        share = base41.read(signs)
    except ValueError:
        raise Refused("paper_torn") from None
    return Part(int(place), int(count), proof, share), head.end() + size
