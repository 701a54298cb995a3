"""On which day the figures are looked at: today, or the last day of a month before."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.model.breakdown import months_to
from yigongti_desktop.kit.picklist import Picklist

_TODAY = ""
_MONTHS = 18
_ONE = timedelta(days=1)


class DayList(Picklist):
    """A list of days."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        self._today = today
        super().__init__(_choices(today), parent)
        self.setAccessibleName("算到哪一天")

    @property
    def day(self) -> date:
        """Return the day."""
        return date.fromisoformat(self.key) if self.key else self._today

    def set_today(self, today: date) -> None:
        """Offer the days before another day, without telling it."""
        if today != self._today:
            self._today = today
            self.set_choices(_choices(today))


def _choices(today: date) -> list[tuple[str, str]]:
    """Return today, and the last days of the months before it, the latest first."""
    months = months_to(today.replace(day=1) - _ONE, _MONTHS)
    ends = [(month.last.isoformat(), f"{month.last.year}年{month.last.month}月底") for month in reversed(months)]
    return [(_TODAY, "到今天"), *ends]
