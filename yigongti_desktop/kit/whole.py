"""What a cell has no room for is said whole in a tip."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font

_GAP = 8


def say_whole(event: QHelpEvent, view: QWidget, words: tuple[str, str], room: float, *, is_bold: bool = False) -> bool:
    """Say the words of a cell, and its quieter words, where they are wider than its room; else take the tip away."""
    main, detail = words
    wide = QFontMetricsF(font(BODY, bold=is_bold)).horizontalAdvance(main)
    if detail:
        wide += _GAP + QFontMetricsF(font(SECOND)).horizontalAdvance(detail)
    whole = f"{main}　{detail}".strip("　") if wide > room + 1 else ""
    QToolTip.showText(event.globalPos(), whole, view)
    return True
