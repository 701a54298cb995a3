"""How many of the smallest unit a pack holds, read from how packs are written, and exact conversion between units.

Counting is in whole numbers only: what does not come out even is refused, never rounded.
"""

from __future__ import annotations

import re

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width

#: Units of a pack from the largest to the smallest, each with how many of the smallest it holds: 盒 20, 板 10, 片 1.
Units = tuple[tuple[str, int], ...]

#: Larger than any crate; whoever writes more has written something else into the column.
_MOST = 1_000_000
_MOST_SHOWN = 40
_TIMES = re.compile(r"[×xX*✕]")
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)([^0-9./()]+)")
#: What is measured is inside of the smallest unit, and is not counted: 10ml×6支.
_MEASURES = frozenset(
    {"g", "mg", "kg", "μg", "µg", "ug", "mcg", "ng", "ml", "l", "iu", "u", "万iu", "万u", "单位", "万单位", "克",
     "毫克", "微克", "毫升", "升", "mmol", "mci", "cm", "mm", "%"}
)  # fmt: skip


def read_pack(typed: str, unit: str) -> Units:
    """Read the units of a pack: 24粒, 10片×2板/盒, 0.25g×24粒/盒, 10ml×6支/盒, 100ml.

    Args:
        typed: the pack as the list writes it.
        unit: what is counted when the drug is requested; the pack is one of it unless the text says otherwise.

    Returns:
        The units from the largest to the smallest, that of the drug among them.

    Raises:
        Refused: pack_format when it is not written so, or says nothing about that unit.
    """
    written, _, outer = half_width(typed).replace(" ", "").partition("/")
    parts = [_part(part, typed) for part in _TIMES.split(written)]
    is_measured = parts[0][1].lower() in _MEASURES
    counted = [(_whole(count, typed), name) for count, name in parts[is_measured:]]
    if not outer and unit not in {name for _, name in counted}:
        outer = unit
    if counted and counted[-1] == (1, outer or counted[-1][1]):
        outer = counted.pop()[1]
    units = _stacked(counted, outer)
    if not units or unit not in dict(units) or len(dict(units)) < len(units) or units[0][1] > _MOST:
        raise Refused("pack_format", typed=typed[:_MOST_SHOWN])
    return units


def convert(units: Units, count: int, given: str, wanted: str) -> int:
    """Return so many of one unit in another unit of the same pack, exactly.

    Raises:
        Refused: unit_unknown, pack_fraction when a part of the wanted unit would be left over.
    """
    sizes = dict(units)
    for unit in (given, wanted):
        if unit not in sizes:
            raise Refused("unit_unknown", unit=unit, known=[name for name, _ in units])
    whole, left = divmod(count * sizes[given], sizes[wanted])
    if left:
        raise Refused("pack_fraction", count=count, given=given, wanted=wanted, left=left, smallest=units[-1][0])
    return whole


def spell(units: Units, count: int) -> str:
    """Return so many of the smallest unit in the largest ones that come out even: 45 片 is 2盒5片."""
    told, left = "", abs(count)
    for name, size in units:
        whole, left = divmod(left, size)
        told += f"{whole}{name}" if whole else ""
    return ("-" if count < 0 else "") + (told or f"0{units[-1][0]}") if units else str(count)


def _part(part: str, typed: str) -> tuple[str, str]:
    found = _PART.fullmatch(part)
    if found is None:
        raise Refused("pack_format", typed=typed[:_MOST_SHOWN])
    return found[1], found[2]


def _whole(count: str, typed: str) -> int:
    if not count.isdecimal() or not 0 < int(count[:8]) <= _MOST:
        raise Refused("pack_format", typed=typed[:_MOST_SHOWN])
    return int(count)


def _stacked(counted: list[tuple[int, str]], outer: str) -> Units:
    """Return units of which each holds so many of the one before: 10片×2板/盒 is 10片 in a 板, 2板 in a 盒."""
    units: list[tuple[str, int]] = []
    size = 1
    for count, name in counted:
        units.append((name, size))
        size *= count
    if outer:
        units.append((outer, size))
    return tuple(reversed(units))
