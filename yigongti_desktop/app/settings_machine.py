"""What this machine is to the hub, and how it becomes a device again after the hub has revoked it."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.app.settings_sections import Part
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.storage import facts
from yigongti_desktop.sync.status import status

_WIDE = 560
_LINE = 64
#: Last words of a hub that does not take this machine any more.
_SHUT_OUT = frozenset({"device_revoked", "device_unknown"})


class Machine(Part):
    """This machine as the hub knows it."""

    def __init__(self, page: Page, bench: Workbench) -> None:
        super().__init__(page, "本机", "要找县院帮忙时，报设备字母和设备编号。")
        self._bench = bench
        self._facts = Facts()
        field = Field(name="code", label="登记码", is_needed=True, placeholder="县院新发的登记码，可带横线和空格")
        self.form = FormView((Section("", ((field,),)),), label_width=60)
        self.form.setFixedHeight(_LINE)
        self.form.setMaximumWidth(_WIDE)
        self._go = KeyButton("重新登记本机", "Enter", style=PRIMARY)
        self._go.clicked.connect(self._enrol)
        self.form.finished.connect(self._enrol)
        why = label("县院已停用本机。填上新的登记码，本机就接着用，没送出的内容接着送。", "second", wrap=True)
        self._again = boxed(column(why, self.form, row(self._go, None), spacing=10))
        self._again.hide()
        self.inside.addWidget(self._facts)
        self.inside.addWidget(self._again)

    def show_now(self) -> None:
        """Show it."""
        self.desk.read(self, facts.everything, done=self._show)
        self.desk.read(self, status, done=self._show_again)

    def _show(self, known: dict[str, str]) -> None:
        self._facts.show_facts(
            [
                ("机构", known.get(facts.PLACE, "")),
                ("设备字母", known.get(facts.LETTER, ""), "name"),
                ("设备编号", known.get(facts.DEVICE, "")),
                ("县院中枢", known.get(facts.HUB_ADDRESS, "")),
                ("数据文件夹", str(self._bench.home.path)),
            ]
        )

    def _show_again(self, now: Any) -> None:
        self._again.setVisible(now.line in _SHUT_OUT)

    def _enrol(self) -> None:
        if not self.form.check():
            self.form.go_to_next_fault()
            return
        bench, code = self._bench, self.form.values()["code"]
        self._go.setEnabled(False)
        self.desk.work(self, lambda: bench.enrol(code), self._enrolled, self._not_enrolled)

    def _enrolled(self, enrolled: Enrolled) -> None:
        self._go.setEnabled(True)
        self._again.hide()
        self.form.set_values({"code": ""})
        self.say(f"已重新登记，设备字母 {enrolled.letter}。没送出的内容现在接着送。")
        self.desk.sync()
        self.desk.read(self, facts.everything, done=self._show)

    def _not_enrolled(self, fault: Fault) -> None:
        self._go.setEnabled(True)
        self.refuse(fault)
