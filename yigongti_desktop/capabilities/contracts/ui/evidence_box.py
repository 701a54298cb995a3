"""佐证 on the form of a service (FND-38): photos, and the signature of whoever received it, kept while one types."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.attachments.messages import File
from yigongti_desktop.attachments.ui.photo_bar import PhotoBar
from yigongti_desktop.capabilities.contracts.model.evidence import MOST_PHOTOS
from yigongti_desktop.capabilities.contracts.model.evidence import lacking
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.service_files import PHOTO
from yigongti_desktop.capabilities.contracts.model.service_files import SIGNATURE
from yigongti_desktop.capabilities.contracts.ui.pad import Pad
from yigongti_desktop.capabilities.contracts.ui.pad import Stroke
from yigongti_desktop.capabilities.contracts.ui.pad import is_signature
from yigongti_desktop.capabilities.contracts.ui.pad import picture
from yigongti_desktop.capabilities.contracts.ui.task_words import KIND
from yigongti_desktop.capabilities.contracts.ui.task_words import SERVICE_FORM
from yigongti_desktop.capabilities.contracts.ui.words import NAMES
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row

#: Width of the labels of the form, and of the room beside each for its star.
_LABEL, _STAR = 124, 9


class ServicePhotos(PhotoBar):
    """Photos of services; each line of them is of one."""

    closed: ClassVar[str] = "photo_not_asked"
    full: ClassVar[str] = "photos_many"


class EvidenceBox(QWidget):
    """What proves the service that is being written down, but for the cards."""

    #: A photo was put to it or taken out, or something was drawn.
    edited = Signal()

    def __init__(self, desk: Desk, record: str, item: str, asked: Sequence[Evidence]) -> None:
        """Make it, with nothing in it yet.

        Args:
            desk: that keeps the photos.
            record: the service.
            item: what it is called.
            asked: what the item asks for.
        """
        super().__init__()
        self._desk, self._item, self._asked = desk, item, tuple(asked)
        self._had = 0
        self.photos = ServicePhotos(desk, SERVICE_FORM, record, MOST_PHOTOS, key="F4")
        self.pad = Pad()
        self._wipe = KeyButton("重签", "Del", style=LINK)
        self._fault = label("", "error", wrap=True)
        names = "、".join(NAMES[one.value] for one in self._asked)
        said = f"这个项目要有：{names}" if names else "可以附照片，不附也能保存"
        pad_head = label("签字", "second")
        pad_head.setFixedWidth(_LABEL)
        pad_head.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        pad_head.setContentsMargins(0, 0, _STAR, 0)
        self._pad_row = boxed(row(pad_head, self.pad, self._wipe, spacing=10))
        head = row(label("佐证", "card"), label(said, "caption"), None, spacing=10)
        self.setLayout(column(head, self.photos, self._pad_row, self._fault, spacing=8))
        self._pad_row.setVisible(Evidence.SIGNATURE in self._asked)
        self._fault.hide()
        self.photos.show_line(PHOTO, "", may_add=True)
        self.photos.changed.connect(self._on_photos)
        self.pad.drawn.connect(self._on_drawn)
        self._wipe.clicked.connect(self.wipe)

    def begin(self, strokes: Sequence[Stroke], name: str) -> None:
        """Show what was drawn and put here before, and who is to sign."""
        self._name = name
        self.pad.show_strokes(strokes, f"请{name}在这里签字")
        self.photos.resume()
        self._say(())

    def forget(self) -> None:
        """Let all go: it is begun anew."""
        self.photos.forget()

    def wipe(self) -> None:
        """Take away what was signed, here or before it came back."""
        self.photos.forget_line(SIGNATURE)
        self.pad.wipe()

    @property
    def files(self) -> tuple[File, ...]:
        """Return the photos as they will be sent."""
        return self.photos.files_of(PHOTO)

    @property
    def signature(self) -> File | None:
        """Return the picture of the signature: what was drawn, else what came back with a refused act."""
        if is_signature(self.pad.strokes):
            return picture(self.pad.strokes)
        return next(iter(self.photos.files_of(SIGNATURE)), None)

    def check(self) -> bool:
        """Say what is still missing, and whether nothing is; the cards are checked where they are typed."""
        is_signed = is_signature(self.pad.strokes) or bool(self.photos.files_of(SIGNATURE))
        missing = lacking(self._asked, photos=len(self.files), is_signed=is_signed, has_cards=True)
        self._say(missing)
        return not missing and self.photos.check()

    def _say(self, missing: Iterable[Evidence]) -> None:
        lacks = [one.value for one in missing]
        fault = Refused("evidence_missing", item=self._item, lacks=lacks)
        self._fault.setText(self._desk.say(fault, KIND) if lacks else "")
        self._fault.setVisible(bool(lacks))

    def _on_photos(self) -> None:
        if self.photos.files_of(SIGNATURE) and not self.pad.strokes:
            self.pad.show_strokes((), f"{self._name}已签过；要重签，请在这里写")
        if (count := len(self.photos.files)) or self._had:
            self._had = count
            self._changed()

    def _on_drawn(self) -> None:
        self.photos.forget_line(SIGNATURE)
        self._changed()

    def _changed(self) -> None:
        if self._fault.text():
            self.check()
        self.edited.emit()

    #: Who is to sign.
    _name = ""
