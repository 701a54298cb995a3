"""Key groups and household of a resident, as the panel shows them below the facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.words import age
from yigongti_desktop.registry.model.household import heads
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import BY_AGE
from yigongti_desktop.registry.model.standing import Tag
from yigongti_desktop.registry.model.tagging import groups_on
from yigongti_desktop.registry.ui.words import NAMES

_SIDE = 16


class Standing(QWidget):
    """The part of the panel."""

    #: An act was chosen, by name.
    wanted = Signal(str)
    #: A member of the household is to be shown, by id.
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups, self._members, self._record = _lines(), _lines(), _lines()
        self._tag, self._untag = self._link("加标记", "tag"), self._link("结束标记", "untag")
        self._join, self._split = self._link("加入家庭", "join"), self._link("分户", "split")
        self._relation = self._link("改关系", "relation")
        self._merge, self._part = self._link("合并重复", "merge"), self._link("分开档案", "part")
        self._died = self._link("登记死亡", "died")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(0)
        for name, buttons, lines in (
            ("重点人群", (self._tag, self._untag), self._groups),
            ("家庭", (self._join, self._relation, self._split), self._members),
            ("档案", (self._merge, self._part, self._died), self._record),
        ):
            layout.addWidget(hairline())
            layout.addLayout(row(label(name, "name"), None, *buttons, margins=(_SIDE, 6, _SIDE, 0)))
            layout.addLayout(lines)
        layout.addStretch(1)

    def show_resident(self, resident: Resident, members: Sequence[Resident], today: date, *, may_write: bool) -> None:
        """Show the groups of a resident, and who lives with them."""
        in_force = groups_on(resident, today)
        by_age = [NAMES[group] for group in sorted(in_force) if group in {one.value for one in BY_AGE}]
        _clear(self._groups)
        for text in (*(f"{name}（按年龄）" for name in by_age), *(words_of(tag) for tag in resident.groups[::-1])):
            self._groups.addWidget(label(text, "second", wrap=True))
        if not self._groups.count():
            self._groups.addWidget(label("没有标记", "caption"))
        _clear(self._members)
        for one in members:
            self._members.addLayout(self._member(one, resident, today))
        if len(heads(members)) > 1:
            self._members.addWidget(label("有两位户主：两台电脑各设了一位，请改一位的关系。", "caption", wrap=True))
        if not members:
            self._members.addWidget(label("还没有登记同住的家人", "caption"))
        _clear(self._record)
        for folded in resident.folded:
            words = f"{folded.on.isoformat()} 并入了「{folded.name}」的另一份：{folded.reason}（{folded.person}）"
            self._record.addWidget(label(words, "second", wrap=True))
        open_tags = any(tag.until is None for tag in resident.groups)
        for button, fits in (
            (self._tag, True),
            (self._untag, open_tags),
            (self._join, not resident.household),
            (self._relation, bool(resident.household)),
            (self._split, bool(resident.household)),
            (self._merge, True),
            (self._part, bool(resident.folded)),
            (self._died, True),
        ):
            button.setVisible(may_write and fits)

    def _member(self, one: Resident, resident: Resident, today: date) -> QHBoxLayout:
        facts = "　".join(part for part in (NAMES.get(one.relation.value, ""), age(one.birth, today)) if part)
        if one.id == resident.id:
            return row(label(one.name, "name"), label(facts, "second"), None)
        link = KeyButton(one.name, "", style=LINK)
        link.clicked.connect(partial(self.opened.emit, one.id))
        return row(link, label(facts, "second"), None)

    def _link(self, text: str, act: str) -> KeyButton:
        button = KeyButton(text, "", style=LINK, parent=self)
        button.clicked.connect(partial(self.wanted.emit, act))
        return button


def words_of(tag: Tag) -> str:
    """Return a tag in words: group, stage, its days, where it is known from."""
    until = f"至 {tag.until.isoformat()}" if tag.until else "起"
    days = f"{tag.since.isoformat()} {until}"
    return "　".join(part for part in (NAMES.get(tag.group, tag.group), tag.stage, days, tag.source) if part)


def _lines() -> QVBoxLayout:
    lines = QVBoxLayout()
    lines.setContentsMargins(_SIDE, 2, _SIDE, 6)
    lines.setSpacing(2)
    return lines


def _clear(lines: QVBoxLayout) -> None:
    while item := lines.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            while part := inner.takeAt(0):
                if widget := part.widget():
                    widget.hide()
                    widget.deleteLater()
            inner.deleteLater()
