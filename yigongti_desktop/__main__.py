"""The command line: yigongti WORD …; it finds the word's module and nothing else.

Exit codes: 0 done; 1 not done, or somebody has to look; 2 cannot be run as it was called.
"""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Sequence

from yigongti_desktop.kernel.version import VERSION

#: Word → module under app.commands, and what it does.
WORDS = {
    "desk": ("desk", "打开工作台窗口"),
    "enrol": ("enrol", "用县院发的登记码登记本机"),
    "sync": ("sync", "与县院同步一次，或看同步情况"),
    "apply": ("apply", "按行执行 JSON 命令，与窗口同样的登录和权限"),
    "import": ("take_list", "把居民名册（Excel）导入本机登记册"),
    "calendar": ("calendar", "节假日：导入一年的安排（牵头医院），查看一年"),
    "export": ("export", "以 JSON 导出本机看到的记录"),
    "print": ("paper", "把一张单据存成 PDF"),
    "passwd": ("passwd", "修改自己的密码"),
    "backup": ("backup", "做一份核验过的备份"),
    "restore": ("restore", "用备份恢复"),
    "roster": ("roster", "排班求解的检验：读公开算例，排出班表，报目标值和下界"),
    "doctor": ("doctor", "检查字体、钥匙串、磁盘、时钟、县院中枢，并说明怎么办"),
    "update": ("update", "更新：核对更新文件，从 U 盘或县院收下，安装"),
    "demo": ("demo", "演示：一家卫生院、一家县医院、一个中枢，走完转诊和请领"),
    "hub": ("hub", "牵头医院的同步中枢"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one word and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that has no ✓ or no 𠮷 still gets the rest
    given = list(sys.argv[1:] if arguments is None else arguments)
    word = given[0] if given else ""
    if word in {"--version", "-V"}:
        sys.stdout.write(f"医共体工作台 {VERSION}\n")
        return 0
    if word not in WORDS:
        asked = word in {"", "-h", "--help", "help"}
        (sys.stdout if asked else sys.stderr).write(("" if asked else f"没有这个命令：{word}\n\n") + _help())
        return 0 if asked and word else 2
    module = importlib.import_module(f"yigongti_desktop.app.commands.{WORDS[word][0]}")
    return int(module.run(given[1:]))


def _help() -> str:
    lines = "\n".join(f"  {word:8} {what}" for word, (_, what) in WORDS.items())
    return (
        "医共体工作台：离线可用的药品请领、双向转诊、随访。\n\n"
        f"用法：yigongti 命令 [参数]\n\n命令：\n{lines}\n\n"
        "yigongti 命令 --help 看参数；yigongti --version 看版本。\n"
        "退出码：0 办成；1 没办成或有要人看的；2 用法不对或不能运行。\n"
    )


if __name__ == "__main__":
    sys.exit(main())
