"""yigongti calendar: a year's holidays from a file of the public form, looked through first; a year as it stands."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import date

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands import list_words
from yigongti_desktop.app.commands.parsing import Parser
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.calendar import Notice
from yigongti_desktop.kernel.calendar import changed_days
from yigongti_desktop.registry.messages import WriteCalendarYear
from yigongti_desktop.registry.model import holiday_file
from yigongti_desktop.registry.model.calendar_checks import years
from yigongti_desktop.registry.model.calendar_year import Written
from yigongti_desktop.registry.service import calendar as service
from yigongti_desktop.registry.ui.calendar_words import KINDS
from yigongti_desktop.registry.ui.calendar_words import say_days
from yigongti_desktop.registry.ui.calendar_words import say_span


def run(arguments: Sequence[str]) -> int:
    """Run one of the calendar's words."""
    parser = Parser(prog="yigongti calendar", description="节假日：由牵头医院导入，各单位查看。")
    words = parser.add_subparsers(required=True, metavar="命令", parser_class=Parser)
    taking = words.add_parser("import", help="导入一年的节假日文件", description="导入一年的节假日文件（在牵头医院）。")
    common.add_home(taking)
    taking.add_argument("file", type=place, metavar="文件", help="公开的节假日 JSON 文件")
    taking.add_argument("--dry-run", action="store_true", help="只检查，不导入")
    taking.add_argument(
        "--note",
        action="append",
        default=[],
        type=list_words.said,
        metavar="节日=依据",
        help="放假天数和补班对不上、而通知就是这样写的，写明依据；可写几次",
    )
    common.add_account(taking)
    taking.set_defaults(work=_take)
    showing = words.add_parser("show", help="看一年的节假日", description="看一年的节假日。")
    common.add_home(showing)
    showing.add_argument("year", type=_year, metavar="年份", help="如 2027")
    showing.set_defaults(work=_show)
    given = parser.parse_args(arguments)
    return common.guarded(lambda: int(given.work(given)))


def _year(typed: str) -> int:
    year = int(typed) if typed.isascii() and typed.isdecimal() else 0
    if year not in years():
        raise argparse.ArgumentTypeError(f"年份要在 {years()[0]} 到 {years()[-1]} 之间：{typed[:20]}")
    return year


def _take(given: argparse.Namespace) -> int:
    desk = common.open_desk(given)
    session = common.log_in(desk, given)
    session.actor.need(service.OFFICES)
    read = holiday_file.read(service.content(given.file), dict(given.note))
    if read.notice is None:
        common.say_line(f"文件里 {read.year} 年还没有放假安排（未发布），什么也没有改。")
        return common.NOT_DONE
    for fault in read.faults:
        where = f"第 {fault.row} 行" if fault.row else "全年"
        common.say_line(f"{where}：{VOCABULARY.say(fault.code, fault.facts)}")
    known = desk.read(service.calendars)
    if read.faults:
        common.say_line(f"{len(read.faults)} 处有问题，什么也没有改。请改好文件再导入，或在「节假日」页导入后改。")
        return common.NOT_DONE
    _tell(known.calendar.having(read.notice), read.year)
    _tell_changes(known.calendar, read.notice)
    if given.dry_run:
        common.say_line("只检查，没有导入。")
        return common.OK
    written = Written(year=read.year, holidays=read.notice.holidays, source=read.notice.source)
    desk.do(session.actor, WriteCalendarYear(written=written, seen=known.edition(read.year)))
    desk.note(session.actor, "import_calendar", given.file.name)
    common.say_line(f"已导入 {read.year} 年节假日，待上传。")
    return common.OK


def _show(given: argparse.Namespace) -> int:
    calendar = common.open_desk(given).read(service.calendar)
    _tell(calendar, given.year)
    if calendar.is_published(given.year):
        return common.OK
    common.say_line(VOCABULARY.say("calendar_unpublished", {"year": given.year}))
    return common.NOT_DONE


def _tell(calendar: Calendar, year: int) -> None:
    """Say what a year is like, holiday by holiday."""
    notice = calendar.notice(year)
    common.say_line(f"{year} 年　{'已发布' if notice else '未发布'}{f'　{notice.source}' if notice else ''}")
    for one in calendar.holidays(year):
        made_up = f"　补班 {say_days(one.make_up, year)}" if one.make_up else ""
        noted = f"　{one.note}" if one.note else ""
        by_law = f"　法定 {say_days(one.statutory, year)}" if one.statutory else ""
        common.say_line(f"{one.name}　{say_span(one, year)}{by_law}{made_up}{noted}")
    counted = Counter(kind for _, kind in calendar.days(year))
    common.say_line("　".join(f"{KINDS[kind]} {counted[kind]} 天" for kind in DayKind))


def _tell_changes(before: Calendar, notice: Notice) -> None:
    reach = date(notice.year - 1, 12, 1), date(notice.year, 12, 31)
    changed = changed_days(before, before.having(notice), *reach)
    common.say_line(
        f"和现在相比有 {len(changed)} 天不同，已排的班和算过的期限要核对。" if changed else "和现在的一样。"
    )
