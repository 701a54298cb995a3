"""Which column of a list is what: guessed from its head, and said otherwise by whoever knows better.

Above the head there may be the title of the list and remarks, in cells merged over many columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import chain
from itertools import islice

import msgspec

from yigongti_desktop.kernel.cells import text_of
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width

#: Names of columns under which a field is known, the usual one first.
Heads = Mapping[str, tuple[str, ...]]
#: A column of the list and the field that it holds, as somebody says; no field for a column to be passed over.
Said = Sequence[tuple[str, str]]
Lines = Iterator[tuple[int, Sequence[object]]]

#: Rows among which the head is looked for.
_FIRST = 10
#: What explains a column without naming it: 单价（元）, *通用名.
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]|[\s*:]")


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """Where the fields of a list stand."""

    #: Number of the row that is the head; rows count from 1.
    row: int
    titles: tuple[str, ...]
    #: Field → place of its column, from 0.
    places: dict[str, int]

    def title(self, field: str) -> str:
        """Return what the list itself calls a field; empty when it has no such column."""
        return self.titles[self.places[field]] if field in self.places else ""

    def unused(self) -> list[str]:
        """Return the titles of columns that nothing is read from."""
        return [title for place, title in enumerate(self.titles) if title and place not in self.places.values()]

    def cells(self, line: Sequence[object]) -> dict[str, str]:
        """Return the texts of a row by field.

        Raises:
            Refused: the code of a bad cell, with its column.
        """
        return {field: _text(line, place, self.titles[place]) for field, place in self.places.items()}


def find(
    rows: Iterable[Sequence[object]], heads: Heads, needed: Sequence[str], said: Said = ()
) -> tuple[Columns, Lines]:
    """Find the head among the first rows; return where the fields stand, and the rows below with their numbers.

    Raises:
        Refused: column_missing, column_unknown, field_unknown.
    """
    lines: Lines = iter(enumerate(rows, start=1))
    first = list(islice(lines, _FIRST))
    number, titles = _head([(row, _titles(line)) for row, line in first], heads, needed, said)
    below = [line for line in first if line[0] > number]
    places = _places(titles, heads, said)
    if below and (sub := _sub_head(titles, _titles(below[0][1]), heads, [places.get(field) for field in needed])):
        below, titles = below[1:], sub
        places = _places(titles, heads, said)
    missing = [heads[field][0] for field in needed if field not in places]
    if missing:
        raise Refused("column_missing", columns=missing)
    return Columns(row=number, titles=titles, places=places), chain(below, lines)


def _text(line: Sequence[object], place: int, title: str) -> str:
    try:
        return text_of(line[place]) if place < len(line) else ""
    except Refused as fault:
        raise Refused(fault.code, column=title, **fault.facts) from None


def _titles(line: Sequence[object]) -> tuple[str, ...]:
    return tuple(_title(cell) for cell in line)


def _title(cell: object) -> str:
    try:
        return text_of(cell)
    except Refused:
        return ""


def _head(
    rows: Sequence[tuple[int, tuple[str, ...]]], heads: Heads, needed: Sequence[str], said: Said
) -> tuple[int, tuple[str, ...]]:
    """Return the row that names the most columns, first of all those that are needed; the first row for want of any."""

    def fit(titles: tuple[str, ...]) -> tuple[int, int]:
        known = _guessed(titles, heads) | {field: 0 for title, field in said if title in titles}
        return sum(field in known for field in needed), len(known)

    return max(rows, key=lambda row: (fit(row[1]), -row[0]), default=(1, ()))


def _places(titles: tuple[str, ...], heads: Heads, said: Said) -> dict[str, int]:
    places = _guessed(titles, heads)
    plain = [_plain(title) for title in titles]
    for title, named in said:
        if _plain(title) not in plain:
            raise Refused("column_unknown", column=title, known=[one for one in titles if one])
        place = plain.index(_plain(title))
        places = {field: its for field, its in places.items() if its != place or (title, field) in said}
        if named:
            places[_field(named, heads)] = place
    return places


def _guessed(titles: tuple[str, ...], heads: Heads) -> dict[str, int]:
    plain = [_plain(title) for title in titles]
    found = (
        (field, next((plain.index(name) for name in known if name in plain), None)) for field, known in heads.items()
    )
    return {field: place for field, place in found if place is not None}


def _field(named: str, heads: Heads) -> str:
    for field, known in heads.items():
        if named == field or _plain(named) in known:
            return field
    raise Refused("field_unknown", field=named)


def _sub_head(
    titles: tuple[str, ...], below: tuple[str, ...], heads: Heads, needed: Sequence[int | None]
) -> tuple[str, ...]:
    """Return the titles of a head of two rows, whose upper cells are merged over the lower ones; none if it is one."""
    stands_empty = all(place is not None and not (below + ("",) * (place + 1))[place] for place in needed)
    if not stands_empty or not _guessed(below, heads):
        return ()
    width = max(len(titles), len(below))
    upper, lower = titles + ("",) * (width - len(titles)), below + ("",) * (width - len(below))
    return tuple(sub or title for title, sub in zip(upper, lower, strict=True))


def _plain(title: str) -> str:
    return _ASIDE.sub("", half_width(title))
