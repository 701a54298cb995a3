"""Who is signed: a list of people to tick, and for the one under the cursor packages, who signs for them, the pad."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.ui.pad import Pad
from yigongti_desktop.capabilities.contracts.ui.signers import Signing
from yigongti_desktop.capabilities.contracts.ui.signers import whole_bill
from yigongti_desktop.capabilities.contracts.ui.signing_words import GROUPS
from yigongti_desktop.capabilities.contracts.ui.signing_words import RELATIONS
from yigongti_desktop.capabilities.contracts.ui.signing_words import SIGNER_RELATIONS
from yigongti_desktop.capabilities.contracts.ui.signing_words import bill_words
from yigongti_desktop.capabilities.contracts.ui.signing_words import group_names
from yigongti_desktop.capabilities.contracts.ui.ticks import TickTable
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import age

_MOST_PEOPLE, _MOST_PACKAGES = 5, 6
_SIGNER_HEIGHT = 54


class PeopleBox(QFrame):
    """The people of an agreement."""

    #: Something was changed by the person at the desk.
    edited = Signal()

    def __init__(self, packages: Sequence[Package], day_of: Callable[[], date], years: Callable[[], int]) -> None:
        """Make it, with nobody in it.

        Args:
            packages: of the community.
            day_of: returns the first day of the agreement as it stands in the form.
            years: returns for how long it is agreed.
        """
        super().__init__()
        self.setObjectName("card")
        self._packages, self._day, self._years = tuple(packages), day_of, years
        self.people: list[Signing] = []
        self._is_on_screen = False
        self.table = TickTable(self._columns(), lambda one: one.id, may=Signing.may_sign)
        self.offered = TickTable(self._package_columns(), lambda one: one.id, unit="个")
        relations = [Option(one, one) for one in SIGNER_RELATIONS]
        signer = Field(name="signer", label="代签人", most=60, placeholder="本人签的不填")
        relation = Field(name="signer_relation", label="是居民的", kind=PICK, options=relations, is_free=True)
        self.signer = FormView((Section("", ((signer, relation),)),), label_width=64)
        self.signer.setFixedHeight(_SIGNER_HEIGHT)
        self.pad = Pad()
        self._wipe = KeyButton("重签", "Del", style=LINK)
        self._title, self._sum = label("", "card"), label("", "name", wrap=True)
        self._fault = label("", "error", wrap=True)
        self._build()

    @property
    def current(self) -> Signing | None:
        """Return the one under the cursor."""
        found = self.table.view.current()
        return found if isinstance(found, Signing) else None

    @property
    def chosen(self) -> list[Signing]:
        """Return those who are ticked."""
        return [one for one in self.people if one.is_ticked]

    def show_people(self, people: Sequence[Signing]) -> None:
        """Show these people, the cursor on the one that it was on."""
        self.people = list(people)
        self.table.tick(one.id for one in people if one.is_ticked)
        self.table.show_rows(self.people)
        self.table.fit_rows(1, _MOST_PEOPLE)
        self._show_current()

    def set_on_screen(self, on_screen: bool) -> None:
        """Offer the pad, or put it away."""
        self._is_on_screen = on_screen
        self._show_current()

    def refresh(self) -> None:
        """Show packages and sums anew: the day or the years have changed."""
        self._show_current()

    def set_fault(self, whose: str, sentence: str) -> None:
        """Say what is wrong with somebody, and put the cursor there."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        if whose:
            self.table.view.rest_on(lambda one: one.id == whose)

    def remove_current(self) -> None:
        """Take somebody out."""
        if (current := self.current) is not None:
            self.show_people([one for one in self.people if one is not current])
            self.edited.emit()

    def go_to_packages(self) -> None:
        """Put the cursor on the packages."""
        self.offered.view.setFocus()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(6)
        out = KeyButton("移出", "Del", style=LINK)
        out.clicked.connect(self.remove_current)
        on_key(self.table, "Del", self.remove_current)
        layout.addLayout(row(label("签约的人", "card"), label("空格勾选", "caption"), None, out))
        layout.addWidget(self.table)
        layout.addLayout(row(self._title, label("空格勾选", "caption"), None))
        layout.addWidget(self.offered)
        layout.addWidget(self.signer)
        self._pad_row = QWidget()
        pad_row = row(self.pad, self._wipe, spacing=8)
        self._pad_row.setLayout(pad_row)
        layout.addWidget(self._pad_row)
        layout.addWidget(self._fault)
        layout.addStretch(1)
        layout.addWidget(self._sum)
        self._fault.hide()
        self.table.ticked.connect(self._on_ticked)
        self.table.view.rested.connect(lambda _one: self._show_current())
        self.table.view.opened.connect(lambda _one: self.go_to_packages())
        self.offered.ticked.connect(self._on_packages)
        self.signer.edited.connect(self._on_signer)
        self.pad.drawn.connect(self._on_drawn)
        self._wipe.clicked.connect(self.pad.wipe)
        self.table.empty.say("还没有选人", "在「居民」里按姓名或证号找人。", icon="person")
        self.table.fit_rows(3, _MOST_PEOPLE)
        self._show_current()

    def _show_current(self) -> None:
        current = self.current if self.people else None
        self._title.setText(f"{current.name} 的服务包" if current else "服务包")
        for widget in (self.offered, self.signer):
            widget.setVisible(current is not None)
        self._pad_row.setVisible(current is not None and self._is_on_screen)
        self._sum.setText(self._sum_words())
        if current is None:
            return
        on = self._day()
        shown = [one for one in self._packages if one.offered(on) or one.id in current.packages]
        self.offered.tick(current.packages)
        self.offered.show_rows(shown)
        self.offered.fit_rows(1, _MOST_PACKAGES)
        self.signer.set_values({"signer": current.signer, "signer_relation": current.signer_relation})
        hint = f"请 {current.signer or current.name} 在这里签字"
        self.pad.show_strokes(current.strokes, hint, current.drawn)

    def _sum_words(self) -> str:
        chosen = self.chosen
        if not chosen:
            return ""
        head = f"{len(chosen)} 人　" if len(chosen) > 1 else ""
        return head + bill_words(whole_bill(chosen, self._packages), self._years())

    def _on_ticked(self) -> None:
        for one in self.people:
            one.is_ticked = one.id in self.table.ticks
        self._changed()

    def _on_packages(self) -> None:
        if (current := self.current) is not None:
            current.packages = set(self.offered.ticks)
            self._changed()

    def _on_signer(self, _name: str) -> None:
        if (current := self.current) is not None:
            values = self.signer.values()
            current.signer, current.signer_relation = values["signer"], values["signer_relation"]
            self._changed()

    def _on_drawn(self) -> None:
        if (current := self.current) is not None:
            current.strokes = self.pad.strokes
            current.drawn = current.drawn if self.pad.is_before else b""
            self._changed()

    def _changed(self) -> None:
        self.set_fault("", "")
        self._sum.setText(self._sum_words())
        self.table.view.viewport().update()
        self.edited.emit()

    def _columns(self) -> tuple[Column[Signing], ...]:
        return (
            Column(title="姓名", text=lambda one: one.name, width=126, stretch=1, is_bold=True),
            Column(title="年龄", text=lambda one: age(one.person.resident.birth, self._day()), width=66, is_right=True),
            Column(title="关系", text=lambda one: RELATIONS.get(one.person.standing.relation, ""), width=64, rank=2),
            Column(title="重点人群、签约", text=self._note, tone=self._tone, width=120, stretch=1),
            Column(
                title="个人（元/年）",
                text=lambda one: yuan(one.bill(self._packages).personal) if one.is_ticked else "",
                width=104,
                is_right=True,
                rank=1,
            ),
        )

    def _note(self, one: Signing) -> str:
        if one.person.standing.died_on is not None:
            return f"已去世 {one.person.standing.died_on.isoformat()}"
        known = one.standing_contract(self._day())
        if known is not None:
            return f"已签 {known.team_name}，至 {known.last.isoformat()}"
        return group_names(one.person.standing.groups)

    def _tone(self, one: Signing) -> str:
        return "" if one.may_sign() and one.standing_contract(self._day()) is None else "warn"

    def _package_columns(self) -> tuple[Column[Package], ...]:
        return (
            Column(
                title="服务包",
                text=lambda one: one.name,
                detail=lambda one: GROUPS.get(one.key_group, "") if one.key_group else "基础",
                width=130,
                stretch=2,
                is_bold=True,
            ),
            Column(title="项目", text=lambda one: str(len(one.items)), width=52, is_right=True, rank=2),
            Column(title="价格", text=lambda one: yuan(one.price_fen), width=76, is_right=True),
            Column(title="财政", text=lambda one: yuan(one.finance_fen), width=70, is_right=True, rank=1),
            Column(title="医保", text=lambda one: yuan(one.insurance_fen), width=70, is_right=True, rank=1),
            Column(title="个人", text=lambda one: yuan(one.self_fen), width=76, is_right=True),
        )
