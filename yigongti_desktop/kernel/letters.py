"""Bytes as letters that people can read out, type and check: Crockford's 32, in groups of five."""

from __future__ import annotations

import binascii

from yigongti_desktop.kernel.text import half_width

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_GROUP = 5
_CHECK = 2


def spell(body: bytes) -> str:
    """Write the bytes and two bytes of check in groups of five letters."""
    body += _check(body)
    bits = len(body) * 8
    count = -(-bits // 5)
    number = int.from_bytes(body, "big") << count * 5 - bits
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(count)))
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def read(typed: str) -> bytes:
    """Read what `spell` wrote, however it was typed.

    Raises:
        ValueError: when letters are missing, wrong or swapped.
    """
    letters = "".join(half_width(typed).upper().split()).replace("-", "").translate(_MISREAD)
    number = 0
    for letter in letters:
        number = number << 5 | _ALPHABET.index(letter)
    size = len(letters) * 5 // 8
    body = (number >> len(letters) * 5 - size * 8).to_bytes(size, "big")[:-_CHECK]
    if not body or spell(body).replace("-", "") != letters:
        raise ValueError(typed)
    return body


def _check(body: bytes) -> bytes:
    """Return the check: CRC-16/GENIBUS misses no single wrong letter and no two neighbours swapped, as a hash might."""
    return (binascii.crc_hqx(body, 0xFFFF) ^ 0xFFFF).to_bytes(_CHECK, "big")
