"""yigongti demo: a hub and two desks on this machine, with windows, or walked through without."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import Parser
from yigongti_desktop.app.commands.parsing import has_screen
from yigongti_desktop.app.commands.parsing import place
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
        demonstration = Demonstration(given.home.resolve())
        try:
            return _walk(demonstration) if headless else _show(demonstration)
        finally:
            demonstration.close()

    return common.guarded(work)


def _walk(demonstration: Demonstration) -> int:
    count = 0

    def tell(what: str) -> None:
        nonlocal count
        count += 1
        common.say_line(f"[{count:02d}] {what}")

    tell(f"建立天门市的中枢 https://{demonstration.address} 和两台工作台")
    demonstration.set_up()
    tell("岳口镇中心卫生院、市第一人民医院已登记并同步")
    walk = Walk(demonstration, tell)
    walk.clinic_works_offline()
    walk.line_comes_back()
    walk.hospital_answers()
    walk.answers_arrive()
    walk.write_trails()
    tell(f"走完了。单据、页面图片和经过在 {walk.papers}")
    return common.OK


def _show(demonstration: Demonstration) -> int:
    raise NotImplementedError
