"""yigongti hub import of lists: which column is what, a dry run, and then the whole list or none of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import CANNOT
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.formulary import FormularyImport
from yigongti_desktop.app.formulary import Plan
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.contracts.model.starting import read_starts
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.listed import DRUG_HEADS
from yigongti_desktop.registry.model.listing import DIAGNOSIS_HEADS
from yigongti_desktop.registry.model.listing import RowFault

KINDS = ("drugs", "diagnoses", "packages")
_STEPS = {"read": "已读", "compare": "已比对", "settle": "已生效，放入目录"}
_MOST_SHOWN = 200


def add_options(to: argparse.ArgumentParser) -> None:
    """Add the options of lists."""
    to.add_argument("--community", default="", metavar="医共体", help="药品目录属于哪个医共体；默认全部")
    to.add_argument("--edition", default="", metavar="版本", help="基本药物目录版本或诊断编码来源")
    to.add_argument("--dry-run", action="store_true", help="只检查，不导入")
    to.add_argument(
        "--map",
        action="append",
        default=[],
        type=_said,
        metavar="列名=字段",
        help="药品：表里的列是哪一项，如 编号=院内码；可写几次。等号后不写，就不读这一列",
    )
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


def _said(typed: str) -> tuple[str, str]:
    column, sign, field = typed.rpartition("=")
    if not sign or not column.strip():
        raise ValueError(typed)
    return column.strip(), field.strip()


def _drugs(given: argparse.Namespace, hub: Hub, file: Path) -> int:
    known = Keeper(hub).communities()
    names = {one.id: one.name for one in known if given.community in {"", one.id, one.name}}
    if not names:
        listed = "、".join(f"{one.name}（{one.id}）" for one in known)
        sys.stderr.write(f"没有医共体「{given.community}」，没有导入。可写：{listed}\n")
        return CANNOT
    taking = FormularyImport(hub, list(names), edition=given.edition, since=given.since, progress=_progress)
    with taking:
        columns = taking.read(file, given.map)
        _tell_columns(columns)
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
    shown = list(first)[:_MOST_SHOWN]
    for fault in shown:
        common.say_line(f"第 {fault.row} 行：{_sentence(given.what, columns, fault)}")
    if count > len(shown):
        common.say_line(f"……另有 {count - len(shown):,} 行")
    if given.report is not None:
        _write_report(given.report, _report(given.what, columns, every))
        common.say_line(f"有错的行已全部写进 {given.report}。")
    common.say_line(f"{count:,} 行有错，一行也没有导入。改好后再导入。")
    return common.NOT_DONE


def _report(what: str, columns: Columns | None, faults: Iterable[RowFault]) -> Iterator[tuple[int, str, str]]:
    for fault in faults:
        column = str(fault.facts.get("column") or _title(what, columns, str(fault.facts.get("field", ""))))
        yield fault.row, column, _sentence(what, columns, fault)


def _write_report(file: Path, lines: Iterator[tuple[int, str, str]]) -> None:
    from yigongti_desktop.storage import workbook

    workbook.write(file, ("行", "列", "问题和办法"), lines)


def _sentence(what: str, columns: Columns | None, fault: RowFault) -> str:
    """Return what is wrong with a row, its columns called as the list itself calls them."""
    facts = dict(fault.facts)
    if "field" in facts:
        facts["field"] = _title(what, columns, str(facts["field"]))
    return VOCABULARY.say(fault.code, facts)


def _title(what: str, columns: Columns | None, field: str) -> str:
    heads = DIAGNOSIS_HEADS if what == "diagnoses" else DRUG_HEADS
    return (columns.title(field) if columns else "") or (heads[field][0] if field in heads else "")


def _tell_columns(columns: Columns) -> None:
    same = {known: field for field, names in DRUG_HEADS.items() for known in names}
    read = [
        title if same.get(title) == field else f"{title}→{DRUG_HEADS[field][0]}"
        for field, title in (
            (field, columns.title(field)) for field in sorted(columns.places, key=lambda field: columns.places[field])
        )
    ]
    unused = columns.unused()
    passed = f"没有用到的列：{'、'.join(unused)}。" if unused else ""
    common.say_line(f"表头在第 {columns.row} 行，读入：{'、'.join(read)}。{passed}")


def _tell_counts(plan: Plan, names: dict[str, str]) -> None:
    for community, its in plan.counts.items():
        ended = f"，停用 {its.ended:,}" if its.ended else ""
        common.say_line(
            f"{names[community]}：新增 {its.new:,}，变更 {its.changed:,}，不变 {its.unchanged:,}{ended}，"
            f"有错 {plan.faulty:,} 行。"
        )


def _progress(step: str, done: int) -> bool:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{_STEPS[step]} {done:,} 行\033[K\r")
    return True
