"""A page of Markdown in the colours and sizes of the house: headings, lists, tables and the caps of keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtCore import QUrl
from PySide6.QtCore import Signal
from PySide6.QtGui import QBrush
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtGui import QTextBlock
from PySide6.QtGui import QTextBlockFormat
from PySide6.QtGui import QTextCharFormat
from PySide6.QtGui import QTextCursor
from PySide6.QtGui import QTextDocument
from PySide6.QtGui import QTextFragment
from PySide6.QtGui import QTextFrameFormat
from PySide6.QtGui import QTextLength
from PySide6.QtGui import QTextTable
from PySide6.QtGui import QTextTableCellFormat
from PySide6.QtWidgets import QTextBrowser
from PySide6.QtWidgets import QTextEdit
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import CARD
from yigongti_desktop.kit.theme import FAMILIES
from yigongti_desktop.kit.theme import TITLE
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

#: Lines longer than this are hard to follow.
_WIDEST = 720
_EDGE = 18
#: In per cent of the font's own height, which is 1.45 em already.
_LINE = 108
#: Widths of a table's columns in per cent, by how many there are.
_SHARES = {2: (30, 70), 3: (25, 35, 40)}
_HEADS = {1: (TITLE, 0, 8), 2: (CARD, 18, 6), 3: (BODY, 12, 4)}


class Reader(QTextBrowser):
    """Shows Markdown; its links are told, never followed."""

    #: A link of the text was chosen: what stands in its brackets.
    linked = Signal(str)
    #: The person typed / to look something up.
    search_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markdown = ""
        self._words: tuple[str, ...] = ()
        self.setOpenLinks(False)
        self.setAccessibleName("帮助正文")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.anchorClicked.connect(self._on_link)
        theme.changed.connect(self._draw)

    def show_markdown(self, text: str, words: tuple[str, ...] = ()) -> None:
        """Show a page from its top, these words marked."""
        self._words = words
        if text != self._markdown:
            self._markdown = text
            self._draw()
        else:
            self._mark()
        self.verticalScrollBar().setValue(0)

    def go_to(self, heading: str) -> None:
        """Bring a heading to the top; an empty one is the top of the page."""
        block = self.document().begin()
        while block.isValid() and not (block.blockFormat().headingLevel() and block.text() == heading):
            block = block.next()
        top = self.document().documentLayout().blockBoundingRect(block).top() if block.isValid() else 0
        self.verticalScrollBar().setValue(round(top) - 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows scroll, / looks up."""
        if event.text() == "/":
            self.search_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short enough to follow."""
        super().resizeEvent(event)
        self.setLineWrapColumnOrWidth(min(self.viewport().width(), _WIDEST))

    def _on_link(self, link: QUrl) -> None:
        self.linked.emit(link.toString())

    def _draw(self) -> None:
        if not self._markdown:
            return
        at = self.verticalScrollBar().value()
        document = self.document()
        document.setDefaultFont(font())
        document.setMarkdown(self._markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        document.setIndentWidth(22)
        _frame(document)
        block = document.begin()
        while block.isValid():
            _dress(block)
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.Start)  # or the end of the text is kept in sight
        self._mark()
        self.verticalScrollBar().setValue(at)

    def _mark(self) -> None:
        marks: list[QTextEdit.ExtraSelection] = []
        for word in self._words:
            found = self.document().find(word)
            while not found.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor = found  # type: ignore[attr-defined] # the stubs leave the fields out
                mark.format.setBackground(theme.color("warn_tint"))  # type: ignore[attr-defined]
                mark.format.setForeground(theme.color("warn"))  # type: ignore[attr-defined]
                marks.append(mark)
                found = self.document().find(word, found)
        self.setExtraSelections(marks)


def _frame(document: QTextDocument) -> None:
    root = document.rootFrame()
    around = root.frameFormat()
    around.setMargin(_EDGE)
    around.setTopMargin(12)
    root.setFrameFormat(around)
    for child in root.childFrames():
        if isinstance(child, QTextTable):
            _dress_table(child)


def _dress_table(table: QTextTable) -> None:
    """Give a table hairlines between its rows, and nothing else."""
    around = table.format()
    around.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    around.setBorder(0)
    around.setCellSpacing(0)
    around.setCellPadding(0)
    around.setTopMargin(2)
    around.setBottomMargin(10)
    around.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shares = _SHARES.get(table.columns(), ())
    around.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, share) for share in shares])
    table.setFormat(around)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            made = QTextTableCellFormat(cell.format().toTableCellFormat())
            made.setBottomBorder(1)
            made.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            made.setBottomBorderBrush(QBrush(theme.color("line2" if row == 0 else "line")))
            made.setTopPadding(3)
            made.setBottomPadding(4)
            made.setLeftPadding(8)
            made.setRightPadding(10)
            if row == 0:
                made.setBackground(theme.color("head"))
            cell.setFormat(made)


def _dress(block: QTextBlock) -> None:
    """Give a block its distances and its words their look."""
    cursor = QTextCursor(block)
    level = block.blockFormat().headingLevel()
    shape = QTextBlockFormat()
    shape.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    size, above, below = _HEADS.get(level, (BODY, 0, _below(block)))
    shape.setTopMargin(above)
    shape.setBottomMargin(below)
    cursor.mergeBlockFormat(shape)
    pieces = [(fragment.position(), fragment.length(), fragment.charFormat()) for fragment in _fragments(block)]
    for start, length, former in pieces:
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(_look(former, size, is_head=bool(level)))


def _below(block: QTextBlock) -> int:
    """Return the distance below a paragraph: none in a table, little between the points of a list."""
    if QTextCursor(block).currentTable() is not None:
        return 0
    following = block.next()
    return 3 if block.textList() is not None and following.textList() is block.textList() else 9


def _look(former: QTextCharFormat, size: int, *, is_head: bool) -> QTextCharFormat:
    made = QTextCharFormat(former)
    made.clearProperty(QTextCharFormat.Property.FontSizeAdjustment)  # it would win over the size
    made.setProperty(QTextCharFormat.Property.FontPixelSize, size)
    made.setFontFamilies(FAMILIES)
    made.setFontFixedPitch(False)
    made.setForeground(theme.color("accent" if former.isAnchor() else "text"))
    if is_head:
        made.setFontWeight(700)
    if former.fontFixedPitch():  # a key, written `F2`
        made.setBackground(theme.color("sunken"))
    if former.isAnchor():
        made.setFontUnderline(False)
    return made


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    found = []
    place = block.begin()
    while not place.atEnd():
        found.append(place.fragment())
        place += 1
    return found
