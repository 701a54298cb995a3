"""Three bars: how much of each kind the week reserves, against the county's share (REF-09)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.referrals.model.capacity_share import Share
from yigongti_desktop.capabilities.referrals.ui.capacity_words import KINDS
from yigongti_desktop.kit.gauge import Gauge
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.labels import set_role

_WHOLE = 100


class ShareBar(QFrame):
    """A bar for each kind."""

    def __init__(self, percent: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        #: The county's share, in percent.
        self.percent = percent
        self._gauges: dict[str, Gauge] = {}
        #: What is said of each kind.
        self.words: dict[str, QLabel] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(28)
        for kind, name in KINDS.items():
            self._gauges[kind], self.words[kind] = Gauge(), label("", "second")
            head = row(label(name, "name"), self.words[kind], None, spacing=10)
            layout.addLayout(column(head, self._gauges[kind], spacing=6), 1)

    def show_sums(self, sums: Mapping[str, tuple[int, int]]) -> None:
        """Show how many are reserved of how many, by kind."""
        for kind, words in self.words.items():
            reserved, total = sums.get(kind, (0, 0))
            share = Share(total=total, reserved=reserved)
            lacking, percent = share.lacking(self.percent), share.percent()
            said = f"预留 {reserved} / {total}" if total else "本周没有放"
            if percent is not None:
                mark = f"还差 {lacking} 个到 {self.percent} %" if lacking else f"够 {self.percent} %"
                said = f"{said}　{percent:.1f} %，{mark}"
            words.setText(said)
            set_role(words, "danger" if lacking else "second")
            # the bar is full at twice the county's share, so that its middle is the mark
            most = 2 * self.percent or _WHOLE
            self._gauges[kind].show_share(min((percent or 0) / most, 1.0), "danger" if lacking else "ok")
