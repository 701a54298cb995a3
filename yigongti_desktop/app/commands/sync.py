"""yigongti sync: talk with the hub once, or by files on a stick, or say how things stand."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.packages import progress
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.stick_words import exported
from yigongti_desktop.app.stick_words import imported
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.app.words import say
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.words import clock
from yigongti_desktop.kit.words import size
from yigongti_desktop.sync.status import Status
from yigongti_desktop.sync.status import status

_BY_HAND = {
    "export": "请写一个文件或文件夹，如 U 盘",
    "import": "请写县院交回的回执包",
}
_TOLD = ("accepted", "refused", "received", "waiting", "is_new_epoch", "has_gap")


def run(arguments: Sequence[str]) -> int:
    """Sync once, or show the status."""
    parser = common.parser("sync", "与县院同步，联网或用 U 盘。")
    parser.add_argument(
        "what",
        nargs="?",
        choices=["status", "export", "import"],
        metavar="status|export|import",
        help="只看同步情况；export 把待上传的导出成同步包；import 导入县院的回执包",
    )
    parser.add_argument("files", nargs="*", type=place, metavar="文件", help="同步包的文件或文件夹；回执包，可写几个")
    parser.add_argument("--once", action="store_true", help="收发一次，直到没有要送和要收的")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    given = parser.parse_args(arguments)
    if given.what is None and not given.once:
        parser.error("请写 --once、status、export 文件 或 import 文件")
    if given.what in _BY_HAND:
        if not given.files or (given.what == "export" and len(given.files) > 1):
            parser.error(_BY_HAND[given.what])
        return common.guarded(lambda: _by_hand(given))
    if given.files:
        parser.error("后面不跟文件")

    def work() -> int:
        desk = common.open_desk(given)
        if given.what == "status":
            _show(desk.read(status), given.json)
            return common.OK
        talk = desk.sync()
        now = desk.read(status)
        if given.json:
            common.say_json(_facts(now) | {"sent": talk.sent, "accepted": talk.accepted, "refused_now": talk.refused,
                                           "received": talk.received, "code": talk.code})  # fmt: skip
        else:
            said = VOCABULARY.say(talk.code, talk.facts) if talk.code else "县院已确认。"
            common.say_line(f"{said}　送 {talk.sent}，收 {talk.received}，退回 {talk.refused}。")
            _show(now, as_json=False)
        return common.OK if not talk.code and now.is_all_sent and not now.needs_person else common.NOT_DONE

    return common.guarded(work)


def _by_hand(given: argparse.Namespace) -> int:
    desk = common.open_desk(given)
    if given.what == "export":
        made = desk.export_package(given.files[0], progress("导出"))
        if given.json:
            common.say_json({"file": str(made.file), "acts": made.acts, "batches": made.batches, "size": made.size})
        else:
            common.say_line(exported(made))
        return common.OK
    failed = False
    for file in given.files:
        failed |= not _import(desk, file, as_json=given.json)
    now = desk.read(status)
    if not given.json:
        _show(now, as_json=False)
    return common.OK if not failed and now.is_all_sent and not now.needs_person else common.NOT_DONE


def _import(desk: Workbench, file: Path, *, as_json: bool) -> bool:
    """Take one file in and say what it brought; a bad one never stops the others."""
    try:
        done = desk.import_answer(file, progress("导入"))
    except Fault as fault:
        if as_json:
            common.say_json({"file": str(file), "code": fault.code})
        else:
            common.say_line(f"{file.name}　{say(fault)}")
        return False
    if as_json:
        common.say_json({"file": str(file), "code": "", **{name: getattr(done, name) for name in _TOLD}})
    else:
        common.say_line(f"{file.name}　{imported(done)}")
    return True


def _show(now: Status, as_json: bool) -> None:  # noqa: FBT001 - said by the caller's option
    if as_json:
        common.say_json(_facts(now))
        return
    files = f"，附件 {size(now.waiting_bytes)}" if now.waiting_bytes else ""
    common.say_line(f"待上传 {now.waiting} 条{files}，待处理 {now.needs_person} 条，放在一边 {now.set_aside} 条")
    confirmed = f"县院上次确认 {clock(now.confirmed_at)}" if now.confirmed_at else "县院还没有确认过"
    line = "线路正常" if not now.line else "还没有联系过" if now.line == "never" else VOCABULARY.say(now.line, {})
    common.say_line(f"{confirmed}　{line}")


def _facts(now: Status) -> dict[str, Any]:
    return {
        "enrolled": now.enrolled,
        "waiting": now.waiting,
        "waiting_bytes": now.waiting_bytes,
        "refused": now.refused,
        "quarantined": now.quarantined,
        "set_aside": now.set_aside,
        "confirmed_at": now.confirmed_at,
        "clock_drift_seconds": now.clock_drift,
        "line": now.line,
        "tried_at": now.tried_at,
        "backup_at": now.backup_at,
    }
