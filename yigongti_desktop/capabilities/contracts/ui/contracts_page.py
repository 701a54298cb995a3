"""签约: what is done from the list of contracts: signing, renewing in bulk, transfers, endings, the paper."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.printing.agreements import agreement_form
from yigongti_desktop.capabilities.contracts.store import listing as lists
from yigongti_desktop.capabilities.contracts.store import offers as store
from yigongti_desktop.capabilities.contracts.store import panel as panels
from yigongti_desktop.capabilities.contracts.store.listing import Entry
from yigongti_desktop.capabilities.contracts.store.listing import Row
from yigongti_desktop.capabilities.contracts.store.offers import Offer
from yigongti_desktop.capabilities.contracts.store.offers import Printed
from yigongti_desktop.capabilities.contracts.store.panel import Seen
from yigongti_desktop.capabilities.contracts.ui import contract_acts as acts
from yigongti_desktop.capabilities.contracts.ui import contract_state as state
from yigongti_desktop.capabilities.contracts.ui.contract_list import ContractList
from yigongti_desktop.capabilities.contracts.ui.contract_panel import OwedPart
from yigongti_desktop.capabilities.contracts.ui.contract_panel import show_contract
from yigongti_desktop.capabilities.contracts.ui.notice_part import NoticePart
from yigongti_desktop.capabilities.contracts.ui.paper import paperwork
from yigongti_desktop.capabilities.contracts.ui.renew_view import RenewView
from yigongti_desktop.capabilities.contracts.ui.sign_form import SignForm
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.papers import draw


class ContractsPage(ContractList):
    """The page of contracts."""

    topics = frozenset(
        {"contracts", "contracts.teams", "contracts.packages", "contracts.services", "notices", "trail", "sync"}
    )
    work_name = "签约"
    way_back = "下次按 F2 接着写"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "签约", hint="选一份签约，这里显示期限、服务包和待办服务")
        self._shown: Seen | None = None
        self._resident = ""
        self._prints = False
        self._new = self.new_button("签约", PRIMARY)
        self._renew = KeyButton("批量续签", "F9", icon="refresh")
        self._renew.clicked.connect(self._begin_renewal)
        on_key(self, "F9", self._begin_renewal, window_wide=True)
        self._save_button = KeyButton("保存", "Ctrl+S", style=PRIMARY)
        self._print_button = KeyButton("保存并打印", "Ctrl+P", icon="printer")
        self._save_button.clicked.connect(partial(self._save, prints=False))
        self._print_button.clicked.connect(partial(self._save, prints=True))
        self._owed, self._told = OwedPart(), NoticePart(desk)
        self.panel.add_part(self._owed, room=0)
        self.panel.add_part(self._told, room=0)
        self.set_out_contracts()
        self._ask_offer()

    def open_argument(self, argument: Any) -> None:
        """Begin signing ("new", "resident ID"), renewing ("renew"), or show a contract by its id."""
        if argument == "new":
            self._begin_sign("")
        elif argument == "renew":
            self._begin_renewal()
        elif isinstance(argument, str) and argument.startswith("resident "):
            self._begin_sign(argument.removeprefix("resident "))
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin signing."""
        if self._may_write():
            self.open("new")
        return self._may_write()

    def reload(self) -> None:
        """Read again, teams and packages too; not between the slices of a renewal."""
        if isinstance(self.work, RenewView) and self.work.is_running:
            return
        super().reload()
        self._ask_offer()

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._renew, self._new) if self._may_write() else (self.export_button,)

    def counted(self, soon: int) -> None:
        """Say at the button how many may be renewed."""
        self._renew.set_words(f"续签 {soon:,} 份" if soon else "批量续签")
        self._renew.setEnabled(bool(soon))

    def show_record(self, record: Row | None) -> None:
        """Show a contract in the panel."""
        super().show_record(record)
        self._told.look(record.contract.id if record is not None else "")
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, panels.seen, record.contract.id, self.today, done=self._show_seen)

    # acts

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        if self._shown is None or self.work is not None:
            return
        known = self._shown.contract
        if name == "print":
            self._print(known.number)
        elif name == "again":
            self._begin_sign(self._shown.signed_as)
        elif name == "renew":
            entries = self.listing.entries if self.listing is not None else ()
            self._ask_gone([one for one in entries if one.number == known.number])
        elif (asked := acts.ask(name, known, self.teams())) is not None:
            form = self.ask_for(asked, self._done)
            form.fill({"on": max(self.today, known.since + timedelta(days=name == "transfer"))})
            if name == "end" and self._is_gone(self._shown):
                form.fill({"ending": Ending.MOVED_AWAY.value})
            form.focus_first()

    def leave_work(self, *, quietly: bool = False) -> None:
        """Take the place back; what is being renewed stops after the slice under way."""
        if isinstance(self.work, RenewView):
            self.work.stop()
        super().leave_work(quietly=quietly)

    def first_focus(self) -> None:
        """Put the cursor where work begins."""
        if isinstance(self.work, RenewView):
            self.work.first_focus()
        else:
            super().first_focus()

    def set_compact(self, compact: bool) -> None:
        """Fit a small window."""
        super().set_compact(compact)
        if isinstance(self.work, RenewView):
            self.work.set_compact(compact)

    def _done(self, contract: Contract) -> None:
        self.end_act(contract.name)

    def _show_seen(self, seen: Seen | None) -> None:
        known = seen.contract if seen else None
        is_same = self._shown is not None and self._shown.contract == known
        if not self.is_awaited(known.id if known else None, is_same=is_same):
            return
        if seen is None or self.listing is None or self.desk.actor is None:
            return
        self._shown = seen
        allowed = self.listing.allowed
        show_contract(self.panel, self._owed, seen, self.desk, allowed)
        offered = acts.offers(
            seen.contract,
            self.desk.actor,
            self.today,
            allowed,
            is_gone=self._is_gone(seen),
            is_merged=seen.signed_as != seen.contract.resident,
        )
        self.panel.show_acts(offered)

    def _is_gone(self, seen: Seen) -> bool:
        """Say whether the resident is another unit's now."""
        its = seen.person.resident.units if seen.person is not None else ()
        return seen.contract.institution not in its

    def _print(self, number: str) -> None:
        self.desk.read(self, store.printed, number, self.today, done=partial(self._draw, number))

    def _draw(self, number: str, printed: Printed | None) -> None:
        if printed is None:
            self.show_fault(Refused("agreement_unknown", number=number))
        else:
            draw(self, partial(agreement_form, paperwork(printed, number)), f"签约服务协议 {number}")

    # signing

    def _may_write(self) -> bool:
        return self.desk.actor is not None and self.desk.actor.may(state.WRITERS)

    def _ask_offer(self) -> None:
        if (actor := self.desk.actor) is not None:
            self.desk.read(self, store.offer, actor.institution, self.today, done=self._keep_offer)

    def _keep_offer(self, offer: Offer | None) -> None:
        self.offer = offer

    def _begin_sign(self, resident: str) -> None:
        actor = self.desk.actor
        if actor is None or not self._may_write() or (isinstance(self.work, SignForm) and not resident):
            return
        self._resident = resident
        self.desk.read(self, store.offer, actor.institution, self.today, done=self._open_form)

    def _open_form(self, offer: Offer | None) -> None:
        if offer is None:
            return
        form = SignForm(self.desk, offer)
        form.finished.connect(self._save_button.setFocus)
        for key in ("Ctrl+S", "Ctrl+Return"):
            on_key(form, key, partial(self._save, prints=False))
        on_key(form, "Ctrl+P", partial(self._save, prints=True))
        on_key(form, "F8", form.form.go_to_next_fault)
        on_key(form, "F4", form.read_consent)
        self.open_kept(form, "签约", "", self._print_button, self._save_button)
        if not offer.teams:
            self.banner.say("本院还没有团队", "先在「团队」建好家庭医生团队，再签约。", tone="warn")

    def begin_kept(self, work: Kept, draft: Mapping[str, Any] | None) -> None:
        """Show the form; one that is begun for somebody takes nothing from what was kept."""
        resident, self._resident = self._resident, ""
        super().begin_kept(work, draft if not resident else None)
        if resident and isinstance(work, SignForm) and work is self.kept_work:
            work.begin_for(resident)

    def _save(self, *_checked: object, prints: bool) -> None:
        self._prints = prints
        self.send(self._save_button)

    def done(self, _work: Kept, record: Sequence[Contract]) -> None:
        """Come back to the contract that was signed, and print it where that was asked."""
        self.find_record(record[0].id)
        names = "、".join(one.name for one in record)
        self.end_act(f"{names}　{record[0].number}")
        if self._prints:
            self._print(record[0].number)

    # renewing

    def _begin_renewal(self) -> None:
        listing = self.listing
        if listing is None or self.work is not None or not self._may_write() or not self.isVisible():
            return
        soon = [one for one in self._filtered_by_place() if state.fits(one, "soon")]
        if soon:
            self._ask_gone(sorted(soon, key=lambda one: (one.last, one.village, one.number)))

    def _filtered_by_place(self) -> Sequence[Entry]:
        entries = self.listing.entries if self.listing is not None else ()
        return [one for one in entries if self._fits_where(one)]

    def _ask_gone(self, entries: Sequence[Entry]) -> None:
        actor = self.desk.actor
        if actor is not None and entries:
            ids = [one.contract for one in entries]
            done = partial(self._open_renewal, entries)
            self.desk.read(self, lists.gone, ids, actor.institution, self.today, done=done)

    def _open_renewal(self, entries: Sequence[Entry], gone: frozenset[str]) -> None:
        if self.work is not None or self.offer is None:
            return
        view = RenewView(self.desk, self.offer, entries, gone)
        view.told.connect(self._tell)
        view.set_compact(self.is_compact)
        on_key(view, "Esc", self._leave_renewal)
        self.begin_work(view, "批量续签", "", view.go)
        view.first_focus()

    def _leave_renewal(self) -> None:
        if isinstance(self.work, RenewView) and self.work.is_running:
            self.work.stop()
        else:
            self.leave_work()

    def _tell(self, title: str, words: str, tone: str) -> None:
        self.banner.say(title, words, tone=tone, icon="check-circle" if tone == "ok" else "warning")
