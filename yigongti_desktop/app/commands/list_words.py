"""What the words that take lists in have in common: columns said and told, rows at fault told and written down."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.columns import Heads
from yigongti_desktop.registry.model.listing import RowFault

MOST_SHOWN = 200
_STEPS = {"read": "已读", "compare": "已比对", "write": "已导入"}


def said(typed: str) -> tuple[str, str]:
    """Return column and field of COLUMN=FIELD; no field passes the column over.

    Raises:
        ValueError: when it is not written so.
    """
    column, sign, field = typed.rpartition("=")
    if not sign or not column.strip():
        raise ValueError(typed)
    return column.strip(), field.strip()


def add_map(to: argparse.ArgumentParser, what: str) -> None:
    """Add the option that says which column is what."""
    to.add_argument("--map", action="append", default=[], type=said, metavar="列名=字段", help=what)


def progress(step: str, done: int) -> bool:
    """Say on a terminal how far a list has come."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{_STEPS[step]} {done:,} 行\033[K\r")
    return True


def tell_columns(columns: Columns, heads: Heads) -> None:
    """Say which column was read as what, and which were not."""
    same = {known: field for field, names in heads.items() for known in names}
    read = [
        title if same.get(title) == field else f"{title}→{heads[field][0]}"
        for field, title in (
            (field, columns.title(field)) for field in sorted(columns.places, key=lambda field: columns.places[field])
        )
    ]
    unused = columns.unused()
    passed = f"没有用到的列：{'、'.join(unused)}。" if unused else ""
    common.say_line(f"表头在第 {columns.row} 行，读入：{'、'.join(read)}。{passed}")


def tell_faults(
    heads: Heads, columns: Columns | None, first: Iterable[RowFault], count: int, every: Iterable[RowFault],
    report: Path | None,
) -> None:  # fmt: skip
    """Tell the first rows at fault, and write all of them into a file if one is wanted."""
    shown = list(first)[:MOST_SHOWN]
    for fault in shown:
        common.say_line(f"第 {fault.row} 行：{sentence(heads, columns, fault)}")
    if count > len(shown):
        common.say_line(f"……另有 {count - len(shown):,} 行")
    if report is not None:
        from yigongti_desktop.storage import workbook

        workbook.write(report, ("行", "列", "问题和办法"), _lines(heads, columns, every))
        common.say_line(f"有错的行已全部写进 {report}。")


def sentence(heads: Heads, columns: Columns | None, fault: RowFault) -> str:
    """Return what is wrong with a row, its columns called as the list itself calls them."""
    facts = dict(fault.facts)
    if "field" in facts:
        facts["field"] = _title(heads, columns, str(facts["field"]))
    return VOCABULARY.say(fault.code, facts)


def _lines(heads: Heads, columns: Columns | None, faults: Iterable[RowFault]) -> Iterator[tuple[int, str, str]]:
    for fault in faults:
        column = str(fault.facts.get("column") or _title(heads, columns, str(fault.facts.get("field", ""))))
        yield fault.row, column, sentence(heads, columns, fault)


def _title(heads: Heads, columns: Columns | None, field: str) -> str:
    return (columns.title(field) if columns else "") or (heads[field][0] if field in heads else "")
