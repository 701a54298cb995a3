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

    def count(row: TeamRow, level: Level) -> int:
        return sum(one.level is level for one in row.team.on(today()))

    def of_level(level: Level, rank: int) -> Column[TeamRow]:
        return Column(
            title=LEVELS[level.value],
            text=lambda row: str(count(row, level)),
            width=56,
            is_right=True,
            rank=rank,
            sort=lambda row: count(row, level),
            export=lambda row: count(row, level),
            tone=lambda row: "warn" if level.value in row.lacking else "",
        )

    return (
        Column(
            title="状态",
            text=lambda row: badge(row).text,
            badge=badge,
            width=132,
            export=lambda row: state.badge(row, today()).text,
        ),
        Column(title="团队", text=lambda row: row.team.name, width=130, stretch=2, is_bold=True, is_jump=True),
        Column(title="团队长", text=leader, width=82),
        *(of_level(level, rank) for level, rank in ((Level.COUNTY, 3), (Level.TOWNSHIP, 3), (Level.VILLAGE, 3))),
        Column(title="服务村", text=lambda row: say_villages(row.team.villages) or "—", width=110, stretch=3, rank=2),
        Column(
            title="在管 / 可签",
            text=lambda row: state.load_words(row.load),
            width=176,
            share=lambda row: row.load.share if row.team.works(today()) else None,
            tone=lambda row: state.tone(row.load) if row.team.works(today()) else "text2",
            sort=lambda row: row.load.share,
        ),
        Column(title="电话", text=lambda row: row.team.phone or "—", width=116, rank=4),
        Column(title="还缺", text=lambda row: say_lacking(row.lacking) or "—", width=120, rank=9),
    )
