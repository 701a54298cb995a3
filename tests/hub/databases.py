"""An empty hub's database of either kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from tests.cluster import Cluster
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage.engine import open_hub
from yigongti_desktop.storage.engine import open_hub_at


@contextmanager
def in_file(folder: Path) -> Iterator[Engine]:
    """Make one in a file."""
    made = open_hub(folder / "data.db", bytes(32))
    migrate.upgrade(made)
    yield made
    made.dispose()


@contextmanager
def on_server(cluster: Cluster) -> Iterator[Engine]:
    """Make one on a server, and drop it afterwards."""
    name = cluster.fresh()
    made = open_hub_at(cluster.url(name))
    migrate.upgrade(made)
    yield made
    made.dispose()
    cluster.drop(name)
