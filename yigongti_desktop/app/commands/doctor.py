"""yigongti doctor: look at what this desk stands on, and say what to do about what is wrong."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Callable
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import CANNOT
from yigongti_desktop.app.words import say
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.pharmacy.store import ledger
from yigongti_desktop.capabilities.pharmacy.ui.stock_checked import check_words
from yigongti_desktop.kernel import font_files
from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.version import BUILT
from yigongti_desktop.kernel.version import VERSION
from yigongti_desktop.kit.words import ago
from yigongti_desktop.kit.words import clock
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import credentials
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.home import Home
from yigongti_desktop.sync.status import status
from yigongti_desktop.sync.transport import Line

GOOD, WARN, BAD = "good", "warn", "bad"
_MARKS = {GOOD: "✓", WARN: "△", BAD: "✗"}
_LITTLE = 500 * 1024**2
_TOO_LITTLE = 50 * 1024**2
_DRIFT_SECONDS = 600
_OLD_BACKUP_DAYS = 7


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    what: str
    state: str
    said: str


def run(arguments: Sequence[str]) -> int:
    """Look at everything; 0 all well, 1 something to mind, 2 something broken."""
    parser = common.parser("doctor", "检查本机，并说明怎么办。")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    given = parser.parse_args(arguments)

    def work() -> int:
        findings = [_version(), _fonts(), _keyring(), _disk(given), *_desk(given)]
        for finding in findings:
            if given.json:
                common.say_json(finding)
            else:
                common.say_line(f"{_MARKS[finding.state]} {finding.what}：{finding.said}")
        states = {finding.state for finding in findings}
        return CANNOT if BAD in states else common.NOT_DONE if WARN in states else common.OK

    return common.guarded(work)


def _version() -> Finding:
    return Finding(what="程序", state=GOOD, said=f"版本 {VERSION}")


def _fonts() -> Finding:
    main = [name for name in font_files.MAIN if not font_files.is_there(name)]
    if main:
        return Finding(
            what="字体", state=BAD, said=f"缺 {'、'.join(main)}，不能出单据。请重新安装程序，或运行 make setup。"
        )
    rare = [name for name in font_files.RARE if not font_files.is_there(name)]
    if rare:
        said = f"缺生僻字字体 {'、'.join(rare)}，个别姓名会印成〔U+……〕。请安装 fonts-hanazono 后运行 make setup。"
        return Finding(what="字体", state=WARN, said=said)
    return Finding(what="字体", state=GOOD, said="齐全，含生僻字")


def _keyring() -> Finding:
    try:
        return Finding(what="钥匙串", state=GOOD, said=credentials.backend_name().rpartition(".")[0])
    except Unavailable as weather:
        return Finding(what="钥匙串", state=WARN, said=say(weather) + "口令请妥善保管，并打印恢复码。")


def _disk(given: argparse.Namespace) -> Finding:
    home = Path(given.home).absolute()
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    if not os.access(nearest, os.W_OK):
        return Finding(what="磁盘", state=BAD, said=say(Unavailable("home_not_writable", path=str(given.home))))
    free = shutil.disk_usage(nearest).free
    shown = f"{given.home} 所在磁盘还有 {free / 1024**3:.1f} GB"
    if free < _TOO_LITTLE:
        return Finding(what="磁盘", state=BAD, said=f"{shown}，快满了。请马上清理，否则存不上。")
    return Finding(what="磁盘", state=WARN if free < _LITTLE else GOOD, said=shown)


def _desk(given: argparse.Namespace) -> list[Finding]:
    if not Home(given.home).vault.exists():
        said = "这个文件夹里还没有工作台数据。请用县院发的登记码登记：yigongti enrol 登记码"
        return [Finding(what="数据", state=WARN, said=said), _bare_clock()]
    try:
        desk = common.open_desk(given)
    except Fault as fault:
        return [Finding(what="数据", state=BAD, said=say(fault)), _bare_clock()]
    now = SystemClock().now()
    return [_data(desk), *_stock(desk), _log(desk), _clock(desk), _backup(desk, now), *_hub(desk)]


def _data(desk: Workbench) -> Finding:
    return Finding(
        what="数据", state=GOOD, said=f"打得开，{desk.home.database.stat().st_size / 1024**2:.1f} MB，已加密"
    )


def _stock(desk: Workbench) -> list[Finding]:
    """Reckon the balances of each ledger that lies here from its entries."""
    found = []
    for institution in desk.read(ledger.institutions):
        checked = desk.read(ledger.check, institution)
        state = BAD if not checked.is_right else WARN if checked.short else GOOD
        found.append(Finding(what="库存账", state=state, said=check_words(checked)))
    return found


def _log(desk: Workbench) -> Finding:
    broken = desk.read(audit.first_break)
    if broken:
        said = f"第 {broken} 行被改过或前面少了一行。请告诉审计员和县院医共体办公室。"
        return Finding(what="审计日志", state=BAD, said=said)
    return Finding(what="审计日志", state=GOOD, said="完整")


def _bare_clock() -> Finding:
    now = SystemClock().now()
    if now.date() < BUILT:
        return Finding(what="时钟", state=BAD, said=f"显示 {clock(now)}，一定不对。请调准电脑时间。")
    return Finding(what="时钟", state=GOOD, said=clock(now))


def _clock(desk: Workbench) -> Finding:
    try:
        desk.read(desk.clock.check)
    except Fault as fault:
        return Finding(what="时钟", state=BAD, said=say(fault))
    now = desk.read(status)
    if desk.clock.offset:
        return Finding(
            what="时钟", state=WARN, said=f"电脑时间不准，正按 {clock(desk.clock.now())} 办事。请把电脑时间调准。"
        )
    if abs(now.clock_drift) > _DRIFT_SECONDS:
        way = "快" if now.clock_drift > 0 else "慢"
        return Finding(
            what="时钟", state=WARN, said=f"比县院{way} {abs(now.clock_drift) // 60} 分钟。请把电脑时间调准。"
        )
    return Finding(what="时钟", state=GOOD, said=clock(desk.clock.now()))


def _backup(desk: Workbench, now: datetime) -> Finding:
    at = desk.read(status).backup_at
    if at is None:
        return Finding(
            what="备份", state=WARN, said="还没有做过备份。请运行 yigongti backup，或在 设置 里备份到 U 盘。"
        )
    old = (now - at).days > _OLD_BACKUP_DAYS
    return Finding(what="备份", state=WARN if old else GOOD, said=f"{clock(at)}（{ago(at, now)}），已核验")


def _hub(desk: Workbench) -> list[Finding]:
    if not desk.is_enrolled:
        return [Finding(what="登记", state=WARN, said="本机还没有登记。请向县院要登记码：yigongti enrol 登记码")]
    place = Finding(what="登记", state=GOOD, said=f"{desk.fact(facts.PLACE)}　设备 {desk.fact(facts.LETTER)}")
    address = desk.fact(facts.HUB_ADDRESS)

    def reach() -> Finding:
        with Line(address, desk.fact(facts.HUB_CA)) as line:
            line.is_there()
        return Finding(what="县院中枢", state=GOOD, said=f"{address} 连得上，证书相符")

    return [place, _weather("县院中枢", reach), _waiting(desk)]


def _waiting(desk: Workbench) -> Finding:
    now = desk.read(status)
    confirmed = f"县院上次确认 {clock(now.confirmed_at)}" if now.confirmed_at else "县院还没有确认过"
    said = f"待上传 {now.waiting} 条，待处理 {now.needs_person} 条，{confirmed}"
    return Finding(what="同步", state=WARN if not now.is_all_sent or now.needs_person else GOOD, said=said)


def _weather(what: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except Fault as fault:
        return Finding(what=what, state=WARN, said=say(fault))
