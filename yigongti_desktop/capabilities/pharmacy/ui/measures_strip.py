"""The figures of today over the plots: what runs out, what expires, what hardly moves, what is not settled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QGridLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.ui import stock_state
from yigongti_desktop.capabilities.pharmacy.ui.measures_state import Overview
from yigongti_desktop.capabilities.pharmacy.ui.measures_state import StockFigures
from yigongti_desktop.kit.figure_words import percent
from yigongti_desktop.kit.tile import Tile

#: Figures of the stock, by the chip or the term under which 库存 lists them.
STOCK = (*(str(span) for span in stock_state.SPANS), stock_state.STRONG, "near", "expired", stock_state.SLOW)
CASES, VILLAGES, COVERED = "cases", "villages", "covered"
_COLUMNS = 5


class MeasureStrip(QFrame):
    """Figures that open their lists."""

    #: A figure was opened, by its key.
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        titles = {str(span): f"{span} 天内用完" for span in stock_state.SPANS}
        titles |= {stock_state.STRONG: "快到期", "near": "近效期", "expired": "已过期", stock_state.SLOW: "呆滞"}
        self.tiles = {key: Tile(titles[key], "种", self) for key in STOCK}
        self.tiles[CASES] = Tile("未结差异", "张", self)
        self.tiles[VILLAGES] = Tile("村室基药", "", self)
        self.tiles[COVERED] = Tile("已供应单位", "家", self)
        for key, tile in self.tiles.items():
            tile.clicked.connect(self._opener(key))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(4, 3, 4, 3)
        self._grid.setSpacing(2)
        self._is_compact = False
        self.tiles[COVERED].hide()
        self._lay_out()

    def show_supply(self, found: Overview) -> None:
        """Show the figures of the supply that are no rates."""
        cases = len(found.cases)
        self.tiles[CASES].show_value(f"{cases:,}", tone="warn" if cases else "")
        self.tiles[VILLAGES].show_value(percent(found.village_share.by_line))
        self.tiles[COVERED].show_value(f"{found.covered:,}/{len(found.by_unit):,}")
        self.tiles[VILLAGES].setVisible(not found.is_lead)
        self.tiles[COVERED].setVisible(found.is_lead)
        where = "中心药房自己的库存；各单位的库存不传到这里。" if found.is_lead else ""
        for key in STOCK:
            self.tiles[key].setToolTip(where)
        self._lay_out()

    def show_stock(self, found: StockFigures) -> None:
        """Show the figures of the stock."""
        months = {stock_state.STRONG: found.limits.strong_months, "near": found.limits.warn_months}
        for key in STOCK:
            count = found.counts[key]
            tone = "danger" if key in _BAD else "warn" if key in _POOR else ""
            title = f"{months[key]} 个月内到期" if key in months else ""
            self.tiles[key].show_value(f"{count:,}", title=title, tone=tone if count else "")

    def set_compact(self, compact: bool) -> None:
        """Put the figures into several rows where there is no room for one."""
        self._is_compact = compact
        self._lay_out()

    def rows(self) -> list[tuple[str, str]]:
        """Return titles and figures that are in sight, for Excel."""
        return [(tile.text(), tile.value) for tile in self.tiles.values() if not tile.isHidden()]

    def _lay_out(self) -> None:
        shown = [tile for tile in self.tiles.values() if not tile.isHidden()]
        columns = _COLUMNS if self._is_compact else len(shown)
        for tile in shown:
            self._grid.removeWidget(tile)
        for place, tile in enumerate(shown):
            self._grid.addWidget(tile, place // columns, place % columns)

    def _opener(self, key: str) -> Callable[[], None]:
        return lambda: self.opened.emit(key)


_BAD = frozenset({str(stock_state.SPANS[0]), "expired"})
_POOR = frozenset({str(stock_state.SPANS[1]), stock_state.STRONG})
