"""yigongti restore: put a backup in the place of the present data, which is kept aside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.logs import log_to
from yigongti_desktop.app.unlocking import unlock
from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.words import clock
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage.home import Home


def run(arguments: Sequence[str]) -> int:
    """Restore a backup into --home."""
    parser = common.parser("restore", "用备份恢复；现有数据先移到一边保存。")
    parser.add_argument("file", type=place, metavar="备份文件", help="*.ygtbak")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    given = parser.parse_args(arguments)

    def work() -> int:
        if not given.file.is_file():
            raise Refused("file_missing", file=str(given.file))
        home = Home(given.home)
        log_to(home)

        def open_backup(vault: Path) -> bytes:
            return unlock(vault, lambda: common.passphrase(given))["database"]

        figures = restoring.restore(home, given.file, open_backup, at=SystemClock().now())
        if given.json:
            common.say_json({"made_at": figures.made_at, "institution": figures.institution, "counts": figures.counts})
        else:
            common.say_line(f"已恢复到 {clock(figures.made_at)} 的备份。")
            common.say_line(
                "原来的数据在同一文件夹的 before-restore-… 里。下次同步时，县院会认出这是恢复，并补回备份之后的内容。"
            )
        return common.OK

    return common.guarded(work)
