"""What villages are given of an order that has come: proposed lot by lot, changed where need be, entered at once."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.messages.villages import IssueToVillages
from yigongti_desktop.capabilities.pharmacy.model.sharing import Portion
from yigongti_desktop.capabilities.pharmacy.model.sharing import entries
from yigongti_desktop.capabilities.pharmacy.store.villages import Sharing
from yigongti_desktop.capabilities.pharmacy.ui.kept_sheet import KeptSheet
from yigongti_desktop.capabilities.pharmacy.ui.line_parts import in_range
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered

_KEYS = (("Enter", "下一格"), ("↑↓", "换行"), ("=", "照应得的数"), ("F8", "下一处要改"))
_PLACE = ("request", "drug", "lot", "expiry")


class SharingSheet(KeptSheet):
    """One line for each village, drug and lot."""

    def __init__(self, desk: Desk, found: Sharing) -> None:
        self._found = found
        columns = sharing_columns(lambda: self.lines)
        super().__init__(desk, "village_sharing", found.order.id, columns, keys=_KEYS, is_open=True)
        self.set_out()

    def fresh(self) -> list[Line]:
        """Return the lines as they are proposed."""
        return [_line(portion, before) for before, portion in _in_turn(self._found.portions)]

    def taken_up(self, kept: Sequence[Line]) -> list[Line]:
        """Return the lines as they are proposed now, with the numbers that were typed before."""
        typed = {_place(line): line["quantity"] for line in kept}
        return [dict(line) | {"quantity": typed.get(_place(line), line["quantity"])} for line in self.fresh()]

    def command(self) -> Struct:
        """Return the entries, one for each village that is given something."""
        chosen = [
            replace(portion, quantity=line["quantity"] or 0)
            for portion, line in zip(self._found.portions, self.lines, strict=True)
        ]
        return IssueToVillages(entries=entries(chosen, self._found.order.delivery))

    def place_of_fault(self, line: int, code: str) -> tuple[int, str] | None:  # noqa: ARG002 - all belong to one column
        """Return the row of what the rules say of a line that is given out."""
        given = [place for place, each in enumerate(self.lines) if each["quantity"] and each["lot"]]
        return (given[line - 1], "quantity") if 1 <= line <= len(given) else None

    def sums(self) -> str:
        """Return how many villages are given something, and what cannot be had."""
        villages = {line["request"] for line in self.lines if line["quantity"]}
        lacking = sum(line["lacking"] > 0 for line in self.lines)
        return f"{len(villages)} 个村，各记一张出库单" + (f"　{lacking} 处不够分" if lacking else "")


def sharing_columns(all_lines: Callable[[], Sequence[Line]]) -> tuple[LineColumn, ...]:
    """Return the columns; what all villages are given of a lot cannot be more than there is."""

    def taken(line: Line) -> int:
        same = [each["quantity"] for each in all_lines() if _lot(each) == _lot(line)]
        return sum(packs for packs in same if isinstance(packs, int))

    def fits(value: Any, line: Line) -> str:
        if isinstance(value, int) and value >= 0 and (over := taken(line) - line["there"]) > 0:
            return f"批号 {line['lot']} 能发 {line['there']:,}，几个村加起来多了 {over:,}。请改小。"
        return in_range(value, 0)

    return (
        numbered(),
        LineColumn(
            key="village",
            title="村卫生室",
            width=170,
            stretch=2,
            is_bold=lambda _line: True,
            text=lambda line: "" if line["is_more"] else line["village"],
        ),
        LineColumn(key="name", title="药品", width=170, stretch=3),
        LineColumn(key="strength", title="规格", width=90, stretch=1, rank=4),
        LineColumn(key="unit", title="单位", width=48, rank=3),
        LineColumn(key="asked", title="请领", width=62, is_right=True, rank=3),
        LineColumn(key="due", title="应得", width=62, is_right=True),
        LineColumn(key="lot", title="批号", width=96, stretch=1),
        LineColumn(key="expiry", title="有效期至", width=96, rank=2),
        LineColumn(
            key="quantity",
            title="发放",
            width=80,
            kind=NUMBER,
            is_right=True,
            is_open=lambda line: bool(line["lot"]),
            is_bold=lambda _line: True,
            tone=lambda line: "warn" if line["quantity"] != line["proposed"] else "",
            suggest=lambda line: line["proposed"],
            check=fits,
        ),
        LineColumn(key="words", title="说明", width=130, stretch=2, rank=1, tone=lambda _line: "warn", text=_words),
    )


def _line(portion: Portion, before: Portion | None) -> Line:
    return {
        "request": portion.request,
        "village": portion.village,
        "is_more": before is not None and before.request == portion.request,
        "drug": portion.drug,
        "name": portion.name,
        "strength": portion.strength,
        "unit": portion.unit,
        "asked": portion.asked,
        "due": portion.due,
        "lot": portion.lot,
        "expiry": portion.expiry,
        "there": portion.there,
        "proposed": portion.quantity,
        "quantity": portion.quantity,
        "lacking": portion.lacking,
    }


def _in_turn(portions: Sequence[Portion]) -> list[tuple[Portion | None, Portion]]:
    return list(zip((None, *portions), portions, strict=False))


def _words(line: Line) -> str:
    if not line["lacking"]:
        return ""
    return f"还差 {line['lacking']:,}，没有能发的批号" if line["lot"] else "没有能发的批号：过期、停用或已发完"


def _lot(line: Line) -> tuple[Any, ...]:
    return line["drug"], line["lot"], line["expiry"]


def _place(line: Line) -> tuple[str, ...]:
    return tuple(str(line[key]) for key in _PLACE)
