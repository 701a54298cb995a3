"""Columns of trace codes (药品追溯码), on papers of the store and on a delivery that is counted."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from typing import Any
from typing import Protocol

from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn

_OTHER = ("厂家换了标识码", "以前扫错了药", "包装相同，核对无误")


class Scanning(Protocol):
    """What the columns ask of whoever takes the codes."""

    def scan(self, code: str, line: Line) -> Mapping[str, Any]:
        """Return what a scanned code changes in its line."""
        ...

    def other(self, line: Line) -> str:
        """Return for what other drug a code of a line is known; empty when all are right."""
        ...


def codes_column(
    of: Scanning, packs: str, check: Callable[[Any, Line], str], *, is_passed: bool = False, width: int = 84
) -> LineColumn:
    """Return the column into which codes are scanned.

    Args:
        of: whoever takes them.
        packs: key of the number of packs on the line.
        check: what is wrong with the codes of a line, as a sentence.
        is_passed: whether Enter passes over it.
        width: at the least.
    """

    def tone(line: Line) -> str:
        quantity = line.get(packs)
        return "warn" if isinstance(quantity, int) and len(line.get("codes") or ()) > quantity else "text2"

    return LineColumn(
        key="codes",
        title="追溯码",
        width=width,
        kind=WORDS,
        text=_scanned,
        tone=tone,
        placeholder="扫码",
        typed=of.scan,
        is_scanned=True,
        is_passed=is_passed,
        check=check,
    )


def code_reason_column(of: Scanning) -> LineColumn:
    """Return the column in which is said why a code stands here whose head is known for another drug."""
    return LineColumn(
        key="code_reason",
        title="码不符原因",
        width=120,
        stretch=1,
        kind=PICK,
        search=among([Option(one, one) for one in _OTHER]),
        is_free=True,
        is_open=lambda line: bool(of.other(line)),
        tone=lambda _line: "warn",
        check=lambda value, line: "" if value else _wrong_code(of.other(line)),
    )


def _scanned(line: Line) -> str:
    count = len(line.get("codes") or ())
    return f"已扫 {count}" if count else ""


def _wrong_code(other: str) -> str:
    return (
        f"扫的码前 7 位，以前都记在「{other}」上。请核对实物：扫错了的，退格删掉这个码；确实是这种药，写明原因。"
        if other
        else ""
    )
