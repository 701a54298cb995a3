"""Up to three ways to mend a cell or a gap, numbered by their keys, each with what it costs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.candidates import Candidate
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row

MOST = 3


class RemedyList(QWidget):
    """怎样改."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("怎样改", "name")
        self._parts = [_Remedy(number) for number in range(1, MOST + 1)]
        self.setLayout(column(self._title, *self._parts, spacing=8))

    def show_candidates(self, found: Sequence[Candidate]) -> None:
        """Show the first few."""
        for part, one in zip(self._parts, [*found, *[None] * MOST], strict=False):
            part.show_candidate(one)
        self.setVisible(bool(found))


class _Remedy(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self._name, self._badge = label("", "name", wrap=True), BadgeLabel(Badge("", "ok", "check"))
        self._detail = label("", "caption-strong", wrap=True)
        head = row(label(str(number), "caption"), self._name, self._badge, spacing=6)
        head.setStretch(1, 1)
        self.setLayout(column(boxed(head), row(14, self._detail, spacing=0), spacing=1))

    def show_candidate(self, one: Candidate | None) -> None:
        """Show a way, or none."""
        self.setVisible(one is not None)
        if one is None:
            return
        worse = [effect for effect in one.effects if effect.is_worse]
        self._name.setText(one.title)
        self._detail.setText("；".join((one.detail, *(effect.text for effect in worse[1:]))))
        self._badge.set_badge(Badge(worse[0].text, "warn", "clock") if worse else Badge("无影响", "ok", "check"))
