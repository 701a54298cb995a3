"""Databases as programs of earlier versions left them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.cluster import Cluster
from tests.storage.conftest import KEY
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import open_hub_at
from yigongti_desktop.storage.engine import writing


@contextmanager
def at_version(revision: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    """Make an empty database of a version, of the kind that the fixture's parameter names, and drop it afterwards."""
    if request.param == "sqlite":
        made, cluster, name = open_desk(folder / "data.db", KEY), None, ""
    else:
        cluster = request.getfixturevalue("cluster")
        name = cluster.fresh()
        made = open_hub_at(cluster.url(name))
    with writing(made) as connection:
        migrate.run(connection, "upgrade", revision)
    yield made
    made.dispose()
    if isinstance(cluster, Cluster):
        cluster.drop(name)
