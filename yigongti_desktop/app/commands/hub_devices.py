"""yigongti hub enrol, devices, revoke and unjudged: the machines that talk with this hub, and what they left open."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from msgspec import to_builtins

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.commands.parsing import within
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kit.words import clock
from yigongti_desktop.protocol.code_file import SUFFIX
from yigongti_desktop.storage import sticks


def add(word: Callable[[str, str], argparse.ArgumentParser], opened: Callable[[argparse.Namespace], Hub]) -> None:
    """Add the words."""
    enrolling = word("enrol", "给一家机构的一台电脑发一次性登记码")
    enrolling.add_argument("institution", metavar="机构", help="名称、简称或编号，如 岳口")
    enrolling.add_argument("--days", type=_days, default=7, metavar="天", help="几天内有效，1 到 365（默认 7）")
    enrolling.add_argument(
        "--file", type=place, metavar="文件或文件夹", help="登记码另写一个文件，如写到 U 盘，新电脑上打开就不用输"
    )
    enrolling.add_argument("--json", action="store_true", help="以 JSON 输出")
    enrolling.set_defaults(work=lambda given: _enrol(given, opened(given)))

    listing = word("devices", "列出所有设备")
    listing.add_argument("--json", action="store_true", help="以 JSON 输出")
    listing.set_defaults(work=lambda given: _devices(given, opened(given)))

    revoking = word("revoke", "停用一台设备，立即生效")
    revoking.add_argument("device", metavar="设备", help="编号，或 简称-字母，如 岳口-A")
    revoking.add_argument("--why", default="", metavar="原因", help="记下的原因")
    revoking.set_defaults(work=lambda given: _revoke(given, opened(given)))
    judging = word("unjudged", "没能判定、先留着的内容：list 列出，again 让各台电脑下次同步时再送一次")
    judging.add_argument("act", choices=["list", "again"], metavar="list|again")
    judging.add_argument("--json", action="store_true", help="以 JSON 输出")
    judging.set_defaults(work=lambda given: _unjudged(given, opened(given)))


def _days(typed: str) -> int:
    return within(typed, 365)


def _enrol(given: argparse.Namespace, hub: Hub) -> int:
    keeper = Keeper(hub)
    issued = keeper.issue_code_file(given.institution, given.days)
    code, name = issued.code.spell(), issued.institution
    file = None
    if given.file is not None:
        whose = keeper.institution(given.institution).place
        file = sticks.placed(given.file, sticks.name_of("登记码", whose, hub.clock.now(), SUFFIX))
        with sticks.writing_whole(file) as stick:
            stick.write(issued.written())
    if given.json:
        written = {"file": str(file)} if file is not None else {}
        common.say_json({"institution": name, "code": code, "days": given.days, "address": hub.address} | written)
    else:
        common.say_line(f"{name} 的登记码（{given.days} 天内有效，只能用一次）：")
        common.say_line(code)
        if file is not None:
            common.say_line(f"已写到 {file.name}。谁拿到登记码谁就能登记，请交到本人手里。")
    return common.OK


def _devices(given: argparse.Namespace, hub: Hub) -> int:
    keeper = Keeper(hub)
    names = {one.id: one.name for one in keeper.institutions()}
    for device in keeper.devices():
        if given.json:
            common.say_json(to_builtins(device) | {"institution_name": names.get(device.institution, "")})
            continue
        state = "在用" if device.status == "active" else f"已停用（{device.revoked_why}）"
        seen = clock(device.seen_at) if device.seen_at else "还没有同步过"
        name = names.get(device.institution, device.institution)
        common.say_line(f"{name}　{device.letter}　{device.machine}　{state}　{seen}　{device.id}")
    return common.OK


def _revoke(given: argparse.Namespace, hub: Hub) -> int:
    Keeper(hub).revoke(given.device, given.why)
    common.say_line("已停用，立即生效。")
    return common.OK


def _unjudged(given: argparse.Namespace, hub: Hub) -> int:
    keeper = Keeper(hub)
    if given.act == "again":
        keeper.judge_again()
        common.say_line("各台电脑下次同步时会把留着的内容再送一次。")
        return common.OK
    found = keeper.kept_unjudged()
    for one in found:
        if given.json:
            common.say_json(one)
        else:
            why = VOCABULARY.say(one.code, {"kind": one.kind})
            common.say_line(f"{one.institution}　{VOCABULARY.name(one.kind)}　{clock(one.hub_at)}　{one.event}　{why}")
    if not found and not given.json:
        common.say_line("没有留着未判的内容。")
    return common.OK
