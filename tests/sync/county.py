"""A county that was founded and enrolled once, and is copied for each test: its files are real, its keys known."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import event
from sqlalchemy import literal_column
from sqlalchemy import select

from tests.cluster import Cluster
from tests.fakes.time import StoppedClock
from tests.world import EVERY_CLINIC_ROLE
from tests.world import EVERY_LEAD_ROLE
from tests.world import World
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.hub.http import Server
from yigongti_desktop.hub.journal import Entry
from yigongti_desktop.hub.journal import entries
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.ids import is_derived
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.engine import is_file
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import open_hub
from yigongti_desktop.storage.engine import open_hub_at
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.vault import Vault

#: Desks that every copy has: name → institution. 岳口 has two of them.
DESKS = {"岳口": "岳口", "岳口二": "岳口", "多宝": "多宝", "市一医": "市一医", "市中医": "市中医"}
#: What a hub does when it is founded: it lays starting points of packages before the communities.
_FOUNDED = "package.proposed"
LEADS = ("市一医", "市中医")


@dataclass(frozen=True)
class Frozen:
    """A county at rest: files and open keys."""

    folder: Path
    hub_vault: Vault
    vaults: Mapping[str, Vault]
    people: Mapping[str, Actor]
    #: Where the hub's database is if it is no file, and the name of the one that is copied.
    cluster: Cluster | None = field(default=None, kw_only=True)
    template: str = field(default="", kw_only=True)


class County(World):
    """A copy of a frozen county; a desk is opened when it is first asked for."""

    def __init__(self, frozen: Frozen, folder: Path, clock: StoppedClock | None = None) -> None:
        self.folder = folder
        self.clock = clock or StoppedClock()
        self._frozen = frozen
        self._vaults: dict[str, Vault] = {}
        home = _copied(Home(frozen.folder / "hub"), Home(folder / "hub"))
        self._database = frozen.cluster.fresh(frozen.template) if frozen.cluster else ""
        vault = frozen.hub_vault
        if frozen.cluster:  # a process that is started on this home must not find the database that is copied for all
            vault = _kept_at(home, vault)
            vault.put(database_url=frozen.cluster.url(self._database).encode())
        self.hub = Hub(home, vault, self.open_database(), self.clock)
        if frozen.cluster:  # where several workers may write, batches are judged before their turn
            self.hub.counter.ahead_from = 1
        self.keeper = Keeper(self.hub)
        self.desks: dict[str, Workbench] = _Desks(self)
        self.people = dict(frozen.people)
        self._server: Server | None = None
        self._port = 0

    @property
    def port(self) -> int:
        """Where the hub listens."""
        return self._port

    def open_database(self) -> Engine:
        """Open the hub's database, once more if it is open already."""
        if self._frozen.cluster:
            return open_hub_at(self._frozen.cluster.url(self._database))
        return open_hub(Home(self.folder / "hub").database, self._frozen.hub_vault["database"])

    def opened(self, name: str, *, clock: StoppedClock | None = None) -> Workbench:
        """Open a desk's files, with another clock if wanted."""
        home = Home(self.folder / name)
        if not home.database.exists():
            _copied(Home(self._frozen.folder / name), home)
        vault = self._vaults.setdefault(name, _kept_at(home, self._frozen.vaults[name]))
        desk = Workbench(home, vault, open_desk(home.database, vault["database"]), clock=clock or self.clock)
        self.point(desk, f"127.0.0.1:{self._port}")
        return desk

    def reopened(self, name: str) -> Workbench:
        """Close a desk and open it again, as after a power cut."""
        self.desks[name].close()
        self.desks[name] = self.opened(name)
        return self.desks[name]

    @staticmethod
    def point(desk: Workbench, address: str) -> None:
        """Let a desk look for the hub at another address."""
        with writing(desk.engine) as connection:
            facts.put(connection, hub_address=address)

    def sync(self, *names: str) -> None:
        """Let desks sync in turn; each talk must come to its end."""
        for name in names:
            talk = self.desks[name].sync()
            assert not talk.code, (name, talk.code, talk.facts)

    def device(self, name: str) -> str:
        """Return the id of a desk's device."""
        return self.desks[name].fact(facts.DEVICE)

    def journal(self, *kinds: str) -> list[Entry]:
        """Return what stands in the hub's journal of these kinds, or all since its founding, as it was written down."""
        with reading(self.hub.engine) as connection:
            found = {entry.id: entry for entry in entries(connection)}
            if is_file(self.hub.engine):
                order = list(connection.scalars(select(journal.c.id).order_by(literal_column("rowid"))))
            else:
                order = _as_it_came(connection, found)
        told = (found[event] for event in order)
        return [one for one in told if one.kind in kinds or (not kinds and one.kind != _FOUNDED)]

    def close(self) -> None:
        """Stop everything; the server's thread ends by itself."""
        for desk in self.desks.values():
            desk.rest_line()
        if self._server is not None:
            self._server.stop()
        super().close()
        if self._frozen.cluster:
            self._frozen.cluster.drop(self._database)


class _Desks(dict[str, Workbench]):
    def __init__(self, county: County) -> None:
        super().__init__()
        self._county = county

    def __missing__(self, name: str) -> Workbench:
        self[name] = self._county.opened(name)
        return self[name]


def freeze(
    folder: Path,
    desks: Mapping[str, str] = DESKS,
    cluster: Cluster | None = None,
    *,
    clock: StoppedClock | None = None,
) -> Frozen:
    """Found a county, enrol its desks, sync them, and close all."""
    template = cluster.fresh() if cluster else ""
    world = World(folder, clock=clock, database=cluster.url(template) if cluster else "")
    world.open_line()
    for name, place in desks.items():
        world.desk(place, name, roles=_roles(place))
    for desk in world.desks.values():
        desk.sync()
    frozen = Frozen(
        folder,
        world.hub._vault,
        {name: desk._vault for name, desk in world.desks.items()},
        dict(world.people),
        cluster=cluster,
        template=template,
    )
    world.close()
    return frozen


def pace(desk: Workbench, rows_and_ceiling: str) -> None:
    """Let a desk begin its next talk with so many rows for each exchange."""
    with writing(desk.engine) as connection:
        facts.put(connection, **{facts.PACE: rows_and_ceiling})


def fast(*benches: Workbench | Hub) -> None:
    """Spare a test the wait for the disk at each commit; nothing else changes."""
    for bench in benches:
        if not is_file(bench.engine):
            continue
        event.listen(bench.engine, "connect", _no_fsync)
        bench.engine.dispose()


def _no_fsync(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _roles(place: str) -> Sequence[Role]:
    return EVERY_LEAD_ROLE if place in LEADS else EVERY_CLINIC_ROLE


def _kept_at(home: Home, vault: Vault) -> Vault:
    """Return the same open vault, kept in another home: what a test changes in it stays there."""
    return Vault(home.vault, vault.id, vault._master, vault._locks, dict(vault._secrets))


def _copied(source: Home, target: Home) -> Home:
    target.make()
    for file in (source.database, source.vault):
        if not file.exists():
            continue  # the database is on a server
        shutil.copyfile(file, target.path / file.name)
    return target


def _as_it_came(connection: Connection, found: Mapping[str, Entry]) -> list[str]:
    """Return acts in the order in which a server took them: it puts rows wherever there is room.

    Batches have transactions of their own, acts their place in the batch; what followed stands behind them.
    """
    rows = connection.exec_driver_sql("SELECT id, CAST(CAST(xmin AS text) AS bigint) FROM journal ORDER BY ctid")
    return [event for event, _ in sorted(rows, key=lambda row: (row[1], is_derived(row[0]), found[row[0]].place))]
