"""How long the page of the stock lets people wait when the store is full, beside the same page of an empty store.

    python -m tests.benchmarks.stock_page [--rounds 9] [--drugs 3000] [--movements 50000] [--json]

Both desks stand in one process, open in turn, and medians are compared. A page is open when its list is painted with
what was read; the averages of use follow, and when they are painted is told and not judged.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

from PySide6.QtCore import QCoreApplication
from PySide6.QtCore import QEvent
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from tests.benchmarks.parts.dispensary import build
from yigongti_desktop.app.application import make_application
from yigongti_desktop.app.pages import about_desk
from yigongti_desktop.app.pages import make_pages
from yigongti_desktop.app.pages import new_things
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.picker import among
from yigongti_desktop.shell.window import Window
from yigongti_desktop.shell.workplace import Workplace

_LIMIT = 1.5
_PATIENCE = 60.0


@dataclass(frozen=True)
class Row:
    """A figure; without a limit it is told and not judged."""

    what: str
    figure: float
    unit: str
    limit: float | None = None

    @property
    def is_over(self) -> bool:
        """Say whether the limit is broken."""
        return self.limit is not None and self.figure > self.limit


class Paints(QObject):
    """Waits for a paint."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._fits: Callable[[QObject], bool] = lambda _watched: False
        self.is_seen = False
        app.installEventFilter(self)

    def expect(self, fits: Callable[[QObject], bool]) -> None:
        """Wait for the paint of what fits at that moment."""
        self._fits, self.is_seen = fits, False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.is_seen:
            self.is_seen = self._fits(watched)
        return False


def main() -> int:
    """Measure, print, and return 1 when the limit is broken."""
    asked = argparse.ArgumentParser(description="库存页打开的时间，与空库存相比")
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--drugs", type=int, default=3_000)
    asked.add_argument("--movements", type=int, default=50_000)
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    app = make_application([sys.argv[0]])
    paints = Paints(app)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["YIGONGTI_PREFERENCES"] = str(Path(folder, "window.json"))
        desks = {
            "empty": build(Path(folder, "empty"), given.drugs, 0),
            "full": build(Path(folder, "full"), given.drugs, given.movements),
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in desks}
        for place in range(given.rounds + 1):
            for name, (bench, actor) in desks.items():
                taken = _open(paints, bench, actor, is_full=name == "full")
                if place:
                    times[name].append(taken)
        for bench, _actor in desks.values():
            bench.close()
    empty, full = (median(one[0] for one in times[name]) for name in ("empty", "full"))
    rows = [
        Row("空库存：点开到画出", empty * 1000, "毫秒"),
        Row(f"{given.drugs:,} 种、{given.movements:,} 笔：点开到画出", full * 1000, "毫秒"),
        Row("是空库存的几倍", full / empty, "倍", _LIMIT),
        Row("用量和可用天数也画出", median(one[1] for one in times["full"]) * 1000, "毫秒"),
    ]
    if given.json:
        sys.stdout.write(json.dumps([asdict(row) | {"ok": not row.is_over} for row in rows], ensure_ascii=False) + "\n")
    else:
        for row in rows:
            limit = "" if row.limit is None else f"≤ {row.limit:g} {'不合格' if row.is_over else '合格'}"
            sys.stdout.write(f"{row.figure:9.2f} {row.unit:4}{limit:12} {row.what}\n")
    return int(any(row.is_over for row in rows))


def _open(paints: Paints, bench: Workbench, actor: Actor, *, is_full: bool) -> tuple[float, float]:
    """Open the page in a new window; return after how many seconds its list, and then its averages, were painted."""
    desk = Desk(bench, VOCABULARY)
    desk.actor = actor
    window = Window()
    workplace = Workplace(desk, lambda _what: among(()))
    about = bench.read(about_desk, bench.clock.now())
    workplace.begin(
        actor, "", (about.institution, about.community), make_pages(bench, is_lead=False), new_things(is_lead=False)
    )
    window.show_view(workplace)
    window.resize(1366, 697)
    window.show()
    _until(lambda: not desk.is_busy)

    def is_list(watched: QObject) -> bool:
        page: Any = workplace.page("stock")
        if page is None or page.table is None:
            return False
        if is_full:
            return watched is page.table.view.viewport() and page.table.view.current() is not None
        return watched is page.table.empty

    paints.expect(is_list)
    begun = time.perf_counter()
    workplace.open_page("stock")
    _until(lambda: paints.is_seen)
    opened = time.perf_counter() - begun
    page: Any = workplace.page("stock")
    paints.expect(lambda watched: is_list(watched) and bool(page._outlooks))
    _until(lambda: paints.is_seen or not is_full)
    whole = time.perf_counter() - begun
    _until(lambda: not desk.is_busy)
    workplace.finish()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for tasks in (desk._reader, desk._line, desk._writer):
        tasks.close(finish=True)
    return opened, whole


def _until(so: Callable[[], bool]) -> None:
    ends = time.monotonic() + _PATIENCE
    while not so():
        if time.monotonic() > ends:
            raise SystemExit("the page came no further")
        QApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main())
