"""The sRGB profile that an archived file names its colours by: ICC.1:2001-04 (version 2.1), three curves and a matrix.

Figures: IEC 61966-2-1, primaries adapted to D50 by Bradford.
"""

from __future__ import annotations

import struct
from functools import lru_cache

#: As the profile names itself, and as the output condition of a file does.
NAME = "sRGB IEC61966-2.1"
_WHITE = (0.9642, 1.0, 0.8249)
_PRIMARIES = {
    b"rXYZ": (0.4360747, 0.2225045, 0.0139322),
    b"gXYZ": (0.3850649, 0.7168786, 0.0971045),
    b"bXYZ": (0.1430804, 0.0606169, 0.7141733),
}
_STEPS = 256
_HEADER, _ENTRY = 128, 12
#: Where the curve is straight, and what it is above.
_KNEE, _SLOPE, _OFFSET, _POWER = 0.04045, 12.92, 0.055, 2.4


@lru_cache(maxsize=1)
def srgb() -> bytes:
    """Return the profile; the same bytes on every machine."""
    curve = b"curv" + bytes(4) + struct.pack(f">I{_STEPS}H", _STEPS, *(_light(step / 255) for step in range(_STEPS)))
    tags = {
        b"desc": _described(NAME),
        b"cprt": b"text" + bytes(4) + b"No copyright, use freely\0",
        b"wtpt": _point(_WHITE),
        **{tag: _point(primary) for tag, primary in _PRIMARIES.items()},
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    start = _HEADER + 4 + _ENTRY * len(tags)
    table, content = struct.pack(">I", len(tags)), b""
    placed: dict[bytes, int] = {}
    for tag, held in tags.items():
        if held not in placed:
            placed[held] = start + len(content)
            content += held + bytes(-len(held) % 4)
        table += tag + struct.pack(">II", placed[held], len(held))
    body = table + content
    return _header(_HEADER + len(body)) + body


def _header(size: int) -> bytes:
    """Return the first 128 bytes: a display's profile, with no date of a machine in it."""
    return (
        struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
        + struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
        + b"acsp"
        + bytes(28)
        + b"".join(struct.pack(">i", _fixed(value)) for value in _WHITE)
        + bytes(48)
    )


def _light(value: float) -> int:
    linear = value / _SLOPE if value <= _KNEE else ((value + _OFFSET) / (1 + _OFFSET)) ** _POWER
    return round(linear * 65535)


def _point(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(struct.pack(">i", _fixed(value)) for value in values)


def _fixed(value: float) -> int:
    return round(value * 65536)


def _described(words: str) -> bytes:
    """Return a text description; its Unicode and Macintosh parts are empty."""
    told = words.encode("ascii") + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(told)) + told + bytes(4 + 4 + 2 + 1 + 67)
