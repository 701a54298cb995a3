"""Residents as a field proposes them: by a few letters of the name, or the last digits of the ID number."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence

from PySide6.QtCore import QObject

from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.picker import Option
from yigongti_desktop.kit.form.picker import Search
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.ui.words import SEX

_MOST = 30


def resident_search(desk: Desk, owner: QObject) -> Search:
    """Return what proposes residents, for as long as the owner lives."""

    def search(typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        if not typed.strip():
            hand([])
            return

        def show(found: list[Resident]) -> None:
            hand([as_option(one) for one in found])

        desk.read(owner, store.find, store.RESIDENT, typed, _MOST, done=show)

    return search


def as_option(one: Resident) -> Option:
    """Return a resident as one is proposed."""
    detail = f"{SEX[one.sex]}　{one.birth:%Y-%m-%d}　{one.village or one.address}"
    return Option(one.id, one.name, detail=detail, right=f"…{one.id_number[-4:]}" if one.id_number else "")
