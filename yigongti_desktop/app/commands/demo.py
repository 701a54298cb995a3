"""yigongti demo: a hub and two desks on this machine, with windows, or walked through without."""

from __future__ import annotations

import signal
from collections.abc import Callable
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from types import FrameType

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import Parser
from yigongti_desktop.app.commands.parsing import has_screen
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.demo_days import Days
from yigongti_desktop.app.demonstration import Demonstration
from yigongti_desktop.app.walk import Walk


def run(arguments: Sequence[str]) -> int:
    """Show the product at work."""
    parser = Parser(prog="yigongti demo", description="演示：天门市的中枢、岳口镇中心卫生院和市第一人民医院。")
    parser.add_argument(
        "--home", type=place, default=Path("build/demo"), metavar="文件夹", help="放在哪里（默认 build/demo）"
    )
    parser.add_argument(
        "--headless", action="store_true", help="不开窗口，把两条路走一遍，单据、页面图片和经过放在 walk/ 里"
    )
    given = parser.parse_args(arguments)
    headless = given.headless
    if not headless and not has_screen():
        common.say_line("这台机器没有显示器，改为不开窗口走一遍。")
        headless = True

    def work() -> int:
        signal.signal(signal.SIGTERM, _interrupt)
        demonstration = Demonstration(given.home.resolve())
        try:
            return _walk(demonstration) if headless else _show(demonstration)
        finally:
            demonstration.close()

    return common.guarded(work)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Let what was started be stopped in order."""
    raise KeyboardInterrupt


def _show(demonstration: Demonstration) -> int:
    from yigongti_desktop.app.demo_windows import show

    _prepare(demonstration, _counted())
    if show(demonstration, common.say_line):
        return common.OK
    common.say_line("窗口没有打开，改为不开窗口走一遍。")
    demonstration.close()
    return _walk(demonstration)


def _walk(demonstration: Demonstration) -> int:
    from yigongti_desktop.app.walk_pictures import Album

    tell = _counted()
    _prepare(demonstration, tell)
    album = Album(demonstration, tell)
    walk = Walk(demonstration, tell)
    walk.clinic_works_offline()
    album.clinic_offline(walk.referral)
    walk.line_comes_back()
    album.hospital_receives(walk.referral, walk.request)
    walk.hospital_receives()
    album.hospital_sends_back(walk.referral)
    walk.hospital_answers()
    walk.answers_arrive()
    album.clinic_receives(walk.referral, walk.request)
    walk.clinic_finishes()
    walk.write_trails()
    tell(f"走完了。单据、页面图片和经过在 {walk.papers}")
    return common.OK


def _prepare(demonstration: Demonstration, tell: Callable[[str], None]) -> None:
    tell(f"建立天门市的中枢 https://{demonstration.address} 和两台工作台")
    demonstration.set_up()
    tell("岳口镇中心卫生院、市第一人民医院已登记并同步")
    Days(demonstration).fill()
    tell("放进几天的转诊单、请领单，两个月的班表和派驻，人都是虚构的")


def _counted() -> Callable[[str], None]:
    steps = count(1)

    def tell(what: str) -> None:
        common.say_line(f"[{next(steps):02d}] {what}")

    return tell
