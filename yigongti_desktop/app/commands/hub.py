"""yigongti hub: found, serve and keep the hub of a lead hospital."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands import hub_devices
from yigongti_desktop.app.commands import hub_keeping
from yigongti_desktop.app.commands import hub_papers
from yigongti_desktop.app.commands import hub_registers
from yigongti_desktop.app.commands import hub_serving
from yigongti_desktop.app.commands.parsing import Parser
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.hub import COUNTIES
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import init
from yigongti_desktop.app.hub import open_home
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.keeper import load_starter_lists
from yigongti_desktop.app.logs import log_to
from yigongti_desktop.hub import certificates
from yigongti_desktop.hub import openapi
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage.home import Home

_PORT = 8443


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
    founding.add_argument(
        "--authority", type=place, metavar="文件", help="自带的证书机构的证书（PEM）；不写就自己做一个"
    )
    founding.add_argument("--authority-key", type=place, metavar="文件", help="它的私钥（PEM，椭圆曲线，不加口令）")
    founding.set_defaults(work=_init)

    hub_serving.add(word, _open)

    describing = words.add_parser("openapi", help="输出接口说明（OpenAPI 3.1，JSON）", description="输出接口说明。")
    describing.set_defaults(work=_openapi)

    hub_devices.add(word, _open)

    hub_keeping.add(word, _open)

    hub_registers.add(word, _open)

    hub_papers.add(word, _open)
    return parser


def _init(given: argparse.Namespace) -> int:
    home = Home(given.home)
    words = common.passphrase(given, twice=True)
    hub = init(home, given.county, words, given.address, database=given.database, authority=_authority(given))
    load_starter_lists(hub)
    count = len(Keeper(hub).institutions())
    common.say_line(f"中枢已建立：{given.home}，{count} 家机构，地址 {given.address}。")
    common.say_line("下一步：yigongti hub account add …、yigongti hub enrol 机构、yigongti hub serve")
    return common.OK


def _authority(given: argparse.Namespace) -> tuple[bytes, bytes] | None:
    if given.authority is None:
        return None
    files = [given.authority, given.authority_key or given.authority]  # both may lie in one
    try:
        certificate, key = (file.read_bytes() for file in files)
    except OSError:
        raise Refused("file_missing", file=str(next(file for file in files if not file.is_file()))) from None
    return certificates.read_authority(certificate, key)


def _openapi(_given: argparse.Namespace) -> int:
    sys.stdout.write(json.dumps(openapi.document(), ensure_ascii=False, indent=2) + "\n")
    return common.OK


def _open(given: argparse.Namespace) -> Hub:
    home = Home(given.home)
    if home.vault.exists():
        log_to(home, is_json="log" in given, stderr=getattr(given, "log", None))
    return open_home(home, common.passphrase(given))
