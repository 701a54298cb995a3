"""yigongti desk: open the window."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Sequence
from pathlib import Path


def run(arguments: Sequence[str]) -> int:
    """Open the window on --home; nothing heavy is loaded before it is painted."""
    gc.disable()  # nothing of a start is garbage; the window enables it again when it is seen
    from yigongti_desktop.app.desk import run as run_desk

    parser = argparse.ArgumentParser(prog="yigongti desk", description="打开工作台窗口。", add_help=False)
    parser.add_argument("-h", "--help", action="help", help="显示本说明")
    parser.add_argument("--home", type=Path, default=None, metavar="文件夹", help="数据文件夹")
    given = parser.parse_args(arguments)
    home = given.home
    if home is None:
        from yigongti_desktop.storage.home import default_desk

        home = default_desk()
    return run_desk(home)
