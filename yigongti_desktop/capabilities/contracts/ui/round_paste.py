"""A block copied from Excel, pasted into the rows of a sheet: what it covers is asked, what is left out is told."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from yigongti_desktop.attachments.ui.photo_bar import PhotoBar
from yigongti_desktop.kit.confirm import confirm
from yigongti_desktop.kit.lines import block
from yigongti_desktop.kit.lines.block import Placed
from yigongti_desktop.kit.lines.table import LineView

#: Rows of others that are named one by one.
_MOST_NAMED = 3


class RoundPaste(QObject):
    """Takes what is pasted into rows."""

    #: Something was pasted: what became of it, as a title and a sentence, empty where all went in.
    pasted = Signal(str, str)

    def __init__(self, view: LineView, photos: PhotoBar) -> None:
        """Make it.

        Args:
            view: of the rows.
            photos: takes what is copied as a picture or as files.
        """
        super().__init__(view)
        self._view, self._photos = view, photos
        block.take_from_cells(view, self._paste_into_cell)

    def paste(self) -> None:
        """Put what was copied into the cells from the cursor on; a picture, or files, to the row's photos."""
        copied = QGuiApplication.clipboard().mimeData()
        if copied.hasUrls() or (copied.hasImage() and not copied.hasText()):
            self._photos.paste()
            return
        view, here = self._view, self._view.currentIndex()
        cells = block.read_block(copied.text())
        placed = block.place(view.lines, cells, here.row(), here.column())
        over = block.overwritten(view.lines, placed)
        words = f"有 {over} 格已经填了别的，会换成粘贴的内容。"
        if not over or confirm(view, "粘贴会盖掉已填的", words, verb="盖掉"):
            block.fill(view.lines, placed)
            self.pasted.emit(*paste_words(placed))

    def _paste_into_cell(self) -> bool:
        is_block = block.is_block(QGuiApplication.clipboard().text())
        if is_block:
            self.paste()
        return is_block


def paste_words(placed: Placed) -> tuple[str, str]:
    """Return what became of a block, as a title and a sentence; the sentence is empty where all of it went in."""
    told = [f"第 {row + 1} 行是「{here}」，粘贴的是「{pasted}」" for row, here, pasted in placed.others[:_MOST_NAMED]]
    more = f"等 {len(placed.others)} 行" if len(placed.others) > _MOST_NAMED else ""
    said = [f"{'；'.join(told)}{more}，没有放入。请核对是不是同一个人"] if told else []
    said += [f"多出 {placed.more_rows} 行，表里没有那么多人"] if placed.more_rows else []
    said += [f"多出 {placed.more_columns} 列，表里没有那么多格"] if placed.more_columns else []
    if not placed.values and not said:
        return "没有可以放入的", "剪贴板里没有表格。请先在 Excel 里选中要贴的格子，复制。"
    return f"放入 {len(placed.values)} 行", "。".join(said) + ("。" if said else "")
