"""Which machine this is: the addresses of its network cards, which a copied disk does not bring along."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path

_CARDS = Path("/sys/class/net")
#: Of the first byte of an address: made up by a program, or meant for many.
_MADE_UP, _FOR_MANY = 0x02, 0x01
_DIGITS = 12


def cards(folder: Path = _CARDS) -> frozenset[str]:
    """Return the hardware addresses of this machine's cards as twelve hexadecimal digits; none when it tells none.

    Cards that a program has made (bridges, tunnels, containers) do not count.
    """
    if sys.platform == "win32":
        found = [f"{uuid.getnode():012x}"]
    else:
        found = [_address(card) for card in sorted(folder.glob("*")) if (card / "device").exists()]
    return frozenset(address for address in found if _is_real(address))


def _address(card: Path) -> str:
    try:
        return (card / "address").read_text().strip().replace(":", "").lower()
    except OSError:
        return ""


def _is_real(address: str) -> bool:
    try:
        first = int(address[:2], 16)
    except ValueError:
        return False
    return len(address) == _DIGITS and not first & (_MADE_UP | _FOR_MANY) and bool(int(address, 16))
