"""yigongti update: look at an update file, take one from a stick or from the hub, and install it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from yigongti_desktop.app import updates
from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.packages import progress
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.updates import Ready
from yigongti_desktop.app.words import say
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.version import VERSION
from yigongti_desktop.kit.words import size
from yigongti_desktop.protocol import update
from yigongti_desktop.storage import sticks
from yigongti_desktop.storage.home import Home


def run(arguments: Sequence[str]) -> int:
    """Look, take or install."""
    parser = common.parser("update", "更新：核对更新文件，从 U 盘或县院收下，安装。")
    parser.add_argument(
        "what",
        choices=["check", "take", "fetch", "install"],
        metavar="check|take|fetch|install",
        help="check 只核对；take 从 U 盘收下；fetch 从县院收下；install 安装收好的",
    )
    parser.add_argument("place", nargs="?", type=place, metavar="文件或文件夹", help="更新文件，或放着它的文件夹、U 盘")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    given = parser.parse_args(arguments)
    if given.what in {"check", "take"} and given.place is None:
        parser.error("请写更新文件，或放着它的文件夹")
    return common.guarded(lambda: int(_WORK[given.what](given)))


def _check(given: argparse.Namespace) -> int:
    file = _chosen(given.place)
    with sticks.reading_from(file) as stick:
        release = update.check(stick, updates.here(), go_on=progress("核对"))
    return _told(given, Ready(file=file, release=release), "核对无误")


def _take(given: argparse.Namespace) -> int:
    ready = updates.take(_chosen(given.place), Home(given.home).updates, updates.here(), progress("收下"))
    return _told(given, ready, "已核对并收好")


def _fetch(given: argparse.Namespace) -> int:
    desk = common.open_desk(given)
    ready = desk.fetch_update(progress("收取"))
    if ready is None:
        common.say_line(f"县院没有比 {VERSION} 更新的版本。")
        return common.OK
    return _told(given, ready, "已从县院收好")


def _install(given: argparse.Namespace) -> int:
    folder = Home(given.home).updates
    ready, others = updates.look([given.place or folder], updates.here())
    if ready is None:
        for file, fault in others:
            common.say_line(f"{file.name}　{say(fault)}")
        common.say_line("没有可以安装的更新。")
        return common.NOT_DONE
    waits = updates.install(ready)
    what = "安装程序开始了，工作台都关掉以后装好，再自己打开" if waits else "已安装，下次打开就是新版"
    return _told(given, ready, what)


def _chosen(path: Path) -> Path:
    """Return the file that is meant; of a folder the newest that fits and is whole."""
    if not path.is_dir():
        return path
    ready, others = updates.look([path], updates.here(), whole=True)
    if ready is not None:
        return ready.file
    for file, fault in others:
        common.say_line(f"{file.name}　{say(fault)}")
    raise Refused("file_missing", file=str(path / f"*{update.SUFFIX}"))


def _told(given: argparse.Namespace, ready: Ready, what: str) -> int:
    release = ready.release
    if given.json:
        common.say_json({"file": str(ready.file), "version": release.version, "here": VERSION, "size": release.size})
    else:
        news = f"　{release.news}" if release.news else ""
        common.say_line(f"{what}：{release.version} 版（{release.built.isoformat()}，{size(release.size)}）{news}")
    return common.OK


_WORK = {"check": _check, "take": _take, "fetch": _fetch, "install": _install}
