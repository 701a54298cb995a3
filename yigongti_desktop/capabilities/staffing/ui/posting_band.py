"""A year of units as painted bands: who covers which day, gaps in red with their count, a cursor from day to day."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from PySide6.QtCore import QPointF
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QMouseEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.coverage import Cover
from yigongti_desktop.capabilities.staffing.model.coverage import UnitDay
from yigongti_desktop.capabilities.staffing.model.coverage import UnitYear
from yigongti_desktop.capabilities.staffing.model.coverage import year_of
from yigongti_desktop.capabilities.staffing.ui.posting_legend import INKS
from yigongti_desktop.capabilities.staffing.ui.posting_words import COVERS
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme
from yigongti_desktop.kit.words import long_day

_PAD, _HEAD, _ROW, _BAR = 12, 24, 26, 12
_NAME, _COUNT = 150, 62
_LEAST_BAND = 220
#: A gap is never thinner than this, however narrow the window.
_LEAST_GAP = 2.0
_MONTH = 30
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class PostingBand(QFrame):
    """One row for each unit, one place for each day."""

    #: The day under the cursor, and its unit.
    rested = Signal(object, object)
    #: Enter on a day.
    opened = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._units: tuple[UnitYear, ...] = ()
        self._row = 0
        self._day = self._today = date(2000, 1, 1)
        theme.changed.connect(self.update)

    @property
    def unit(self) -> UnitYear | None:
        """Return the unit under the cursor."""
        return self._units[self._row] if self._units else None

    @property
    def day(self) -> date:
        """Return the day under the cursor."""
        return self._day

    def show_units(self, units: tuple[UnitYear, ...], day: date, today: date) -> None:
        """Show other units or another year; the cursor stays with its unit where it can."""
        before = self.unit
        self._units, self._today = units, today
        names = [one.unit for one in units]
        self._row = names.index(before.unit) if before and before.unit in names else 0
        self.updateGeometry()
        self.setMinimumHeight(self.sizeHint().height())
        self.go_to(self._row, day)

    def go_to(self, row: int, day: date) -> None:
        """Put the cursor on a day of a unit."""
        first, last = year_of(day.year)
        self._row = max(0, min(row, len(self._units) - 1))
        self._day = max(first, min(day, last))
        self.setAccessibleName(self.words())
        self.rested.emit(self.unit, self.under())
        self.update()

    def go_to_next_gap(self) -> bool:
        """Put the cursor on the first day of the next gap, of this unit or one below; say whether there is one."""
        for step in range(len(self._units) + 1):
            row = (self._row + step) % max(len(self._units), 1)
            unit = self._units[row] if self._units else None
            starts = [first for first, _ in unit.gaps() if step or first > self._day] if unit else []
            if starts:
                self.go_to(row, starts[0])
                return True
        return False

    def under(self) -> UnitDay | None:
        """Return what is known of the day under the cursor; None where the unit does not belong here then."""
        unit = self.unit
        place = (self._day - unit.days[0].day).days if unit and unit.days else -1
        return unit.days[place] if unit and 0 <= place < len(unit.days) else None

    def words(self) -> str:
        """Return what is so on the day under the cursor: unit, day, who, and why nobody."""
        unit, one = self.unit, self.under()
        if unit is None:
            return ""
        if one is None:
            return f"{unit.name}　{long_day(self._day)}　这一天不在本医共体"
        who = "、".join(one.who)
        why = f"（{one.why}）" if one.why and one.cover is Cover.GAP else ""
        parts = (unit.name, long_day(self._day), f"{COVERS[one.cover.value]}{why}", who)
        return "　".join(word for word in parts if word)

    def sizeHint(self) -> QSize:
        """Return what all rows need."""
        return QSize(_NAME + _COUNT + 366 + 3 * _PAD, _HEAD + len(self._units) * _ROW + _PAD)

    def minimumSizeHint(self) -> QSize:
        """Return the least width in which months can be told apart."""
        return QSize(_NAME + _COUNT + _LEAST_BAND + 3 * _PAD, _HEAD + _ROW)

    def row_box(self) -> QRectF:
        """Return where the row of the cursor stands."""
        return QRectF(0, _HEAD + self._row * _ROW, self.width(), _ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor by days, months with Ctrl, units; Enter opens what is there."""
        key, by_month = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        step = _MONTH if by_month else 1
        first, last = year_of(self._day.year)
        moves = {
            Qt.Key.Key_Left: (0, -step),
            Qt.Key.Key_Right: (0, step),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Home: (0, (first - self._day).days),
            Qt.Key.Key_End: (0, (last - self._day).days),
        }
        if key in moves:
            row, days = moves[key]
            wanted = max(first, min(self._day + timedelta(days), last))
            self.go_to(self._row + row, wanted)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(self.unit, self.under())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor on the day that was clicked."""
        row = int((event.position().y() - _HEAD) // _ROW)
        band = self._band()
        if 0 <= row < len(self._units) and band.left() <= event.position().x() < band.right():
            place = int((event.position().x() - band.left()) / self._step())
            self.go_to(row, year_of(self._day.year)[0] + timedelta(place))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the months and every row."""
        super().paintEvent(event)
        painter = QPainter(self)
        self._paint_months(painter)
        for place, unit in enumerate(self._units):
            self._paint_row(painter, place, unit)
        if self._units and self._today.year == self._day.year:
            left = self._left(self._today)
            painter.setPen(QPen(theme.color("accent"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(left, _HEAD - 4), QPointF(left, _HEAD + len(self._units) * _ROW))
        self._paint_cursor(painter)
        painter.end()

    def _paint_months(self, painter: QPainter) -> None:
        painter.setFont(font(HINT))
        bottom = _HEAD + len(self._units) * _ROW
        for month in range(1, 13):
            left = self._left(date(self._day.year, month, 1))
            painter.setPen(theme.color("line"))
            painter.drawLine(QPointF(round(left) + 0.5, _HEAD), QPointF(round(left) + 0.5, bottom))
            painter.setPen(theme.color("text3"))
            painter.drawText(QRectF(left + 2, 0, 60, _HEAD), _LEFT, f"{month}月")
        painter.drawText(QRectF(_PAD, 0, _NAME, _HEAD), _LEFT, "单位")
        painter.drawText(QRectF(self.width() - _PAD - _COUNT, 0, _COUNT, _HEAD), _RIGHT, "缺口")

    def _paint_row(self, painter: QPainter, place: int, unit: UnitYear) -> None:
        top = _HEAD + place * _ROW
        if place == self._row:
            painter.fillRect(QRectF(1, top, self.width() - 2, _ROW), theme.color("sel"))
        painter.setFont(font(SECOND))
        painter.setPen(theme.color("text"))
        name = QFontMetricsF(font(SECOND)).elidedText(unit.name, Qt.TextElideMode.ElideRight, _NAME - 8)
        painter.drawText(QRectF(_PAD, top, _NAME, _ROW), _LEFT, name)
        for one in _runs(unit):
            self._paint_run(painter, top, *one)
        lacking = sum((last - first).days + 1 for first, last in unit.gaps())
        painter.setPen(theme.color("danger" if lacking else "ok"))
        words = f"缺 {lacking} 天" if lacking else "无"
        painter.drawText(QRectF(self.width() - _PAD - _COUNT, top, _COUNT, _ROW), _RIGHT, words)

    def _paint_run(self, painter: QPainter, top: float, cover: Cover, first: date, last: date) -> None:
        """Paint a run of days: a bar where somebody is or is to come, a red floor where nobody is."""
        left = self._left(first)
        wide = max(self._left(last + timedelta(1)) - left, _LEAST_GAP if cover in {Cover.GAP, Cover.LOW} else 0)
        middle = top + _ROW / 2
        fill, edge = INKS[cover]
        if cover is Cover.GAP:
            painter.fillRect(QRectF(left, top + 3, wide, _ROW - 6), theme.color(fill))
            painter.fillRect(QRectF(left, middle + _BAR / 2 - 2, wide, 4), theme.color(edge))
            return
        box = QRectF(left, middle - _BAR / 2, wide, _BAR)
        painter.fillRect(box, theme.color(fill))
        if cover is Cover.PLANNED:
            painter.setPen(QPen(theme.color(edge), 1))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_cursor(self, painter: QPainter) -> None:
        if not self._units:
            return
        left, top = self._left(self._day), _HEAD + self._row * _ROW
        wide = max(self._step(), 3)
        painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "border"), 2))
        painter.drawRect(QRectF(left - 1, top + 2, wide + 2, _ROW - 4))

    def _band(self) -> QRectF:
        left = 2 * _PAD + _NAME
        return QRectF(left, _HEAD, self.width() - left - _COUNT - 2 * _PAD, len(self._units) * _ROW)

    def _step(self) -> float:
        first, last = year_of(self._day.year)
        return self._band().width() / ((last - first).days + 1)

    def _left(self, day: date) -> float:
        return self._band().left() + (day - year_of(self._day.year)[0]).days * self._step()


def _runs(unit: UnitYear) -> list[tuple[Cover, date, date]]:
    """Return runs of days that are covered alike; gaps come last, so that nothing is painted over a thin one."""
    found: list[tuple[Cover, date, date]] = []
    for one in unit.days:
        if found and found[-1][0] is one.cover:
            found[-1] = (one.cover, found[-1][1], one.day)
        else:
            found.append((one.cover, one.day, one.day))
    return sorted(found, key=lambda run: run[0] in {Cover.GAP, Cover.LOW})
