"""yigongti apply: run commands from a file, one JSON object a line, as the pages would send them.

For scripts, the hospital's information system next door, and tests; each line has its own result, and one
refused line never stops the rest.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.words import say
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.messages import ChangePassword

_LONGEST_LINE = 1_000_000


def run(arguments: Sequence[str]) -> int:
    """Run the file's commands and print one result a line."""
    parser = common.parser("apply", "按行执行命令，每行一个 JSON 对象，每行输出一个结果。")
    parser.add_argument("file", metavar="FILE.jsonl", help="命令文件；- 表示标准输入")
    common.add_account(parser)
    given = parser.parse_args(arguments)
    given.may_change = True

    def work() -> int:
        desk = common.open_desk(given)
        session = common.log_in(desk, given)
        refused = 0
        for number, line in enumerate(_lines(given.file), start=1):
            if not line.strip():
                continue
            result = apply_line(desk, session.actor, line, only_password=session.must_change)
            refused += not result["ok"]
            common.say_json({"line": number} | result)
        desk.note(session.actor, "apply", Path(given.file).name, "done" if not refused else "refused")
        return common.OK if not refused else common.NOT_DONE

    return common.guarded(work)


def apply_line(desk: Workbench, actor: Actor, line: bytes, *, only_password: bool = False) -> dict[str, Any]:
    """Run one line and return its result."""
    try:
        command = _command(desk, line)
        if only_password and not isinstance(command, ChangePassword):
            raise Refused("password_must_change")
        done = desk.do(actor, command)
    except Fault as fault:
        return {"ok": False, "code": fault.code, "facts": fault.facts, "message": say(fault)}
    record = msgspec.to_builtins(done.record)
    if isinstance(record, dict):
        record.pop("verifier", None)
    return {"ok": True, "id": done.record.id if hasattr(done.record, "id") else "", "record": record}


def _command(desk: Workbench, line: bytes) -> msgspec.Struct:
    if len(line) > _LONGEST_LINE:
        raise Refused("command_format", where="太长")
    try:
        values = msgspec.json.decode(line, type=dict[str, Any])
    except (ValueError, RecursionError):
        raise Refused("command_format", where="不是 JSON 对象") from None
    kind = desk.catalogue.command(str(values.pop("command", "")))
    unknown = set(values) - set(kind.command.__struct_fields__)
    if unknown:
        raise Refused("command_format", where=f"没有 {min(unknown)} 这一项")
    try:
        command: msgspec.Struct = msgspec.convert(values, kind.command)
    except msgspec.ValidationError as error:
        raise Refused("command_format", where=_where(str(error))) from None
    return command


def _where(said: str) -> str:
    """Return where the fault is, in Chinese, from "Expected `int`, got `str` - at `$.lines[0].quantity`"."""
    path = said.rpartition("`$")[2].strip("`.") if "`$" in said else ""
    if "missing required field" in said:
        name = said.split("field `")[1].split("`", maxsplit=1)[0]
        return f"{path + ' ' if path else ''}缺少 {name}"
    return f"{path or '整行'} 的值不对"


def _lines(file: str) -> Iterator[bytes]:
    """Return the lines as bytes, since one that is no text must not spoil the others."""
    if file == "-":
        yield from _unmarked(sys.stdin.buffer)
        return
    path = Path(file)
    if not path.is_file():
        raise Refused("file_missing", file=file)
    with path.open("rb") as lines:
        yield from _unmarked(lines)


def _unmarked(lines: Iterable[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        yield line.removeprefix(codecs.BOM_UTF8) if not number else line
