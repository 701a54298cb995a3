"""A year in twelve small months: each day with its number, its colour and, if it is no ordinary one, its letter."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QMouseEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme
from yigongti_desktop.kit.words import long_day
from yigongti_desktop.registry.ui.calendar_words import INKS
from yigongti_desktop.registry.ui.calendar_words import KINDS
from yigongti_desktop.registry.ui.calendar_words import MARKS
from yigongti_desktop.registry.ui.calendar_words import WEEK

_COLUMNS, _ROWS, _WEEK, _WEEKS = 4, 3, 7, 6
_PAD, _TITLE, _HEAD = 8, 22, 16
_LEAST_CELL = (24, 17)
_MARK = 11
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_WEEK, Qt.Key.Key_Down: _WEEK}


class YearView(QFrame):
    """The months, and a cursor that the arrows move from day to day."""

    #: The day under the cursor.
    rested = Signal(object)

    def __init__(self, calendar: Calendar, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._calendar, self._day = calendar, day
        theme.changed.connect(self.update)
        self.show_day(day)

    @property
    def day(self) -> date:
        """Return the day under the cursor."""
        return self._day

    def show_calendar(self, calendar: Calendar) -> None:
        """Show another calendar."""
        self._calendar = calendar
        self.show_day(self._day)

    def show_day(self, day: date) -> None:
        """Put the cursor on a day; its year is shown."""
        self._day = day
        self.setAccessibleName(f"{day.year} 年历，{self.words()}")
        self.rested.emit(day)
        self.update()

    def words(self) -> str:
        """Return what the day under the cursor is: 2026年10月1日　周四　国庆节　法定节假日."""
        kind, name = self._calendar.kind(self._day), self._calendar.name(self._day)
        pay = f"（值班按 {kind.pay_percent} %）" if not kind.is_working else ""
        lacking = self._calendar.unsettled(self._day)
        open_ = f"待 {lacking} 年的通知" if lacking is not None else ""
        return "　".join(part for part in (long_day(self._day), name, f"{KINDS[kind]}{pay}", open_) if part)

    def sizeHint(self) -> QSize:
        """Return what it likes."""
        return QSize(800, 520)

    def minimumSizeHint(self) -> QSize:
        """Return the least in which every day can be read."""
        wide, high = _LEAST_CELL
        return QSize(
            _COLUMNS * (_WEEK * wide + 2 * _PAD) + _PAD, _ROWS * (_WEEKS * high + _TITLE + _HEAD + _PAD) + _PAD
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor within the year: by days, by weeks, to its ends."""
        key = Qt.Key(event.key())
        day = self._day
        if key in _STEPS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            day += timedelta(_STEPS[key])
        elif key == Qt.Key.Key_Home:
            day = date(day.year, 1, 1)
        elif key == Qt.Key.Key_End:
            day = date(day.year, 12, 31)
        else:
            super().keyPressEvent(event)
            return
        if day.year == self._day.year:
            self.show_day(day)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor on the day that was clicked."""
        for month in range(1, 13):
            day = date(self._day.year, month, 1)
            while day.month == month:
                if self._cell(day).contains(event.position()):
                    self.show_day(day)
                    return
                if day == date.max:
                    return
                day += timedelta(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the months."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13):
            self._paint_month(painter, date(self._day.year, month, 1))
        painter.end()

    def _paint_month(self, painter: QPainter, first: date) -> None:
        box = self._month(first.month)
        painter.setFont(font(SECOND, bold=True))
        painter.setPen(theme.color("text"))
        title = QRectF(box.left() + 4, box.top(), box.width(), _TITLE)
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, f"{first.month} 月")
        painter.setFont(font(HINT))
        painter.setPen(theme.color("text3"))
        wide = box.width() / _WEEK
        for place, name in enumerate(WEEK):
            head = QRectF(box.left() + place * wide, box.top() + _TITLE, wide, _HEAD)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, name)
        for number in range(month_end(first).day):
            self._paint_day(painter, first + timedelta(number))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        kind, box = self._calendar.kind(day), self._cell(day)
        ink, tint = INKS[kind]
        inner = box.adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if tint:
            painter.setBrush(theme.color(tint))
            painter.drawRoundedRect(inner, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._calendar.unsettled(day) is not None:
            painter.setPen(QPen(theme.color("border"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if day == self._day:
            painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "border"), 2))
            painter.drawRoundedRect(inner, 3, 3)
        mark = MARKS.get(kind, "")
        painter.setPen(theme.color(ink))
        painter.setFont(font(SECOND, bold=bool(mark)))
        words = inner.adjusted(0, -1, -_MARK if mark else 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if mark:
            painter.setFont(font(HINT))
            letter = QRectF(inner.right() - _MARK - 1, inner.top() - 1, _MARK + 1, inner.height())
            painter.drawText(letter, Qt.AlignmentFlag.AlignCenter, mark)

    def box_of(self, day: date) -> QRectF:
        """Return where a day of the year in sight stands."""
        return self._cell(day)

    def _month(self, month: int) -> QRectF:
        wide = (self.width() - _PAD) / _COLUMNS
        high = (self.height() - _PAD) / _ROWS
        row, column = divmod(month - 1, _COLUMNS)
        return QRectF(_PAD + column * wide, _PAD / 2 + row * high, wide - _PAD, high - _PAD / 2)

    def _cell(self, day: date) -> QRectF:
        box = self._month(day.month)
        wide = box.width() / _WEEK
        high = (box.height() - _TITLE - _HEAD) / _WEEKS
        week, place = divmod(day.day - 1 + day.replace(day=1).weekday(), _WEEK)
        return QRectF(box.left() + place * wide, box.top() + _TITLE + _HEAD + week * high, wide, high)
