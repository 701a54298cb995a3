"""placeholder."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.kit.page import Page


def make_settings_page(desk: Any, bench: Any, window: Any) -> Page:
    """Return it."""
    return Page(desk, "设置")
