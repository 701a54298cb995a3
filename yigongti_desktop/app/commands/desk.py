"""yigongti desk: open the window."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from yigongti_desktop.app.commands.parsing import CANNOT
from yigongti_desktop.app.commands.parsing import Parser
from yigongti_desktop.app.commands.parsing import has_screen
from yigongti_desktop.app.commands.parsing import place


def run(arguments: Sequence[str]) -> int:
    """Open the window on --home; nothing heavy is loaded before it is painted."""
    parser = Parser(prog="yigongti desk", description="打开工作台窗口。")
    parser.add_argument("--home", type=place, default=None, metavar="文件夹", help="数据文件夹")
    home = parser.parse_args(arguments).home
    if not has_screen() and not os.environ.get("QT_QPA_PLATFORM"):
        sys.stderr.write("这台机器没有显示器，打不开窗口。请在有桌面的电脑上打开，或用其他命令（yigongti --help）。\n")
        return CANNOT
    gc.disable()  # nothing of a start is garbage; the window collects what comes after (kit.garbage)
    from yigongti_desktop.app.desk import run as run_desk

    if home is None:
        from yigongti_desktop.storage.home import default_desk

        home = default_desk()
    return run_desk(home)
