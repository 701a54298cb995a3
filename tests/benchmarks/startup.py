"""How long the desk lets people wait, and how much memory it takes, measured beside a bare Qt window.

    python -m tests.benchmarks.startup [--rounds 7] [--residents 100000] [--json]

Every moment counts from the start of the process; rounds of all windows alternate, and medians are compared.
Bytecode is kept as in an installed program: the first round makes it and does not count.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.parts.township import PASSWORD
from tests.benchmarks.parts.township import PROVEN
from tests.benchmarks.parts.township import UNPROVEN
from tests.benchmarks.parts.township import build
from tests.world import WORDS

_ROOT = Path(__file__).resolve().parents[2]
_REFERRALS = 60
_GATE, _PAGE, _MEGABYTES = 1.5, 3.0, 160.0
_PATIENCE = 120
#: Which window, with which arguments; {home} is filled in.
_WINDOWS = {
    "bare": ("bare",),
    "proven": ("desk", "{home}", PROVEN, PASSWORD),
    "unproven": ("desk", "{home}", UNPROVEN, PASSWORD),
}


@dataclass(frozen=True)
class Run:
    """One process: its moments in seconds from its start, and the most memory it had."""

    moments: Mapping[str, float]
    megabytes: float


@dataclass(frozen=True)
class Row:
    """A figure; without a limit it is told and not judged."""

    screen: str
    what: str
    figure: float
    unit: str
    limit: float | None = None

    @property
    def is_over(self) -> bool:
        """Say whether the limit is broken."""
        return self.limit is not None and self.figure > self.limit


def main() -> int:
    """Measure, print, and return 1 when a limit is broken."""
    asked = argparse.ArgumentParser(description="启动时间和内存，与一个空窗口相比")
    asked.add_argument("--rounds", type=int, default=7)
    asked.add_argument("--residents", type=int, default=100_000)
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = build(Path(folder), given.residents, _REFERRALS).path
        environment = _environment(Path(folder))
        rows = _measure(home, "offscreen", environment, given.rounds)
        if shutil.which("Xvfb"):
            with _screen() as display:
                rows += _measure(home, "xcb", environment | {"DISPLAY": display}, given.rounds)
    if given.json:
        sys.stdout.write(json.dumps([asdict(row) | {"ok": not row.is_over} for row in rows], ensure_ascii=False) + "\n")
    else:
        for row in rows:
            limit = "" if row.limit is None else f"≤ {row.limit:g} {'不合格' if row.is_over else '合格'}"
            sys.stdout.write(f"{row.screen:10}{row.figure:9.2f} {row.unit:3} {limit:12} {row.what}\n")
    return int(any(row.is_over for row in rows))


def _measure(home: Path, screen: str, environment: dict[str, str], rounds: int) -> list[Row]:
    environment = environment | {"QT_QPA_PLATFORM": screen}
    runs: dict[str, list[Run]] = {name: [] for name in _WINDOWS}
    for place in range(rounds + 1):
        for name, words in _WINDOWS.items():
            run = _run([word.format(home=home) for word in words], environment)
            if place:
                runs[name].append(run)
    bare = median(run.moments["painted"] for run in runs["bare"])
    desks = runs["proven"] + runs["unproven"]
    gate = median(run.moments["painted"] for run in desks)
    ready = median(run.moments["ready"] for run in desks)
    pages = {name: _between(runs[name], "ready", "page") for name in ("proven", "unproven")}
    whole = median(run.moments["page"] for run in runs["proven"])
    peak = max(run.megabytes for run in desks)
    return [
        Row(screen, "空窗口：进程开始到画出", bare, "秒"),
        Row(screen, "空窗口：最多内存", max(run.megabytes for run in runs["bare"]), "MB"),
        Row(screen, "登录窗口：进程开始到画出", gate, "秒"),
        Row(screen, "登录窗口：是空窗口的几倍", gate / bare, "倍", _GATE),
        Row(screen, "可以登录（数据已用口令打开）：进程开始起", ready, "秒"),
        Row(screen, "首页：按回车到画出，含密码核验", pages["proven"], "秒"),
        Row(screen, "首页：是空窗口的几倍，含密码核验", pages["proven"] / bare, "倍", _PAGE),
        Row(screen, "首页：按回车到画出，不含密码核验", pages["unproven"], "秒"),
        Row(screen, "首页：是空窗口的几倍，不含密码核验", pages["unproven"] / bare, "倍", _PAGE),
        Row(screen, "首页：进程开始到画出，一画出登录就按回车", whole, "秒"),
        Row(screen, "首页：进程开始到画出，是空窗口的几倍", whole / bare, "倍"),
        Row(screen, "工作台：到首页画出为止最多内存", peak, "MB", _MEGABYTES),
    ]


def _between(runs: list[Run], first: str, last: str) -> float:
    return median(run.moments[last] - run.moments[first] for run in runs)


def _run(words: list[str], environment: dict[str, str]) -> Run:
    command = [sys.executable, "-m", "tests.benchmarks.parts.watched", *words]
    begun = time.monotonic_ns()
    process = subprocess.Popen(command, env=environment, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    patience = threading.Timer(_PATIENCE, process.kill)
    patience.start()
    lines = [json.loads(line) for line in process.stdout]
    process.wait()
    patience.cancel()
    moments = {name: (at - begun) / 1e9 for name, at, _ in lines}
    if not lines or (words[0] == "desk" and "page" not in moments):
        raise SystemExit(f"the {words[0]} window came no further than {list(moments)}")
    return Run(moments, lines[-1][2] / 1024)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "YIGONGTI_PASSPHRASE": WORDS,
        "YIGONGTI_PREFERENCES": str(folder / "window.json"),
    }


@contextmanager
def _screen() -> Iterator[str]:
    """Run a screen of an old PC's size that nobody sees."""
    listen, tell = os.pipe()
    command = ["Xvfb", "-displayfd", str(tell), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[tell], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(tell)
    try:
        with os.fdopen(listen) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
