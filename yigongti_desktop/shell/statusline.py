"""The truth, always in view: the line, what waits, what needs a person, when the hub last confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.labels import upright
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme
from yigongti_desktop.kit.words import ago
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.kit.words import size

HEIGHT = 28
_DRIFT_SECONDS = 600
_OLD_DAYS = 7
#: What became of the last talk, in few words; whatever is not here is a line that is down.
OUTCOMES = {
    "never": "还没有连过县院",
    "stopped": "已停下",
    "hub_busy": "县院正忙",
    "hub_certificate": "对方不是县院",
    "device_revoked": "本机已停用",
    "device_unknown": "县院不认识本机",
}


class Status(Protocol):
    """What sync says of itself."""

    @property
    def enrolled(self) -> bool:
        """Say whether this machine is a device of an institution."""
        ...

    @property
    def waiting(self) -> int:
        """Return how many acts the hub has not confirmed."""
        ...

    @property
    def confirmed_at(self) -> datetime | None:
        """Return when the hub last confirmed."""
        ...

    @property
    def waiting_bytes(self) -> int:
        """Return how many bytes of files the hub does not have yet."""
        ...

    @property
    def clock_drift(self) -> int:
        """Return by how many seconds this clock differs from the hub's."""
        ...

    @property
    def line(self) -> str:
        """Return what became of the last talk; empty when it came to its end."""
        ...

    @property
    def line_since(self) -> datetime | None:
        """Return since when the line is as it is."""
        ...

    @property
    def backup_at(self) -> datetime | None:
        """Return when the last backup was made."""
        ...

    @property
    def to_fill(self) -> int:
        """Return how many records are still to come until this desk has all it may see."""
        ...

    @property
    def restored_at(self) -> datetime | None:
        """Return when this data was restored from a backup, until a person has read it."""
        ...

    @property
    def is_doubled(self) -> bool:
        """Say whether another machine works under the same identity."""
        ...

    @property
    def needs_person(self) -> int:
        """Return what only a person can solve."""
        ...


class StatusLine(QWidget):
    """One line at the foot of the window; each fact leads to 同步."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._line, self._waiting, self._todo, self._confirmed = (_Said() for _ in range(4))
        self._told, self._clock, self._saved, self._backup = (_Said() for _ in range(4))
        self._status: Status | None = None
        self._saved_at: datetime | None = None
        self._narrow = False
        self._talking = False
        self._left: int | None = None
        left = (self._line, upright(), self._waiting, upright(), self._todo, upright(), self._confirmed)
        self._bars = [item for item in left if not isinstance(item, _Said)]
        for bar in self._bars:
            bar.setFixedHeight(14)
        right = (self._told, self._clock, self._saved, self._backup)
        self.setLayout(row(*left, None, *right, spacing=12, margins=(14, 0, 14, 0)))
        for said in (self._line, self._waiting, self._todo, self._confirmed, self._told):
            said.clicked.connect(self.pressed)

    def show_status(self, status: Status, now: datetime) -> None:
        """Show how things stand."""
        self._status = status
        self._show(now)

    def show_talking(self, talking: bool, now: datetime, left: int | None = None) -> None:
        """Show that a talk with the hub is under way, and how many records are left where that is known."""
        self._talking, self._left = talking, left
        self._show(now)

    def show_saved(self, at: datetime) -> None:
        """Show when something was last saved here."""
        self._saved_at = at
        self._show(at)

    def set_narrow(self, narrow: bool, now: datetime) -> None:
        """Say the same with fewer words."""
        self._narrow = narrow
        self._show(now)

    def words(self) -> str:
        """Return the whole line, for tests and for the voice of a screen reader."""
        left = (self._line, self._waiting, self._todo, self._confirmed)
        shown = (*left, self._told, self._clock, self._saved, self._backup)
        return "　".join(said.text() for said in shown if said.text())

    def _show(self, now: datetime) -> None:
        status = self._status
        if status is None:
            return
        self._show_line(status, now)
        waiting, files = f"待上传 {status.waiting:,}" + ("" if self._narrow else " 条"), status.waiting_bytes
        if files:
            waiting += f"＋{size(files)}" if self._narrow else f"，附件 {size(files)}"
        self._waiting.say("arrow-up", waiting, "text" if status.waiting or files else "text2")
        needed = status.needs_person
        words = f"待处理 {needed:,}" + ("" if self._narrow else " 条")
        self._todo.say("alert" if needed else "check", words, "danger" if needed else "text2", bold=bool(needed))
        if status.confirmed_at:
            at = short_time(status.confirmed_at, now)
            words = f"县院确认 {at}" if self._narrow else f"县院上次确认 {at}（{ago(status.confirmed_at, now)}）"
            self._confirmed.say("check", words, "text2")
        else:
            self._confirmed.say("clock", "县院还没有确认过", "text2")
        self._show_right(status, now)

    def _show_line(self, status: Status, now: datetime) -> None:
        filling = _filling(status, self._left if self._talking else None)
        if self._talking:
            self._line.say("sync", filling or "正在同步", "accent")
        elif not status.enrolled:
            self._line.say("cloud-off", "还没有登记", "warn", bold=True)
        elif filling:
            self._line.say("cloud-off", f"{OUTCOMES.get(status.line, '离线')}，{filling}", "warn", bold=True)
        elif status.line == "":
            self._line.say("cloud", "在线", "ok")
        elif status.line in OUTCOMES:
            self._line.say("cloud-off", OUTCOMES[status.line], "warn", bold=True)
        else:
            is_told = status.line_since is not None and not self._narrow
            since = f"（{short_time(status.line_since, now)} 起）" if status.line_since and is_told else ""
            self._line.say("cloud-off", f"离线{since}", "warn", bold=True)

    def _show_right(self, status: Status, now: datetime) -> None:
        if status.is_doubled:
            self._told.say("alert", "两机同号" if self._narrow else "另一台电脑也用本机的身份", "danger", bold=True)
        else:
            restored = "" if status.restored_at is None else "从备份恢复" if self._narrow else "数据是从备份恢复的"
            self._told.say("info", restored, "warn", bold=True)
        drift = abs(status.clock_drift) > _DRIFT_SECONDS
        self._clock.say("clock", f"本机时钟差 {abs(status.clock_drift) // 60} 分钟" if drift else "", "warn", bold=True)
        if self._saved_at:
            self._saved.say(
                "save", f"{'已存' if self._narrow else '本机已存'} {local(self._saved_at):%H:%M:%S}", "text2"
            )
        if self._narrow:
            self._backup.say("", "", "")
        elif status.backup_at:
            old = (now - status.backup_at).days > _OLD_DAYS
            at = local(status.backup_at)
            words = f"备份 {at.month}月{at.day}日 {at:%H:%M}，已核验"
            self._backup.say("shield", words, "warn" if old else "text2")
        else:
            self._backup.say("shield", "还没有备份", "warn")


def _filling(status: Status, left: int | None) -> str:
    """Return how much a desk still lacks that has never had everything; empty once it has."""
    lacking = left if left is not None and status.to_fill else status.to_fill
    what = "补收" if status.restored_at is not None else "首次收取"
    return f"{what}还差 {lacking:,} 条" if lacking else ""


class _Said(QAbstractButton):
    """An icon and words; pressing leads on."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._tone, self._bold = "", "text2", False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(HEIGHT - 2)
        theme.changed.connect(self.update)

    def say(self, icon: str, text: str, tone: str, *, bold: bool = False) -> None:
        self._icon, self._tone, self._bold = icon, tone, bold
        self.setText(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(QFontMetricsF(self._font()).horizontalAdvance(self.text())) + 22, HEIGHT - 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = theme.color(self._tone or "text2")
        if self._icon:
            paint_icon(painter, QRectF(0, self.height() / 2 - 8, 16, 16), self._icon, ink)
        painter.setFont(self._font())
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(21, -1, self.width(), self.height()), flags, self.text())
        painter.end()

    def _font(self) -> QFont:
        return font(SECOND, bold=self._bold)
