"""A hub for benchmarks in a process of its own: the real one, that knows one more kind of record.

    python -m tests.benchmarks.parts.bench_hub FOLDER

Founds the hub unless the folder holds one. Prints its port, an account of one clinic and codes for two of its desks
(none for a hub that was founded before); serves until its input closes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.parts.visits import SLICE
from tests.benchmarks.parts.visits import TABLE
from tests.world import EVERY_CLINIC_ROLE
from tests.world import WORDS
from yigongti_desktop.app import hub as hubs
from yigongti_desktop.app.collector import look_seldom
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.reactions import react
from yigongti_desktop.capabilities.followups import service as followups
from yigongti_desktop.capabilities.pharmacy.service import requests as pharmacy
from yigongti_desktop.capabilities.referrals.service import cases as referrals
from yigongti_desktop.hub.counter import Counter
from yigongti_desktop.hub.intake import Court
from yigongti_desktop.registry.hub import DIRECTORY
from yigongti_desktop.registry.hub import WHO_ACTS
from yigongti_desktop.registry.service import acts as registry
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.catalogue import make_catalogue
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home

CATALOGUE = make_catalogue((registry.SLICE, referrals.SLICE, pharmacy.SLICE, followups.SLICE, SLICE), react)
_CLINIC = "岳口"


def main() -> None:
    """Found or open the hub, let it listen, say where, and wait to be told to stop."""
    home = Home(Path(sys.argv[1]))
    is_new = not home.vault.exists()
    hub = hubs.init(home, "tianmen", WORDS, "127.0.0.1:1") if is_new else hubs.open_home(home, WORDS)
    if is_new:
        with writing(hub.engine) as connection:
            TABLE.create(connection)
    hub.counter = Counter(hub.engine, Court(CATALOGUE, WHO_ACTS, hub._vault["signing"]), DIRECTORY, hub.clock, hub.ids)
    server = hub.server("127.0.0.1", 0)
    thread = server.start()
    while not server.is_ready:
        thread.join(0.005)
    told = [str(server.port)]
    if is_new:
        with writing(hub.engine) as connection:
            facts.put(connection, hub_public_address=f"127.0.0.1:{server.port}")
        told += _people(hub)
    look_seldom()  # as `hub serve` does
    sys.stdout.write(" ".join(told) + "\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.stop()
    thread.join(20)
    hub.engine.dispose()


def _people(hub: Hub) -> list[str]:
    keeper = Keeper(hub)
    account, _ = keeper.add_account(_CLINIC, "bench", "张测试", EVERY_CLINIC_ROLE)
    return [account.id, *(keeper.issue_code(_CLINIC).spell() for _ in range(2))]


if __name__ == "__main__":
    main()
