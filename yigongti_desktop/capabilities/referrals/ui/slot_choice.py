"""The field of a slip in which a reserved slot, bed or examination is chosen: what fits hospital and department."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from yigongti_desktop.capabilities.referrals.model.booking import UNDECIDED
from yigongti_desktop.capabilities.referrals.model.capacity import said
from yigongti_desktop.capabilities.referrals.model.capacity import slot_of
from yigongti_desktop.capabilities.referrals.store import capacity as store
from yigongti_desktop.capabilities.referrals.ui.capacity_words import KINDS
from yigongti_desktop.capabilities.referrals.ui.capacity_words import as_of
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among

if TYPE_CHECKING:
    from yigongti_desktop.capabilities.referrals.ui.paper_form import PaperForm

Hand = Callable[[Sequence[Option]], None]


def options_of(found: store.Offers) -> list[Option]:
    """Return what is free as proposals."""
    return [
        Option(offer.line.id, said(slot_of(offer.line)), lead=KINDS[offer.line.kind.value], right=f"余 {offer.free}")
        for offer in found.offers
    ]


class SlotChoice:
    """What is proposed in the field, and what stands on the paper for it."""

    def __init__(self, desk: Desk, owner: PaperForm) -> None:
        self._desk, self._owner = desk, owner
        #: Hospital and department for which a slot was taken.
        self._for = ("", "")

    @property
    def words(self) -> str:
        """Return the chosen slot as the paper says it before the hub has decided."""
        option: Option | None = self._owner.form.editor("slot").option
        return f"{option.title}{UNDECIDED}" if option is not None else ""

    def search(self, typed: str, hand: Hand) -> None:
        """Propose what fits what stands in the form."""
        institution, department = self._place()
        self._for = (institution, department)
        self._desk.read(
            self._owner, store.fitting, institution, department, self._desk.now(), done=partial(self._hand, typed, hand)
        )

    def follow(self) -> None:
        """Take a chosen slot out when it no longer fits what stands in the form."""
        editor = self._owner.form.editor("slot")
        if editor.option is not None and self._for not in {("", ""), self._place()}:
            editor.set_option(None)
            self._owner.form.set_note("slot", "转往改了，请重新选预约。")

    def _hand(self, typed: str, hand: Hand, found: store.Offers) -> None:
        self._owner.form.set_note("slot", as_of(found.confirmed_at, self._desk.now()) if found.offers else _NONE)
        among(options_of(found))(typed, hand)

    def _place(self) -> tuple[str, str]:
        form = self._owner.form
        return form.editor("institution").key, form.editor("department").key


_NONE = "这个科室没有预留的余号，可以不约，由县院安排。"
