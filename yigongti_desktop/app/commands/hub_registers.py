"""yigongti hub account, institution, import and export: who there is, what is prescribed from, and packages."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC
from datetime import date
from datetime import datetime

from msgspec import to_builtins

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands import hub_lists
from yigongti_desktop.app.commands import packages
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import CHINA
from yigongti_desktop.registry.model.institution import InstitutionKind

_ROLES = [role.value for role in Role if role is not Role.HUB]


def add(word: Callable[[str, str], argparse.ArgumentParser], opened: Callable[[argparse.Namespace], Hub]) -> None:
    """Add the words."""
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
    accounts.set_defaults(work=lambda given: _account(given, opened(given)))

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
    institutions.set_defaults(work=lambda given: _institution(given, opened(given)))

    lists = "drugs 药品、diagnoses 诊断（.csv 或 .xlsx），packages 服务包样例（.toml）"
    importing = word("import", f"导入同步包、登记申请（文件或文件夹），或目录：{lists}")
    kinds = "|".join((*hub_lists.KINDS, "同步包"))
    importing.add_argument("what", metavar=kinds, help="目录的种类，或同步包、装着同步包的文件夹")
    importing.add_argument("files", type=place, nargs="*", metavar="文件", help="目录的文件，或其余的同步包")
    packages.add_import(importing)
    hub_lists.add_options(importing)
    importing.set_defaults(work=lambda given: _import_any(given, importing, opened))

    exporting = word("export", "给一台设备做回执包，装它能看的全部记录和最近的回执")
    packages.add_export(exporting)
    exporting.set_defaults(work=lambda given: packages.hand_out(opened(given), given))


def _moment(typed: str) -> datetime:
    typed_at = datetime.fromisoformat(typed)
    return (typed_at if typed_at.tzinfo else typed_at.replace(tzinfo=CHINA)).astimezone(UTC)


def _account(given: argparse.Namespace, hub: Hub) -> int:
    keeper = Keeper(hub)
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


def _institution(given: argparse.Namespace, hub: Hub) -> int:
    keeper = Keeper(hub)
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


def _import_any(
    given: argparse.Namespace, parser: argparse.ArgumentParser, opened: Callable[[argparse.Namespace], Hub]
) -> int:
    if given.what not in hub_lists.KINDS:
        found = packages.named([place(given.what), *given.files])
        if not found:
            parser.error(f"没有 {given.what}：可写 {'、'.join(hub_lists.KINDS)}，或同步包、装着同步包的文件夹")
        return packages.take_all(opened(given), found, given)
    if len(given.files) != 1:
        parser.error("请写一个目录文件")
    return hub_lists.take_in(given, opened(given), given.files[0])
