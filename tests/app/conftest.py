"""The desk of the tests of storage serves here too."""

from __future__ import annotations

from tests.storage.conftest import clock
from tests.storage.conftest import desk
from tests.storage.conftest import frozen
from tests.storage.conftest import home

__all__ = ["clock", "desk", "frozen", "home"]
