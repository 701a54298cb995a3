"""How long a desk waits for its receipt while a long list of drugs goes into the hub, beside the same without one.

    python -m tests.benchmarks.formulary [--drugs 20000] [--database both] [--json]

Hub, import and desk are processes of their own: `yigongti hub serve`, `yigongti hub import drugs`, and this one, which
pushes batch after batch. What is asked is the longest wait, as a part of the import: a list in one transaction would
make it nearly all of that.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.parts import pushers
from tests.cluster import Cluster
from tests.cluster import NotInstalledError
from tests.commands.office import PROGRAM
from tests.commands.office import environment
from tests.commands.office import free_port
from tests.crashes.serving import Serving
from tests.world import WORDS
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import init
from yigongti_desktop.registry import store
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.home import Home

#: Seconds that a desk may wait for the pen beyond what an ordinary batch takes; and the most as a part of the import.
_MOST_SECONDS, _MOST_PART = 1.0, 0.2
_QUIET, _ACTS = 60, 50


@dataclass(frozen=True)
class Row:
    """One import."""

    database: str
    drugs: int
    #: Seconds of the whole import, start of the program and all, and of the batches beside it.
    seconds: float
    batches: int
    quiet_ms: float
    median_ms: float
    longest_ms: float
    refused: int

    @property
    def ratio(self) -> float:
        """Return how many ordinary batches the longest wait is."""
        return self.longest_ms / self.quiet_ms

    @property
    def is_over(self) -> bool:
        """Say whether a limit is broken."""
        waited = (self.longest_ms - self.quiet_ms) / 1000
        return bool(waited > _MOST_SECONDS or self.longest_ms / 1000 > _MOST_PART * self.seconds or self.refused)

    def told(self) -> str:
        """Return it as a line."""
        return (
            f"{self.database:11}{self.drugs:,} 种药导入 {self.seconds:.1f} 秒，期间上送 {self.batches} 批："
            f"平时 {self.quiet_ms:.0f} ms，导入时中位 {self.median_ms:.0f} ms、最长 {self.longest_ms:.0f} ms"
            f"（{self.ratio:.0f} 倍，占导入 {self.longest_ms / 10 / self.seconds:.1f}%），拒 {self.refused} "
            f"{'不合格' if self.is_over else '合格'}（多等 ≤ {_MOST_SECONDS:g} 秒，≤ {_MOST_PART:.0%}）\n"
        )


def main() -> int:
    """Measure, print, and return 1 when a limit is broken."""
    asked = argparse.ArgumentParser(description="导入大目录时，上送的工作台最长等多久")
    asked.add_argument("--drugs", type=int, default=20_000)
    asked.add_argument("--batches", type=int, default=1_500, help="备好的批数，导入期间逐批上送")
    asked.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    rows = [] if given.database == "postgresql" else [_run(None, given)]
    if given.database != "sqlite":
        try:
            with Cluster(is_durable=True) as cluster:
                rows.append(_run(cluster, given))
        except NotInstalledError as absent:
            sys.stderr.write(f"{absent}\n")
    if given.json:
        lines = [asdict(row) | {"ratio": round(row.ratio, 1), "ok": not row.is_over} for row in rows]
        sys.stdout.write(json.dumps(lines, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(row.told() for row in rows))
    return int(any(row.is_over for row in rows))


def _run(cluster: Cluster | None, given: argparse.Namespace) -> Row:
    with tempfile.TemporaryDirectory(prefix="ygt-bench-") as folder:
        home, port = Home(Path(folder, "hub")), free_port()
        database = cluster.url(cluster.fresh()) if cluster else ""
        hub = init(home, "tianmen", WORDS, f"127.0.0.1:{port}", database=database)
        (device,) = pushers.enrol(hub, [0])
        pushers.prepare(hub, [device], given.batches, _ACTS)
        hub.engine.dispose()
        file = _list(Path(folder, "list.csv"), given.drugs)
        with Serving(home.path, port, hub.authority_pem, 2 if cluster else 1):
            talk = pushers.Talk(port, pushers.trusting(hub), device)
            quiet, accepted = _push(talk, device.requests[:_QUIET], None)
            importing = _import(home.path, file)
            begun = time.perf_counter()
            waited, more = _push(talk, device.requests[_QUIET:], importing)
            if importing.wait(600):
                raise SystemExit("the import failed")
            seconds = time.perf_counter() - begun
            talk.close()
        _need_whole(hub, given.drugs)
        hub.engine.dispose()
    pushed = (len(quiet) + len(waited)) * _ACTS
    return Row(
        "postgresql" if cluster else "sqlite",
        given.drugs,
        round(seconds, 2),
        len(waited),
        round(median(quiet) * 1000, 1),
        round(median(waited) * 1000, 1),
        round(max(waited) * 1000, 1),
        pushed - accepted - more,
    )


def _push(
    talk: pushers.Talk, requests: list[bytes], importing: subprocess.Popen[bytes] | None
) -> tuple[list[float], int]:
    """Push batches, while an import runs if one is given; return how long each waited and how many acts stand."""
    waited, accepted = [], 0
    for request in requests:
        if importing is not None and importing.poll() is not None:
            break
        begun = time.perf_counter()
        answer = talk.exchange(request)
        waited.append(time.perf_counter() - begun)
        accepted += pushers.accepted(answer)
    return waited, accepted


def _import(home: Path, file: Path) -> subprocess.Popen[bytes]:
    command = [*PROGRAM, "hub", "import", "drugs", str(file), "--home", str(home), "--since", "2026-01-01"]
    return subprocess.Popen(command, env=environment(passphrase=WORDS), stdout=subprocess.DEVNULL)


def _list(file: Path, count: int) -> Path:
    with file.open("w", encoding="utf-8", newline="") as sheet:
        lines = csv.writer(sheet)
        lines.writerow(("通用名", "规格", "单位", "包装", "单价", "生产企业", "批准文号"))
        for number in range(count):
            maker = f"湖北第{number % 400}制药有限公司"
            lines.writerow((f"国谈药{number}号胶囊", "0.25g", "盒", "24粒", "12.5", maker, "国药准字H20103333"))
    return file


def _need_whole(hub: Hub, count: int) -> None:
    with reading(hub.engine) as connection:
        found = store.count(connection, store.DRUG)
    if not found or found % count:  # each community has a formulary of its own
        raise SystemExit(f"{found} drugs are there")


if __name__ == "__main__":
    sys.exit(main())
