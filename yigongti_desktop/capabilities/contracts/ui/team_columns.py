"""Columns of the teams."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.capabilities.contracts.model.villages import say_villages
from yigongti_desktop.capabilities.contracts.store.teams import TeamRow
from yigongti_desktop.capabilities.contracts.ui import team_state as state
from yigongti_desktop.capabilities.contracts.ui.team_words import LEVELS
from yigongti_desktop.capabilities.contracts.ui.team_words import say_lacking
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.table.columns import Column


def columns(today: Callable[[], date]) -> tuple[Column[TeamRow], ...]:
    """Return the columns of the list."""

    def badge(row: TeamRow) -> Badge:
        return Badge("待上传", "neutral", "arrow-up") if row.is_waiting else state.badge(row, today())

    def leader(row: TeamRow) -> str:
        found = row.team.leader(today())
        return found.name if found else "—"

    def by_level(row: TeamRow) -> list[str]:
        there = row.team.on(today())
        return [f"{LEVELS[level.value][0]} {sum(one.level is level for one in there)}" for level in Level]

    return (
        Column(
            title="状态",
            text=lambda row: badge(row).text,
            badge=badge,
            width=122,
            export=lambda row: state.badge(row, today()).text,
        ),
        Column(title="团队", text=lambda row: row.team.name, width=190, stretch=2, is_bold=True, is_jump=True),
        Column(title="团队长", text=leader, width=82),
        Column(
            title="县 / 乡 / 村",
            text=lambda row: " / ".join(words[2:] for words in by_level(row)),
            width=92,
            tone=lambda row: "warn" if row.lacking else "",
            rank=3,
            export=lambda row: "、".join(by_level(row)),
        ),
        Column(title="服务村", text=lambda row: say_villages(row.team.villages) or "—", width=110, stretch=3, rank=2),
        Column(
            title="在管 / 可签",
            text=lambda row: state.load_words(row.load),
            width=162,
            share=lambda row: row.load.share if row.team.works(today()) else None,
            tone=lambda row: state.tone(row.load) if row.team.works(today()) else "text2",
            sort=lambda row: row.load.share,
        ),
        Column(title="电话", text=lambda row: row.team.phone or "—", width=116, rank=4),
        Column(title="还缺", text=lambda row: say_lacking(row.lacking) or "—", width=120, rank=9),
    )
