"""Whether a window holds what it shows: nothing outside it, no words cut, no word in a foreign tongue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtCore import QRect
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractButton
from PySide6.QtWidgets import QAbstractScrollArea
from PySide6.QtWidgets import QCheckBox
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QTableView
from PySide6.QtWidgets import QTextBrowser
from PySide6.QtWidgets import QWidget

from tests.gui import seen
from yigongti_desktop.kit.empty import EmptyState
from yigongti_desktop.kit.table.delegate import EDGE
from yigongti_desktop.kit.table.delegate import PAD
from yigongti_desktop.kit.table.view import RecordView
from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import font

#: Latin words that people here read every day: keys, files, units, codes, pinyin (ngs: 脑梗死).
_KNOWN = re.compile(
    r"(?:Enter|Ctrl|Alt|Shift|Esc|Tab|Ins|Del|Home|End|PgUp|PgDn|F[1-9][0-2]?|[A-Z]"
    r"|PDF|A4|ngs|Excel|USB|SQLCipher|ICD|GB|KB|MB|ml|mg|g|kg|cm|mmHg|mmol|L|CT|MRI|IU|ug"
    r"|[A-Z][0-9]{2}(?:[.][0-9x]{1,4})?)"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.]*")


def outside(window: QWidget) -> list[str]:
    """Return what reaches out of the window, unless it can be scrolled to."""
    return [
        f"{name(one)} {place(window, one).getRect()}"
        for one in _parts(window)
        if not _scrolls(one) and not window.rect().contains(place(window, one))
    ]


def cut(window: QWidget) -> list[str]:
    """Return words that have less room than they need, and do not say themselves in a tool tip."""
    found = []
    for one in _parts(window):
        if isinstance(one, QLabel) and one.wordWrap():
            lacks = one.heightForWidth(one.width()) > one.height() + 1
        elif isinstance(one, QLabel | QAbstractButton):
            lacks = one.sizeHint().width() > one.width() + 1
        else:
            lacks = False
        if lacks and one.text() and not one.toolTip():
            found.append(f"{name(one)} {one.sizeHint().width()} > {one.width()}")
    found += [
        f"EmptyState {one.sizeHint().height()} > {one.height()}"
        for one in seen(window, EmptyState)
        if one.sizeHint().height() > one.height()
    ]
    return found + [words for view in seen(window, RecordView) for words in _cut_cells(view)]


def latin(window: QWidget) -> set[str]:
    """Return the Latin words in sight that are not known to everybody."""
    everything = " ".join(_words(window))
    return {word for word in _LATIN.findall(everything) if not _KNOWN.fullmatch(word)}


def unreadable(window: QWidget) -> list[str]:
    """Return what can take the focus and has no name for a screen reader."""
    return [
        f"{type(one).__name__} {place(window, one).getRect()}"
        for one in seen(window, QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled() and not _says_itself(one)
    ]


def name(widget: QWidget) -> str:
    """Return what a widget is and says."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    return f"{type(widget).__name__} {text!r}"


def place(window: QWidget, widget: QWidget) -> QRect:
    """Return where a widget stands in its window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _parts(window: QWidget) -> list[QLabel | QAbstractButton | QLineEdit]:
    found: list[QLabel | QAbstractButton | QLineEdit] = []
    found += [one for one in seen(window, QLabel) if one.text()]
    found += [one for one in seen(window, QAbstractButton) if type(one).__name__ != "QTableCornerButton"]
    found += [one for one in seen(window, QLineEdit) if one.objectName() != "qt_spinbox_lineedit"]
    return found


def _scrolls(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def _cut_cells(view: RecordView) -> Iterator[str]:
    """Yield names, totals and numbers that their cell cannot hold."""
    shown = [place for place in range(len(view.records.columns)) if not view.isColumnHidden(place)]
    for row in range(min(view.records.rowCount(), 30)):
        record = view.records.at(row)
        for column in shown if record is not None else ():
            one = view.records.columns[column]
            if not (one.is_bold or one.is_right):
                continue
            edges = (EDGE if column == shown[0] else PAD) + (EDGE if column == shown[-1] else PAD)
            wide = QFontMetricsF(font(BODY, bold=one.is_bold)).horizontalAdvance(one.text(record))
            if wide > view.columnWidth(column) - edges + 1:
                yield f"cell {one.title} {one.text(record)!r} {wide:.0f} > {view.columnWidth(column) - edges}"


def _words(window: QWidget) -> Iterator[str]:
    for one in _parts(window):
        yield one.text()
        yield one.toolTip()
        if isinstance(one, QLineEdit):
            yield one.placeholderText()
    for text in seen(window, QTextBrowser):
        yield text.toPlainText()
    for view in seen(window, QTableView):
        model = view.model()
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            for row in range(min(model.rowCount(), 30)):
                yield str(model.index(row, column).data() or "")


def _says_itself(widget: Any) -> bool:
    if isinstance(widget, QScrollArea | QTableView | QTextBrowser):
        return True  # read by its contents
    if isinstance(widget, QAbstractButton | QCheckBox):
        return bool(widget.accessibleName() or widget.text())
    return bool(widget.accessibleName()) or widget.focusProxy() is not None
