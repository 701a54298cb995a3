"""yigongti hub backup, restore, check, update and journal: the hub's data kept, brought back, and looked over."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable

from msgspec import to_builtins

from yigongti_desktop.app import updates
from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub_backup import SUFFIX
from yigongti_desktop.app.hub_books import journal_of
from yigongti_desktop.app.hub_restore import restore
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.logs import log_to
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.hub.check import find
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.words import clock
from yigongti_desktop.protocol import update
from yigongti_desktop.storage import sticks
from yigongti_desktop.storage.backup import look
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.home import Home

_MOST_SHOWN = 100


def add(word: Callable[[str, str], argparse.ArgumentParser], opened: Callable[[argparse.Namespace], Hub]) -> None:
    """Add the five words."""
    backing = word("backup", "做一份核验过的备份（加密，打开要中枢的口令；服务不用停）")
    backing.add_argument("--to", type=place, metavar="文件", help="备份文件；默认放在数据文件夹的 backups 里")
    backing.add_argument("--json", action="store_true", help="以 JSON 输出")
    backing.set_defaults(work=lambda given: _backup(given, opened(given)))

    restoring = word("restore", "把备份恢复到空文件夹，可换成另一种数据库")
    restoring.add_argument("file", type=place, metavar="备份文件", help=f"*{SUFFIX}")
    restoring.add_argument("--database", default="", metavar="网址", help="恢复到空的 PostgreSQL 库；不写就用加密文件")
    restoring.add_argument("--json", action="store_true", help="以 JSON 输出")
    restoring.set_defaults(work=_restore)

    checking = word("check", "核对台账、批次链、分发表和回执；有一处不符就退出 1")
    checking.add_argument("--json", action="store_true", help="以 JSON 输出")
    checking.set_defaults(work=lambda given: _check(given, opened(given)))

    updating = word("update", "放上给各台电脑的更新文件（核对签名后）；不写文件就列出现有的")
    updating.add_argument("files", nargs="*", type=place, metavar="文件", help=f"*{update.SUFFIX}")
    updating.set_defaults(work=lambda given: _update(given, opened(given)))

    reading_back = word("journal", "一份单据或一位居民的台账：谁、哪家、何时送来什么，收下没有（不列内容）")
    reading_back.add_argument("record", metavar="编号", help="单号，或记录的编号")
    reading_back.add_argument("--json", action="store_true", help="以 JSON 输出")
    reading_back.set_defaults(work=lambda given: _journal(given, opened(given)))


def _update(given: argparse.Namespace, hub: Hub) -> int:
    """Put update files on the shelf, or list those that lie there."""
    for file in given.files:
        with sticks.reading_from(file) as source:
            release = updates.release_of(source, updates.here())
        target = hub.shelf.place(release.product, release.platform)
        target.parent.mkdir(parents=True, exist_ok=True)
        with sticks.reading_from(file) as source, sticks.writing_whole(target) as sink:
            shutil.copyfileobj(source, sink)
    for file in hub.shelf.files():
        with sticks.reading_from(file) as source:
            release = update.read_head(source, updates.publishers())
        common.say_line(f"{release.product}　{release.platform}　{release.version} 版　{release.built.isoformat()}")
    if not hub.shelf.files():
        common.say_line("没有给各台电脑的更新文件。")
    return common.OK


def _backup(given: argparse.Namespace, hub: Hub) -> int:
    made = hub.back_up(reason="manual", target=given.to)
    figures = look(made)
    if given.json:
        common.say_json({"file": str(made), "size": figures.size, "sha256": figures.sha256, "counts": figures.counts})
    else:
        rows = sum(figures.counts.values())
        common.say_line(f"备份已做好并核验：{made}（{figures.size / 1024 / 1024:.1f} MB，{rows:,} 行）")
    return common.OK


def _restore(given: argparse.Namespace) -> int:
    if not given.file.is_file():
        raise Refused("file_missing", file=str(given.file))
    home = Home(given.home)
    figures = restore(home, given.file, common.passphrase(given), database=given.database)
    log_to(home)
    if given.json:
        common.say_json({"made_at": figures.made_at, "counts": figures.counts})
        return common.OK
    common.say_line(f"已恢复到 {clock(figures.made_at)} 的备份。各台电脑下次同步时会认出来，补送备份之后的内容。")
    common.say_line(
        "备份之后的这些要重做：停用的设备、新发的登记码、新建的账号和机构、导入的目录；新登记的电脑要重新登记。"
    )
    return common.OK


def _check(given: argparse.Namespace, hub: Hub) -> int:
    with reading(hub.engine) as connection:
        found = list(find(connection, CATALOGUE, hub.word_key))
    if given.json:
        for finding in found:
            common.say_json(finding)
    else:
        for finding in found[:_MOST_SHOWN]:
            common.say_line(VOCABULARY.say(finding.code, finding.facts))
        if len(found) > _MOST_SHOWN:
            common.say_line(f"……另有 {len(found) - _MOST_SHOWN} 处")
        common.say_line(
            f"有 {len(found)} 处不符。请把以上内容交给县院医共体办公室。" if found else "核对完毕，全部相符。"
        )
    return common.NOT_DONE if found else common.OK


def _journal(given: argparse.Namespace, hub: Hub) -> int:
    keeper = Keeper(hub)
    names = {one.id: one.name for one in keeper.institutions()}
    people = {one.id: one.name for one in keeper.accounts()}
    for line in journal_of(hub, given.record):
        if given.json:
            common.say_json({name: value for name, value in to_builtins(line).items() if name not in {"body", "facts"}})
            continue
        done = VOCABULARY.say(line.code, line.facts) if line.code else f"已收下，第 {line.revision} 版"
        who = f"{names.get(line.institution, line.institution)}　{people.get(line.account, '中枢')}"
        common.say_line(f"{clock(line.hub_at)}　{who}　{VOCABULARY.name(line.kind)}　{done}")
    return common.OK
