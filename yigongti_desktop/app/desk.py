"""The desk with its window: show the log-in first, open the data behind it, then set out the pages.

What is heavy is imported on a thread of its own while the person already sees where to type.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from typing import Any

from PySide6.QtCore import QLibraryInfo
from PySide6.QtCore import QLocale
from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtCore import QTranslator
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit import theme
from yigongti_desktop.kit.tasks import Tasks
from yigongti_desktop.shell.gate import GateRoom
from yigongti_desktop.shell.login import LoginView
from yigongti_desktop.shell.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from yigongti_desktop.app.log_in import Session
    from yigongti_desktop.app.workbench import Workbench
    from yigongti_desktop.kernel.clock import Clock
    from yigongti_desktop.kit.desk import Desk
    from yigongti_desktop.shell.first_run import EnrolView
    from yigongti_desktop.shell.first_run import PassphraseView
    from yigongti_desktop.shell.login import LockView
    from yigongti_desktop.shell.statusline import StatusLine
    from yigongti_desktop.shell.workplace import Workplace
    from yigongti_desktop.storage.vault import Vault

log = logging.getLogger(__name__)
_SYNC_MILLISECONDS = 120_000
_AFTER_SAVE_MILLISECONDS = 2_000
_COUNT_MILLISECONDS = 30_000
_UNSEEN_MILLISECONDS = 2_000
_IDLE_MINUTES = 5
_BACKUP_HOURS = 20


class DeskWindow(QObject):
    """Leads a person from the gate to the desk and back."""

    #: The people of this desk are on the list, and it can be logged in.
    ready = Signal()
    #: Somebody has logged in and the first page is set out.
    entered = Signal()

    def __init__(self, home: Path, words: Callable[[], str] | None = None, *, clock: Clock | None = None) -> None:
        super().__init__()
        self._home = home
        self._clock = clock
        self.window = Window()
        self.login = LoginView()
        self._opening = Tasks("opening", self)
        self.desk: Desk | None = None
        self.bench: Workbench | None = None
        self.session: Session | None = None
        self.workplace: Workplace | None = None
        self._gate_status: StatusLine | None = None
        self._passphrase: PassphraseView | None = None
        self._enrol: EnrolView | None = None
        self._lock: LockView | None = None
        self._words = words
        self._after_save = QTimer(self, interval=_AFTER_SAVE_MILLISECONDS, singleShot=True)
        self._regular = QTimer(self, interval=_SYNC_MILLISECONDS)
        self._counting = QTimer(self, interval=_COUNT_MILLISECONDS)
        self._unseen = QTimer(self, interval=_UNSEEN_MILLISECONDS, singleShot=True)
        self._has_begun = False
        self._unseen.timeout.connect(self._begin)
        self.window.painted.connect(self._begin)
        self.login.submitted.connect(self._log_in)
        self.window.closing.connect(self._leave)
        self.window.idle.connect(self.lock)
        self.gate = GateRoom()
        self.gate.narrowed.connect(self._fit_gate)
        self._gate_layout = QVBoxLayout(self.gate)
        self._gate_layout.setContentsMargins(0, 0, 0, 0)
        self._gate_layout.setSpacing(0)
        self._show_gate(self.login)
        self.login.set_people([], lambda _person: "")
        self.login.say_note("正在打开本机数据", offline=False)

    def open(self) -> None:
        """Show the window, and open the data as soon as it is painted."""
        self._unseen.start()
        self.window.show()
        self.login.first_focus()

    def close(self) -> None:
        """End threads and let the data go."""
        for timer in (self._after_save, self._regular, self._counting, self._unseen):
            timer.stop()
        self.window.watch_idle(0)
        self._opening.close(finish=True)
        if self.desk is not None:
            self.desk.close()
            self.desk = None

    def lock(self) -> None:
        """Hide everything of any patient; what is being written is kept."""
        if self.session is None or self.workplace is None or self.desk is None:
            return
        from yigongti_desktop.kernel.clock import local
        from yigongti_desktop.shell.login import LockView

        if self.window.view is not self.workplace:
            return
        self.window.close_dialogs()
        kept = self.workplace.unsaved()
        if self._lock is None:
            self._lock = LockView()
            self._lock.submitted.connect(self._unlock)
            self._lock.left.connect(self._change_person)
        since = f"{local(self.desk.now()):%H:%M} 起"
        self._lock.place.setText(self._institution)
        words = f"没写完的{kept}已存成草稿，解锁后接着写" if kept else ""
        self.desk.note("lock")
        self._show_gate(self._lock)
        self._lock.show_person(
            self.session.actor.name, f"{self.session.department}　{self.session.title}".strip("　"), since, words
        )

    def say_bug(self, title: str, words: str) -> None:
        """Say that something went wrong that should not have, wherever the person is."""
        page = self.workplace.current if self.workplace is not None else None
        if page is not None and self.window.view is self.workplace:
            page.banner.say(title, words)
        elif self._lock is not None and self._lock.isVisible():
            self._lock.say_fault(f"{title}。{words}")
        else:
            self.login.say_fault(f"{title}。{words}")

    # opening

    def _begin(self) -> None:
        """Open the data when the window is seen; one that was started as an icon is not waited for."""
        if self._has_begun:
            return
        self._has_begun = True
        self._unseen.stop()
        gc.enable()
        speak_chinese()
        theme.load_fonts()
        self._open_data()

    def _open_data(self) -> None:
        self._opening.ask(self, self._try_open, self._opened, self._not_opened)

    def _try_open(self) -> Workbench | None:
        from yigongti_desktop.storage.home import Home

        home = Home(self._home)
        if not home.vault.exists():
            return None
        # First the keys, then what works with the data: the memory that a passphrase is stretched in is free again.
        vault = None if home.is_restoring else self._open_vault(home.vault)
        from yigongti_desktop.app.workbench import open_home

        return open_home(home, lambda path: vault or self._open_vault(path), clock=self._clock)

    def _open_vault(self, path: Path) -> Vault:
        from yigongti_desktop.app.unlocking import give_back
        from yigongti_desktop.app.unlocking import open_with_keyring
        from yigongti_desktop.app.unlocking import unlock

        if self._words is not None:
            vault = unlock(path, self._words)
            give_back(vault)
            return vault
        told = os.environ.get("YIGONGTI_PASSPHRASE")
        return unlock(path, lambda: told) if told else open_with_keyring(path)

    def _opened(self, bench: Workbench | None) -> None:
        if bench is None:
            self._begin_first_run()
            return
        self.bench = bench
        self._wire()
        if not bench.is_enrolled:
            self._begin_first_run()
            return
        self._to_login()

    def _not_opened(self, fault: Fault) -> None:
        from yigongti_desktop.app.words import say

        if fault.code in {"vault_locked", "passphrase_wrong"} or fault.code.startswith("keyring"):
            self._ask_passphrase(fault)
            return
        log.error("the data could not be opened: %s", fault.code)
        self.login.say_note("", offline=False)
        self.login.say_fault(say(fault))

    def _ask_passphrase(self, fault: Fault) -> None:
        from yigongti_desktop.app.words import say
        from yigongti_desktop.shell.first_run import PassphraseView

        if self._passphrase is None:
            self._passphrase = PassphraseView()
            self._passphrase.submitted.connect(self._on_passphrase)
        wrong = fault.code == "passphrase_wrong"
        if not wrong:
            self._passphrase.ask_old("" if fault.code in {"vault_locked", "keyring_missing"} else say(fault))
        self._show_gate(self._passphrase)
        self._passphrase.say_fault(say(fault) if wrong else "")

    def _on_passphrase(self, words: str) -> None:
        self._words = lambda: words
        self._open_data()

    # first run

    def _begin_first_run(self) -> None:
        from yigongti_desktop.app.first_run import FirstRun

        self._first_run = FirstRun(self._home, self._opening, self._show_gate, clock=self._clock)
        self._first_run.enrolled.connect(self._on_enrolled)
        self._first_run.begin(self.bench)

    def _on_enrolled(self, bench: Workbench) -> None:
        if self.bench is None:
            self.bench = bench
            self._wire()
        self._to_login()

    # log-in

    def _wire(self) -> None:
        from yigongti_desktop.app.words import VOCABULARY
        from yigongti_desktop.kit.desk import Desk
        from yigongti_desktop.shell.statusline import StatusLine
        from yigongti_desktop.shell.workplace import Workplace

        if self.bench is None:
            return
        self.desk = Desk(self.bench, VOCABULARY, self)
        self.workplace = Workplace(self.desk, self._finder)
        self._gate_status = StatusLine()
        self._gate_layout.addWidget(self._gate_status)
        self._fit_gate(self.gate.is_narrow)
        self.workplace.lock_wanted.connect(self.lock)
        self.workplace.sync_wanted.connect(self.desk.sync)
        self.desk.changed.connect(self._on_changed)
        self.desk.saved.connect(self._on_saved)
        self.desk.sync_begun.connect(self._on_talking)
        self.desk.sync_ended.connect(lambda _talk: self._on_talking())
        self._after_save.timeout.connect(self.desk.sync)
        self._regular.timeout.connect(self.desk.sync)
        self._counting.timeout.connect(self._count)
        self._institution = ""

    def _to_login(self) -> None:
        if self.bench is None or self.desk is None:
            return
        bench = self.bench

        def look() -> tuple[Any, Any, Any]:
            from yigongti_desktop.app.pages import about_desk
            from yigongti_desktop.sync.status import status

            return bench.people(), bench.read(about_desk, bench.clock.now()), bench.read(status)

        self.desk.serve(self, look, self._show_people)
        self._regular.start()
        self.desk.sync()

    def _show_people(self, found: tuple[Any, Any, Any]) -> None:
        from yigongti_desktop.kit.words import clock

        people, about, now = found
        if self.desk is None:
            return
        moment = self.desk.now()
        self._institution = about.institution
        self.window.setWindowTitle(f"{about.institution} - 医共体工作台")
        self.login.place.setText(about.institution)
        self._list_people(people)
        checked = f"账号上次在县院核对：{clock(now.confirmed_at)}。" if now.confirmed_at else ""
        self.login.say_note(f"没有网也能登录。{checked}", offline=bool(now.line))
        self.login.below.setText(f"忘了密码，请找县院{about.office}重置")
        self._show_gate(self.login)
        self.login.clear()
        self.login.first_focus()
        if self._gate_status is not None:
            self._gate_status.show_status(now, moment)
        self.ready.emit()

    def _log_in(self, named: str, password: str) -> None:
        if self.bench is None or self.desk is None:
            self.login.say_fault("本机数据还没有打开，请稍等一下再登录。")
            return
        bench = self.bench
        self.desk.serve(self, lambda: bench.log_in(named, password), self._logged_in, self._not_logged_in)

    def _logged_in(self, session: Session) -> None:
        self.login.clear()
        self.login.set_busy(False)
        self.session = session
        if self.desk is not None:
            self.desk.actor = session.actor
        if session.must_change:
            self._ask_new_password()
        else:
            self._enter()

    def _not_logged_in(self, fault: Fault) -> None:
        from yigongti_desktop.app.words import say

        self.login.set_busy(False)
        self.login.say_fault(say(fault))

    def _ask_new_password(self) -> None:
        from yigongti_desktop.shell.password import PasswordView

        if self.desk is None:
            return
        view = PasswordView(self.desk, forced=True)
        view.changed.connect(view.deleteLater)
        view.changed.connect(self._enter)
        self._show_gate(view)
        view.first_focus()

    def _enter(self) -> None:
        from yigongti_desktop.app.pages import about_desk

        if self.desk is not None:
            self.desk.read(self, about_desk, self.desk.now(), done=self._set_out)

    def _set_out(self, about: Any) -> None:
        from yigongti_desktop.app.pages import make_pages
        from yigongti_desktop.app.pages import new_things

        if self.session is None or self.workplace is None or self.bench is None:
            return
        session = self.session
        work = f"{session.department} · {session.title}".strip(" ·")
        specs, new = make_pages(self.bench, is_lead=about.is_lead), new_things(is_lead=about.is_lead)
        self.workplace.begin(session.actor, work, (about.institution, about.community), specs, new)
        self.window.show_view(self.workplace)
        page = self.workplace.current
        if page is not None:
            page.first_focus()
        self.window.watch_idle(about.idle_minutes or _IDLE_MINUTES)
        self._counting.start()
        self._count()
        self._back_up_daily()
        self.entered.emit()

    def _unlock(self, password: str) -> None:
        if self.bench is None or self.desk is None or self.session is None or self._lock is None:
            return
        bench, account, lock = self.bench, self.session.actor.account, self._lock
        from yigongti_desktop.app.words import say

        self.desk.serve(
            self,
            lambda: bench.log_in(account, password),
            lambda _session: self._back_to_work(),
            lambda fault: lock.say_fault(say(fault)),
        )

    def _back_to_work(self) -> None:
        if self.workplace is not None:
            self.window.show_view(self.workplace)
            if self.workplace.current is not None:
                self.workplace.current.first_focus()

    def _change_person(self) -> None:
        """Let somebody else sit down; what was written is kept for the first one."""
        if self.workplace is not None:
            self.workplace.finish()
        self.session = None
        if self.desk is not None:
            self.desk.actor = None
        self.window.watch_idle(0)
        self._counting.stop()
        self._to_login()

    # while at work

    def _count(self) -> None:
        if self.desk is None or self.workplace is None:
            return
        if self.desk.actor is None:
            self._look_at_gate()
            return
        from yigongti_desktop.app.pages import count

        self.desk.read(self, count, self.workplace.specs, self.desk.actor, self.desk.now(), done=self._show_counts)

    def _show_counts(self, found: tuple[Any, Any]) -> None:
        counts, now = found
        if self.workplace is not None and self.desk is not None:
            self.workplace.show_counts(counts)
            self.workplace.status.show_status(now, self.desk.now())
        if self._gate_status is not None and self.desk is not None:
            self._gate_status.show_status(now, self.desk.now())

    def _fit_gate(self, narrow: bool) -> None:  # noqa: FBT001 - the slot of a signal
        if self._gate_status is not None and self.desk is not None:
            self._gate_status.set_narrow(narrow, self.desk.now())

    def _look_at_gate(self) -> None:
        """Let the gate tell the truth while nobody is logged in: its line, and who may log in."""
        from yigongti_desktop.sync.status import status

        bench = self.bench
        if bench is not None and self.desk is not None:
            self.desk.serve(self, lambda: (bench.people(), bench.read(status)), self._show_at_gate)

    def _show_at_gate(self, found: tuple[Any, Any]) -> None:
        people, now = found
        if self.desk is None or self.desk.actor is not None:
            return
        if self._gate_status is not None:
            self._gate_status.show_status(now, self.desk.now())
        if [one.account for one in self.login.people] != [one.account for one in people]:
            self._list_people(people, keeping=True)

    def _list_people(self, people: Any, *, keeping: bool = False) -> None:
        from yigongti_desktop.kit.words import short_time

        moment = self.desk.now() if self.desk is not None else None
        self.login.set_people(
            people,
            lambda person: short_time(person.last_at, moment) if person.last_at and moment else "",
            keeping=keeping,
        )

    def _on_changed(self, _topics: object) -> None:
        self._count()

    def _on_saved(self) -> None:
        if self.workplace is not None and self.desk is not None:
            self.workplace.status.show_saved(self.desk.now())
        self._after_save.start()

    def _on_talking(self) -> None:
        if self.desk is None:
            return
        for line in (self.workplace.status if self.workplace else None, self._gate_status):
            if line is not None:
                line.show_talking(self.desk.is_talking, self.desk.now())
        if self.workplace is not None and self.window.view is self.workplace:
            self._count()

    def _back_up_daily(self) -> None:
        if self.bench is None or self.desk is None:
            return
        bench, now = self.bench, self.desk.now()

        def back_up() -> bool:
            from yigongti_desktop.sync.status import status

            last = bench.read(status).backup_at
            if last is not None and (now - last).total_seconds() < _BACKUP_HOURS * 3600:
                return False
            bench.backup("daily")
            return True

        # Not on the desk's own threads: with a township's residents it takes a while, and lists have to be read.
        self._opening.ask(self, back_up, lambda made: self._count() if made else None)

    def _finder(self, _what: str) -> Any:
        from yigongti_desktop.app.finding import make_finder

        if self.desk is None:
            raise RuntimeError("no desk to search in")
        return make_finder(self.desk, lambda: self.workplace.specs if self.workplace else {}, self)

    def _show_gate(self, view: QWidget) -> None:
        if self._gate_layout.indexOf(view) < 0:
            self._gate_layout.insertWidget(0, view, 1)
        for place in range(self._gate_layout.count()):
            item = self._gate_layout.itemAt(place)
            widget = item.widget() if item else None
            if widget is not None and widget is not self._gate_status:
                widget.setVisible(widget is view)
        self.window.show_view(self.gate)

    def _leave(self) -> None:
        if self.workplace is not None and self.session is not None:
            self.workplace.unsaved()


def run(home: Path) -> int:
    """Run the desk until its window is closed."""
    app = make_application()
    window = DeskWindow(home)
    watch_for_bugs(window)
    window.open()
    code = app.exec()
    window.close()
    return code


def watch_for_bugs(window: DeskWindow) -> None:
    """Let what is a fault of ours be said in the window, and logged without what was typed."""
    sys.excepthook = lambda kind, fault, trace: _say_bug(window, kind, fault, trace)


def make_application(arguments: list[str] | None = None) -> QApplication:
    """Return the application, dressed; what the log-in does not show yet follows when it is painted.

    One that is there already is taken.
    """
    there = QApplication.instance()
    app = there if isinstance(there, QApplication) else QApplication(arguments or [sys.argv[0]])
    app.setApplicationName("yigongti-desktop")
    app.setApplicationDisplayName("医共体工作台")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    theme.dress(app, _chosen_theme(), with_rare=False)
    return app


def speak_chinese() -> None:
    """Let Qt's own dialogs and menus speak Chinese."""
    app = QApplication.instance()
    if app is None or app.findChild(QTranslator) is not None:
        return
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def _chosen_theme() -> str:
    from yigongti_desktop.app.preferences import read_preferences

    return read_preferences().theme


def _say_bug(window: DeskWindow, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Keep a fault of ours off the screen: where it was goes into the log, never what was typed."""
    places = []
    while trace is not None:
        places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error("a fault of ours: %s at %s", kind.__name__, " > ".join(places[-8:]))
    if isinstance(fault, Refused | Unavailable):
        return
    window.say_bug("程序出了错", "这一步可能没有办成，已存的内容都在。请再试一次，并告诉县院医共体办公室。")
