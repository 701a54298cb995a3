"""yigongti print: save a paper as PDF; of a slip or a request it counts as a print, and the second bears 重打."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.papers import Kind
from yigongti_desktop.app.papers import make_paper
from yigongti_desktop.kernel import files

_KINDS = {
    Kind.RETURN: "回转单",
    Kind.PICKING: "请领单的拣货单",
    Kind.DELIVERY: "请领单的配送单",
    Kind.RESULT: "盘点表，带实盘数和差异",
}


def run(arguments: Sequence[str]) -> int:
    """Save the paper of a number."""
    parser = common.parser("print", "把一张单据存成 PDF，计入打印次数。")
    parser.add_argument("number", metavar="单号", help="转诊单、请领单、盘点表、出入库单或配送单的单号")
    which = parser.add_mutually_exclusive_group()
    for kind, words in _KINDS.items():
        which.add_argument(f"--{kind.value}", dest="kind", action="store_const", const=kind, help=words)
    parser.set_defaults(kind=Kind.ITSELF)
    parser.add_argument("--out", type=place, required=True, metavar="文件.pdf", help="存到哪里")
    common.add_account(parser)
    given = parser.parse_args(arguments)

    def work() -> int:
        desk = common.open_desk(given)
        session = common.log_in(desk, given)
        with files.saving(given.out) as file:  # opened before the print is counted
            file.write(make_paper(desk, session.actor, given.number, given.kind))
        common.say_line(str(given.out))
        return common.OK

    return common.guarded(work)
