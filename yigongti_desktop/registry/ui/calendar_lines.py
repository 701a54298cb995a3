"""Holidays of a year as lines of a table, days as they are typed, and back; which cell a fault belongs to."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from yigongti_desktop.kernel.calendar import Holiday
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.published import made
from yigongti_desktop.kernel.statutory import DRAGON_BOAT
from yigongti_desktop.kernel.statutory import LABOUR
from yigongti_desktop.kernel.statutory import MID_AUTUMN
from yigongti_desktop.kernel.statutory import NATIONAL
from yigongti_desktop.kernel.statutory import NEW_YEAR
from yigongti_desktop.kernel.statutory import QINGMING
from yigongti_desktop.kernel.statutory import SPRING
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import refusal
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered
from yigongti_desktop.registry.ui.calendar_words import read_one
from yigongti_desktop.registry.ui.calendar_words import read_several
from yigongti_desktop.registry.ui.calendar_words import say_day
from yigongti_desktop.registry.ui.calendar_words import say_days

NAMES = (NEW_YEAR, SPRING, QINGMING, LABOUR, DRAGON_BOAT, MID_AUTUMN, NATIONAL, f"{NATIONAL}、{MID_AUTUMN}")
#: The usual seven, in which a new year is begun.
USUAL = NAMES[:7]
_COLUMNS = {
    "calendar_name_empty": "name",
    "calendar_name_long": "name",
    "calendar_name_twice": "name",
    "calendar_note_long": "note",
    "calendar_span": "last",
    "calendar_span_long": "last",
    "calendar_off_few": "last",
    "calendar_day_year": "first",
    "calendar_overlap": "first",
    "calendar_day_words": "first",
}


def column_of(code: str) -> str:
    """Return the column in which a fault of a holiday is put right."""
    return _COLUMNS.get(code, "make_up")


def empty(name: str = "") -> Line:
    """Return a line on which no day stands yet."""
    return {"name": name, "first": "", "last": "", "make_up": "", "note": ""}


def is_empty(line: Line) -> bool:
    """Say whether no day stands on a line; the usual names stand there from the beginning."""
    return not any(line.get(key) for key in ("first", "last", "make_up"))


def of_holidays(holidays: Iterable[Holiday], year: int) -> list[Line]:
    """Return holidays as lines."""
    return [
        {
            "name": one.name,
            "first": say_day(one.first, year),
            "last": say_day(one.last, year),
            "make_up": say_days(one.make_up, year),
            "note": one.note,
        }
        for one in holidays
    ]


def holiday_of(line: Line, year: int) -> Holiday:
    """Return a line as a holiday, with its statutory days.

    Raises:
        Refused: calendar_day_words.
    """
    first = _first(line["first"], year)
    last = _first(line["last"], year) if line["last"] else first
    make_up = read_several(str(line["make_up"] or ""), year)
    return made(year, str(line["name"] or ""), first, last, make_up, str(line["note"] or ""))


def to_holidays(lines: Iterable[Line], year: int) -> tuple[Holiday, ...]:
    """Return checked lines as holidays.

    Raises:
        Refused: calendar_day_words.
    """
    return tuple(holiday_of(line, year) for line in lines if not is_empty(line))


def holiday_columns(desk: Desk, year: int) -> Sequence[LineColumn]:
    """Return the columns of a year."""

    def day(typed: str) -> Any:
        return _first(typed, year)

    def checks(read: Callable[[str], object], title: str = "") -> Callable[[Any, Line], str]:
        def check(value: Any, line: Line) -> str:
            if not value:
                return f"{title}没有填。请补上，或按 Del 删去这一行。" if title and not is_empty(line) else ""
            return refusal(desk, lambda: read(str(value)))

        return check

    def tidied(key: str, say: Callable[[str], str]) -> Callable[[str, Line], Mapping[str, Any]]:
        def typed(text: str, _line: Line) -> Mapping[str, Any]:
            try:
                return {key: say(text) if text else ""}
            except Refused:
                return {key: text}

        return typed

    def one(key: str, title: str, placeholder: str) -> LineColumn:
        return LineColumn(
            key=key,
            title=title,
            width=120,
            kind=WORDS,
            placeholder=placeholder,
            typed=tidied(key, lambda text: say_day(day(text), year)),
            check=checks(day, title if key == "first" else ""),
        )

    return (
        numbered(),
        LineColumn(
            key="name",
            title="节日",
            width=140,
            stretch=1,
            kind=PICK,
            is_free=True,
            is_bold=lambda _line: True,
            search=among([Option(name, name) for name in NAMES]),
            typed=lambda typed, _line: {"name": typed},
            check=lambda value, line: "" if value or is_empty(line) else desk.say(Refused("calendar_name_empty")),
            is_skipped=lambda line: line.get("name") in USUAL,
        ),
        one("first", "放假首日", "如 2-6"),
        one("last", "放假末日", "一天的不填"),
        LineColumn(key="off", title="天数", width=54, is_right=True, text=lambda line: _off(line, year)),
        LineColumn(
            key="make_up",
            title="补班日",
            width=150,
            stretch=1,
            kind=WORDS,
            placeholder="如 1-31、2-14，没有不填",
            typed=tidied("make_up", lambda text: say_days(read_several(text, year), year)),
            check=checks(lambda typed: read_several(typed, year)),
        ),
        LineColumn(
            key="statutory", title="其中法定", width=150, stretch=1, text=lambda line: _statutory(line, year), rank=5
        ),
        LineColumn(
            key="note",
            title="说明",
            width=120,
            stretch=2,
            kind=WORDS,
            is_passed=True,
            placeholder="天数和补班对不上时写依据",
            rank=3,
        ),
    )


def _first(typed: str, year: int) -> Any:
    """Read a day that may be followed by its day of the week."""
    return read_one(str(typed).partition(" ")[0], year)


def _off(line: Line, year: int) -> str:
    try:
        one = holiday_of(line, year)
    except Refused:
        return ""
    days = (one.last - one.first).days + 1
    return str(days) if days > 0 else "—"


def _statutory(line: Line, year: int) -> str:
    try:
        return say_days(holiday_of(line, year).statutory, year) or "—"
    except Refused:
        return ""
