"""yigongti desk: open the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yigongti_desktop.app.commands.parsing import Parser


def run(arguments: Sequence[str]) -> int:
    """Open the window on --home; nothing heavy is loaded before it is painted."""
    from yigongti_desktop.app.desk import run as run_desk

    parser = Parser(prog="yigongti desk", description="打开工作台窗口。")
    parser.add_argument("--home", type=Path, default=None, metavar="文件夹", help="数据文件夹")
    given = parser.parse_args(arguments)
    home = given.home
    if home is None:
        from yigongti_desktop.storage.home import default_desk

        home = default_desk()
    return run_desk(home)
