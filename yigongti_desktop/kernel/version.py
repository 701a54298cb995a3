"""Which program this is."""

from __future__ import annotations

from datetime import date

VERSION = "0.1.0"
#: No clock that shows an earlier day can be right.
BUILT = date(2026, 11, 1)
