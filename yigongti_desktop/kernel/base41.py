"""Bytes as signs that survive a keyboard: two bytes in three of 41, all of them of the QR code's alphanumeric mode.

Base 45 (RFC 9285) is as dense, but among its four more signs are the blank, which forms trim, and three that a Chinese
input method turns into others.
"""

from __future__ import annotations

from yigongti_desktop.kernel.text import half_width

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ%*+-:"
_BASE = len(ALPHABET)
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
#: What an input method makes of the signs beyond full width.
_MEANT = str.maketrans("×✕－—–﹣％", "**----%")


def spell(content: bytes) -> str:
    """Write bytes as signs."""
    return "".join(_signs(content[at : at + 2]) for at in range(0, len(content), 2))


def read(signs: str) -> bytes:
    """Read what `spell` wrote.

    Raises:
        ValueError: when there are signs of other kinds, or such a row of signs is never written.
    """
    return b"".join(_bytes(signs[at : at + 3]) for at in range(0, len(signs), 3))


def tidy(typed: str) -> str:
    """Return what was meant by signs that came through a keyboard: of any case and width, torn by blanks and ends."""
    return "".join(half_width(typed.translate(_MEANT)).upper().split())


def length(count: int) -> int:
    """Return how many bytes fit into so many signs."""
    return count // 3 * 2 + (count % 3) // 2


def _signs(pair: bytes) -> str:
    value, written = int.from_bytes(pair, "big"), ""
    for _ in range(len(pair) + 1):
        value, rest = divmod(value, _BASE)
        written = ALPHABET[rest] + written
    return written


def _bytes(signs: str) -> bytes:
    value = 0
    for sign in signs:
        if sign not in _VALUES:
            raise ValueError(sign)
        value = value * _BASE + _VALUES[sign]
    try:
        return value.to_bytes(len(signs) - 1, "big") if len(signs) > 1 else _nothing(signs)
    except OverflowError:
        raise ValueError(signs) from None


def _nothing(signs: str) -> bytes:
    raise ValueError(signs)
