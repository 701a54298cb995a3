"""The seats of the tests of screens serve here."""

from __future__ import annotations

from tests.seats import at_work
from tests.seats import clock
from tests.seats import folder
from tests.seats import seat
from tests.seats import township

__all__ = ["at_work", "clock", "folder", "seat", "township"]
