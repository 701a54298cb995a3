"""Read lists that a county brings along: drugs and diagnoses, row by row, with a word on each bad row.

Only the meaning of columns is known here; where the rows come from is not.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Protocol
from typing import TypeVar

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.catalogue import Diagnosis
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.catalogue import read_diagnosis_code
from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.columns import Heads
from yigongti_desktop.registry.model.columns import Lines
from yigongti_desktop.registry.model.columns import find
from yigongti_desktop.registry.model.formulary import drug_id
from yigongti_desktop.registry.model.formulary import revise
from yigongti_desktop.registry.model.listed import DRUG_HEADS
from yigongti_desktop.registry.model.listed import DRUG_NEEDS
from yigongti_desktop.registry.model.listed import Listed
from yigongti_desktop.registry.model.listed import read_listed

T = TypeVar("T")
_LONGEST = 200

DIAGNOSIS_HEADS: Heads = {
    "id": ("编码", "诊断编码", "疾病编码", "ICD编码", "ICD-10"),
    "name": ("名称", "诊断名称", "疾病名称"),
}
DIAGNOSIS_NEEDS = ("id", "name")


class RowFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a row of a list; rows count from 1 with all that stands above the head."""

    row: int
    code: str
    facts: dict[str, object] = {}


class Claims(Protocol):
    """Remembers which row was the first to bear a code."""

    def claim(self, kind: str, value: str, row: int) -> int:
        """Return the row that bears this value of a kind first; it is this one if there was none before."""
        ...


class ClaimsInMemory:
    """Remembers them for as long as a short list is read."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], int] = {}

    def claim(self, kind: str, value: str, row: int) -> int:
        """Return the row that bears this value of a kind first."""
        return self._first.setdefault((kind, value), row)


def listed_drugs(columns: Columns, lines: Lines, edition: str, claims: Claims) -> Iterator[Listed | RowFault]:
    """Return the drugs of a list one by one, and what is wrong with the rows that are none."""

    def drug(row: int, cells: Mapping[str, str]) -> Listed:
        listed = read_listed(row, cells, edition)
        for field, code in listed.codes():
            if (first := claims.claim(field, code, row)) != row:
                raise Refused("code_twice", field=field, typed=code.partition("\x1f")[0], first=first)
        if (first := claims.claim("key", listed.key, row)) != row:
            raise Refused("row_twice", first=first)
        return listed

    return read_rows(columns, lines, drug)


def listed_diagnoses(columns: Columns, lines: Lines, source: str, claims: Claims) -> Iterator[Diagnosis | RowFault]:
    """Return the diagnoses of a list one by one, and what is wrong with the rows that are none."""

    def diagnosis(row: int, cells: Mapping[str, str]) -> Diagnosis:
        if not cells["name"]:
            raise Refused("field_empty", field="name")
        found = Diagnosis(id=read_diagnosis_code(cells["id"]), name=cells["name"], source=source)
        if (first := claims.claim("id", found.id, row)) != row:
            raise Refused("row_twice", first=first)
        return found

    return read_rows(columns, lines, diagnosis)


def read_drugs(rows: Iterable[Sequence[object]], community: str, edition: str) -> tuple[list[Drug], list[RowFault]]:
    """Return the drugs of a short list with a head, and the rows that cannot be taken.

    Raises:
        Refused: column_missing.
    """
    columns, lines = find(rows, DRUG_HEADS, DRUG_NEEDS)
    found, faults = _parted(listed_drugs(columns, lines, edition, ClaimsInMemory()))
    return [revise(None, one, drug_id(community, one.key), community) for one in found], faults


def read_diagnoses(rows: Iterable[Sequence[object]], source: str) -> tuple[list[Diagnosis], list[RowFault]]:
    """Return the diagnoses of a list with a head, and the rows that cannot be taken.

    Raises:
        Refused: column_missing.
    """
    columns, lines = find(rows, DIAGNOSIS_HEADS, DIAGNOSIS_NEEDS)
    return _parted(listed_diagnoses(columns, lines, source, ClaimsInMemory()))


def read_rows(
    columns: Columns, lines: Lines, make: Callable[[int, Mapping[str, str]], T], most: int = _LONGEST
) -> Iterator[T | RowFault]:
    """Return what is made of each row that is not empty, or what is wrong with it.

    Args:
        columns: where the fields stand.
        lines: the rows below the head with their numbers.
        make: reads the texts of a row by field; its refusals are the faults.
        most: characters of a cell.
    """
    for row, line in lines:
        try:
            cells = columns.cells(line)
            if not any(cells.values()):
                continue
            for field, text in cells.items():
                if len(text) > most:
                    raise Refused("field_long", field=field, most=most, length=len(text))  # noqa: TRY301 - one way for all faults
            yield make(row, cells)
        except Refused as fault:
            yield RowFault(row=row, code=fault.code, facts=fault.facts)


def _parted(read: Iterator[T | RowFault]) -> tuple[list[T], list[RowFault]]:
    found: list[T] = []
    faults: list[RowFault] = []
    for one in read:
        if isinstance(one, RowFault):
            faults.append(one)
        else:
            found.append(one)
    return found, faults
