"""A database of the first released schema is upgraded to the present one: nothing lost, a failure rolls back.

    python -m tests.benchmarks.upgrade [--rows 100000] [--json]

The time is beside that of one proven backup of the same data, which an upgrade makes in any case: an upgrade of all
versions at a stroke may take ten such backups. Counts and digests are compared for every table and column that has a
place in both schemas; that a failure in the middle leaves the file as it was is tried before.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.parts.first_release import FIRST
from tests.benchmarks.parts.first_release import differences
from tests.benchmarks.parts.first_release import fill
from tests.benchmarks.parts.first_release import sums
from tests.storage.test_upgrade import BrokenOffError
from tests.storage.test_upgrade import failing_after
from tests.storage.test_upgrade import made_home
from yigongti_desktop.storage import backup
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading

_LIMIT = 10.0
_MIDDLE = 60


def main() -> int:
    """Measure, print, and return 1 when something is lost or a limit is broken."""
    asked = argparse.ArgumentParser(description="从第一版的数据库升级")
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, key, clock = made_home(Path(folder, "岳口"))
        engine = open_desk(home.database, key)
        rows = fill(engine, given.rows)
        with reading(engine) as connection:
            before = sums(connection)
        begun = time.perf_counter()
        backup.make(home, key, at=clock.now(), reason="measure")
        backed_up = time.perf_counter() - begun
        try:
            with failing_after(engine, _MIDDLE):
                migrate.upgrade(engine)
            rolled_back = False
        except BrokenOffError:
            with reading(engine) as connection:
                rolled_back = sums(connection) == before and migrate.revision_of(connection) == FIRST
        begun = time.perf_counter()
        migrate.upgrade(engine, before=lambda: backup.make(home, key, at=clock.now(), reason="upgrade"))
        upgraded = time.perf_counter() - begun
        with reading(engine) as connection:
            lost = list(differences(before, sums(connection)))
        engine.dispose()
    ratio = upgraded / backed_up
    ok = rolled_back and not lost and ratio <= _LIMIT
    told = {"rows": rows, "lost": lost, "rolled_back": rolled_back, "backup": backed_up, "upgrade": upgraded, "ok": ok}
    if given.json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{rows:,} 行，从 {FIRST} 到 {migrate.HEAD}：{lost or '一行没丢'}，")
        sys.stdout.write(f"中途失败{'退回原样' if rolled_back else '没有退回'}；")
        sys.stdout.write(f"升级 {upgraded:.1f} 秒，一次备份 {backed_up:.1f} 秒，{ratio:.1f} 倍（限 {_LIMIT:.0f}）\n")
    return int(not ok)


if __name__ == "__main__":
    sys.exit(main())
