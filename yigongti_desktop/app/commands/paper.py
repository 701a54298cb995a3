"""yigongti print: save a slip or a request as PDF; it counts as a print, and the second bears 重打."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.papers import make_paper
from yigongti_desktop.kernel.errors import Unavailable


def run(arguments: Sequence[str]) -> int:
    """Save the paper of a number."""
    parser = common.parser("print", "把一张单据存成 PDF，计入打印次数。")
    parser.add_argument("number", metavar="单号", help="转诊单或请领单的单号")
    parser.add_argument("--return", dest="is_return", action="store_true", help="回转单")
    parser.add_argument("--out", type=Path, required=True, metavar="文件.pdf", help="存到哪里")
    common.add_account(parser)
    given = parser.parse_args(arguments)

    def work() -> int:
        desk = common.open_desk(given)
        session = common.log_in(desk, given)
        content = make_paper(desk, session.actor, given.number, is_return=given.is_return)
        try:
            given.out.write_bytes(content)
        except OSError as error:
            raise Unavailable("file_not_writable", path=str(given.out)) from error
        common.say_line(str(given.out))
        return common.OK

    return common.guarded(work)
