"""yigongti import residents: which column is what, a dry run, then the rows without a fault, slice by slice."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands import list_words
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.registry.model.census import RESIDENT_HEADS
from yigongti_desktop.registry.service.importing import ResidentImport
from yigongti_desktop.registry.service.list_import import Plan
from yigongti_desktop.registry.service.residents import KEEPERS


def run(arguments: Sequence[str]) -> int:
    """Import a list of residents on this desk."""
    parser = common.parser("import", "把居民名册导入本机登记册。")
    parser.add_argument("what", choices=("residents",), metavar="residents", help="居民名册")
    parser.add_argument("file", type=place, metavar="文件", help=".xlsx 或 .csv")
    list_words.add_map(parser, "表里的列是哪一项，如 证号=身份证号；可写几次。等号后不写，就不读这一列")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不导入")
    parser.add_argument("--skip-faulty", action="store_true", help="有问题的行留着不导，其余的照导")
    parser.add_argument("--also-similar", action="store_true", help="登记册里有同名、同生日、同村的人，也当新的人导入")
    parser.add_argument("--report", type=place, default=None, metavar="文件.xlsx", help="把有问题的行全部写进这个文件")
    common.add_account(parser)
    given = parser.parse_args(arguments)

    def work() -> int:
        desk = common.open_desk(given)
        session = common.log_in(desk, given)
        session.actor.need(KEEPERS)
        taking = ResidentImport(
            desk, session.actor, progress=list_words.progress, also_similar=given.also_similar
        )  # fmt: skip
        with taking:
            list_words.tell_columns(taking.read(given.file, given.map), RESIDENT_HEADS)
            plan = taking.check()
            _tell(plan)
            if plan.faulty:
                list_words.tell_faults(
                    RESIDENT_HEADS, plan.columns, plan.faults, plan.faulty, taking.faults(), given.report
                )
            if plan.faulty and not given.skip_faulty:
                common.say_line(
                    f"{plan.faulty:,} 行有问题，一行也没有导入。改好后再导入，或加 --skip-faulty 先导其余的。"
                )
                return common.NOT_DONE
            if given.dry_run:
                common.say_line(f"可以导入 {plan.counts.new + plan.counts.changed:,} 人。")
                return common.OK
            done = taking.apply()
        desk.note(session.actor, "import_residents", given.file.name)
        common.say_line(f"已导入：新增 {done.new:,} 人，补充 {done.changed:,} 人。")
        return common.OK

    return common.guarded(work)


def _tell(plan: Plan) -> None:
    counts = plan.counts
    common.say_line(
        f"新增 {counts.new:,} 人，补充 {counts.changed:,} 人，已有不变 {counts.unchanged:,} 人，"
        f"没有证件号 {plan.without_number:,} 人，有问题 {plan.faulty:,} 行。"
    )
    if plan.begun:
        common.say_line(f"这份名册上次导入到第 {plan.begun:,} 行，从下一行接着导。")
