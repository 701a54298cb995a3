"""Months and parts of a figure, kept as they were counted for as long as nothing is written that they are made of."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.store import rates
from yigongti_desktop.capabilities.contracts.store import sums
from yigongti_desktop.capabilities.contracts.store.rates import Closer
from yigongti_desktop.capabilities.contracts.store.teams import all_packages
from yigongti_desktop.capabilities.contracts.store.teams import all_teams
from yigongti_desktop.capabilities.contracts.tables.contracts import figure_closers
from yigongti_desktop.registry.store import RULE
from yigongti_desktop.registry.store import everything
from yigongti_desktop.storage import records

_DIGEST = 16


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One figure month by month and in parts."""

    closer: Closer
    #: What it was made of; empty when that is not known for certain.
    basis: str
    #: Whether it was counted just now and may be kept.
    is_new: bool


def closer(connection: Connection, own: str, definition: Definition, on: date) -> Shown:
    """Return a figure month by month and in parts; that of today as it was counted, if nothing was written since."""
    basis = _basis(connection, own, on)
    query = select(figure_closers.c.body).where(
        figure_closers.c.definition == definition.value, figure_closers.c.basis == basis
    )
    if basis and (body := connection.scalar(query)):
        return Shown(closer=_decode(body), basis=basis, is_new=False)
    return Shown(closer=rates.closer(connection, own, definition, on), basis=basis, is_new=bool(basis))


def keep(connection: Connection, shown: Shown) -> None:
    """Keep what was counted, under what it was made of."""
    body = _encode(shown.closer).decode()
    records.upsert(connection, figure_closers, [(shown.closer.definition.value, shown.basis, body)])


def _basis(connection: Connection, own: str, on: date) -> str:
    """Return of what figures of today are made: the sum that is kept, and teams, packages and rules as they are."""
    mark = sums.mark_of(connection, own, on)
    if not mark:
        return ""
    others = [all_teams(connection), all_packages(connection), everything(connection, RULE)]
    digest = hashlib.blake2b(msgspec.msgpack.encode(others), digest_size=_DIGEST)
    return f"{mark} {digest.hexdigest()}"


def _exactly(kind: type[Any], value: Any) -> Any:
    return kind(value)


_encode = msgspec.json.Encoder(enc_hook=str).encode
_decode = msgspec.json.Decoder(Closer, dec_hook=_exactly).decode
