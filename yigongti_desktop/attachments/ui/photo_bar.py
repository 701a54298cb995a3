"""Photos put to the line under the cursor before it is sent: from files, from the clipboard, dropped; taken out again.

Each is kept on this machine as soon as it is there, so that a crash or a power cut costs none.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QEvent
from PySide6.QtCore import QMimeData
from PySide6.QtCore import QObject
from PySide6.QtCore import QStandardPaths
from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtGui import QDropEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QWidget

from yigongti_desktop.attachments import store
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.attachments.model.attachment import digest_of
from yigongti_desktop.attachments.ui.strip import show_enlarged
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit import pictures
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.pictures import Picture
from yigongti_desktop.kit.thumbs import CELL
from yigongti_desktop.kit.thumbs import Thumb
from yigongti_desktop.kit.thumbs import ThumbStrip

_FILES = "照片 (*.jpg *.jpeg *.png *.bmp *.webp *.gif *.heic)"
_PASTED = "剪贴板照片"
#: What came of each file that was chosen: a photo, or why it is none.
Came = list[Picture | Fault]


class PhotoBar(QFrame):
    """Photos of the lines of one sheet; it shows those of the line under the cursor."""

    #: How many photos a line has, or which lines have any, is another than before.
    changed = Signal()

    #: What is refused where no photo may be put now, and where there are as many as may be.
    closed: ClassVar[str] = "photo_no_difference"
    full: ClassVar[str] = "photos_full"

    def __init__(
        self, desk: Desk, form: str, record: str, most: int, parent: QWidget | None = None, *, key: str = "F9"
    ) -> None:
        """Make it, with no line yet.

        Args:
            desk: that keeps the photos.
            form: under what they are kept.
            record: for which the form was opened.
            most: photos of one line.
            parent: of the widget.
            key: that asks for files.
        """
        super().__init__(parent)
        self.setObjectName("card")
        self._desk, self._form, self._record, self._most = desk, form, record, most
        self._files: dict[str, File] = {}
        self._images: dict[str, QImage] = {}
        self._line, self._may_add, self._is_resumed = "", False, False
        #: Files that are still being made small.
        self._busy = 0
        self._head, self._note = label("照片", "name"), label("", "caption")
        self._fault = label("", "error", wrap=True)
        self.strip = ThumbStrip("照片", may_remove=True)
        self._key = key
        self._add = KeyButton("加照片", key, icon="plus")
        self._paste = KeyButton("粘贴", "Ctrl+V", style=LINK)
        self._remove = KeyButton("删去", "Del", style=LINK)
        self._add.clicked.connect(self.choose_files)
        self._paste.clicked.connect(self.paste)
        self._remove.clicked.connect(lambda: self.remove(self.strip.current))
        self.strip.opened.connect(self.enlarge)
        self.strip.removed.connect(self.remove)
        self._body = boxed(row(self.strip))
        head = row(self._head, self._note, None, self._remove, self._paste, self._add, spacing=10)
        self.setLayout(column(head, self._body, self._fault, spacing=4, margins=(16, 6, 12, 6)))
        self._fault.hide()
        self.hide()

    def serve(self, sheet: QWidget, *, pastes: bool = True) -> None:
        """Take keys and what is dropped anywhere on a sheet; what is pasted only where nothing else takes it."""
        on_key(sheet, self._key, self.choose_files)
        if pastes:
            on_key(sheet, "Ctrl+V", self.paste)
        sheet.setAcceptDrops(True)
        sheet.installEventFilter(self)

    def resume(self) -> None:
        """Show what was put here before and not sent; once, since what is forgotten does not come back."""
        if self._desk.actor is not None and not self._is_resumed:
            self._is_resumed = True
            key = (self._form, self._desk.actor.account, self._record)
            self._desk.read(self, store.kept_files, *key, done=self._on_kept)

    def forget(self) -> None:
        """Let all go: it was sent, or is begun anew; the draft takes what was kept along."""
        self._files.clear()
        self._show()
        self.changed.emit()

    @property
    def files(self) -> tuple[File, ...]:
        """Return the photos of all lines as they will be sent."""
        return tuple(self._files.values())

    def files_of(self, line: str) -> tuple[File, ...]:
        """Return the photos of a line as they will be sent."""
        return tuple(file for file in self._files.values() if file.line == line)

    def forget_line(self, line: str) -> None:
        """Let the photos of a line go: it was sent by itself."""
        for key in [key for key, file in self._files.items() if file.line == line]:
            self.remove(key)

    def count(self, line: str) -> int:
        """Return how many photos a line has."""
        return sum(file.line == line for file in self._files.values())

    def check(self) -> bool:
        """Say whether the photos can be sent as they are; one that is still being made small would be left behind."""
        if self._busy:
            self.say(Refused("photos_busy"))
        return not self._busy

    def show_line(self, line: str, name: str, *, may_add: bool) -> None:
        """Show the photos of a line, by what names it and what people call it."""
        if line != self._line:
            self._say("")
        self._line, self._may_add = line, may_add
        self._head.setText(f"{name}　照片" if name else "照片")
        self._show()

    def say(self, fault: Fault) -> None:
        """Say what is wrong with the photos of this line."""
        self._say(self._desk.say(fault))

    def choose_files(self) -> None:
        """Ask for files, and put them to the line."""
        if not self._has_room():
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        chosen, _ = QFileDialog.getOpenFileNames(self.window(), "选照片", folder, _FILES)
        self.add([Path(one) for one in chosen])

    def paste(self) -> None:
        """Put what was copied to the line: files, or a picture itself."""
        self._take(QGuiApplication.clipboard().mimeData())

    def add(self, paths: Sequence[Path]) -> None:
        """Put files to the line; each that is no photo is named, the others are taken."""
        if paths and self._has_room():
            self._prepare(partial(_read, tuple(paths)))

    def remove(self, key: str) -> None:
        """Take a photo out again."""
        if self._files.pop(key, None) is None or self._desk.actor is None:
            return
        its = (self._form, self._desk.actor.account, self._record, key)
        self._desk.write(self, store.drop_file, *its)
        self._say("")
        self._show()
        self.changed.emit()

    def enlarge(self, key: str) -> None:
        """Open the viewer on a photo."""
        show_enlarged(self, self._desk, self.strip.thumbs, key, lambda one, hand: hand(self._files[one].content))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take files that are dropped on the sheet."""
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            if event.mimeData().hasUrls() or event.mimeData().hasImage():
                event.acceptProposedAction()
                return True
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self._take(event.mimeData())
            return True
        return False

    def _take(self, data: QMimeData) -> None:
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if not self._has_room():
            return
        if paths:
            self.add(paths)
        elif data.hasImage():
            self._prepare(partial(_of_image, QImage(data.imageData())))
        else:
            self.say(Refused("picture_missing"))

    def _has_room(self) -> bool:
        if not self._may_add:
            self.say(Refused(self.closed))
        elif self.count(self._line) >= self._most:
            self.say(Refused(self.full, most=self._most))
        else:
            return True
        return False

    def _prepare(self, work: Callable[[], Came]) -> None:
        self._say("")
        self._busy += 1
        line = self._line
        self._desk.work(self, work, lambda came: self._on_prepared(line, came))

    def _on_prepared(self, line: str, came: Came) -> None:
        actor = self._desk.actor
        self._busy -= 1
        for one in came:
            if isinstance(one, Fault):
                self.say(one)
            elif self.count(line) >= self._most:
                self.say(Refused(self.full, most=self._most))
            elif actor is not None:
                file = File(line=line, media_type=one.media_type, name=one.name, content=one.content)
                key = digest_of(line.encode() + file.content)  # the same photo once more is the same
                its = (self._form, actor.account, self._record, key, file, self._desk.now())
                self._desk.write(self, store.keep_file, *its)
                self._put(key, file)
                self.strip.choose(key)
        self.changed.emit()

    def _on_kept(self, kept: dict[str, File]) -> None:
        for key, file in kept.items():
            self._put(key, file)
        self.changed.emit()

    def _put(self, key: str, file: File) -> None:
        self._files[key] = file
        self._images[key] = pictures.shown(file.content, 2 * CELL.width())
        self._show()

    def _show(self) -> None:
        mine = {key: file for key, file in self._files.items() if file.line == self._line}
        self.strip.show_thumbs([Thumb(key, file.name, self._images[key]) for key, file in mine.items()])
        self._body.setVisible(bool(mine))
        self._remove.setVisible(bool(mine))
        is_full = len(mine) >= self._most
        self._add.setEnabled(self._may_add and not is_full)
        self._paste.setVisible(self._may_add and not is_full)
        some = f"{len(mine)} 张，最多 {self._most} 张" if mine else f"可以拖进来，最多 {self._most} 张"
        self._note.setText(some)
        self.setVisible(bool(self._line) and (self._may_add or bool(mine) or bool(self._fault.text())))

    def _say(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        self._show()


def _read(paths: tuple[Path, ...]) -> Came:
    found: Came = []
    for path in paths:
        try:
            found.append(pictures.read_file(path))
        except Fault as fault:
            found.append(fault)
    return found


def _of_image(image: QImage) -> Came:
    try:
        return [pictures.from_image(image, _PASTED)]
    except Fault as fault:
        return [fault]
