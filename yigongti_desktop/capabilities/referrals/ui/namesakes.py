"""Residents of the name and day of birth that stand on a slip: one of them is chosen, or none of them."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from typing import Any

from yigongti_desktop.capabilities.referrals.store import guide as store
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.ui.residents import as_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

    from yigongti_desktop.capabilities.referrals.ui.paper_form import PaperForm

NOBODY_OF_THEM = "-"


class Namesakes:
    """What the register knows of the name and birthday in the form, while nobody was chosen."""

    def __init__(self, desk: Desk, owner: PaperForm, is_chosen: Callable[[], bool]) -> None:
        self._desk, self._owner, self._is_chosen = desk, owner, is_chosen
        self.found: list[Resident] = []
        self._none_of_them: tuple[str, date] | None = None

    def look(self) -> None:
        """Ask the register for others of the name and birthday that stand here, unless a resident was chosen."""
        values = self._owner.form.values()
        self.forget()
        here = _here(values)
        if self._is_chosen() or values["id_number"] or not all(here) or here == self._none_of_them:
            return
        self._desk.read(self._owner, store.namesakes, *here, done=partial(self._show, here))

    def take_none(self) -> None:
        """Take it that the patient is none of those found."""
        self._none_of_them = _here(self._owner.form.values())
        self.forget()

    def forget(self) -> None:
        """Leave nobody to choose from."""
        self.found = []
        self._owner.form.set_note("who", "")

    def refusal(self) -> Refused:
        """Return why the form is not whole while one of several has to be chosen."""
        one = self.found[0]
        who = [
            f"{each.village or each.address or '住址没有登记'}（{each.id_number[-4:] or '无证'}）"
            for each in self.found
        ]
        return Refused(
            "namesakes", count=len(self.found), name=one.name, birth=one.birth.isoformat(), who=who, field="who"
        )

    def _show(self, here: tuple[str, date], found: list[Resident]) -> None:
        form = self._owner.form
        if here != _here(form.values()) or self._is_chosen() or not found:
            return
        self.found = found
        form.set_note("who", self._desk.say(self.refusal()))
        form.editor("who").set_search(among([*map(as_option, found), Option(NOBODY_OF_THEM, "都不是，另一位")]))


def _here(values: Mapping[str, Any]) -> tuple[Any, Any]:
    return values["name"], values["birth"]
