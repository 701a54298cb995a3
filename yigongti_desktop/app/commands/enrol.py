"""yigongti enrol: make this machine a device of an institution, and fetch what it may see."""

from __future__ import annotations

from collections.abc import Sequence

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.logs import log_to
from yigongti_desktop.app.unlocking import lock_new
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.app.workbench import create
from yigongti_desktop.protocol.enrolment import read_code
from yigongti_desktop.storage.home import Home


def run(arguments: Sequence[str]) -> int:
    """Enrol, print the recovery code once, and sync once."""
    parser = common.parser("enrol", "用县院发的登记码登记本机。")
    parser.add_argument("code", metavar="登记码", help="县院医共体办公室发的登记码，可带横线和空格")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    given = parser.parse_args(arguments)

    def work() -> int:
        read_code(given.code)  # before anything is made
        home = Home(given.home)
        log_to(home)
        if home.vault.exists():
            desk = common.open_desk(given)
        else:
            desk = create(home, lambda vault: lock_new(vault, lambda: common.passphrase(given, twice=True)))
        enrolled = desk.enrol(given.code)
        recovery = desk.new_recovery_code()
        talk = desk.sync()
        if given.json:
            common.say_json({"device": enrolled.device, "institution": enrolled.institution_name,
                             "letter": enrolled.letter, "recovery": recovery, "received": talk.received,
                             "code": talk.code})  # fmt: skip
        else:
            common.say_line(
                f"已登记：{enrolled.institution_name}，设备 {enrolled.letter}。收到 {talk.received} 条资料。"
            )
            common.say_line(f"恢复码（只显示这一次，请打印后交院长保管）：{recovery}")
            if talk.code:
                common.say_line(VOCABULARY.say(talk.code, talk.facts))
        return common.OK if not talk.code else common.NOT_DONE

    return common.guarded(work)
