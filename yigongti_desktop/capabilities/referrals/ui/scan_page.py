"""扫码收单: the patient's paper is scanned or photographed, and the case is here, proven, before any line."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtCore import QMimeData
from PySide6.QtCore import QObject
from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtGui import QDropEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from yigongti_desktop.capabilities.referrals.exchange.reading import Reading
from yigongti_desktop.capabilities.referrals.messages.paper import PresentCode
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.service.roles import CLINIC
from yigongti_desktop.capabilities.referrals.store import cases as store
from yigongti_desktop.capabilities.referrals.ui import fhir_in
from yigongti_desktop.capabilities.referrals.ui.panel import show_case
from yigongti_desktop.capabilities.referrals.ui.scan_field import ScanField
from yigongti_desktop.capabilities.referrals.ui.scan_files import LOOKING
from yigongti_desktop.capabilities.referrals.ui.scan_files import Scan
from yigongti_desktop.capabilities.referrals.ui.scan_files import not_all
from yigongti_desktop.capabilities.referrals.ui.scan_files import of_file
from yigongti_desktop.capabilities.referrals.ui.scan_files import of_image
from yigongti_desktop.capabilities.referrals.ui.scan_files import outcome
from yigongti_desktop.documents.code_reading import Codes
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.labels import set_role
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.panel import WIDTH
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.store import Seat

_FILES = "单子的照片、PDF 或 FHIR 文件 (*.json *.xml *.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff *.pdf)"
_GO_ON = Act(name="go_on", text="去办理", key="F7", icon="arrow-right", style=PRIMARY)
_READY = "扫到的患者马上出现在右边，没有网也能收。"


_COLUMNS = (
    Column[Scan](title="时间", text=lambda scan: f"{local(scan.at):%H:%M}", width=70),
    Column[Scan](title="患者", text=lambda scan: scan.who, width=110, is_jump=True),
    Column[Scan](title="结果", text=lambda scan: scan.what, width=240, stretch=1),
)


class ScanPage(Page):
    """The scanner at the left with what it has read, the case at the right."""

    topics = frozenset({"referrals", "trail"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "扫码收单")
        self._scans: list[Scan] = []
        self._record = ""
        self._reading: Reading | None = None
        self.field = ScanField()
        self.said = label(_READY, "second", wrap=True)
        self._choose = KeyButton("选文件", "F9", icon="import")
        self._paste = KeyButton("粘贴图片", "Ctrl+V", style=LINK)
        self.table = RecordTable(_COLUMNS, keys=(), unit="张")
        self.table.empty.say("还没有扫过", "扫描枪、照片、PDF 都行，也可以把文件拖进来。", icon="clipboard")
        self.panel = Panel("扫一张单子，这里显示患者")
        self._build()
        self.field.came.connect(self._on_code)
        self.field.failed.connect(self._on_fault)
        self.field.given.connect(self._take)
        self._choose.clicked.connect(self.choose_file)
        self._paste.clicked.connect(self.paste)
        self.table.view.rested.connect(self._on_rested)
        self.table.view.opened.connect(lambda _scan: self._go_on())
        self.panel.acted.connect(lambda _act: self._go_on())
        self.panel.left.connect(self._on_left)
        on_key(self, "F9", self.choose_file)
        on_key(self, "Ctrl+V", self.paste)
        self.setAcceptDrops(True)
        self.installEventFilter(self)
        self.table.show_rows([])
        self.panel.show_nothing()
        self._seat: Seat | None = None
        if desk.actor is not None:
            desk.read(self, registry.seat, desk.actor.institution, day(desk.now()), done=self._sit)

    def _sit(self, seat: Seat) -> None:
        self._seat = seat

    def first_focus(self) -> None:
        """Put the cursor where the scanner types."""
        self.field.setFocus()

    def reload(self) -> None:
        """Read the case in sight again."""
        if self._record and self._reading is None:
            self._show(self._record)

    def set_compact(self, compact: bool) -> None:
        """Put the case over the list where there is no room."""
        super().set_compact(compact)
        self._beside.set_narrow(compact)

    def choose_file(self) -> None:
        """Ask for pictures or PDFs of papers, or for files of another house."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        chosen, _ = QFileDialog.getOpenFileNames(self.window(), "选单子的照片、PDF 或 FHIR 文件", folder, _FILES)
        self.read_files([Path(one) for one in chosen])

    def read_files(self, paths: Sequence[Path]) -> None:
        """Read one file after another; of several each that cannot be read is told by its name."""
        for path in paths:
            self.read_file(path, path.name if len(paths) > 1 else "")

    def read_file(self, path: Path, name: str = "") -> None:
        """Read the codes off a picture, or the cases of a file of another house; a fault is told of the name."""
        if path.suffix.lower() in fhir_in.SUFFIXES:
            read = partial(fhir_in.read_file, path, day(self.desk.now()))
            self.desk.work(self, read, self._on_readings, partial(self._on_fault, name=name))
        else:
            self._decode(partial(of_file, path), name)

    def paste(self) -> None:
        """Read what was copied: a picture, a file, or the code itself."""
        self._take(QGuiApplication.clipboard().mimeData())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take files that are dropped on the page."""
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            if event.mimeData().hasUrls() or event.mimeData().hasImage():
                event.acceptProposedAction()
                return True
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self._take(event.mimeData())
            return True
        return False

    def _build(self) -> None:
        frame, inside = card()
        line = row(self.field, self._paste, self._choose, spacing=10)
        line.setStretch(0, 1)
        inside.addLayout(column(line, self.said, spacing=8, margins=(16, 14, 16, 12)))
        left = column(frame, self.table, spacing=10)
        left.setStretch(1, 1)
        self._beside = Beside(boxed(left), self.panel, WIDTH)
        self.body.addWidget(self._beside, 1)

    def _take(self, data: QMimeData) -> None:
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.read_files(paths)
        elif data.hasImage():
            self._decode(partial(of_image, QImage(data.imageData())))
        elif data.hasText():
            self.field.take([data.text()])
        else:
            self._on_fault(Refused("code_no_picture"))

    def _decode(self, work: Callable[[], Codes], name: str = "") -> None:
        self._say(LOOKING, "second")
        done, failed = partial(self._on_looked, name), partial(self._on_fault, name=name)
        self.desk.work(self, partial(outcome, work), done, failed)

    def _on_looked(self, name: str, codes: Codes | Exception) -> None:
        self._say(_READY, "second")
        if isinstance(codes, Exception):
            raise codes
        self.field.take(codes.texts)
        if not codes.is_all:  # stays in the list, beside what was found
            self._note(Scan(at=self.desk.now(), who="没有看完", what=_of(name, not_all(codes.looked))))

    def _on_code(self, code: bytes) -> None:
        self.desk.do(self, PresentCode(code=code), self._on_received, self._on_fault)

    def _on_received(self, referral: Referral) -> None:
        patient = referral.slip.patient.name
        what = "已收下，待上传" if referral.carried else "已在本机，核对无误"
        self._note(Scan(at=self.desk.now(), who=patient, what=what, record=referral.id))
        self._say(f"{patient}　{referral.number}　{what}", "ok")

    def _on_fault(self, fault: Fault, name: str = "") -> None:
        sentence = _of(name, self.desk.say(fault))
        if fault.code == "paper_part" and "beside" not in fault.facts:  # the others are about to be scanned
            self._say(sentence, "second")
            return
        self._note(Scan(at=self.desk.now(), who="没有收", what=sentence))
        self._say(sentence, "error")

    def _show_nobody(self) -> None:
        self._record, self._reading = "", None
        self.panel.show_nothing()

    def _on_readings(self, readings: list[Reading]) -> None:
        scans = fhir_in.scanned(readings, self.desk)
        self._show_first(*(Scan(at=self.desk.now(), who=who, what=what, reading=one) for who, what, one in scans))
        self._say(*fhir_in.summed(readings))

    def _open_reading(self, reading: Reading) -> None:
        self._reading = reading
        self._record = str(reading.facts["id"])
        self.desk.read(self, store.opened, self._record, done=partial(self._on_looked_up, reading))

    def _on_looked_up(self, reading: Reading, opened: store.Opened | None) -> None:
        if self._reading is not reading:
            return
        if opened is not None:  # the case itself is here, and newer than any file
            self._reading = None
            self._on_opened(opened)
            return
        fhir_in.show_reading(self.panel, reading, self.desk)
        self.panel.show_acts([fhir_in.FILL] if self._may_fill() else [])
        self._beside.open_side(True)

    def _may_fill(self) -> bool:
        actor = self.desk.actor
        return actor is not None and actor.may(CLINIC) and self._seat is not None and not self._seat.is_lead

    def _fill(self, reading: Reading) -> None:
        fhir_in.fill(self.desk, self, reading, lambda _: self.wants_page.emit("referrals", "filled"), self._say_fault)

    def _say_fault(self, fault: Fault) -> None:
        self._say(self.desk.say(fault), "error")

    def _note(self, scan: Scan) -> None:
        self._show_first(scan)
        self.first_focus()

    def _show_first(self, *scans: Scan) -> None:
        """Show what has just come above all else, the bar on the first of it: what stands beside the list is that."""
        self._scans = [*scans, *self._scans]
        self.table.show_rows(self._scans, keep=lambda scan, _former: scan is self._scans[0])

    def _say(self, words: str, role: str) -> None:
        self.said.setText(words)
        set_role(self.said, role)

    def _show(self, record: str) -> None:
        self._record, self._reading = record, None
        self.desk.read(self, store.opened, record, done=self._on_opened)

    def _on_opened(self, opened: store.Opened | None) -> None:
        if opened is None or opened.referral.id != self._record or self.desk.actor is None:
            return
        show_case(self.panel, opened, self.desk, self.desk.actor.institution)
        self.panel.show_acts([_GO_ON])
        self._beside.open_side(True)

    def _on_rested(self, scan: Any) -> None:
        if isinstance(scan, Scan) and scan.reading is not None:
            self._open_reading(scan.reading)
        elif isinstance(scan, Scan) and scan.record:
            self._show(scan.record)
        elif isinstance(scan, Scan):  # nothing came of it: nobody else is shown beside it
            self._show_nobody()

    def _on_left(self) -> None:
        self._beside.open_side(False)
        self.first_focus()

    def _go_on(self) -> None:
        if self._reading is not None:
            self._fill(self._reading)
        elif self._record:
            self.wants_page.emit("referrals", self._record)


def _of(name: str, sentence: str) -> str:
    return f"{name}：{sentence}" if name else sentence
