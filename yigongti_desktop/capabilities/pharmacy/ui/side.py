"""Beside the lines: what is known of the drug under the cursor, and the trail of the request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.road import steps
from yigongti_desktop.capabilities.pharmacy.store import requests as store
from yigongti_desktop.capabilities.pharmacy.store.codes import of_delivery
from yigongti_desktop.capabilities.pharmacy.store.requests import Asked
from yigongti_desktop.capabilities.pharmacy.store.requests import Opened
from yigongti_desktop.capabilities.pharmacy.store.supply import Supply
from yigongti_desktop.capabilities.pharmacy.ui.lines import share_words
from yigongti_desktop.capabilities.pharmacy.ui.receive_lines import code_words
from yigongti_desktop.capabilities.pharmacy.ui.receive_lines import codes_of
from yigongti_desktop.capabilities.pharmacy.ui.supply_columns import arithmetic
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.sums import Sums
from yigongti_desktop.kit.trail import TrailView
from yigongti_desktop.kit.words import short_day
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.catalogue import specification
from yigongti_desktop.registry.ui.trail import mark


class SheetSide(QFrame):
    """The side of a request that is open."""

    def __init__(self, desk: Desk, request: DrugRequest | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._desk = desk
        self._drug = ""
        self._line: Line | None = None
        self._villages = self._codes = self._words = ""
        #: Codes that were scanned when it was counted here, by the drug that was asked for.
        self._scanned: dict[str, tuple[str, ...]] = {}
        self._before: dict[str, list[Asked]] = {}
        self._name = label("", "card", wrap=True)
        self._facts = Facts()
        self._times = Facts()
        self._head = label("上几次请领", "name")
        self._how = label("建议怎么来的", "name")
        self._steps = Sums()
        self._supply: Mapping[str, Supply] = {}
        self._unit = ""
        self._trail = TrailView()
        self._hint = label("光标停在哪一行，这里就说明哪种药。", "caption", wrap=True)
        self._build(has_trail=request is not None)
        actor = desk.actor
        institution = request.institution if request else actor.institution if actor else ""
        desk.read(self, store.asked_before, institution, request.id if request else "", done=self._remember)
        if request is not None:
            desk.read(self, store.opened, request.id, done=self._show_trail)
            desk.read(self, of_delivery, request.id, done=partial(self._show_codes, request))
        self.show_line(None)

    def show_line(self, line: Line | None) -> None:
        """Show what is known of a line's drug."""
        drug = str(line["drug"]) if line else ""
        self._drug, self._line = drug, line
        self._about.setVisible(bool(drug))
        self._hint.setVisible(not drug)
        if not drug or line is None:
            return
        self._name.setText(str(line["name"]))
        self._unit = str(line.get("unit", ""))
        self._villages = share_words(line)
        self._codes = code_words(codes_of(line) or self._scanned.get(drug, ()))
        self._words = str(line.get("words") or "")
        known = [("规格", str(line.get("specification", ""))), ("单位", str(line.get("unit", "")))]
        self._facts.show_facts([*known, ("村室", self._villages), ("追溯码", self._codes), ("说明", self._words)])
        self._show_times()
        self._show_steps()
        self._desk.read(self, registry.one_drug, drug, done=self._show_drug)

    def show_supply(self, supply: Mapping[str, Supply]) -> None:
        """Take what is known of each drug's stock and use."""
        self._supply = supply
        self._show_steps()

    def _show_steps(self) -> None:
        its = self._supply.get(self._drug)
        self._steps.show_sums(arithmetic(its, self._unit) if its else [])
        self._how.setVisible(its is not None)

    def _show_drug(self, drug: Drug | None) -> None:
        if drug is None or drug.id != self._drug:
            return
        pack = specification(drug.strength, drug.pack)
        essential = f"是　{drug.edition}".strip() if drug.essential else "否"
        self._facts.show_facts(
            [
                ("剂型", drug.form),
                ("规格", pack),
                ("单位", drug.unit),
                ("基药", essential),
                ("管制", self._desk.name(drug.control.value) if drug.control else ""),
                ("储存", drug.storage),
                ("厂家", drug.maker),
                ("村室", self._villages),
                ("追溯码", self._codes),
                ("说明", self._words),
            ]
        )

    def _remember(self, before: dict[str, list[Asked]]) -> None:
        self._before = before
        self._show_times()

    def _show_times(self) -> None:
        today = day(self._desk.now())
        times = self._before.get(self._drug, [])
        self._times.show_facts([(short_day(day(one.at), today), _asked(one)) for one in times])
        self._head.setVisible(bool(times))

    def _show_trail(self, opened: Opened | None) -> None:
        if opened is not None:
            now = self._desk.now()
            self._trail.show_marks([mark(step, self._desk, now) for step in steps(opened.request, opened.steps)])

    def _show_codes(self, request: DrugRequest, found: Mapping[str, tuple[str, ...]]) -> None:
        self._scanned = {line.drug: found[line.given] for line in request.lines if line.given in found}
        if self._line is not None:
            self.show_line(self._line)

    def _build(self, *, has_trail: bool) -> None:
        self._about = boxed(
            column(self._name, self._facts, 4, self._how, self._steps, self._head, self._times, spacing=8)
        )
        body = QWidget()
        body.setObjectName("surface")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(16, 12, 12, 12)
        inside.setSpacing(10)
        inside.addWidget(self._about)
        inside.addWidget(self._hint)
        if has_trail:
            inside.addWidget(hairline())
            inside.addLayout(row(label("经过", "name"), None))
            inside.addWidget(self._trail)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        self.setLayout(column(scroll, spacing=0, margins=(1, 1, 1, 1)))


def _asked(one: Asked) -> str:
    words = f"领 {one.requested:,} {one.unit}"
    return words if one.approved is None else f"{words}，批 {one.approved:,}"
