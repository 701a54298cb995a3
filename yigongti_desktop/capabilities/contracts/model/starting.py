"""Packages from which a community's office starts, as a file has them: the items of the national standard (FDC-14).

They are proposals: nobody can have one before the office has looked it through and offers it.
"""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.package import UNCONFIRMED
from yigongti_desktop.capabilities.contracts.model.package import Written
from yigongti_desktop.capabilities.contracts.model.rhythm import Rhythm
from yigongti_desktop.capabilities.contracts.model.standard import BY_NAME
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """One starting point."""

    #: Names it in its file; with the community it makes its id.
    key: str
    written: Written

    def id_in(self, community: str) -> str:
        """Return its one id in a community: a file that is read twice proposes once."""
        return derived_id("package", "start", community, self.key, str(self.written.year))


class _ItemLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: str
    name: str
    rhythm: str | dict[str, Any]
    form: Form = Form.PLAIN
    who: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


class _PackageLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    name: str
    group: str = ""
    items: tuple[_ItemLine, ...]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    document: str = ""
    packages: tuple[_PackageLine, ...]


def read_starts(text: str, on: date) -> list[Start]:
    """Return the starting points of a file, for the year of a day.

    Raises:
        Refused: packages_format when it is no such file, or two packages of it bear one key.
    """
    try:
        file = msgspec.convert(tomllib.loads(text), _File)
        starts = [Start(key=one.key, written=_written(one, file.document, on)) for one in file.packages]
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, KeyError) as fault:
        raise Refused("packages_format", why=str(fault)) from None
    if len({one.key for one in starts}) != len(starts):
        raise Refused("packages_format", why="key")
    return starts


def _written(line: _PackageLine, document: str, on: date) -> Written:
    items = tuple(
        Item(
            code=one.code,
            name=one.name,
            rhythm=_rhythm(one.rhythm),
            form=one.form,
            who=one.who,
            evidence=one.evidence,
            note=one.note,
        )
        for one in line.items
    )
    return Written(
        name=line.name, year=on.year, key_group=line.group, items=items, since=UNCONFIRMED, document=document
    )


def _rhythm(said: str | dict[str, Any]) -> Rhythm:
    return BY_NAME[said] if isinstance(said, str) else msgspec.convert(said, Rhythm)
