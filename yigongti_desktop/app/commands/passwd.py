"""yigongti passwd: change one's own password."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.registry.messages import ChangePassword


def run(arguments: Sequence[str]) -> int:
    """Change the password of --account."""
    parser = common.parser("passwd", "修改自己的密码。")
    parser.add_argument(
        "--new-password-file",
        type=place,
        metavar="文件",
        help="从文件读新密码（也可用环境变量 YIGONGTI_NEW_PASSWORD）",
    )
    common.add_account(parser)
    given = parser.parse_args(arguments)
    given.may_change = True

    def work() -> int:
        desk = common.open_desk(given)
        present = common.password(given)
        session = desk.log_in(given.account, present)
        wanted = common.secret(
            given.new_password_file, "YIGONGTI_NEW_PASSWORD", "新密码：", "password_needed", twice=True
        )
        desk.do(session.actor, ChangePassword(present=present, wanted=wanted))
        common.say_line("密码已改，已存本机；下次同步后在本院别的电脑上也用新密码。")
        return common.OK

    return common.guarded(work)
