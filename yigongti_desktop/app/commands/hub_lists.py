"""yigongti hub import of lists: which column is what, a dry run, and then the whole list or none of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands import list_words
from yigongti_desktop.app.commands.parsing import CANNOT
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.formulary import FormularyImport
from yigongti_desktop.app.formulary import Plan
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.capabilities.contracts.model.starting import read_starts
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.listed import DRUG_HEADS
from yigongti_desktop.registry.model.listing import DIAGNOSIS_HEADS
from yigongti_desktop.registry.model.listing import RowFault

KINDS = ("drugs", "diagnoses", "packages")
_STEPS = {"read": "已读", "compare": "已比对", "settle": "已生效，放入目录"}


def add_options(to: argparse.ArgumentParser) -> None:
    """Add the options of lists."""
    to.add_argument("--community", default="", metavar="医共体", help="药品目录属于哪个医共体；默认全部")
    to.add_argument("--edition", default="", metavar="版本", help="基本药物目录版本或诊断编码来源")
    to.add_argument("--dry-run", action="store_true", help="只检查，不导入")
    list_words.add_map(to, "药品：表里的列是哪一项，如 编号=院内码；可写几次。等号后不写，就不读这一列")
    to.add_argument(
        "--since",
        type=date.fromisoformat,
        default=None,
        metavar="日期",
        help="药品：这是从这天起的整份目录，里面没有的前一天停用。不写就只增补和更正，不停用",
    )
    to.add_argument("--report", type=place, default=None, metavar="文件.xlsx", help="把有错的行全部写进这个文件")


def take_in(given: argparse.Namespace, hub: Hub, file: Path) -> int:
    """Import a list of the kind that is given."""
    if given.what == "packages":
        return _packages(given, hub, file)
    return _diagnoses(given, hub, file) if given.what == "diagnoses" else _drugs(given, hub, file)


def _drugs(given: argparse.Namespace, hub: Hub, file: Path) -> int:
    known = Keeper(hub).communities()
    names = {one.id: one.name for one in known if given.community in {"", one.id, one.name}}
    if not names:
        listed = "、".join(f"{one.name}（{one.id}）" for one in known)
        sys.stderr.write(f"没有医共体「{given.community}」，没有导入。可写：{listed}\n")
        return CANNOT
    taking = FormularyImport(hub, list(names), edition=given.edition, since=given.since, progress=list_words.progress)
    with taking:
        columns = taking.read(file, given.map)
        list_words.tell_columns(columns, DRUG_HEADS)
        plan = taking.check()
        _tell_counts(plan, names)
        if plan.faulty:
            return _refuse(given, columns, plan.faults, plan.faulty, taking.faults())
        if given.dry_run:
            common.say_line(f"可以导入 {plan.good:,} 条。")
            return common.OK
        done = taking.apply()
    since = f"，从 {given.since} 起生效" if given.since else ""
    common.say_line(f"已导入 {done.good:,} 条{since}。")
    return common.OK


def _diagnoses(given: argparse.Namespace, hub: Hub, file: Path) -> int:
    count, faults = Keeper(hub).import_diagnoses(file, given.edition, dry=given.dry_run)
    if faults:
        return _refuse(given, None, faults, len(faults), faults)
    common.say_line(f"{'可以导入' if given.dry_run else '已导入'} {count:,} 条。")
    return common.OK


def _packages(given: argparse.Namespace, hub: Hub, file: Path) -> int:
    text = _text(file)
    if given.dry_run:
        common.say_line(f"可以导入 {len(read_starts(text, day(hub.clock.now()))):,} 个服务包样例。")
        return common.OK
    done = Keeper(hub).propose_packages(text)
    common.say_line(f"新放进 {done:,} 个服务包样例，等医共体办公室核对发布；没有发布的谁都不能签。")
    return common.OK


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("packages_format", why=type(error).__name__) from error


def _refuse(
    given: argparse.Namespace, columns: Columns | None, first: Iterable[RowFault], count: int, every: Iterable[RowFault]
) -> int:
    heads = DIAGNOSIS_HEADS if given.what == "diagnoses" else DRUG_HEADS
    list_words.tell_faults(heads, columns, first, count, every, given.report)
    common.say_line(f"{count:,} 行有错，一行也没有导入。改好后再导入。")
    return common.NOT_DONE


def _tell_counts(plan: Plan, names: dict[str, str]) -> None:
    for community, its in plan.counts.items():
        ended = f"，停用 {its.ended:,}" if its.ended else ""
        common.say_line(
            f"{names[community]}：新增 {its.new:,}，变更 {its.changed:,}，不变 {its.unchanged:,}{ended}，"
            f"有错 {plan.faulty:,} 行。"
        )
