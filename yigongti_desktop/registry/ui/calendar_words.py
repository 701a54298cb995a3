"""Words and sentences of the calendar, and how its days are said and read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.calendar import Holiday
from yigongti_desktop.kernel.dates import read_day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.kit.words import Sentence

SENTENCES: dict[str, Sentence] = {
    "calendar_unpublished": "{year} 年的放假安排还没有发布，不能算准。等国务院办公厅的通知来了再办。",
    "calendar_not_the_lead": "节假日由牵头医院录入，本单位不能改。请联系县院医共体办公室。",
    "calendar_year_other": "这份安排写的是 {year} 年，和要改的年份不一样。请重新打开那一年再存。",
    "calendar_changed": "您录入的时候，别人已改了 {year} 年的安排。您录的还在，请关掉再打开，对照新的再存。",
    "calendar_empty": "{year} 年一个节日也没有录，没有存。请照通知逐条录入。",
    "calendar_year_range": "{year} 年录不了：本程序只知道 {first} 到 {last} 年的法定节假日。请核对年份，或升级程序。",
    "calendar_many": "节日有 {count} 条，最多 {most} 条。请核对是不是录重了。",
    "calendar_name_empty": "节日名称没有填。请补上。",
    "calendar_name_long": "节日名称最多 {most} 个字，现在 {length} 个。请改短。",
    "calendar_note_long": "说明最多 {most} 个字，现在 {length} 个。请改短。",
    "calendar_name_twice": "「{holiday}」录了两次。请合成一行。",
    "calendar_span": "「{holiday}」的末日 {last} 早于首日 {first}。请核对。",
    "calendar_span_long": "「{holiday}」连放 {days} 天，超过 {most} 天。请核对首日和末日。",
    "calendar_day_year": "「{holiday}」的 {day} 不在 {year} 年。请核对年份。",
    "calendar_make_up_inside": "「{holiday}」的补班日 {day} 在放假期间。请核对。",
    "calendar_make_up_weekday": "「{holiday}」的补班日 {day} 不是周六、周日。请核对。",
    "calendar_make_up_far": "「{holiday}」的补班日 {day} 离放假超过 {most} 天。请核对月份。",
    "calendar_make_up_twice": "「{holiday}」的补班日 {day} 写了两次。请删去一个。",
    "calendar_make_up_alone": "「{holiday}」只有补班日，没有放假的日子。请补上放假的日子。",
    "calendar_make_up_shared": "{day} 既是「{holiday}」的补班日，又是「{other}」的。请核对。",
    "calendar_make_up_missing": "「{holiday}」放了 {off} 个工作日，法定 {statutory} 天，应补班 {owed} 天，"
    "现在只有 {given} 天，缺 {missing} 天。请照通知补上；通知写明不补的，在说明里写依据。",
    "calendar_make_up_more": "「{holiday}」放了 {off} 个工作日，法定 {statutory} 天，应补班 {owed} 天，"
    "现在有 {given} 天。请照通知核对。",
    "calendar_off_few": "「{holiday}」法定 {statutory} 天，遇周末应补休，却只放了 {off} 个工作日。请核对首日和末日。",
    "calendar_overlap": "{day} 既在「{holiday}」里，又在「{other}」里。请核对首日和末日。",
    "calendar_off_and_work": "{day} 在「{holiday}」和「{other}」里，一处放假一处补班。请核对。",
    "calendar_statutory_missing": "法定节假日没有放：{holiday} {days}。请核对是不是漏了，或日期录错了。",
    "calendar_statutory_count": "{year} 年法定节假日应为 {wanted} 天，现在 {count} 天。请逐个节日核对。",
    "calendar_gap": "「{holiday}」在 {after} 以后缺了 {day}。放假的日子要连着，请补上这一天。",
    "calendar_day_shape": "这一项不是「名称、日期、是否放假」的写法。请用公开的节假日文件，不要自己改格式。",
    "calendar_day_name": "这一天没有写节日名称。请补上。",
    "calendar_day_off": "是否放假只能写真或假，现在是 {typed}。请改。",
    "calendar_day_date": "日期 {typed} 不对。请写成 2027-02-06 这样。",
    "calendar_day_twice": "{day} 第 {first} 行已写过。请删去一行。",
    "calendar_day_words": "日期 {typed} 读不懂。请写月和日，如 2-6；跨年的写全，如 2026-12-31。",
    "calendar_file_large": "文件超过 {most} KB，不会是一年的节假日。请核对是不是选错了文件。",
    "calendar_file_encoding": "文件的编码读不了。请用 UTF-8 编码另存后再导入。",
    "calendar_file_json": "文件第 {row} 行的格式坏了，读不下去。请重新下载这个文件。",
    "calendar_file_shape": "文件里没有「年份」和「日子」两项，不是节假日文件。请选公开的节假日文件。",
}

NAMES: dict[str, str] = {"calendar_year.written": "录入节假日"}

KINDS: dict[DayKind, str] = {
    DayKind.STATUTORY: "法定节假日",
    DayKind.ARRANGED: "调休放假",
    DayKind.REST: "周末",
    DayKind.MAKE_UP: "补班",
    DayKind.WORK: "工作日",
}
#: One letter for a day in a small month; ordinary days have none.
MARKS: dict[DayKind, str] = {DayKind.STATUTORY: "法", DayKind.ARRANGED: "休", DayKind.MAKE_UP: "班"}
#: Ink and tint of a day, by the names of colours.
INKS: dict[DayKind, tuple[str, str]] = {
    DayKind.STATUTORY: ("danger", "danger_tint"),
    DayKind.ARRANGED: ("ok", "ok_tint"),
    DayKind.MAKE_UP: ("warn", "warn_tint"),
    DayKind.REST: ("text3", "head"),
    DayKind.WORK: ("text", ""),
}
WEEK = "一二三四五六日"
_BETWEEN = re.compile(r"[、,，;；\s]+")
_MONTH_DAY = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?", re.ASCII)
_PACKED = re.compile(r"(\d{2})(\d{2})", re.ASCII)
_MOST_SHOWN = 20


def say_day(day: date, year: int) -> str:
    """Return a day as people write it in a list of a year: 2-6 周六, with the year where it is another."""
    stem = f"{day.month}-{day.day}" if day.year == year else day.isoformat()
    return f"{stem} 周{WEEK[day.weekday()]}"


def say_days(days: Iterable[date], year: int) -> str:
    """Return several days: 2-14、2-28."""
    return "、".join(f"{day.month}-{day.day}" if day.year == year else day.isoformat() for day in days)


def say_span(holiday: Holiday, year: int) -> str:
    """Return the days off of a holiday: 2-15 至 2-23."""
    first, last = (say_days([day], year) for day in (holiday.first, holiday.last))
    return first if first == last else f"{first} 至 {last}"


def read_one(typed: str, year: int) -> date:
    """Read 2-6, 2月6日, 0206 or 2026-12-31 as a day, of the year where none is said.

    Raises:
        Refused: calendar_day_words.
    """
    text = half_width(typed).strip()
    found = _MONTH_DAY.fullmatch(text) or _PACKED.fullmatch(text)
    try:
        day = date(year, int(found[1]), int(found[2])) if found else read_day(text)
    except (ValueError, Refused):
        day = None
    if day is None:
        raise Refused("calendar_day_words", typed=text[:_MOST_SHOWN])
    return day


def read_several(typed: str, year: int) -> tuple[date, ...]:
    """Read several days, parted by 、 or a space.

    Raises:
        Refused: calendar_day_words.
    """
    return tuple(read_one(part, year) for part in _BETWEEN.split(typed.strip()) if part)
