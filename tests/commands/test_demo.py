"""The demonstration: walked without a window, shown with two, ended in order."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.commands.office import run

PAGES = {
    "clinic": ("login", "locked", "today", "referrals", "transfer-out", "drug-requests", "drug-request", "followups",
               "residents", "resident", "sync", "settings", "help", "receive"),
    "hospital": ("today", "referrals", "referral", "return", "drug-requests", "review", "sync"),
}  # fmt: skip


@pytest.mark.slow
def test_the_demonstration_walks_both_roads_to_their_end(tmp_path: Path) -> None:
    home = tmp_path / "demo"
    ran = run("demo", "--headless", "--home", home)
    assert (ran.code, ran.err) == (0, "")
    assert "全部确认：待上传 0 条" in ran.out
    walk = home / "walk"
    for name in ("transfer-out.pdf", "return.pdf", "drug-request.pdf"):
        assert (walk / name).read_bytes().startswith(b"%PDF-")
    for place, pages in PAGES.items():
        for page in pages:
            picture = QImage(str(walk / f"{place}-{page}.png"))
            assert (picture.width(), picture.height()) == (1366, 768), page
    trail = json.loads((walk / "trail.json").read_bytes())
    assert {name: document["state"] for name, document in trail.items()} == {
        "referral": "已关闭",
        "drug_request": "已收",
    }
    for document in trail.values():
        assert all(step["mark"] == "done" and step["when"] and step["where"] for step in document["steps"])


@pytest.fixture
def screen() -> Iterator[str]:
    """A screen in memory."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    own, other = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(other), "-screen", "0", "1366x768x24"],
        pass_fds=[other],
        stderr=subprocess.DEVNULL,
    )
    os.close(other)
    with os.fdopen(own) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


class Shown:
    """A demonstration with windows, as a process, and what it has said so far."""

    def __init__(self, home: Path, display: str) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "yigongti_desktop", "demo", "--home", str(home)],
            env=environment | {"DISPLAY": display, "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self.lines: list[str] = []
        self._heard = threading.Condition()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def wait_for(self, words: str) -> str:
        """Wait until a line says this and return it."""

        def said() -> str | None:
            return next((line for line in self.lines if words in line), None)

        with self._heard:
            self._heard.wait_for(lambda: said() is not None or self.process.poll() is not None, 120)
        line = said()
        assert line is not None, self.lines
        return line

    def end(self) -> int:
        """Wait for its end, when nothing holds its output any more."""
        self._listener.join(120)
        assert not self._listener.is_alive(), "something it started is still running"
        return self.process.wait(120)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._heard:
                self.lines.append(line)
                self._heard.notify_all()
        self.process.stdout.close()


@pytest.mark.slow
def test_two_windows_open_with_people_to_log_in_as_and_all_ends_together(tmp_path: Path, screen: str) -> None:
    shown = Shown(tmp_path / "demo", screen)
    address = shown.wait_for("https://")
    shown.wait_for("关掉两个窗口，演示就结束")
    assert re.search(r"登录名 zhou　密码 \S+", "".join(shown.lines))
    port = re.search(r":(\d+) ", address)
    assert port is not None
    assert _listens(int(port[1]))
    shown.process.send_signal(signal.SIGTERM)
    assert shown.end() == 1
    assert not _listens(int(port[1]))


@pytest.mark.slow
def test_where_no_window_opens_it_says_so_and_walks_without(tmp_path: Path) -> None:
    shown = Shown(tmp_path / "demo", ":9876")
    shown.wait_for("窗口没有打开，改为不开窗口走一遍")
    shown.wait_for("写好转出单")  # the rest is the walk that is tested above
    shown.process.send_signal(signal.SIGTERM)
    assert shown.end() == 1


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0
