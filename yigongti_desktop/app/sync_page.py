"""placeholder."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.kit.page import Page


def make_sync_page(desk: Any, manifests: Any) -> Page:
    """Return it."""
    return Page(desk, "同步")
