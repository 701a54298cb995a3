"""The regions of a page, as F6 goes through them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.page import Page


def regions_of(page: Page | None) -> list[QWidget]:
    """Return what is in sight of a page, from the top down."""
    if page is None:
        return []
    layouts = [page.body, *page.body.findChildren(QLayout)]
    children = page.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    placed = [widget for widget in children if any(layout.indexOf(widget) >= 0 for layout in layouts)]
    regions: list[QWidget] = []
    for widget in sorted(placed, key=lambda widget: (widget.y(), widget.x())):
        parts = [widget.main, widget.side] if isinstance(widget, Beside) else [widget]
        regions += [part for part in parts if part.isVisible()]
    return regions


def first_focusable(region: QWidget) -> QWidget | None:
    """Return where the cursor goes when it comes into a region."""
    widgets = [region, *region.findChildren(QWidget)]
    fits = (w for w in widgets if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return next(fits, None)
