"""The line at the foot of the page that offers a new version: it stands there and waits, in nobody's way."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.banner import Banner
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.labels import column

_EDGE = 16


class OfferLine(QWidget):
    """Hidden until there is something to offer."""

    taken = Signal()
    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banner = Banner()
        self.setLayout(column(self._banner, spacing=0, margins=(_EDGE, 0, _EDGE, 8)))
        self.hide()

    def say(self, version: str, *, closes: bool) -> None:
        """Offer a version.

        Args:
            version: which.
            closes: the program closes for it by itself, and opens again.
        """
        ending = "装时程序会关掉，装好自己打开" if closes else "装好后关掉程序再打开"
        now, later = KeyButton("现在装", icon="save"), KeyButton("以后再说")
        now.clicked.connect(self.taken)
        later.clicked.connect(self.put_off)
        words = f"约两分钟，系统会要管理员的密码，{ending}；数据先自动备份。"
        self._banner.say(f"新版 {version} 已核对好，可以装了", words, later, now, tone="accent", icon="info")
        self.show()
