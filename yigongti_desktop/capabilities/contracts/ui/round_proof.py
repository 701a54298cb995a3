"""Pictures that prove the services of a sheet (FND-38), put to the row under the cursor: photos, the paper signed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.contracts.model.evidence import MOST_PHOTOS
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.service_files import PHOTO
from yigongti_desktop.capabilities.contracts.model.service_files import SIGNATURE
from yigongti_desktop.capabilities.contracts.store import rounds
from yigongti_desktop.capabilities.contracts.ui.evidence_box import ServicePhotos
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.table import LineView

_WORDS = {PHOTO: "照片", SIGNATURE: "签字的纸"}


class RoundProof(QWidget):
    """The pictures beneath the rows of a sheet; shown on rows whose item asks for any."""

    def __init__(self, desk: Desk, sheet: str, view: LineView) -> None:
        super().__init__()
        self._view = view
        self.photos = ServicePhotos(desk, rounds.SHEET, sheet, MOST_PHOTOS, key="F4")
        self.which = Chips([Chip(key, words) for key, words in _WORDS.items()], title="放哪种照片")
        self._head = boxed(column(label("这一行放", "second"), self.which, None, spacing=4))
        layout = row(self._head, self.photos, spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        view.installEventFilter(self)
        self.which.chosen.connect(lambda _key: self._show())
        self.photos.changed.connect(self._count)
        view.rested.connect(lambda _line: self._show())
        self._show()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep the row in sight when the rows get less room."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._keep_in_sight)
        return False

    def _keep_in_sight(self) -> None:
        self._view.scrollTo(self._view.currentIndex())

    def files(self, line: Line, kind: str) -> tuple[File, ...]:
        """Return the pictures of a row that are of a kind."""
        return self.photos.files_of(_name(line, kind))

    def signature(self, line: Line) -> File | None:
        """Return the photo of the paper that was signed, or None."""
        return next(iter(self.files(line, SIGNATURE)), None)

    def forget(self, line: Line) -> None:
        """Let the pictures of a row go: it has become a service."""
        for kind in _WORDS:
            self.photos.forget_line(_name(line, kind))

    def begin(self) -> None:
        """Show what was put here before."""
        self.photos.resume()
        self._show()

    def _show(self) -> None:
        line = self._view.lines.line(self._view.currentIndex().row())
        kinds = _asked(line)
        self.setVisible(bool(kinds))
        if line is None or not kinds:
            self.photos.show_line("", "", may_add=False)
            return
        self._head.setVisible(len(kinds) > 1)
        kind = self.which.key if self.which.key in kinds else kinds[0]
        has_signature = kind == SIGNATURE and bool(self.files(line, SIGNATURE))
        name = str(line["name"]) if kind == PHOTO else f"{line['name']}　签字的纸"
        self.photos.show_line(_name(line, kind), name, may_add=not has_signature)

    def _count(self) -> None:
        """Write into each row how many pictures it has."""
        for place, line in enumerate(self._view.lines.lines):
            counts = {"photos": len(self.files(line, PHOTO)), "signatures": len(self.files(line, SIGNATURE))}
            if any(line.get(name) != count for name, count in counts.items()):
                self._view.lines.put(place, counts)
        self._show()


def _asked(line: Line | None) -> Sequence[str]:
    asks = line.get("asks", ()) if line is not None else ()
    return [kind for kind in _WORDS if Evidence(kind) in asks]


def _name(line: Line, kind: str) -> str:
    """Return what names the pictures of a row that are of a kind."""
    return f"{line['at']} {kind}"
