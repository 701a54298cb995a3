"""yigongti hub: found, serve and keep the hub of a lead hospital."""

from __future__ import annotations

import argparse
import errno
import json
import os
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable
from collections.abc import Sequence
from datetime import UTC
from datetime import date
from datetime import datetime
from pathlib import Path

from msgspec import to_builtins

from yigongti_desktop.app import workers
from yigongti_desktop.app.collector import look_seldom
from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands import hub_keeping
from yigongti_desktop.app.commands import packages
from yigongti_desktop.app.commands.parsing import CANNOT
from yigongti_desktop.app.commands.parsing import Parser
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.hub import COUNTIES
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import init
from yigongti_desktop.app.hub import open_home
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.keeper import load_starter_lists
from yigongti_desktop.app.logs import log_to
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.hub import measures
from yigongti_desktop.hub import openapi
from yigongti_desktop.hub.http import Server
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import CHINA
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit.words import clock
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.storage.home import Home

_PORT = 8443
_SHORTEST_SECRET = 16
_LISTS = ("drugs", "diagnoses")
_ROLES = [role.value for role in Role if role is not Role.HUB]


def run(arguments: Sequence[str]) -> int:
    """Run one of the hub's words."""
    given = _parser().parse_args(arguments)
    return common.guarded(lambda: int(given.work(given)))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="yigongti hub", description="牵头医院的同步中枢。")
    words = parser.add_subparsers(required=True, metavar="命令", parser_class=Parser)

    def word(name: str, what: str) -> argparse.ArgumentParser:
        made = words.add_parser(name, help=what, description=what)
        common.add_home(made, is_hub=True)
        return made

    founding = word("init", "建立一个县的中枢")
    founding.add_argument("--county", required=True, choices=COUNTIES, help="哪个县")
    founding.add_argument(
        "--address", default=f"127.0.0.1:{_PORT}", metavar="主机:端口", help="各单位从哪里连过来，写进登记码"
    )
    founding.add_argument(
        "--database",
        default="",
        metavar="网址",
        help="用 PostgreSQL：postgresql+psycopg://用户@主机/库名，记在钥匙文件里；"
        "密码可放 PGPASSWORD 或 ~/.pgpass。不写就用文件夹里的加密文件",
    )
    founding.set_defaults(work=_init)

    serving = word("serve", "开始服务（Ctrl+C 停止）")
    serving.add_argument("--host", default="", metavar="地址", help="监听地址；默认照 init 时的主机")
    serving.add_argument("--port", type=_port, default=0, metavar="端口", help="监听端口；默认照 init 时的端口")
    serving.add_argument("--workers", type=_workers, default=1, metavar="个数", help="几个服务进程（要用 PostgreSQL）")
    serving.add_argument("--log", choices=["json", "text"], help="日志同时写到标准错误：json 或 text")
    serving.add_argument(
        "--metrics-secret-file", type=place, metavar="文件", help="读 /metrics 要出示的口令；不给则只有本机能读"
    )
    serving.set_defaults(work=_serve)

    describing = words.add_parser("openapi", help="输出接口说明（OpenAPI 3.1，JSON）", description="输出接口说明。")
    describing.set_defaults(work=_openapi)

    enrolling = word("enrol", "给一家机构的一台电脑发一次性登记码")
    enrolling.add_argument("institution", metavar="机构", help="名称、简称或编号，如 岳口")
    enrolling.add_argument("--days", type=_days, default=7, metavar="天", help="几天内有效，1 到 365（默认 7）")
    enrolling.add_argument("--json", action="store_true", help="以 JSON 输出")
    enrolling.set_defaults(work=_enrol)

    listing = word("devices", "列出所有设备")
    listing.add_argument("--json", action="store_true", help="以 JSON 输出")
    listing.set_defaults(work=_devices)

    revoking = word("revoke", "停用一台设备，立即生效")
    revoking.add_argument("device", metavar="设备", help="编号，或 简称-字母，如 岳口-A")
    revoking.add_argument("--why", default="", metavar="原因", help="记下的原因")
    revoking.set_defaults(work=_revoke)

    hub_keeping.add(word, _open)
    judging = word("unjudged", "没能判定、先留着的内容：list 列出，again 让各台电脑下次同步时再送一次")
    judging.add_argument("act", choices=["list", "again"], metavar="list|again")
    judging.add_argument("--json", action="store_true", help="以 JSON 输出")
    judging.set_defaults(work=_unjudged)

    _add_registers(word)
    return parser


def _port(typed: str) -> int:
    return _within(typed, 65535)


def _days(typed: str) -> int:
    return _within(typed, 365)


def _workers(typed: str) -> int:
    return _within(typed, 64)


def _moment(typed: str) -> datetime:
    typed_at = datetime.fromisoformat(typed)
    return (typed_at if typed_at.tzinfo else typed_at.replace(tzinfo=CHINA)).astimezone(UTC)


def _within(typed: str, most: int) -> int:
    number = int(typed)
    if not 0 < number <= most:
        raise ValueError(typed)
    return number


def _add_registers(word: Callable[[str, str], argparse.ArgumentParser]) -> None:
    accounts = word("account", "个人账号：add 新建，list 列出，roles 改岗位，stop 停用，reset 重置密码")
    acts = ["add", "list", "roles", "stop", "reset"]
    accounts.add_argument("act", choices=acts, metavar="|".join(acts))
    accounts.add_argument("--institution", default="", metavar="机构", help="名称、简称或编号")
    accounts.add_argument("--login", default="", metavar="登录名", help="字母和数字")
    accounts.add_argument("--name", default="", metavar="姓名")
    accounts.add_argument(
        "--role", action="append", default=[], choices=_ROLES, metavar="岗位", help="可写几个：" + " ".join(_ROLES)
    )
    accounts.add_argument("--department", default="", metavar="科室")
    accounts.add_argument("--title", default="", metavar="职称")
    accounts.add_argument("--phone", default="", metavar="电话")
    accounts.add_argument(
        "--since",
        type=_moment,
        default=None,
        metavar="时刻",
        help="roles、stop：从何时起，如 2026-11-23T08:00；默认现在。此前办的、晚到的仍收",
    )
    accounts.add_argument("--json", action="store_true", help="以 JSON 输出")
    accounts.set_defaults(work=_account)

    institutions = word("institution", "机构：list 列出，add 新建（按乡镇归入医共体），move 改属另一个医共体")
    institutions.add_argument("act", choices=["add", "list", "move"], metavar="add|list|move")
    institutions.add_argument("--institution", default="", metavar="机构", help="move：名称、简称或编号")
    institutions.add_argument("--community", default="", metavar="医共体", help="move：改属哪个医共体，名称或编号")
    institutions.add_argument(
        "--since", type=date.fromisoformat, default=None, metavar="日期", help="move：从哪天起，如 2027-01-01；默认今天"
    )
    institutions.add_argument("--name", default="", metavar="名称")
    institutions.add_argument("--place", default="", metavar="简称", help="印在单号前面的简称")
    institutions.add_argument(
        "--kind", default="township_health_centre", choices=[kind.value for kind in InstitutionKind]
    )
    institutions.add_argument("--township", default="", metavar="乡镇代码", help="9 位；move 时整个乡镇的机构一起改属")
    institutions.add_argument("--json", action="store_true", help="以 JSON 输出")
    institutions.set_defaults(work=_institution)

    importing = word("import", "导入同步包（文件或文件夹），或目录：drugs 药品，diagnoses 诊断（.csv 或 .xlsx）")
    importing.add_argument("what", metavar="drugs|diagnoses|同步包", help="目录的种类，或同步包、装着同步包的文件夹")
    importing.add_argument("files", type=place, nargs="*", metavar="文件", help="目录的文件，或其余的同步包")
    packages.add_import(importing)
    importing.add_argument("--community", default="", metavar="医共体", help="药品目录属于哪个医共体；默认全部")
    importing.add_argument("--edition", default="", metavar="版本", help="基本药物目录版本或诊断编码来源")
    importing.add_argument("--dry-run", action="store_true", help="只检查，不导入")
    importing.set_defaults(work=lambda given: _import_any(given, importing))

    exporting = word("export", "给一台设备做回执包，装它能看的全部记录和最近的回执")
    packages.add_export(exporting)
    exporting.set_defaults(work=lambda given: packages.hand_out(_open(given), given))


def _init(given: argparse.Namespace) -> int:
    home = Home(given.home)
    words = common.passphrase(given, twice=True)
    hub = init(home, given.county, words, given.address, database=given.database)
    load_starter_lists(hub)
    count = len(Keeper(hub).institutions())
    common.say_line(f"中枢已建立：{given.home}，{count} 家机构，地址 {given.address}。")
    common.say_line("下一步：yigongti hub account add …、yigongti hub enrol 机构、yigongti hub serve")
    return common.OK


def _serve(given: argparse.Namespace) -> int:
    if given.workers > 1:
        _count_together(Home(given.home))
    hub = _open(given)
    if given.workers > 1:
        workers.need_several()
        if not hub.is_on_server:
            raise Refused("workers_one_file", workers=given.workers)
    host, _, port = hub.address.rpartition(":")
    host, number = given.host or host.strip("[]"), given.port or int(port)
    _need_port(host, number)
    server = hub.server(host, number, secret=_secret(given.metrics_secret_file))
    if given.workers > 1:
        hub.engine.dispose()  # every worker makes its own connections
        several = workers.Workers(
            lambda one, own: _serve_on(hub, server, given.log, one, own),
            host,
            number,
            given.workers,
            ended=measures.forget,
        )
        common.say_line(f"中枢在 https://{host}:{number} 服务，{given.workers} 个进程，Ctrl+C 停止。")
        several.run()
    else:
        common.say_line(f"中枢在 https://{host}:{number} 服务，Ctrl+C 停止。")
        _serve_on(hub, server, given.log)
    common.say_line("中枢已停止。")
    return common.OK


def _count_together(home: Home) -> None:
    """Begin this process anew with a folder in which the workers count together: that has to be known at its start."""
    if measures.FOLDER in os.environ:
        return
    folder = home.path / "measures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[measures.FOLDER] = str(folder)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the same program once more


def _serve_on(hub: Hub, server: Server, stderr: str | None, worker: int = 0, own: socket.socket | None = None) -> None:
    """Serve in this process until a signal stops it."""
    look_seldom()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda _number, _frame: server.stop())
    if worker:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, workers.WATCHED)
        log_to(hub.home, is_json=True, stderr=stderr, name=f"worker-{worker}", again=True)
    stopped = threading.Event()
    hub.keep_house_hourly(stopped)
    server.run(own)
    stopped.set()
    hub.engine.dispose()


def _secret(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise Refused("file_missing", file=str(file)) from None
    if len(secret) < _SHORTEST_SECRET or not secret.isascii():
        raise Refused("secret_short", least=_SHORTEST_SECRET)
    return secret


def _openapi(_given: argparse.Namespace) -> int:
    sys.stdout.write(json.dumps(openapi.document(), ensure_ascii=False, indent=2) + "\n")
    return common.OK


def _need_port(host: str, number: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, number))
        except (OSError, UnicodeError) as error:
            taken = getattr(error, "errno", 0) in {errno.EADDRINUSE, errno.EACCES}
            raise Unavailable("port_taken" if taken else "host_not_here", port=number, host=host) from error


def _enrol(given: argparse.Namespace) -> int:
    hub = _open(given)
    keeper = Keeper(hub)
    code = keeper.issue_code(given.institution, given.days).spell()
    name = keeper.institution(given.institution).name
    if given.json:
        common.say_json({"institution": name, "code": code, "days": given.days, "address": hub.address})
    else:
        common.say_line(f"{name} 的登记码（{given.days} 天内有效，只能用一次）：")
        common.say_line(code)
    return common.OK


def _devices(given: argparse.Namespace) -> int:
    keeper = Keeper(_open(given))
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


def _revoke(given: argparse.Namespace) -> int:
    Keeper(_open(given)).revoke(given.device, given.why)
    common.say_line("已停用，立即生效。")
    return common.OK


def _unjudged(given: argparse.Namespace) -> int:
    keeper = Keeper(_open(given))
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


def _account(given: argparse.Namespace) -> int:
    keeper = Keeper(_open(given))
    if given.act == "list":
        names = {one.id: one.name for one in keeper.institutions()}
        for account in keeper.accounts():
            shown = to_builtins(account)
            shown.pop("verifier")
            if given.json:
                common.say_json(shown)
                continue
            roles = "、".join(VOCABULARY.name(role.value) for role in account.roles)
            state = "" if account.active else "　已停用"
            common.say_line(f"{names.get(account.institution, '')}　{account.login}　{account.name}　{roles}{state}")
        return common.OK
    if given.act == "stop":
        keeper.stop_account(keeper.account(given.institution, given.login), given.since)
        common.say_line("已停用；各台电脑下次同步后生效。停用前办的、还没送到的仍收。")
        return common.OK
    if given.act == "roles":
        account = keeper.account(given.institution, given.login)
        keeper.give_roles(account, [Role(role) for role in given.role], given.since)
        common.say_line("岗位已改；各台电脑下次同步后生效。改之前办的、还没送到的按原来的岗位收。")
        return common.OK
    if given.act == "reset":
        password = keeper.reset_password(keeper.account(given.institution, given.login))
    else:
        _made, password = keeper.add_account(
            given.institution,
            given.login,
            given.name,
            [Role(role) for role in given.role],
            department=given.department,
            title=given.title,
            phone=given.phone,
        )
    if given.json:
        common.say_json({"login": given.login, "one_time_password": password})
    else:
        common.say_line(f"{given.login} 的一次性密码（只显示这一次，首次登录要改）：{password}")
    return common.OK


def _institution(given: argparse.Namespace) -> int:
    keeper = Keeper(_open(given))
    if given.act == "add":
        made = keeper.add_institution(given.name, given.place, InstitutionKind(given.kind), given.township)
        common.say_line(f"已登记：{made.name}（{made.id}）")
        return common.OK
    if given.act == "move":
        if given.township:
            units = keeper.move_township(given.township, given.community, given.since)
        else:
            units = [keeper.move_institution(given.institution, given.community, given.since)]
        for unit in units:
            last = unit.memberships[-1]
            common.say_line(f"{unit.name} 从 {last.since} 起属于 {keeper.community(last.community).name}。")
        return common.OK
    for one in keeper.institutions():
        if given.json:
            common.say_json(one)
        else:
            added = f"（加挂 {one.added_name}）" if one.added_name else ""
            common.say_line(
                f"{one.id}　{one.name}{added}　{one.place}　{VOCABULARY.name(one.kind.value)}　{one.township}"
            )
    return common.OK


def _import_any(given: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if given.what not in _LISTS:
        found = packages.named([place(given.what), *given.files])
        if not found:
            parser.error(f"没有 {given.what}：可写 {'、'.join(_LISTS)}，或同步包、装着同步包的文件夹")
        return packages.take_all(_open(given), found, given)
    if len(given.files) != 1:
        parser.error("请写一个目录文件")
    given.file = given.files[0]
    return _import(given)


def _import(given: argparse.Namespace) -> int:
    hub = _open(given)
    keeper = Keeper(hub)
    if given.what == "diagnoses":
        count, faults = keeper.import_diagnoses(given.file, given.edition, dry=given.dry_run)
    else:
        count, faults = 0, []
        wanted = [one for one in keeper.communities() if given.community in {"", one.id, one.name}]
        if not wanted:
            known = "、".join(f"{one.name}（{one.id}）" for one in keeper.communities())
            sys.stderr.write(f"没有医共体「{given.community}」，没有导入。可写：{known}\n")
            return CANNOT
        for community in wanted:
            if not faults:
                count, faults = keeper.import_drugs(given.file, community.id, given.edition, dry=given.dry_run)
    _report(faults)
    if faults:
        common.say_line(f"{len(faults)} 行有错，一行也没有导入。改好后再导入。")
        return common.NOT_DONE
    common.say_line(f"{'可以导入' if given.dry_run else '已导入'} {count:,} 条。")
    return common.OK


def _report(faults: list[RowFault], most: int = 50) -> None:
    for fault in faults[:most]:
        common.say_line(f"第 {fault.row} 行：{VOCABULARY.say(fault.code, fault.facts)}")
    if len(faults) > most:
        common.say_line(f"……另有 {len(faults) - most} 行")


def _open(given: argparse.Namespace) -> Hub:
    home = Home(given.home)
    if home.vault.exists():
        log_to(home, is_json="log" in given, stderr=getattr(given, "log", None))
    return open_home(home, common.passphrase(given))
