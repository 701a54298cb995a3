"""读班表: a roster that was kept in Excel is read in the grid's place, and its lines go into the draft."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFileDialog

from yigongti_desktop.capabilities.staffing.model.reading.names import Known
from yigongti_desktop.capabilities.staffing.model.reading.roster import Reading
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.capabilities.staffing.model.reading.roster import taken
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.ui.import_roster import RosterImportView
from yigongti_desktop.capabilities.staffing.ui.leave_seen import LeaveOffer
from yigongti_desktop.capabilities.staffing.ui.roster_host import Host
from yigongti_desktop.capabilities.staffing.ui.roster_room import RosterRoom
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.page import Page

_FILES = "表格 (*.xlsx *.csv)"


class Importing:
    """The work of taking a sheet into the draft in sight."""

    def __init__(self, page: Page, host: Host, room: RosterRoom) -> None:
        self._page, self._host, self._room = page, host, room
        self.view: RosterImportView | None = None
        self._leave = LeaveOffer(host)

    @property
    def may(self) -> bool:
        """Say whether there is a draft to take a sheet into."""
        opened, board = self._host.opened, self._host.board
        is_draft = opened is not None and opened.roster is not None and opened.roster.state is State.DRAFT
        return is_draft and board is not None and board.is_open and self.view is None

    def ask(self) -> None:
        """Ask for the file."""
        if self.may:
            chosen, _ = QFileDialog.getOpenFileName(self._page.window(), "读班表", "", _FILES)
            if chosen:
                self.begin(Path(chosen))

    def begin(self, file: Path) -> None:
        """Look at a file in the grid's place."""
        board = self._host.board
        if board is None or not self.may:
            return
        month = board.ground.asked.month
        people = tuple(
            Known(
                id=one.id,
                name=one.staff.name,
                department=place.department if (place := one.staff.place_on(month.first)) else "",
                profession=one.staff.profession,
            )
            for one in board.people
        )
        self._page.banner.clear()
        self.view = view = RosterImportView(
            self._page.desk, file, Wanted(month.first, month.days, people, board.ground.asked.duties)
        )
        view.wanted.connect(self._take)
        view.failed.connect(self._fail)
        on_key(view, "Esc", self.end)
        back = KeyButton("返回班表", "Esc", style=LINK)
        back.clicked.connect(self.end)
        self._let_keys(on=False)
        self._page.body.addWidget(view, 1)
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        view.show()
        view.setFocus()
        self._room.hide()
        self._page.set_buttons(back, view.propose_button, view.import_button)

    def end(self) -> None:
        """Come back to the grid."""
        view, self.view = self.view, None
        if view is None:
            return
        self._let_keys(on=True)
        self._page.body.removeWidget(view)
        view.hide()
        view.deleteLater()
        self._room.show()
        self._host.show_head()
        self._host.first_focus()
        self._host.reload()

    def _let_keys(self, *, on: bool) -> None:
        """Let the keys of the page act, or leave them to the sheet that is read."""
        for one in self._page.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
            one.setEnabled(on)

    def _fail(self, fault: Fault) -> None:
        self._page.banner.say("这份表没有读成", self._page.desk.say(fault))
        if self.view is not None and self.view.reading is None:
            self.end()

    def _take(self, reading: Reading) -> None:
        """Put the lines into the draft as one step, and save it."""
        board, keeping = self._host.board, self._host.keeping
        lines = taken(reading)
        self.end()
        if board is None or keeping is None:
            return
        places = {person.id: place for place, person in enumerate(board.people)}
        shift = (reading.first - board.ground.asked.month.first).days
        cells = {
            (places[line.person], place + shift): code
            for line in lines
            for place, code in enumerate(line.codes)
            if code is not None
        }
        count = board.write(cells)
        keeping.save()
        self._page.wants_toast.emit("班表已读入", f"{len(lines)} 人，{count} 格，可以撤销", None)
        self._leave.offer(reading.leave, {one.id: one.staff.name for one in board.people})
