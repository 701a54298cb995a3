"""The desk with its window: show the log-in first, open the data behind it, then set out the pages.

What is heavy is imported on a thread of its own while the person already sees where to type.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal

from yigongti_desktop.app.application import make_application
from yigongti_desktop.app.application import speak_chinese
from yigongti_desktop.app.application import watch_for_bugs
from yigongti_desktop.app.opening import Opening
from yigongti_desktop.kit import theme
from yigongti_desktop.shell.gate import GateRoom
from yigongti_desktop.shell.login import LoginView
from yigongti_desktop.shell.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from yigongti_desktop.app.duties import Duties
    from yigongti_desktop.app.log_in import Session
    from yigongti_desktop.app.workbench import Workbench
    from yigongti_desktop.kernel.clock import Clock
    from yigongti_desktop.kernel.errors import Fault
    from yigongti_desktop.kit.desk import Desk
    from yigongti_desktop.shell.lock import LockView
    from yigongti_desktop.shell.workplace import Workplace

_UNSEEN_MILLISECONDS = 2_000
_IDLE_MINUTES = 5


class DeskWindow(QObject):
    """Leads a person from the gate to the desk and back."""

    #: The people of this desk are on the list, and it can be logged in.
    ready = Signal()
    #: Somebody has logged in and the first page is set out.
    entered = Signal()

    def __init__(self, home: Path, words: Callable[[], str] | None = None, *, clock: Clock | None = None) -> None:
        super().__init__()
        self.home = home
        self.window = Window()
        self.gate = GateRoom()
        self.login = LoginView()
        self.opening = Opening(home, words, clock, self._show_gate)
        self.desk: Desk | None = None
        self.bench: Workbench | None = None
        self.session: Session | None = None
        self.workplace: Workplace | None = None
        self.duties: Duties | None = None
        self.lock_view: LockView | None = None
        self._institution = ""
        self._unseen = QTimer(self, interval=_UNSEEN_MILLISECONDS, singleShot=True)
        self._has_begun = False
        self._unseen.timeout.connect(self._begin)
        self.window.painted.connect(self._begin)
        self.window.closing.connect(self._leave)
        self.window.idle.connect(self.lock)
        self.login.submitted.connect(self._log_in)
        self.opening.opened.connect(self._on_opened)
        self.opening.failed.connect(self._on_failed)
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
        self._unseen.stop()
        if self.duties is not None:
            self.duties.stop()
        self.window.watch_idle(0)
        self.opening.close()
        if self.desk is not None:
            self.desk.close()
            self.desk = None

    def lock(self) -> None:
        """Hide everything of any patient; what is being written is kept."""
        if self.session is None or self.workplace is None or self.desk is None:
            return
        if self.window.view is not self.workplace:
            return
        from yigongti_desktop.kernel.clock import local
        from yigongti_desktop.shell.lock import LockView

        self.window.close_dialogs()
        kept = self.workplace.unsaved()
        if self.lock_view is None:
            self.lock_view = LockView()
            self.lock_view.submitted.connect(self._unlock)
            self.lock_view.left.connect(self._change_person)
        since = f"{local(self.desk.now()):%H:%M} 起"
        self.lock_view.place.setText(self._institution)
        words = f"没写完的{kept}已存成草稿，解锁后接着写" if kept else ""
        self.desk.note("lock")
        self._show_gate(self.lock_view)
        self.lock_view.show_person(
            self.session.actor.name, f"{self.session.department}　{self.session.title}".strip("　"), since, words
        )

    def say_bug(self, title: str, words: str) -> None:
        """Say that something went wrong that should not have, wherever the person is."""
        page = self.workplace.current if self.workplace is not None else None
        if page is not None and self.window.view is self.workplace:
            page.banner.say(title, words)
        elif self.lock_view is not None and self.lock_view.isVisible():
            self.lock_view.say_fault(f"{title}。{words}")
        else:
            self.login.say_fault(f"{title}。{words}")

    # opening

    def _begin(self) -> None:
        """Open the data when the window is seen; one that was started as an icon is not waited for."""
        if self._has_begun:
            return
        self._has_begun = True
        self._unseen.stop()
        speak_chinese()
        self.opening.begin()
        theme.load_fonts()  # while another thread stretches the passphrase

    def _on_failed(self, sentence: str) -> None:
        self.login.say_note("", offline=False)
        self.login.say_fault(sentence)

    def _on_opened(self, bench: Workbench) -> None:
        from yigongti_desktop.app.duties import Duties
        from yigongti_desktop.app.words import VOCABULARY
        from yigongti_desktop.kit.desk import Desk
        from yigongti_desktop.shell.statusline import StatusLine
        from yigongti_desktop.shell.workplace import Workplace

        self.bench = bench
        self.desk = Desk(bench, VOCABULARY, self)
        self.workplace = Workplace(self.desk, self._finder)
        self.workplace.lock_wanted.connect(self.lock)
        self.workplace.sync_wanted.connect(self.desk.sync)
        self.gate.add_status(StatusLine(), self.desk.now)
        self.duties = Duties(bench, self.desk, self.workplace, self.gate, self.opening.tasks)
        self.duties.looked.connect(self._on_looked)
        self.window.typed.connect(self.duties.new_versions.note_typing)
        self._to_login()

    # log-in

    def _to_login(self) -> None:
        if self.bench is None or self.desk is None or self.duties is None:
            return
        bench = self.bench

        def look() -> tuple[Any, Any, Any]:
            from yigongti_desktop.app.pages import about_desk
            from yigongti_desktop.sync.status import status

            return bench.people(), bench.read(about_desk, bench.clock.now()), bench.read(status)

        self.desk.serve(self, look, self._show_people)
        self.duties.begin()

    def _show_people(self, found: tuple[Any, Any, Any]) -> None:
        from yigongti_desktop.kit.words import clock

        people, about, now = found
        if self.desk is None:
            return
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
        self.gate.show_status(now, self.desk.now())
        self.ready.emit()

    def _on_looked(self, people: Any, _now: object) -> None:
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

        if self.session is None or self.workplace is None or self.bench is None or self.duties is None:
            return
        session = self.session
        work = f"{session.department} · {session.title}".strip(" ·")
        specs, new = make_pages(self.bench, is_lead=about.is_lead), new_things(is_lead=about.is_lead)
        self.workplace.begin(session.actor, work, (about.institution, about.community), specs, new)
        self._back_to_work()
        self.window.watch_idle(about.idle_minutes or _IDLE_MINUTES)
        self.duties.count()
        self.duties.back_up_daily()
        self.entered.emit()

    def _unlock(self, password: str) -> None:
        if self.bench is None or self.desk is None or self.session is None or self.lock_view is None:
            return
        from yigongti_desktop.app.words import say

        bench, account, view = self.bench, self.session.actor.account, self.lock_view
        self.desk.serve(
            self,
            lambda: bench.log_in(account, password),
            lambda _session: self._back_to_work(),
            lambda fault: view.say_fault(say(fault)),
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
        self._to_login()

    def _finder(self, _what: str) -> Any:
        from yigongti_desktop.app.finding import make_finder

        if self.desk is None:
            raise RuntimeError("no desk to search in")
        return make_finder(self.desk, lambda: self.workplace.specs if self.workplace else {}, self)

    def _show_gate(self, view: QWidget) -> None:
        self.gate.show_gate(view)
        self.window.show_view(self.gate)

    def _leave(self) -> None:
        if self.workplace is not None and self.session is not None:
            self.workplace.unsaved()


def run(home: Path) -> int:
    """Run the desk until its window is closed."""
    app = make_application()
    window = DeskWindow(home)
    watch_for_bugs(window.say_bug)
    window.window.painted.connect(lambda: _begin_log(home))
    window.open()
    code = app.exec()
    window.close()
    return code


def _begin_log(path: Path) -> None:
    from yigongti_desktop.app.logs import log_to
    from yigongti_desktop.storage.home import Home

    home = Home(path)
    if home.vault.exists():
        log_to(home)
