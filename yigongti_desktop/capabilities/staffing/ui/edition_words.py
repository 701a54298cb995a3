"""What was changed after a roster had been published, in words: at the head, at the cell, in the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yigongti_desktop.capabilities.staffing.model.editions import Edition
from yigongti_desktop.capabilities.staffing.model.roster import Change
from yigongti_desktop.capabilities.staffing.ui.roster_words import say_code
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.trail import DONE
from yigongti_desktop.kit.trail import NOW
from yigongti_desktop.kit.trail import Mark

#: Cells of one amendment that are named; the others are counted.
_NAMED = 12


def say_version(editions: Sequence[Edition]) -> str:
    """Return which edition hangs: 第 3 版 10-27 09:10; empty for the first."""
    return f"第 {editions[-1].number} 版 {moment(editions[-1].at)}" if editions else ""


def say_cell(edition: Edition, change: Change) -> str:
    """Return how a cell was changed last: from what to what, by whom and when, why, who was told."""
    parts = (
        f"公示后改过（第 {edition.number} 版）：原来{say_code(change.before)}，改成{say_code(change.after)}。",
        f"{edition.by} {moment(edition.at)} 改，原因：{edition.reason}。",
        _told(edition),
    )
    return "".join(parts)


def marks(editions: Sequence[Edition]) -> list[Mark]:
    """Return the amendments as steps, the latest first."""
    newest = editions[-1].number if editions else 0
    return [
        Mark(
            text=f"第 {one.number} 版",
            state=NOW if one.number == newest else DONE,
            time=moment(one.at),
            proof=f"{one.by}：{_cells(one)}。原因：{one.reason}。{_told(one)}",
        )
        for one in reversed(editions)
    ]


def moment(at: datetime) -> str:
    """Return a moment in few letters: 10-27 09:10."""
    return f"{local(at):%m-%d %H:%M}"


def _cells(edition: Edition) -> str:
    named = [
        f"{one.name} {one.day.day}日 {say_code(one.before)}→{say_code(one.after)}" for one in edition.changes[:_NAMED]
    ]
    rest = len(edition.changes) - _NAMED
    return "，".join(named) + (f"等 {len(edition.changes)} 格" if rest > 0 else "")


def _told(edition: Edition) -> str:
    return f"已告知：{'、'.join(edition.told)}。" if edition.told else "没有登记告知谁。"
