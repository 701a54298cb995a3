"""What the grid says: its days, its cells for the screen reader, and by which key a duty is set."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.sheet import Cell
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.pinyin import readings
from yigongti_desktop.registry.model.staff import roll_words
from yigongti_desktop.registry.model.staff.codes import Profession

WEEK = "一二三四五六日"
REST, AFTER_NIGHT, LEAVE, HALF_LEAVE, ELSEWHERE = "·", "下", "假", "半", "—"
#: What professions are called in lists: the first of the words that they use.
PROFESSIONS: Mapping[Profession, str] = {code: word for word, code in reversed(roll_words.PROFESSIONS.items())}
#: Letters that the grid keeps for itself.
_OWN = frozenset("p")
_HOLIDAYS = frozenset({DayKind.STATUTORY, DayKind.ARRANGED})


def short_day(day: date) -> str:
    """Return a day: 10月15日　周四."""
    return f"{day.month}月{day.day}日　周{WEEK[day.weekday()]}"


def letters(duties: Iterable[Duty]) -> Mapping[str, tuple[str, ...]]:
    """Return by letter the codes that it sets, one after another: a code's own letter, or the first of its pinyin."""
    found: dict[str, list[str]] = {}
    for duty in duties:
        first = duty.code[0].lower()
        keys = {first} if first.isascii() else {one[0] for one in readings(duty.code[0])[:1]}
        for key in sorted(keys - _OWN):
            found.setdefault(key, []).append(duty.code)
    return {key: tuple(codes) for key, codes in found.items()}


def caption(board: Board, person: int) -> str:
    """Return where somebody works within the unit, else what they are."""
    staff, first = board.people[person].staff, board.ground.asked.month.first
    place = staff.place_on(first)
    return place.department if place is not None and place.department else PROFESSIONS[staff.profession]


def bands(board: Board) -> list[tuple[int, int, str]]:
    """Return the holidays of the month: first day, last day, what is written over them."""
    found: list[tuple[int, int, str]] = []
    scene = board.ground.scene
    for day, (on, kind) in enumerate(zip(scene.dates, scene.kinds, strict=True)):
        name = scene.calendar.name(on) if kind in _HOLIDAYS else ""
        if name and found and found[-1][1] == day - 1 and found[-1][2] == name:
            found[-1] = (found[-1][0], day, name)
        elif name:
            found.append((day, day, name))
    return found


def what(board: Board, cell: Cell) -> str:
    """Return what stands in a cell: 白班, 休息, 下夜班休息, 年休假, 不在本单位, 还没排."""
    code, half = board.sheet.code(cell), board.ground.halves.get(cell, "")
    if code:
        duty = board.by_code.get(code)
        name = duty.name if duty is not None else code
        return f"{name}（{half}）" if half else name
    if half:
        return half
    away = board.ground.away.get(cell)
    if away is not None:
        return away or "不在本单位"
    if board.is_after_night(cell):
        return "下夜班休息"
    return "休息" if code is not None else "还没排"


def spoken(board: Board, cell: Cell | None, duty: int | None, day: int) -> str:
    """Return what is under the cursor, for the screen reader."""
    if cell is not None:
        return spoken_cell(board, cell)
    return spoken_need(board, duty, day) if duty is not None else "没有人"


def spoken_cell(board: Board, cell: Cell) -> str:
    """Return a cell for the screen reader, with what is wrong about it."""
    person, day = cell
    pinned = "钉住" if board.sheet.is_pinned(cell) else ""
    found = [board.live.sentence(one).text for one in board.live.at(cell)]
    amended = board.amended(cell)
    parts = (
        board.people[person].staff.name,
        short_day(board.ground.scene.dates[day]),
        what(board, cell),
        pinned,
        f"第 {amended[0].number} 版改过" if amended is not None else "",
        *found,
    )
    return "，".join(part for part in parts if part)


def spoken_need(board: Board, duty: int, day: int) -> str:
    """Return how many have a duty on a day, and how many it asks for."""
    short = board.live.lacking(day, duty)
    gap = f"缺 {short} 人" if short else ""
    parts = (board.duties[duty - 1].name, short_day(board.ground.scene.dates[day]), have(board, duty, day), gap)
    return "，".join(part for part in parts if part)


def have(board: Board, duty: int, day: int) -> str:
    """Return how many have a duty on a day: 排了 3 人，至少要 4 人."""
    asking = board.ground.asking.get((duty, day))
    need = f"至少要 {asking.least} 人" if asking is not None else "不要求人"
    return f"排了 {board.counts.get((duty, day), 0)} 人，{need}"


def needs(board: Board, duty: int) -> str:
    """Return what a duty asks for at least, all its figures: ≥4/2."""
    days = range(board.ground.asked.month.days)
    figures = [board.ground.asking[duty, day].least for day in days if (duty, day) in board.ground.asking]
    return f"≥{'/'.join(map(str, sorted(set(figures), reverse=True)))}" if figures else ""
