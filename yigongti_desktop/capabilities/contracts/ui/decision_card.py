"""The decision beside a follow-up as it is filled in: how it stands, what is to be done, when next, and why."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.model.deciding import Act
from yigongti_desktop.capabilities.contracts.model.deciding import Decision
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.ui import decision_words as words
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.labels import set_role

WIDTH, NARROW = 312, 236
_MOST_FINDINGS = 6


class DecisionCard(QFrame):
    """What the rules say of the readings so far."""

    #: A referral is to be begun.
    refer = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self.badge = BadgeLabel()
        self._class = label("", "name", wrap=True)
        self._act = label("", "name", wrap=True)
        self._next = label("", "second", wrap=True)
        self._grade = label("", "second", wrap=True)
        self._why = label("", "second", wrap=True)
        self._missing = label("", "caption", wrap=True)
        self.refer_button = KeyButton("新建转出单", "F9", icon="referral")
        self.refer_button.clicked.connect(self.refer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row(label("这次的判定", "card"), None, self.badge, margins=(16, 10, 16, 10)))
        layout.addWidget(hairline())
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 10, 16, 12)
        inside.setSpacing(8)
        for part in (self._act, self._next, self._class, self._grade, self._why, self._missing):
            inside.addWidget(part)
        inside.addLayout(row(self.refer_button, None))
        inside.addStretch(1)
        layout.addLayout(inside, 1)
        self.show_missing("")

    def show_missing(self, sentence: str) -> None:
        """Say what is still missing, or wrong, before anything can be decided."""
        self.badge.set_badge(None)
        for part in (self._act, self._next, self._class, self._grade, self._why):
            part.setText("")
            part.hide()
        self.refer_button.hide()
        self._missing.setText(sentence or "填了血压、血糖，这里随填随判。")
        self._missing.show()

    def show_decision(self, decision: Decision, form: Form, today: date, *, may_refer: bool) -> None:
        """Show what follows from the readings."""
        self._missing.hide()
        self.badge.set_badge(words.badge(decision))
        is_danger = decision.act is Act.REFER_NOW
        self._say(self._act, words.act_words(decision))
        set_role(self._act, "danger" if is_danger else "name")
        self._say(self._next, words.next_words(decision, today))
        self._say(self._class, f"此次分类：{words.class_words(decision)}")
        self._say(self._grade, words.grade_words(decision))
        reasons = words.reason_words(decision)
        told = [one for one in decision.findings if not (is_danger and one.code.endswith("_above_target"))]
        found = [words.finding_words(one, form) for one in told[:_MOST_FINDINGS]]
        said = ([f"转诊原因：{reasons}"] if reasons else []) + found
        self._say(self._why, "\n".join(said))
        set_role(self._why, "danger" if is_danger else "second")
        self.refer_button.setVisible(may_refer and decision.act in {Act.REFER, Act.REFER_NOW})

    def set_narrow(self, narrow: bool) -> None:
        """Take less room in a small window."""
        self.setFixedWidth(NARROW if narrow else WIDTH)

    def _say(self, part: QLabel, text: str) -> None:
        part.setText(text)
        part.setVisible(bool(text))
