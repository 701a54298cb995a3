"""Words and sentences of rosters: their states and acts, and a line of one in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import timedelta

from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.sentences import spoken
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "roster"

SENTENCES: dict[str, Sentence] = {
    "roster_there": "{first} 到 {last} 的班表已经有了。请打开它接着排。",
    "roster_overlaps": "这几天和 {first} 到 {last} 的班表重了。请改起止日期，或先撤回那一张。",
    "roster_id_wrong": "这张班表的编号和单位、日期对不上。请重新建班表。",
    "roster_days": "班表要有 1 到 {most} 天，年份要像真的。请改起止日期。",
    "roster_people": "一张班表最多 {most} 人。请分组排。",
    "roster_empty": "班表上没有人，不能公示。请先加人。",
    "roster_changed": "您看过以后，班表又改了。请看过新的再公示。",
    "roster_breaks": "有 {count} 处违反必须遵守的规则，第一处：{first}。请改好，或写明原因再公示。",
    "roster_running": "班表从 {first} 起已经执行，不能撤回。请用「更改」逐格改。",
    "person_off_roster": "这个人已经不在班表上了。请重新打开班表看。",
    "day_beyond_roster": "班表只到 {last}。请填这天或更早的日期。",
    "line_worked": "{name} 在这张班表上上过班，到 {last}，这一行不能整行去掉。请填从哪天起不排。",
    "line_wrong": "{name} 这一行的格数、姓名或锁定的格不对。请重新打开班表再排。",
    "duty_unknown": "本单位没有班次「{duty}」。请先设这个班次。",
    "changes_many": "一张班表最多改 {most} 格。请联系县院医共体办公室。",
}
NAMES: dict[str, str] = {
    "roster": "班表",
    "roster_group": "分组",
    "roster.begun": "建班表",
    "roster.changed": "排班",
    "roster.published": "公示班表",
    "roster.amended": "更改班表",
    "roster.withdrawn": "撤回班表",
}

#: What a roster's state is called.
STATES: dict[str, str] = {"draft": "草稿", "published": "已公示", "withdrawn": "已撤回"}
#: What moves a roster, as a refusal names it.
_ACTS = {"change": "当草稿改", "publish": "公示", "amend": "更改", "withdraw": "撤回"}
NAMES_OF: dict[str, dict[str, str]] = {KIND: STATES | _ACTS}

_OFF, _OPEN = "休", "未排"


def say_days(first: date, days: int, group: str = "") -> str:
    """Return of which days and of whom a roster is: 2026 年 12 月　护理."""
    last = first + timedelta(days - 1)
    is_month = first.day == 1 and last == months_after(first, 1) - timedelta(1)
    told = f"{first.year} 年 {first.month} 月" if is_month else f"{first.isoformat()} 至 {last.isoformat()}"
    return "　".join(part for part in (told, group) if part)


def say_code(code: str | None) -> str:
    """Return a cell in words."""
    return _OPEN if code is None else code or _OFF


def say_line(line: Line | None, other: Line | None, first: date) -> str:
    """Return a line in words, as far as it differs from another one: 3–4 日夜、5 日休.

    Args:
        line: None where somebody is not on the roster.
        other: the line beside which it is told.
        first: first day of the roster.
    """
    if line is None:
        return "不在班表上"
    if other is None or len(other.codes) != len(line.codes):
        other = Line(person=line.person, codes=())
    told = "、".join(_cells(line, other, first))
    pins = [first + timedelta(place) for place in line.pins]
    pinned = (f"锁定 {spoken(pins, first)}" if pins else "没有锁定") if line.pins != other.pins else ""
    return "　".join(part for part in (told, pinned) if part) or line.name


def _cells(line: Line, other: Line, first: date) -> Iterator[str]:
    """Return the cells that differ, those of one code in a row together."""
    seen = (*other.codes, *("?" for _ in line.codes[len(other.codes) :]))
    days: dict[int, str] = {
        place: say_code(code) for place, (code, was) in enumerate(zip(line.codes, seen, strict=True)) if code != was
    }
    run: list[int] = []
    for place, word in days.items():
        run.append(place)
        if days.get(place + 1) != word:
            yield spoken((first + timedelta(one) for one in run), first) + word
            run = []
