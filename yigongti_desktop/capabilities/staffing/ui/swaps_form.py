"""A swap as it is filled in: whose duty of which day, to whom, for which in return; what it breaks is said at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.swaps import OfferSwap
from yigongti_desktop.capabilities.staffing.model.swaps import LONGEST
from yigongti_desktop.capabilities.staffing.model.swaps import Written
from yigongti_desktop.capabilities.staffing.store.swaps import SWAP
from yigongti_desktop.capabilities.staffing.store.swaps import SwapChoices
from yigongti_desktop.capabilities.staffing.store.swaps import SwapPreview
from yigongti_desktop.capabilities.staffing.store.swaps import preview
from yigongti_desktop.capabilities.staffing.ui.swaps_words import KIND
from yigongti_desktop.capabilities.staffing.ui.swaps_words import say_broken
from yigongti_desktop.capabilities.staffing.ui.swaps_words import say_cells
from yigongti_desktop.capabilities.staffing.ui.swaps_words import seen_by
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import at_most
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option

_WIDTH, _HEIGHT = 720, 300


class SwapForm(KeptForm):
    """The fields of a swap."""

    kind = KIND
    days = ("day", "back")
    picks = ("giver", "taker")
    fault_fields = {
        "person_not_self": "giver",
        "person_not_here": "giver",
        "swap_same_person": "taker",
        "swap_not_on_roster": "taker",
        "swap_taker_busy": "taker",
        "swap_not_published": "day",
        "swap_no_duty": "day",
        "swap_past": "day",
        "day_beyond": "day",
        "swap_nothing": "back",
        "swap_other_roster": "back",
    }

    def __init__(self, desk: Desk, choices: SwapChoices) -> None:
        self._givers = [Option(id_, name) for id_, name in choices.givers.items()]
        self._takers = [Option(id_, name) for id_, name in choices.takers.items()]
        super().__init__(desk, SWAP.name, _sections(self._givers, self._takers))
        self.set_out(_WIDTH, _HEIGHT)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty swap of whoever is at the desk, or what was kept."""
        self.form.clear_faults()
        own = self._givers[0] if len(self._givers) == 1 else None
        self.form.fill({"giver": own, "taker": None, "day": "", "back": "", "reason": ""})
        if draft:
            self.form.fill(self.thawed(draft))
        self._look()
        if not self.end_beginning(draft):
            self.form.go_to("day" if own else "giver")

    def command(self) -> OfferSwap:
        """Return the command for what stands here, once it is checked."""
        return OfferSwap(written=Written(**self.form.values()))

    def on_edited(self, name: str) -> None:
        """Follow what was typed: what the swap comes to is said as one writes it."""
        super().on_edited(name)
        if name != "reason":
            self._look()

    def _look(self) -> None:
        values, actor = self.form.values(), self.desk.actor
        self.form.set_note("reason", "")
        if actor is None or not (values["giver"] and values["taker"] and isinstance(values["day"], date)):
            return
        asked = (actor.institution, values["giver"], values["taker"], values["day"], values["back"] or None)
        self.desk.read(self, preview, *asked, done=self._say)

    def _say(self, found: SwapPreview) -> None:
        if found.fault is not None:
            self.form.set_note("reason", self.desk.say(found.fault, KIND))
            return
        actor, own = self.desk.actor, str(self.form.values()["giver"])
        broken = say_broken(seen_by(found.findings, actor, own)) if actor is not None else ""
        after = f"。不合规则：{broken}" if broken else "。没有新的不合规则的地方"
        self.form.set_note("reason", say_cells(found.cells, found.duties) + after)


def _sections(givers: list[Option], takers: list[Option]) -> tuple[Section, ...]:
    giver = Field(name="giver", label="让班的人", kind=PICK, options=givers, is_needed=True, placeholder="姓名、首字母")
    day = Field(name="day", label="哪一天的班", kind=DATE, is_needed=True)
    taker = Field(name="taker", label="接班的人", kind=PICK, options=takers, is_needed=True, placeholder="姓名、首字母")
    back = Field(name="back", label="换回哪天", kind=DATE, note="空着就是请人替班，不换回")
    reason = Field(name="reason", label="原因", is_wide=True, placeholder="孩子发热、家里有事", check=at_most(LONGEST))
    return (Section("", ((giver, day), (taker, back), (reason,))),)
