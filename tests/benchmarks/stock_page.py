"""How long pages of the pharmacy let people wait when the store is full, beside the same pages of an empty store.

    python -m tests.benchmarks.stock_page [--rounds 9] [--drugs 3000] [--movements 50000] [--json]

Both desks stand in one process, open in turn, and medians are compared: the list of the stock, and a new request. A
page is open when it is painted with what was read. What is used and proposed follows; when it is painted is told and
not judged.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

from PySide6.QtCore import QObject

from tests.benchmarks.parts.dispensary import build
from tests.benchmarks.parts.opened import Paints
from tests.benchmarks.parts.opened import Row
from tests.benchmarks.parts.opened import open_page
from yigongti_desktop.app.application import make_application

_LIMIT = 1.5


def main() -> int:
    """Measure, print, and return 1 when a limit is broken."""
    asked = argparse.ArgumentParser(description="库存页、请领单打开的时间，与空库存相比")
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--drugs", type=int, default=3_000)
    asked.add_argument("--movements", type=int, default=50_000)
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    paints = Paints(make_application([sys.argv[0]]))
    times: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["YIGONGTI_PREFERENCES"] = str(Path(folder, "window.json"))
        desks = {
            "empty": build(Path(folder, "empty"), given.drugs, 0),
            "full": build(Path(folder, "full"), given.drugs, given.movements),
        }
        for place in range(given.rounds + 1):
            for name, (bench, actor) in desks.items():
                is_full = name == "full"
                used, known = (_has_use, _has_supply) if is_full else (_at_once, _at_once)
                stock = open_page(paints, bench, actor, "stock", None, _LISTS[is_full], used)
                request = open_page(paints, bench, actor, "pharmacy", "new", _sheet, known)
                if place:
                    times.setdefault(("stock", name), []).append(stock)
                    times.setdefault(("request", name), []).append(request)
        for bench, _actor in desks.values():
            bench.close()
    rows = [row for page, title in (("stock", "库存页"), ("request", "新请领单")) for row in _rows(times, page, title)]
    if given.json:
        sys.stdout.write(json.dumps([asdict(row) | {"ok": not row.is_over} for row in rows], ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{given.drugs:,} 种药、{given.movements:,} 笔出入库\n")
        sys.stdout.write("".join(row.told() for row in rows))
    return int(any(row.is_over for row in rows))


def _rows(times: dict[tuple[str, str], list[tuple[float, float]]], page: str, title: str) -> list[Row]:
    empty, full = (median(one[0] for one in times[page, name]) for name in ("empty", "full"))
    whole = median(one[1] for one in times[page, "full"])
    return [
        Row(f"{title}，空库存：点开到画出", empty * 1000, "毫秒"),
        Row(f"{title}，满库存：点开到画出", full * 1000, "毫秒"),
        Row(f"{title}是空库存的几倍", full / empty, "倍", _LIMIT),
        Row(f"{title}，用量也算出画出", whole * 1000, "毫秒"),
    ]


def _list(page: Any, watched: QObject) -> bool:
    return page.table is not None and watched is page.table.view.viewport() and page.table.view.current() is not None


def _nothing(page: Any, watched: QObject) -> bool:
    return page.table is not None and watched is page.table.empty


_LISTS = {True: _list, False: _nothing}


def _at_once(_page: Any) -> bool:
    return True


def _has_use(page: Any) -> bool:
    return bool(page._outlooks)


def _sheet(page: Any, watched: QObject) -> bool:
    if page.work is None or watched is not page.work.table.view.viewport():
        return False
    return bool(page.work.table.view.lines.lines)


def _has_supply(page: Any) -> bool:
    return bool(page.work._supply)


if __name__ == "__main__":
    sys.exit(main())
