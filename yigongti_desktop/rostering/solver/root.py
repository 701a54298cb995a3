"""The linear programme over everybody's rows, solved: from it dives begin, and by its prices all rows are measured."""

from __future__ import annotations

import zlib

import msgspec
import numpy as np
from msgspec import Struct

from yigongti_desktop.rostering.solver.pricing import Prices
from yigongti_desktop.rostering.task import Row


class Root(Struct, frozen=True):
    """What is left of it."""

    #: At which its bound holds.
    prices: Prices
    #: Rows that it has come upon: whose, and what each costs by itself.
    rows: list[tuple[int, Row, float]]
    #: What its solution costs.
    value: float
    #: What one in a link need cost no more than for this.
    dearest: float
    #: That it took to solve.
    seconds: float


class _Packed(Struct, frozen=True, array_like=True):
    links: list[float]
    sides: list[float]
    rows: list[tuple[int, Row, float]]
    value: float
    dearest: float
    seconds: float


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Packed).decode


def pack(root: Root) -> bytes:
    """Return it for another process; a month of sixty people takes 30 KB."""
    prices = root.prices
    packed = _Packed(prices.links.tolist(), prices.sides.tolist(), root.rows, root.value, root.dearest, root.seconds)
    return zlib.compress(_encode(packed), 1)


def unpack(packed: bytes) -> Root:
    """Return what another process has packed."""
    told = _decode(zlib.decompress(packed))
    return Root(Prices(np.array(told.links), np.array(told.sides)), told.rows, told.value, told.dearest, told.seconds)
