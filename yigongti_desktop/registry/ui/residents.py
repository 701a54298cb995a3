"""Residents in the fields of forms: proposed by letters of the name or digits of the number, their details checked."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import read_paper
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import reads
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
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


def id_check(desk: Desk) -> Callable[[str], str]:
    """Return the check of a field with an ID number."""
    return reads(desk, lambda typed: read_paper(typed, day(desk.now())))


def birth_check(desk: Desk) -> Callable[[date], str]:
    """Return the check of a field with a date of birth."""

    def check(value: date) -> str:
        today = day(desk.now())
        if value > today:
            return desk.say(Refused("birth_in_future", birth=value.isoformat(), today=today.isoformat()))
        return ""

    return check
