"""yigongti backup: make a backup and prove it."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage.backup import look


def run(arguments: Sequence[str]) -> int:
    """Make a backup of the desk."""
    parser = common.parser("backup", "做一份核验过的备份（加密，打开要本机的钥匙串、口令或恢复码）。")
    parser.add_argument("--to", type=place, metavar="文件", help="备份文件；默认放在数据文件夹的 backups 里")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    given = parser.parse_args(arguments)

    def work() -> int:
        desk = common.open_desk(given)
        try:
            made = desk.backup(target=given.to)
        except OSError as error:
            raise Unavailable("file_not_writable", path=str(given.to or desk.home.backups)) from error
        figures = look(made)
        if given.json:
            common.say_json(
                {"file": str(made), "size": figures.size, "sha256": figures.sha256, "counts": figures.counts}
            )
        else:
            rows = sum(figures.counts.values())
            common.say_line(f"备份已做好并核验：{made}（{figures.size / 1024 / 1024:.1f} MB，{rows:,} 行）")
        return common.OK

    return common.guarded(work)
