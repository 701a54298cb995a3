"""The formulary as a paper of the store proposes it: by pinyin initials, words or code, with what lies there."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence

from PySide6.QtCore import QObject

from yigongti_desktop.capabilities.pharmacy.store.shelf import Shelf
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug

_MOST = 40


class StockedDrugs:
    """Looks drugs up for a paper; one that is no longer listed may still lie there, and is proposed as well."""

    def __init__(self, desk: Desk, owner: QObject, shelf: Callable[[str], Shelf | None]) -> None:
        self._desk = desk
        self._owner = owner
        self._shelf = shelf
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
        pack = f"{drug.strength}×{drug.pack}" if drug.pack else drug.strength
        shelf = self._shelf(drug.id)
        there = f"现存 {shelf.quantity:,} {drug.unit}" if shelf is not None else "账上没有"
        return Option(drug.id, drug.name, lead=drug.local_code, detail=pack, right=there)
