"""The benchmark of contracts still runs, at the smallest size: its figures mean nothing here, but all of them come."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.benchmarks.parts.finding import KINDS
from tests.benchmarks.parts.task_pages import FILTERS

TINY = ("--residents", "120", "--signed", "70", "--teams", "2", "--small", "60", "--renewed", "4", "--rounds", "1")
#: Lines of sizes, of the opened list and figures, of signing, renewing and taking lists in.
OTHERS = 5 + 1 + 4 + 1 + 3 + 4


def test_every_figure_of_the_benchmark_is_measured() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.contracts", *TINY, "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode in {0, 1}, ran.stderr
    rows = json.loads(ran.stdout)
    assert len(rows) == len(KINDS) + len(FILTERS) + OTHERS, ran.stdout
    assert all(row["figure"] >= 0 for row in rows)
    judged = [row for row in rows if row["limit"] is not None]
    assert len(judged) == len(KINDS) + len(FILTERS) + 1 + 2 + 1
