"""The formulary as a cell proposes it: by pinyin initials or words, with what cannot be requested and why."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence

from PySide6.QtCore import QObject

from yigongti_desktop.capabilities.pharmacy.ui.words import NAMES
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import NOT_BY_REQUEST
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.catalogue import specification

_MOST = 40


class DrugSearch:
    """Looks drugs up for a request."""

    def __init__(self, desk: Desk, owner: QObject, lines: Callable[[], Sequence[Line]]) -> None:
        self._desk = desk
        self._owner = owner
        self._lines = lines
        self._known: dict[str, Drug] = {}

    def known(self, drug: str) -> Drug | None:
        """Return a drug that was proposed."""
        return self._known.get(drug)

    def search(self, typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        """Propose drugs for what was typed."""
        if not typed.strip():
            hand([])
            return

        def show(found: list[Drug]) -> None:
            self._known.update({drug.id: drug for drug in found})
            hand([self._option(drug) for drug in found])

        self._desk.read(self._owner, registry.find_inside, registry.DRUG, typed, _MOST, done=show)

    def _option(self, drug: Drug) -> Option:
        pack = specification(drug.strength, drug.pack)
        marks = "　".join(part for part in (drug.unit, "基药" if drug.essential else "", drug.maker) if part)
        return Option(drug.id, drug.name, detail=pack, right=marks, barred=self._bar(drug))

    def _bar(self, drug: Drug) -> str:
        listed = drug.on(day(self._desk.now()))
        if listed is None:
            return "不在现行目录"
        if listed.control in NOT_BY_REQUEST:
            return f"{NAMES[listed.control.value]}药品，凭印鉴卡办理"
        row = next((place for place, line in enumerate(self._lines(), 1) if line.get("drug") == drug.id), 0)
        return f"已在第 {row} 行" if row else ""


class AnyDrugSearch(DrugSearch):
    """Looks drugs up that lie on a shelf, whether they may be requested or not."""

    def _bar(self, _drug: Drug) -> str:
        return ""
