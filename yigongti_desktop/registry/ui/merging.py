"""合并重复档案: two records of one person side by side; which is kept is chosen, and why is written down."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.words import phone
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import MergeResidents
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.service import people
from yigongti_desktop.registry.ui.standing import words_of
from yigongti_desktop.registry.ui.standing_desk import option_of
from yigongti_desktop.registry.ui.words import NAMES

_WIDTH, _NAME = 860, 84
_REASONS = ("重复建档", "先无证件后补证件", "迁入时重复登记")
_THIS, _OTHER = "this", "other"
_MOST_FOUND = 12


class MergeView(QWidget):
    """The two records and what is asked."""

    finished = Signal()

    def __init__(self, desk: Desk, resident: Resident, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.resident = resident
        self.other: Resident | None = None
        self._names: Mapping[str, str] = {}
        self._likely: list[Option] = []
        self.form = FormView(self._sections(), label_width=_NAME)
        self._sides = QGridLayout()
        self._sides.setHorizontalSpacing(12)
        self._sides.setVerticalSpacing(4)
        self._sides.setColumnStretch(1, 1)
        self._sides.setColumnStretch(2, 1)
        frame, inside = card()
        inside.addWidget(self.form)
        inside.addWidget(hairline())
        self._sides.setContentsMargins(16, 10, 16, 14)
        held = QVBoxLayout()
        held.setContentsMargins(0, 0, 0, 0)
        held.addLayout(self._sides)
        held.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(boxed(held, "surface"))
        inside.addWidget(scroll, 1)
        self._fit()
        frame.setMaximumWidth(_WIDTH)
        self.setLayout(column(frame, spacing=0))
        self.form.edited.connect(self._on_edited)
        self.form.finished.connect(self.finished)
        self.form.faults_changed.connect(lambda _count: self._fit())
        self.form.fill({"keep": _THIS})
        self._show()
        desk.read(self, store.names_of_institutions, done=self._keep_names)
        desk.read(self, people.alike, resident, done=self._propose)

    def command(self) -> MergeResidents | None:
        """Return the command for what stands here; None while a field is at fault."""
        if not self.form.check() or self.other is None:
            self.form.go_to_next_fault()
            return None
        values = self.form.values()
        kept, folded = self.resident, self.other
        if values["keep"] == _OTHER:
            kept, folded = folded, kept
        return MergeResidents(resident=folded.id, into=kept.id, reason=values["reason"])

    def show_refusal(self, fault: Fault) -> None:
        """Show what the rules say."""
        self.form.set_fault("reason" if fault.facts.get("field") == "reason" else "other", self.desk.say(fault))
        self.form.go_to_next_fault()

    def _fit(self) -> None:
        """Let the fields and what is wrong with them stand whole over the two records."""
        inside = self.form.widget().layout()
        if inside is not None:
            inside.activate()
        self.form.setFixedHeight(self.form.widget().sizeHint().height())

    def _sections(self) -> tuple[Section, ...]:
        ways = (Option(_THIS, "留左边这份"), Option(_OTHER, "留右边这份"))
        reasons = [Option(one, one) for one in _REASONS]
        return (
            Section(
                "合并重复",
                (
                    (
                        Field(
                            name="other",
                            label="另一份",
                            kind=PICK,
                            search=self._find,
                            is_needed=True,
                            placeholder="姓名、证号、电话",
                        ),
                        Field(
                            name="reason", label="原因", kind=PICK, options=reasons, is_free=True, is_needed=True
                        ),
                    ),
                    (Field(name="keep", label="保留", kind=CHIPS, options=ways, is_needed=True),),
                ),
            ),
        )  # fmt: skip

    def _find(self, typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        if not typed.strip():
            hand(self._likely)
            return

        def show(found: list[Resident]) -> None:
            hand([option_of(one) for one in found if one.id != self.resident.id])

        self.desk.read(self, people.find, typed, _MOST_FOUND, done=show)

    def _propose(self, found: list[Resident]) -> None:
        """Propose who may be the same person; take the only one."""
        self._likely = [option_of(one) for one in found]
        if len(found) == 1 and self.other is None:
            self.form.set_values({"other": self._likely[0]})
            self._take(found[0])

    def _on_edited(self, name: str) -> None:
        if name == "other":
            chosen = self.form.values()["other"]
            if not chosen:
                self._take(None)
            else:
                self.desk.read(self, store.one_resident, chosen, done=self._take)
        else:
            self._show()

    def _take(self, other: Resident | None) -> None:
        self.other = other
        self._show()

    def _keep_names(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._show()

    def _show(self) -> None:
        while item := self._sides.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        keeps_other = self.form.values().get("keep") == _OTHER
        heads = ("保留", "并入") if not keeps_other else ("并入", "保留")
        for place, head in enumerate(heads, start=1):
            self._sides.addWidget(label(head, "card"), 0, place)
        mine = facts_of(self.resident, self._names)
        theirs = facts_of(self.other, self._names) if self.other else {}
        shown = [name for name in mine if mine[name] or theirs.get(name)]
        for line, name in enumerate(shown, start=1):
            differs = self.other is not None and mine[name] != theirs[name]
            self._sides.addWidget(label(name, "caption"), line, 0)
            for place, words in ((1, mine[name]), (2, theirs.get(name, ""))):
                self._sides.addWidget(label(words or "—", "name" if differs else "second", wrap=True), line, place)


def facts_of(resident: Resident, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a record in words, line by line."""
    numbers = [phone(one) for one in (resident.phone, *resident.phones) if one]
    return {
        "姓名": resident.name,
        "性别": NAMES[resident.sex.value],
        "出生日期": resident.birth.isoformat(),
        "证件号码": resident.id_number or f"没有（{resident.no_id_reason}）",
        "档案编号": resident.health_record,
        "电话": "、".join(numbers),
        "家属": resident.contact,
        "村组": resident.village,
        "住址": resident.address,
        "人群": "；".join(map(words_of, resident.groups)),
        "家庭": NAMES.get(resident.relation.value, "") if resident.household else "",
        "服务机构": "、".join(names.get(unit, unit) for unit in resident.units),
    }
