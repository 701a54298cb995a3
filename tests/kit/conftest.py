"""The application of the tests of screens serves here too."""

from __future__ import annotations

from tests.gui import qapp

__all__ = ["qapp"]
