"""The desk of the tests of storage serves here too; and a window where no desk is yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.fakes.time import StoppedClock
from tests.seats import Seat
from tests.storage.conftest import clock
from tests.storage.conftest import desk
from tests.storage.conftest import frozen
from tests.storage.conftest import home

__all__ = ["clock", "desk", "frozen", "home"]


@pytest.fixture
def empty(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    """A window at a folder where nothing is yet, on a machine without a keyring."""
    monkeypatch.setenv("YIGONGTI_PREFERENCES", str(tmp_path / "window.json"))
    monkeypatch.delenv("YIGONGTI_PASSPHRASE", raising=False)
    made = Seat(qtbot, tmp_path / "new desk", StoppedClock())
    yield made
    made.close()
