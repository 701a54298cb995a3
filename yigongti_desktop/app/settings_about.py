"""关于: which program this is, whether there is a newer one, and whose work it stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QFileDialog
from PySide6.QtWidgets import QPlainTextEdit

from yigongti_desktop.app import update_plan as plan
from yigongti_desktop.app import updates
from yigongti_desktop.app.made_of import Component
from yigongti_desktop.app.made_of import build
from yigongti_desktop.app.made_of import components
from yigongti_desktop.app.made_of import text_of
from yigongti_desktop.app.settings_sections import Part
from yigongti_desktop.app.update_plan import Turned
from yigongti_desktop.app.updates import Ready
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.kit.tasks import Tasks
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.protocol.update import SUFFIX
from yigongti_desktop.storage import facts

_TEXT_SIZE = (720, 520)


class About(Part):
    """Which program this is, and whose work it stands on."""

    def __init__(self, page: Page, bench: Workbench) -> None:
        super().__init__(page, "关于", "县域医共体成员单位与牵头医院的工作台。没有网也能办，线路通了自动送。")
        self._bench = bench
        self._ready: Ready | None = None
        #: A person may look for a password, and apt goes on for minutes: nothing else waits for that.
        self.installing = Tasks("installing", self)
        self._known = Facts()
        self._from_hub = KeyButton("从县院取新版", icon="cloud")
        self._from_stick = KeyButton("从 U 盘取新版", icon="usb")
        self.install = KeyButton("现在安装", icon="save", style=PRIMARY)
        self._from_hub.clicked.connect(self._fetch)
        self._from_stick.clicked.connect(self._choose)
        self.install.clicked.connect(self._install)
        self.install.hide()
        frame, inside = card("inset")
        self.table = RecordTable(_columns(), keys=(("↑↓", "移动"), ("Enter", "看许可全文")), unit="个")
        self.table.view.opened.connect(self._show_text)
        inside.addWidget(self.table)
        self.table.setMinimumHeight(330)
        self.inside.addWidget(self._known)
        self.inside.addLayout(row(self._from_hub, self._from_stick, self.install, None, spacing=10))
        self.inside.addWidget(frame, 1)
        self._tell()

    def show_now(self) -> None:
        """List the components, and look what was laid ready."""
        self.desk.work(self, components, self.table.show_rows)
        self.desk.work(self, self._look, lambda found: self._tell(*found))

    def install_ready(self) -> None:
        """Install what lies ready: a person wants it from elsewhere in the window."""

        def found(looked: tuple[Ready | None, Turned | None]) -> None:
            self._tell(*looked)
            self._install()

        self.desk.work(self, self._look, found)

    def _look(self) -> tuple[Ready | None, Turned | None]:
        ready, _ = updates.look([self._bench.home.updates], updates.here())
        return ready, plan.read(self._bench.fact(facts.NEW_VERSIONS)).turned

    def _tell(self, ready: Ready | None = None, turned: Turned | None = None) -> None:
        self._ready = ready
        told: list[tuple[str, str] | tuple[str, str, str]] = [
            ("程序", "医共体工作台", "name"),
            ("版本", build()),
            ("许可", "本程序没有附带开放许可；别人的部件见下表"),
        ]
        if ready is not None:
            news = f"　{ready.release.news}" if ready.release.news else ""
            told.append(("新版", f"{ready.release.version}（{ready.release.built.isoformat()}）已核对好{news}"))
        elif turned is not None:
            why = self.desk.words.say(turned.code, turned.facts)
            told.append(("没收的新版", f"{short_time(turned.at, self.desk.now())} 从县院取的。{why}"))
        self._known.show_facts(told)
        self.install.setVisible(ready is not None)

    def _fetch(self) -> None:
        self._begin("正在向县院取新版，可以照常办事")
        self.desk.fetch(
            self,
            lambda: self._bench.fetch_update(lambda _done, _size: not self.desk.is_closing),
            self._taken,
            self._not,
        )

    def _choose(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "从 U 盘取新版", start, f"更新文件 (*{SUFFIX})")
        if chosen:
            self.take(Path(chosen))

    def take(self, file: Path) -> None:
        """Check an update file and lay it ready."""
        folder = self._bench.home.updates
        self._begin("正在核对")
        self.desk.work(self, lambda: updates.take(file, folder, updates.here()), self._taken, self._not)

    def _taken(self, ready: Ready | None) -> None:
        self._end()
        if ready is None:
            self.say("现在的已经是最新的版本。")
            return
        self._tell(ready)
        self.say("新版已核对好。不忙的时候点「现在安装」，约两分钟，装好后重新打开程序；数据先自动备份。")

    def _install(self) -> None:
        ready = self._ready
        if ready is None:
            return
        waits = updates.waits_for_the_end(updates.here().platform)
        ending = "，程序会关掉，装好后自己打开" if waits else ""
        self._begin(f"正在安装，系统会要管理员的密码{ending}")
        self.installing.ask(self, lambda: updates.install(ready), self.installed, self._not)

    def installed(self, waits: bool) -> None:  # noqa: FBT001 - an answer
        """Say that it is done, or make way for a setup that waits for the program to end."""
        self._end()
        self.install.hide()
        if waits:
            self.say("程序现在关掉，装好后自己打开，约两分钟。没写完的已存成草稿。")
            QTimer.singleShot(0, self.window().close)
        else:
            self.say("已装好。请关掉程序再打开，就是新版。")

    def _not(self, fault: Any) -> None:
        self._end()
        self.refuse(fault)

    def _begin(self, words: str) -> None:
        self.say(words)
        for button in (self._from_hub, self._from_stick, self.install):
            button.setEnabled(False)

    def _end(self) -> None:
        for button in (self._from_hub, self._from_stick, self.install):
            button.setEnabled(True)

    def _show_text(self, component: Component) -> None:
        self.desk.work(self, lambda: text_of(component), lambda text: self._open(component, text))

    def _open(self, component: Component, text: str) -> None:
        dialog = QDialog(self.window())
        dialog.setWindowTitle(f"{component.name} {component.version}")
        dialog.resize(*_TEXT_SIZE)
        shown = QPlainTextEdit(text or f"{component.licence}\n\n全文在源码所用的程序包里。")
        shown.setReadOnly(True)
        dialog.setLayout(column(shown))
        dialog.open()


def _columns() -> tuple[Column[Component], ...]:
    return (
        Column(title="别人的部件", text=lambda component: component.name, width=200, stretch=1, is_bold=True),
        Column(title="版本", text=lambda component: component.version, width=110),
        Column(title="许可", text=lambda component: component.licence, width=220, stretch=2),
    )
