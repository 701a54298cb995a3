"""yigongti enrol: make this machine a device of an institution, on the line or by a stick, with what it may see."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from yigongti_desktop.app import admitting
from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.packages import progress
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.logs import log_to
from yigongti_desktop.app.unlocking import lock_new
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.enrolment import read_code
from yigongti_desktop.storage.home import Home
from yigongti_desktop.sync.desk import Talk


def run(arguments: Sequence[str]) -> int:
    """Enrol, print the recovery code once, and sync once; or write a request, or take its answer in."""
    parser = common.parser("enrol", "用县院发的登记码登记本机，联网或用 U 盘。")
    parser.add_argument("code", nargs="?", metavar="登记码", help="县院医共体办公室发的登记码，或登记码文件")
    by_stick = parser.add_mutually_exclusive_group()
    by_stick.add_argument(
        "--export", type=place, metavar="文件或文件夹", help="没有网：把登记申请写到这里，如 U 盘，交县院导入"
    )
    by_stick.add_argument(
        "--import", type=place, metavar="文件", dest="answer", help="没有网：导入县院交回的登记回执，不用再写登记码"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    given = parser.parse_args(arguments)
    if (given.code is None) is (given.answer is None):
        parser.error("请写登记码；导入登记回执时不写")
    return common.guarded(lambda: _work(given))


def _work(given: argparse.Namespace) -> int:
    if given.answer is not None:
        desk = common.open_desk(given)
        admitted = admitting.take(desk, given.answer, progress("导入"))
        return _welcome(given, admitted.enrolled, desk.new_recovery_code(), Talk(received=admitted.received))
    code, file = _code(given.code)
    desk = _open_or_make(given)
    if given.export is not None:
        made = admitting.ask(desk, code, given.export, file)
        if given.json:
            common.say_json({"file": str(made)})
        else:
            common.say_line(f"登记申请已写好：{made.name}。请拿到县院导入，带回登记回执，用 enrol --import 导入。")
        return common.OK
    enrolled = desk.enrol(code)
    recovery = desk.new_recovery_code()
    return _welcome(given, enrolled, recovery, desk.sync())


def _code(typed: str) -> tuple[str, Path | None]:
    """Return a code that was typed, or that a file holds, and the file."""
    file = Path(typed)
    try:
        read_code(typed)  # before anything is made
    except Refused:
        if not _is_file(file):
            raise
    else:
        return typed, None
    found = admitting.look(file, SystemClock().now())
    if found is None:
        raise Refused("code_file_not_one")
    return found.code.spell(), file


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # what was typed could be no path
        return False


def _open_or_make(given: argparse.Namespace) -> Workbench:
    home = Home(given.home)
    log_to(home)
    if home.vault.exists():
        return common.open_desk(given)
    return create(home, lambda vault: lock_new(vault, lambda: common.passphrase(given, twice=True)))


def _welcome(given: argparse.Namespace, enrolled: Enrolled, recovery: str, talk: Talk) -> int:
    if given.json:
        common.say_json({"device": enrolled.device, "institution": enrolled.institution_name,
                         "letter": enrolled.letter, "recovery": recovery, "received": talk.received,
                         "code": talk.code})  # fmt: skip
    else:
        common.say_line(f"已登记：{enrolled.institution_name}，设备 {enrolled.letter}。收到 {talk.received} 条资料。")
        common.say_line(f"恢复码（只显示这一次，请打印后交院长保管）：{recovery}")
        if talk.code:
            common.say_line(VOCABULARY.say(talk.code, talk.facts))
    return common.OK if not talk.code else common.NOT_DONE
