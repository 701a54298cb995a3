"""A hub for benchmarks in a process of its own: the real one, that knows one more kind of record.

    python -m tests.benchmarks.parts.bench_hub FOLDER [--database URL]

Prints its port, the CA (one line of hex) and codes for two desks of one clinic; serves until its input closes.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from tests.benchmarks.parts.visits import SLICE
from tests.benchmarks.parts.visits import TABLE
from tests.world import EVERY_CLINIC_ROLE
from tests.world import WORDS
from yigongti_desktop.app import hub as hubs
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.reactions import react
from yigongti_desktop.capabilities.followups import service as followups
from yigongti_desktop.capabilities.pharmacy import service as pharmacy
from yigongti_desktop.capabilities.referrals import service as referrals
from yigongti_desktop.hub.counter import Counter
from yigongti_desktop.hub.intake import Court
from yigongti_desktop.registry import service as registry
from yigongti_desktop.registry.hub import DIRECTORY
from yigongti_desktop.registry.hub import WHO_ACTS
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.catalogue import make_catalogue
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home

CATALOGUE = make_catalogue((registry.SLICE, referrals.SLICE, pharmacy.SLICE, followups.SLICE, SLICE), react)


def main() -> None:
    """Found the hub, let it listen, say where, and wait to be told to stop."""
    folder = Path(sys.argv[1])
    hub = hubs.init(Home(folder), "tianmen", WORDS, "127.0.0.1:1")
    with writing(hub.engine) as connection:
        TABLE.create(connection)
    hub.counter = Counter(hub.engine, Court(CATALOGUE, WHO_ACTS, hub._vault["signing"]), DIRECTORY, hub.clock, hub.ids)
    server = hub.server("127.0.0.1", 0)
    thread = server.start()
    while not server.is_ready:
        thread.join(0.005)
    with writing(hub.engine) as connection:
        facts.put(connection, hub_public_address=f"127.0.0.1:{server.port}")
    keeper = Keeper(hub)
    account, _ = keeper.add_account("岳口", "bench", "张测试", EVERY_CLINIC_ROLE)
    codes = [keeper.issue_code("岳口").spell() for _ in range(2)]
    sys.stdout.write("\n".join([str(server.port), account.id, *codes]) + "\n")
    sys.stdout.flush()
    stopping = threading.Thread(target=sys.stdin.read)
    stopping.start()
    stopping.join()
    server.stop()
    thread.join(20)


if __name__ == "__main__":
    main()
