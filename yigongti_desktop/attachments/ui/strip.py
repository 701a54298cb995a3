"""The photos of a record as both sides see them: small in a row, one enlarged by Enter, saved where one likes."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QWidget

from yigongti_desktop.attachments import store
from yigongti_desktop.attachments.store import Attached
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import Margins
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.pdf_pages import BROKEN
from yigongti_desktop.kit.pdf_pages import drawn
from yigongti_desktop.kit.pictures import shown
from yigongti_desktop.kit.thumbs import CELL
from yigongti_desktop.kit.thumbs import Thumb
from yigongti_desktop.kit.thumbs import ThumbStrip
from yigongti_desktop.kit.viewer import PictureDialog

_PDF = b"%PDF"
#: How large the first page of a PDF is drawn for the row, and pixels of it at most.
_FIRST_PAGE, _FIRST_PIXELS = 0.3, 1_000_000
#: What stands in the place of a photo that has been told of and has not all come.
ON_THE_WAY = "还在路上"


class RecordPhotos(QFrame):
    """The photos of one record, or of one of its lines."""

    def __init__(
        self,
        desk: Desk,
        margins: Margins = (0, 0, 0, 0),
        parent: QWidget | None = None,
        *,
        name: str = "照片",
        unit: str = "张",
    ) -> None:
        """Make it, with no record yet.

        Args:
            desk: that has the files.
            margins: around them.
            parent: of the widget.
            name: of what it shows.
            unit: in which that is counted.
        """
        super().__init__(parent)
        self._desk, self._unit = desk, unit
        self._asked = ("", "")
        self._line: str | None = None
        self._names: Mapping[str, str] = {}
        self._only: frozenset[str] | None = None
        self._found: Sequence[Attached] = ()
        self._images: dict[str, QImage] = {}
        self._head = label(name, "name")
        self._note = label("", "caption")
        self.strip = ThumbStrip(name)
        self.strip.opened.connect(self.enlarge)
        self.setLayout(column(row(self._head, self._note, None), self.strip, spacing=4, margins=margins))
        self.hide()

    def show_record(
        self, kind: str, record: str, names: Mapping[str, str], only: Collection[str] | None = None
    ) -> None:
        """Show the photos of a record.

        Args:
            kind: of the record.
            record: its id.
            names: what its lines are called, by what names them in an attachment.
            only: ids of the photos that are meant; None for all that were ever put to it.
        """
        self._only = None if only is None else frozenset(only)
        if self._asked != (kind, record):
            self._found = ()
            self._images.clear()
            self._show()
        self._asked, self._names = (kind, record), names
        self._desk.read(self, store.of_record, kind, record, done=self._on_found)

    def show_line(self, line: str | None) -> None:
        """Show only the photos of a line; None for all."""
        self._line = line
        self._show()

    def enlarge(self, key: str) -> None:
        """Open the viewer on a photo."""
        show_enlarged(self, self._desk, self.strip.thumbs, key, self._load)

    def _on_found(self, found: Sequence[Attached]) -> None:
        if found and (found[0].attachment.owner_kind, found[0].attachment.owner) != self._asked:
            return
        self._found = found
        for one in found:
            if one.is_here and one.attachment.id not in self._images:
                self._desk.read(self, _small, one.attachment.id, done=self._on_small)
        self._show()

    def _on_small(self, came: tuple[str, QImage | None]) -> None:
        key, image = came
        if image is not None:
            self._images[key] = image
            self._show()

    def _show(self) -> None:
        mine = [one for one in self._found if self._line in {None, one.attachment.line} and self._is_meant(one)]
        self.strip.show_thumbs([self._thumb(one) for one in mine])
        self.setVisible(bool(mine))
        lacking = sum(not one.is_here for one in mine)
        waiting = sum(one.is_waiting for one in mine)
        notes = [f"{len(mine)} {self._unit}"]
        notes += [f"{lacking} {self._unit}还在路上"] if lacking else []
        notes += [f"{waiting} {self._unit}待上传"] if waiting else []
        self._note.setText("，".join(notes) + "　Enter 放大")

    def _is_meant(self, one: Attached) -> bool:
        return self._only is None or one.attachment.id in self._only

    def _thumb(self, one: Attached) -> Thumb:
        known = one.attachment
        title = "　".join(part for part in (self._names.get(known.line, ""), known.name, known.person) if part)
        image = self._images.get(known.id)
        return Thumb(known.id, title, image, "" if image else ON_THE_WAY if not one.is_here else "")

    def _load(self, key: str, hand: Callable[[bytes | None], object]) -> None:
        self._desk.read(self, store.content, key, done=hand)


def show_enlarged(
    owner: QWidget,
    desk: Desk,
    thumbs: Sequence[Thumb],
    key: str,
    load: Callable[[str, Callable[[bytes | None], object]], object],
) -> None:
    """Open the viewer over a window."""
    dialog = PictureDialog(owner, thumbs, key, load, desk.say)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _small(connection: Any, attachment: str) -> tuple[str, QImage | None]:
    """Return a photo as it stands in the row; made on the thread that reads it."""
    content = store.content(connection, attachment)
    return attachment, small(content) if content else None


def small(content: bytes) -> QImage:
    """Return a file as it stands in the row: a photo, or the first page of a PDF; a null image for what is neither."""
    if not content.startswith(_PDF):
        return shown(content, 2 * CELL.width())
    try:
        return next(drawn(content, _FIRST_PAGE, 1, _FIRST_PIXELS), QImage())
    except BROKEN:
        return QImage()
