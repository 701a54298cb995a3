"""What 设置 holds, part by part: look, password, time, backup, recovery."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QFileDialog
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QWidget

from yigongti_desktop.app.preferences import read_preferences
from yigongti_desktop.app.preferences import write_preferences
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.clock import CHINA
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit import theme
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import SECRET
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.words import clock
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.messages import ChangePassword
from yigongti_desktop.storage.backup import SUFFIX
from yigongti_desktop.sync.status import status

_WIDE = 560
_STRENGTH = "至少 8 位，字母、数字、符号至少两种"
_HOURS, _MINUTES = 24, 60


class Part(QWidget):
    """One part of the settings."""

    def __init__(self, page: Page, title: str, why: str) -> None:
        super().__init__()
        self.page = page
        self.desk = page.desk
        explained = label(why, "second", wrap=True)
        self.inside = column(label(title, "card"), explained, spacing=10, margins=(20, 16, 20, 16))
        self.said = label("", "ok", wrap=True)
        self.fault = label("", "error", wrap=True)
        outer = column(spacing=0)
        outer.addLayout(self.inside)
        outer.addLayout(row(self.said, margins=(20, 0, 20, 0)))
        outer.addLayout(row(self.fault, margins=(20, 0, 20, 16)))
        outer.addStretch(1)
        self.setLayout(outer)
        self.setMaximumWidth(_WIDE + 240)
        self.setMinimumWidth(_WIDE)

    def show_now(self) -> None:
        """Show how it stands."""

    def say(self, words: str) -> None:
        """Say what was done."""
        self.said.setText(words)
        self.fault.setText("")

    def refuse(self, fault: Fault) -> None:
        """Say why it was not done."""
        self.said.setText("")
        self.fault.setText(self.desk.say(fault))


class Look(Part):
    """Light or dark."""

    def __init__(self, page: Page, bench: Workbench) -> None:
        super().__init__(page, "外观", "夜班在暗处用深色，眼睛轻松些。只改本机，当时就换。")
        _ = bench
        self._chips = Chips((Chip(theme.LIGHT, "浅色"), Chip(theme.DARK, "深色")))
        self._chips.choose(read_preferences().theme)
        self._chips.chosen.connect(self._choose)
        self.inside.addLayout(row(self._chips, None))

    def _choose(self, name: str) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.dress(application, name)
        write_preferences(replace(read_preferences(), theme=name))


class Password(Part):
    """One's own password."""

    def __init__(self, page: Page, bench: Workbench) -> None:
        super().__init__(page, "修改密码", "改好后，本院别的电脑同步一次也用新密码。")
        _ = bench
        self.form = FormView(
            (
                Section(
                    "",
                    (
                        (Field(name="present", label="现在的密码", kind=SECRET, is_needed=True),),
                        (Field(name="wanted", label="新密码", kind=SECRET, is_needed=True, note=_STRENGTH),),
                        (Field(name="again", label="再输一遍", kind=SECRET, is_needed=True),),
                    ),
                ),
            ),
            label_width=90,
        )
        self.form.setFixedHeight(180)
        self.form.setMaximumWidth(_WIDE)
        go = KeyButton("改密码", "Enter", style=PRIMARY)
        go.clicked.connect(self._change)
        self.form.finished.connect(self._change)
        self.inside.addWidget(self.form)
        self.inside.addLayout(row(go, None))

    def _change(self) -> None:
        if not self.form.check():
            self.form.go_to_next_fault()
            return
        values = self.form.values()
        if values["wanted"] != values["again"]:
            self.form.set_fault("again", "两次输入的新密码不一样。请再输一遍。")
            return
        command = ChangePassword(present=values["present"], wanted=values["wanted"])
        self.desk.do(self, command, self._changed, self._refused)

    def _changed(self, _account: object) -> None:
        self.form.set_values(dict.fromkeys(self.form.names, ""))
        self.say("密码已改，待上传。本院别的电脑同步后也用新密码。")

    def _refused(self, fault: Fault) -> None:
        self.form.set_fault("present" if fault.code == "password_wrong" else "wanted", self.desk.say(fault))


class Time(Part):
    """The time by which this desk works."""

    def __init__(self, page: Page, bench: Workbench) -> None:
        super().__init__(
            page, "时间", "单据上的日期按这里的时间。电脑时钟不准时，先把电脑调准；调不了就在这里填现在的时间。"
        )
        self._bench = bench
        self._facts = Facts()
        fields = (
            (
                Field(name="day", label="日期", kind=DATE, is_needed=True),
                Field(name="time", label="时间", is_needed=True, placeholder="08:03", check=_check_time),
            ),
        )
        self.form = FormView((Section("", fields),), label_width=60)
        self.form.setFixedHeight(76)
        self.form.setMaximumWidth(_WIDE)
        go = KeyButton("按这个时间办", "Enter")
        go.clicked.connect(self._set)
        self.form.finished.connect(self._set)
        self.inside.addWidget(self._facts)
        self.inside.addWidget(self.form)
        self.inside.addLayout(row(go, None))

    def show_now(self) -> None:
        """Show the desk's time and how far it is from the hub's."""
        self.desk.read(self, status, done=self._show)

    def _show(self, now: Any) -> None:
        at = self.desk.now()
        heard = clock(now.confirmed_at) if now.confirmed_at else "还没有"
        minutes = abs(now.clock_drift) // 60
        way = "快" if now.clock_drift > 0 else "慢"
        drift = "与县院一致" if minutes < 1 else f"比县院{way} {minutes} 分钟"
        self._facts.show_facts(
            [("本机时间", clock(at), "name"), ("县院上次", heard), ("相差", drift if now.confirmed_at else "")]
        )
        here = local(at)
        self.form.set_values({"day": here.date(), "time": f"{here:%H:%M}"})

    def _set(self) -> None:
        if not self.form.check():
            self.form.go_to_next_fault()
            return
        values = self.form.values()
        hour, minute = read_time(values["time"]) or (0, 0)
        day = values["day"]
        true = datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)
        bench = self._bench

        def done(_result: object) -> None:
            self.say("已按这个时间办。与县院通上后，以县院的时间为准。")
            self.show_now()

        self.desk.serve(self, lambda: bench.set_clock(true), done, self.refuse)


class Backup(Part):
    """Copies of this desk's data."""

    def __init__(self, page: Page, bench: Workbench) -> None:
        super().__init__(
            page, "备份", "每天第一次登录自动备份并核验。备份是加密的，可以拷到 U 盘；恢复要用口令或恢复码。"
        )
        self._bench = bench
        self._facts = Facts()
        self._now = KeyButton("现在备份", icon="save", style=PRIMARY)
        self._usb = KeyButton("备份到 U 盘", icon="usb")
        self._now.clicked.connect(lambda: self._back_up(None))
        self._usb.clicked.connect(self._choose)
        self.inside.addWidget(self._facts)
        self.inside.addLayout(row(self._now, self._usb, None, spacing=10))

    def show_now(self) -> None:
        """Show the last backup and where backups lie."""
        self.desk.read(self, status, done=self._show)

    def _show(self, now: Any) -> None:
        last = f"{short_time(now.backup_at, self.desk.now())}，已核验" if now.backup_at else "还没有备份"
        self._facts.show_facts([("上次备份", last, "name"), ("放在", str(self._bench.home.backups))])

    def _choose(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
        chosen = QFileDialog.getExistingDirectory(self.window(), "备份放到哪里", folder)
        if chosen:
            name = f"yigongti-{local(self.desk.now()):%Y%m%d-%H%M%S}{SUFFIX}"
            self._back_up(Path(chosen, name))

    def _back_up(self, target: Path | None) -> None:
        bench = self._bench
        for button in (self._now, self._usb):
            button.setEnabled(False)
        self.said.setText("正在备份并核验")

        def over() -> None:
            for button in (self._now, self._usb):
                button.setEnabled(True)

        def done(made: Path) -> None:
            over()
            self.say(f"已备份并核验：{made}")
            self.show_now()

        def failed(fault: Fault) -> None:
            over()
            self.refuse(fault)

        self.desk.work(self, lambda: bench.backup("manual", target), done, failed)


class Recovery(Part):
    """The code that opens the keys when all else is lost."""

    def __init__(self, page: Page, bench: Workbench) -> None:
        super().__init__(
            page, "恢复码", "电脑重装、钥匙串损坏或忘了口令时，只有恢复码能打开本机数据。生成新的，旧的就作废。"
        )
        self._bench = bench
        self._code = QLineEdit()
        self._code.setReadOnly(True)
        self._code.setMaximumWidth(_WIDE)
        self._code.setAccessibleName("恢复码")
        self._code.hide()
        go = KeyButton("生成新恢复码", icon="key")
        go.clicked.connect(self._make)
        self.inside.addWidget(self._code)
        self.inside.addLayout(row(go, None))

    def _make(self) -> None:
        bench = self._bench

        def done(code: str) -> None:
            self._code.setText(code)
            self._code.setCursorPosition(0)
            self._code.show()
            self.desk.note("new_recovery_code")
            self.say("只显示这一次。请打印或抄下，交院长保管。")

        self.desk.serve(self, bench.new_recovery_code, done, self.refuse)


def read_time(typed: str) -> tuple[int, int] | None:
    """Read hours and minutes; None when it is no time."""
    hour, _, minute = typed.strip().replace("：", ":").partition(":")
    if not (hour.isdecimal() and minute.isdecimal()):
        return None
    read = int(hour), int(minute)
    return read if read[0] < _HOURS and read[1] < _MINUTES else None


def _check_time(typed: str) -> str:
    return "" if read_time(typed) else "时间应写成 08:03 这样。请改。"
