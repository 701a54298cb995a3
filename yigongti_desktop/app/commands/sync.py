"""yigongti sync: talk with the hub once, as a task scheduler calls it, or say how things stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kit.words import clock
from yigongti_desktop.sync.status import Status
from yigongti_desktop.sync.status import status


def run(arguments: Sequence[str]) -> int:
    """Sync once, or show the status."""
    parser = common.parser("sync", "与县院同步。")
    parser.add_argument("what", nargs="?", choices=["status"], metavar="status", help="只看同步情况")
    parser.add_argument("--once", action="store_true", help="收发一次，直到没有要送和要收的")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    given = parser.parse_args(arguments)
    if given.what is None and not given.once:
        parser.error("请写 --once 或 status")

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
        return common.OK if not talk.code and not now.waiting and not now.needs_person else common.NOT_DONE

    return common.guarded(work)


def _show(now: Status, as_json: bool) -> None:  # noqa: FBT001 - said by the caller's option
    if as_json:
        common.say_json(_facts(now))
        return
    common.say_line(f"待上传 {now.waiting} 条，待处理 {now.needs_person} 条，放在一边 {now.set_aside} 条")
    confirmed = f"县院上次确认 {clock(now.confirmed_at)}" if now.confirmed_at else "县院还没有确认过"
    line = "线路正常" if not now.line else "还没有联系过" if now.line == "never" else VOCABULARY.say(now.line, {})
    common.say_line(f"{confirmed}　{line}")


def _facts(now: Status) -> dict[str, Any]:
    return {
        "enrolled": now.enrolled,
        "waiting": now.waiting,
        "refused": now.refused,
        "quarantined": now.quarantined,
        "set_aside": now.set_aside,
        "confirmed_at": now.confirmed_at,
        "clock_drift_seconds": now.clock_drift,
        "line": now.line,
        "tried_at": now.tried_at,
        "backup_at": now.backup_at,
    }
