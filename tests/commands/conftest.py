"""An office for each test of the command line, copied from one that was set up once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.office import Office
from tests.commands.office import build
from tests.commands.office import copy


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A hub, 岳口 and 市一医, all in step; nobody changes it."""
    return build(tmp_path_factory.mktemp("office"))


@pytest.fixture
def office(original: Office, tmp_path: Path) -> Office:
    """A copy of the office."""
    return copy(original, tmp_path / "office")
