"""资料 of a case in the panel: photos and PDFs of both sides, what is still on the way, and a key to add more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog
from PySide6.QtWidgets import QWidget

from yigongti_desktop.attachments.messages import File
from yigongti_desktop.attachments.ui.strip import RecordPhotos
from yigongti_desktop.capabilities.referrals.messages.files import AttachFile
from yigongti_desktop.capabilities.referrals.model.case_files import CASE_FILES
from yigongti_desktop.capabilities.referrals.model.case_files import MOST_BYTES
from yigongti_desktop.capabilities.referrals.model.case_files import PDF
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit import pictures
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.papers import hand_out
from yigongti_desktop.kit.pdf_pages import can_show

_FILES = "照片或 PDF (*.jpg *.jpeg *.png *.bmp *.webp *.heic *.pdf)"
_HEAD = b"%PDF-"
_EDGE = 16


class CaseFiles(QWidget):
    """The files of the case in the panel."""

    def __init__(self, desk: Desk, page: ListPage[Any]) -> None:
        super().__init__()
        self._desk, self._page = desk, page
        self._case: Referral | None = None
        self.files = _Files(desk, page)
        self.fault = label("", "error", wrap=True)
        self._add = KeyButton("附资料", "F4", icon="plus", style=LINK)
        self._add.clicked.connect(self.choose_files)
        self._kinds = label("照片、心电图 PDF", "caption")
        head = row(self._add, self._kinds, None, spacing=8)
        self.setLayout(column(self.files, head, self.fault, spacing=4, margins=(_EDGE, 6, _EDGE, 4)))
        self.fault.hide()
        on_key(page, "F4", self.choose_files)

    def show_case(self, referral: Referral) -> None:
        """Show the files of a case, and whether this desk may add to them."""
        if self._case is None or self._case.id != referral.id:
            self._say("")
        self._case = referral
        self.files.show_record(CASE_FILES.kind, referral.id, {})
        for widget in (self._add, self._kinds):
            widget.setVisible(self._may_add)

    def choose_files(self) -> None:
        """Ask for files, and put them to the case under the cursor."""
        if not self._may_add or not self._is_meant:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        chosen, _ = QFileDialog.getOpenFileNames(self.window(), "选照片或 PDF", folder, _FILES)
        self.add([Path(one) for one in chosen])

    def add(self, paths: Sequence[Path]) -> None:
        """Put files to the case; each that cannot be is named, the others are taken."""
        if paths and self._case is not None:
            self._say("")
            self._desk.work(self, partial(_read, tuple(paths)), partial(self._on_read, self._case))

    @property
    def _may_add(self) -> bool:
        case, actor = self._case, self._desk.actor
        if case is None or actor is None or not actor.may(CASE_FILES.roles):
            return False
        is_open = case.state not in ENDED and case.state is not State.DRAFT
        return is_open and actor.institution in {case.origin, case.target}

    @property
    def _is_meant(self) -> bool:
        """Say whether the case is the one under the cursor, and nothing is being written."""
        current = self._page.current if self._page.work is None else None
        return self._case is not None and current is not None and self._page.record_id(current) == self._case.id

    def _on_read(self, case: Referral, came: list[File | Fault]) -> None:
        self._report(case, came)
        commands = [AttachFile(referral=case.id, file=one) for one in came if isinstance(one, File)]
        if commands:
            self._desk.do_each(self, commands, partial(self._on_added, case))

    def _on_added(self, case: Referral, answers: list[object]) -> None:
        self._report(case, answers)
        if self._case is not None:
            self.files.show_record(CASE_FILES.kind, self._case.id, {})

    def _report(self, case: Referral, answers: Sequence[object]) -> None:
        """Say what could not be put to a case: beside it, or above all where another is shown meanwhile."""
        said = "\n".join(self._desk.say(one) for one in answers if isinstance(one, Fault))
        if said and self._case is not None and self._case.id == case.id:
            self._say("\n".join(one for one in (self.fault.text(), said) if one))
        elif said:
            self._page.banner.say(f"{case.slip.patient.name}的资料没有附上", said)

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))


class _Files(RecordPhotos):
    """Photos and PDFs in one row: a photo is enlarged, a PDF is shown page by page, printed or saved."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, name="资料", unit="份")
        self._page = page

    def enlarge(self, key: str) -> None:
        """Open a file."""
        chosen = next((one.attachment for one in self._found if one.attachment.id == key), None)
        if chosen is not None and chosen.media_type == PDF:
            self._load(key, partial(self._on_pdf, chosen.name))
        else:
            super().enlarge(key)

    def _on_pdf(self, name: str, content: bytes | None) -> None:
        if content is None:
            self._page.show_fault(Refused("file_on_the_way", name=name))
            return

        def checked(is_fit: bool) -> None:
            if is_fit:
                hand_out(self._page, content, name)
            else:
                self._page.show_fault(Refused("file_pdf_damaged", name=name))

        self._desk.work(self, partial(can_show, content), checked)


def _read(paths: tuple[Path, ...]) -> list[File | Fault]:
    found: list[File | Fault] = []
    for path in paths:
        try:
            found.append(_file(path))
        except Fault as fault:
            found.append(fault)
        except MemoryError:  # the others may fit
            found.append(Refused("picture_unreadable", name=path.name))
    return found


def _file(path: Path) -> File:
    """Return a file as it will be sent: a photo made small, a PDF as it is, if it is one that can be shown.

    Raises:
        Refused: file_pdf_heavy, file_pdf_damaged, or what `pictures.read_file` says.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEAD))
            content = head + file.read(MOST_BYTES) if head == _HEAD else b""
    except OSError:
        raise Refused("picture_unreadable", name=path.name) from None
    if not content:
        photo = pictures.read_file(path)
        return File(media_type=photo.media_type, name=photo.name, content=photo.content)
    if len(content) > MOST_BYTES:
        raise Refused("file_pdf_heavy", name=path.name, most=MOST_BYTES // 1024)
    if not can_show(content):
        raise Refused("file_pdf_damaged", name=path.name)
    return File(media_type=PDF, name=path.name[-100:], content=content)
