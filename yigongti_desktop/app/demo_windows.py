"""The demonstration with windows: a desk of the clinic and one of the hospital, each its own program."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from yigongti_desktop.app.demonstration import CLINIC
from yigongti_desktop.app.demonstration import HOSPITAL
from yigongti_desktop.app.demonstration import PEOPLE
from yigongti_desktop.app.demonstration import Demonstration
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kernel.places import program

_NAMES = {CLINIC: "岳口镇中心卫生院", HOSPITAL: "市第一人民医院"}
#: A window that ends sooner with a fault has not opened at all.
_OPENING_SECONDS = 5.0


class Windows:
    """The two programs, and the line between them."""

    def __init__(self, demonstration: Demonstration) -> None:
        self._demo = demonstration
        self._desks: list[subprocess.Popen[bytes]] = []
        self._began = 0.0

    def open(self) -> None:
        """Open both windows; their data is theirs alone from now on."""
        self._began = time.monotonic()
        for place in PEOPLE:
            self._demo.desks.pop(place).close()
            command = [*program(), "desk", "--home", str(self._demo.home(place))]
            environment = os.environ | {"YIGONGTI_PASSPHRASE": self._demo.words, "PYTHONUTF8": "1"}
            self._desks.append(subprocess.Popen(command, env=environment))  # noqa: S603 - our own program

    def wait(self) -> bool:
        """Wait until both are closed; say whether they had opened."""
        codes = [desk.wait() for desk in self._desks]
        return not all(codes) or time.monotonic() - self._began > _OPENING_SECONDS

    def close(self) -> None:
        """Close what is still open."""
        for desk in self._desks:
            if desk.poll() is None:
                desk.terminate()
                desk.wait()


def show(demonstration: Demonstration, tell: Callable[[str], None]) -> bool:
    """Open the windows and say who may log in; Enter cuts the line and mends it. Return whether they opened."""
    windows = Windows(demonstration)
    try:
        windows.open()
        tell(_invitation(demonstration))
        if sys.stdin.isatty():
            threading.Thread(target=_cut_and_mend, args=(demonstration, tell), daemon=True).start()
        return windows.wait()
    finally:
        windows.close()


def _invitation(demonstration: Demonstration) -> str:
    lines = ["", "两个窗口已打开。登录用下面的账号（密码每次演示都不同）："]
    for place, people in PEOPLE.items():
        lines.append(f"  {_NAMES[place]}")
        lines += [
            f"    {person.name}　{person.department}·{'、'.join(VOCABULARY.name(role.value) for role in person.roles)}"
            f"　登录名 {person.login}　密码 {demonstration.passwords[person.login]}"
            for person in people
        ]
    lines.append("关掉两个窗口，演示就结束。" + ("按 Enter 断开线路，再按接通。" if sys.stdin.isatty() else ""))
    return "\n".join(lines)


def _cut_and_mend(demonstration: Demonstration, tell: Callable[[str], None]) -> None:
    """Let each Enter stop the hub, or start it again."""
    is_up = True
    for _line in sys.stdin:
        if is_up:
            demonstration.stop_hub()
            tell("线路断开：中枢已停。两个窗口照常能用，要上传的都等着。")
        else:
            demonstration.start_hub()
            tell("线路接通：中枢已开。窗口会自己同步，也可以按 F5。")
        is_up = not is_up
