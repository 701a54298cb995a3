"""yigongti hub serve: listen until told to stop, in one process or in several."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from yigongti_desktop.app import workers
from yigongti_desktop.app.collector import look_seldom
from yigongti_desktop.app.commands import common
from yigongti_desktop.app.commands.parsing import place
from yigongti_desktop.app.commands.parsing import within
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.logs import log_to
from yigongti_desktop.hub import measures
from yigongti_desktop.hub.ahead import LEAST_ACTS
from yigongti_desktop.hub.http import Server
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage.home import Home

_SHORTEST_SECRET = 16


def add(word: Callable[[str, str], argparse.ArgumentParser], opened: Callable[[argparse.Namespace], Hub]) -> None:
    """Add the word."""
    serving = word("serve", "开始服务（Ctrl+C 停止）")
    serving.add_argument("--host", default="", metavar="地址", help="监听地址；默认照 init 时的主机")
    serving.add_argument("--port", type=_port, default=0, metavar="端口", help="监听端口；默认照 init 时的端口")
    serving.add_argument("--workers", type=_workers, default=1, metavar="个数", help="几个服务进程；默认 1")
    serving.add_argument("--log", choices=["json", "text"], help="日志同时写到标准错误：json 或 text")
    serving.add_argument(
        "--metrics-secret-file", type=place, metavar="文件", help="读 /metrics 要出示的口令；不给则只有本机能读"
    )
    serving.set_defaults(work=lambda given: _serve(given, opened))


def _port(typed: str) -> int:
    return within(typed, 65535)


def _workers(typed: str) -> int:
    return within(typed, 64)


def _serve(given: argparse.Namespace, opened: Callable[[argparse.Namespace], Hub]) -> int:
    if given.workers > 1:
        _count_together(Home(given.home))
    hub = opened(given)
    if given.workers > 1:
        workers.need_several()
    host, _, port = hub.address.rpartition(":")
    host, number = given.host or host.strip("[]"), given.port or int(port)
    _need_port(host, number)
    server = hub.server(host, number, secret=_secret(given.metrics_secret_file))
    if given.workers > 1:
        hub.engine.dispose()  # every worker makes its own connections
        hub.counter.ahead_from = LEAST_ACTS
        several = workers.Workers(
            lambda one, own: _serve_on(hub, server, given.log, one, own),
            host,
            number,
            given.workers,
            ended=measures.forget,
        )
        common.say_line(f"中枢在 https://{host}:{number} 服务，{given.workers} 个进程，Ctrl+C 停止。")
        several.run()
    else:
        common.say_line(f"中枢在 https://{host}:{number} 服务，Ctrl+C 停止。")
        _serve_on(hub, server, given.log)
    common.say_line("中枢已停止。")
    return common.OK


def _count_together(home: Home) -> None:
    """Begin this process anew with a folder in which the workers count together: that has to be known at its start."""
    if measures.FOLDER in os.environ:
        return
    folder = home.path / "measures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[measures.FOLDER] = str(folder)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the same program once more


def _serve_on(hub: Hub, server: Server, stderr: str | None, worker: int = 0, own: socket.socket | None = None) -> None:
    """Serve in this process until a signal stops it."""
    look_seldom()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda _number, _frame: server.stop())
    if worker:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, workers.WATCHED)
        log_to(hub.home, is_json=True, stderr=stderr, name=f"worker-{worker}", again=True)
    stopped = threading.Event()
    hub.keep_house_hourly(stopped)
    server.run(own)
    stopped.set()
    hub.engine.dispose()


def _secret(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise Refused("file_missing", file=str(file)) from None
    if len(secret) < _SHORTEST_SECRET or not secret.isascii():
        raise Refused("secret_short", least=_SHORTEST_SECRET)
    return secret


def _need_port(host: str, number: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, number))
        except (OSError, UnicodeError) as error:
            taken = getattr(error, "errno", 0) in {errno.EADDRINUSE, errno.EACCES}
            raise Unavailable("port_taken" if taken else "host_not_here", port=number, host=host) from error
