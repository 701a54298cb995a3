"""The head of a panel: who or what, a few facts and a badge on one line; the facts go below where a name is long."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row

_GAP = 10


class Headline(QWidget):
    """Never cuts a name: it takes as many lines as it needs."""

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        """Make it so many logical pixels wide."""
        super().__init__(parent)
        self._width = width
        self.name = label("", "person")
        self.badge = BadgeLabel()
        self._beside = label("", "second", wrap=True)
        self._below = label("", "second", wrap=True)
        self._line = row(self.name, self._beside, self.badge, spacing=_GAP)
        self._whole = column(self._line, self._below, spacing=2)
        self.setLayout(self._whole)

    def say(self, name: str, facts: str, badge: Badge | None) -> None:
        """Say who or what, with its facts."""
        self.badge.set_badge(badge)
        for part in (self.name, self._beside, self._below):
            part.ensurePolished()
        wide = self.name.fontMetrics().horizontalAdvance(name)
        if facts:
            wide += _GAP + self._beside.fontMetrics().horizontalAdvance(facts)
        if badge is not None:
            wide += _GAP + self.badge.sizeHint().width()
        is_long = wide > self._width
        across = QSizePolicy.Policy.Ignored if is_long else QSizePolicy.Policy.Preferred
        policy = QSizePolicy(across, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(is_long)  # a label forgets it when it is given a policy
        self.name.setWordWrap(is_long)
        self.name.setSizePolicy(policy)
        self._line.setStretch(0, 1 if is_long else 0)
        self._line.setStretch(1, 0 if is_long else 1)
        self.name.setText(name)
        for part, is_its in ((self._beside, not is_long), (self._below, is_long)):
            part.setText(facts if is_its else "")
            part.setVisible(is_its and bool(facts or part is self._beside))
        self._whole.activate()
        wraps, high = self._whole.hasHeightForWidth(), self._whole.totalSizeHint().height()
        self.setFixedHeight(self._whole.totalHeightForWidth(self._width) if wraps else high)
