"""A service as it is written down or corrected: its fields, and beside them what the rules say while one types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal

from yigongti_desktop.capabilities.contracts.messages.services import CorrectService
from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.model import plausible
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.filling import read_typed
from yigongti_desktop.capabilities.contracts.model.forms import MEASURED
from yigongti_desktop.capabilities.contracts.model.forms import Judged
from yigongti_desktop.capabilities.contracts.model.forms import doubts
from yigongti_desktop.capabilities.contracts.model.forms import judge
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.model.performed import service_id
from yigongti_desktop.capabilities.contracts.store.openings import Opening
from yigongti_desktop.capabilities.contracts.ui import card_fields
from yigongti_desktop.capabilities.contracts.ui import service_fields as fields
from yigongti_desktop.capabilities.contracts.ui.decision_card import DecisionCard
from yigongti_desktop.capabilities.contracts.ui.decision_words import doubt_words
from yigongti_desktop.capabilities.contracts.ui.decision_words import reason_words
from yigongti_desktop.capabilities.contracts.ui.decision_words import referral_words
from yigongti_desktop.capabilities.contracts.ui.evidence_box import EvidenceBox
from yigongti_desktop.capabilities.contracts.ui.service_changes import changes_of
from yigongti_desktop.capabilities.contracts.ui.task_words import KIND
from yigongti_desktop.capabilities.contracts.ui.task_words import SERVICE_FORM
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import row

_WIDTH = 860
_FAULT_FIELDS = {
    "contract_not_held": "done_on",
    "on": "done_on",
    "pressure_order": "dbp",
    "glucose": "fasting",
}


class ServiceForm(KeptForm):
    """The fields of one service with the decision beside them."""

    kind = KIND
    days = ("done_on",)
    picks = ("doer",)
    fault_fields = _FAULT_FIELDS
    #: A referral is to be begun: its reason.
    referred = Signal(str)

    def __init__(self, desk: Desk, opening: Opening, *, may_refer: bool) -> None:
        self.opening = opening
        self._may_refer = may_refer
        self._today = day(desk.now())
        #: When both cards had been read.
        self._carded_at: datetime | None = None
        self.ranges = plausible.ranges(opening.rulebook, self._today)
        doers = [Option(account or name, name) for account, name in opening.doers]
        sections = fields.sections(desk, opening, self.ranges, self._check_day, doers, self._today)
        super().__init__(desk, SERVICE_FORM, sections, self._record_of(opening), label_width=fields.LABEL)
        asked = opening.item.evidence
        self.evidence = EvidenceBox(desk, self.record, opening.item.name, asked) if opening.service is None else None
        self.card = DecisionCard()
        self.card.refer.connect(lambda: self.referred.emit(self.referral_reason()))
        self._build()

    @property
    def form_kind(self) -> Form:
        """Return the form of the item."""
        return self.opening.item.form

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show the service as it was written down, an empty one, or what was kept of it."""
        self.form.clear_faults()
        self.form.fill(self._fresh())
        if draft:
            self.form.fill(self.thawed(draft))
        kept = draft or {}
        self._carded_at = datetime.fromisoformat(str(kept["carded_at"])) if kept.get("carded_at") else None
        if self.evidence is not None:
            self.evidence.begin(kept.get("strokes") or (), self.opening.contract.name)
            self._say_cards()
        is_typing = self.end_beginning(draft)
        self._judge()
        if not is_typing:
            self.first_focus()

    def begin_anew(self) -> None:
        """Forget what was kept, typed, drawn and put here."""
        if self.evidence is not None:
            self.evidence.forget()
        super().begin_anew()

    def content(self) -> Mapping[str, Any]:
        """Return what stands here, with what was signed and when the cards were read."""
        at = self._carded_at.isoformat() if self._carded_at else ""
        strokes = self.evidence.pad.strokes if self.evidence is not None else []
        return {**super().content(), "carded_at": at, "strokes": strokes}

    def check(self) -> bool:
        """Check every field, and whether what the item asks for as proof is there."""
        is_proven = self.evidence is None or self.evidence.check()
        if not super().check():
            return False
        if not is_proven and self.evidence is not None:
            self.form.ensureWidgetVisible(self.evidence, 0, 60)
        return is_proven

    def first_focus(self) -> None:
        """Put the cursor into the first thing that is to be measured or told."""
        names = [name for name in (*fields.readings_of(self.form_kind), "note") if name in self.form.names]
        empty = [name for name in names if not self.form.editor(name).value()]
        self.form.go_to((empty or names)[0])

    def command(self) -> RecordService | CorrectService | None:
        """Return the command that writes the service down, or corrects it; None where nothing was changed.

        Raises:
            Refused: what cannot be read, with its field.
        """
        values = self.form.values()
        readings = fields.readings_from(self.form_kind, values, self.ranges)
        service = self.opening.service
        if service is not None:
            changes = changes_of(service, values, readings)
            return CorrectService(service=service.id, changes=changes) if changes else None
        cards = {name: values[name] for name in card_fields.CARDS}
        picked = self.form.editor("doer").option
        account = picked.key if picked is not None and picked.key != picked.title else ""
        done = Done(
            contract=self.opening.contract.id,
            agreement=self.opening.agreement.number,
            item=self.opening.item.code,
            number=self.opening.number_on(values["done_on"]),
            done_on=values["done_on"],
            way=Way(values["way"]),
            doer=account,
            doer_name=picked.title if picked is not None else values["doer"],
            readings=readings,
            note=values["note"],
            carded_at=(self._carded_at or self.desk.now()) if all(cards.values()) else None,
            **cards,
        )
        proof = self.evidence
        return RecordService(
            done=done, photos=proof.files if proof else (), signature=proof.signature if proof else None
        )

    def judged(self) -> Judged | None:
        """Return what follows from what stands here; None while something is missing or wrong."""
        try:
            return self._decide()
        except Refused:
            return None

    def doubts(self) -> list[str]:
        """Return what few people have, as sentences; it is asked about before it is saved."""
        readings = fields.readings_from(self.form_kind, self.form.values(), self.ranges)
        found = doubts(readings, self._on(), self.opening.rulebook)
        return [doubt_words(name, doubt) for name, doubt in found]

    def referral_reason(self) -> str:
        """Return the reason of a referral for the slip; empty while nothing is decided."""
        judged = self.judged()
        if judged is None or judged.decision is None:
            return ""
        return referral_words(self.opening.item.name, self._on(), judged.readings, reason_words(judged.decision))

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say beside its field; say whether there is one."""
        self.form.clear_faults()
        return super().show_refusal(fault)

    def set_compact(self, compact: bool) -> None:
        """Give the fields what room there is."""
        self.card.set_narrow(compact)

    def on_edited(self, name: str) -> None:
        """Follow what was typed: it is kept in a while, and judged at once."""
        super().on_edited(name)
        if name in card_fields.CARDS:
            self._on_card(name)
        if self.has_begun:
            self._judge()

    def _on_card(self, name: str) -> None:
        """Note when both cards had been read; whoever holds the worker's card is who did it (FND-38)."""
        read = all(self.form.editor(one).value() for one in card_fields.CARDS)
        self._carded_at = self.desk.now() if read else None
        typed = str(self.form.editor(card_fields.WORKER).value() or "")
        worker = card_fields.worker_of(self.opening, typed, self._on())
        if name == card_fields.WORKER and worker is not None:
            self.form.set_values({"doer": Option(worker.account or worker.name, worker.name)})
        self._say_cards()

    def _say_cards(self) -> None:
        said = card_fields.notes(self.opening, self.form.values(), self._on(), self._carded_at)
        for name, note in said.items():
            self.form.set_note(name, note)

    def _judge(self) -> None:
        self._say_notes()
        if self.form_kind is Form.PLAIN:
            return
        try:
            decision = self._decide().decision
        except Refused as fault:
            is_open = fault.code == "reading_missing"
            self.card.show_missing("" if is_open else self.desk.say(fault, KIND))
            return
        if decision is not None:
            self.card.show_decision(decision, self.form_kind, self._today, may_refer=self._may_refer)

    def _decide(self) -> Judged:
        readings = fields.readings_from(self.form_kind, self.form.values(), self.ranges)
        on, opening = self._on(), self.opening
        return judge(self.form_kind, readings, on, opening.contract.birth, opening.former(on), opening.rulebook)

    def _say_notes(self) -> None:
        """Say beside each reading that it is rare, and what the numbers of symptoms mean."""
        values = self.form.values()
        for name in self.form.names:
            if name in MEASURED:
                self.form.set_note(name, self._doubt(name, values))
        if "height" in self.form.names and not self._doubt("height", values):
            self.form.set_note("height", fields.body_mass(values, self.form_kind, self.ranges))

    def _doubt(self, name: str, values: Mapping[str, Any]) -> str:
        try:
            value = read_typed(self.form_kind, name, str(values[name] or ""), self.ranges)
            found = doubts({name: value}, self._on(), self.opening.rulebook) if value is not None else ()
        except Refused:
            return ""  # said as a fault where the field is left
        return "".join(f"{doubt_words(one, doubt)}。" for one, doubt in found)

    def _on(self) -> date:
        on = self.form.values().get("done_on")
        return on if isinstance(on, date) else self._today

    def _fresh(self) -> dict[str, Any]:
        service, actor = self.opening.service, self.desk.actor
        if service is not None:
            values = {
                "done_on": service.done_on,
                "way": service.way.value,
                "doer": service.doer_name,
                "note": service.note,
            }
            return values | fields.values_of(self.form_kind, service.readings)
        known = next((one for one in self.opening.doers if actor and one[0] == actor.account), None)
        me = Option(known[0], known[1]) if known else (actor.name if actor else "")
        empty = {"note": "", "way": "clinic", "resident_card": "", "worker_card": ""}
        return {"done_on": self._today, "doer": me} | empty | fields.values_of(self.form_kind, {})

    def _check_day(self, on: date) -> str:
        agreement = self.opening.agreement
        if on > self._today:
            return self.desk.say(Refused("day_after", field="done_on", most=self._today.isoformat()))
        if not agreement.holds(on):
            last = agreement.term.last.isoformat()
            return self.desk.say(Refused("contract_not_held", on=on.isoformat(), until=last))
        return ""

    def _record_of(self, opening: Opening) -> str:
        if opening.service is not None:
            return opening.service.id
        return service_id(opening.contract.id, opening.agreement.number, opening.item.code, opening.number)

    def _build(self) -> None:
        frame, inside = card()
        inside.addWidget(self.form)
        frame.setMaximumWidth(_WIDTH)
        has_rule = self.form_kind is not Form.PLAIN
        layout = row(frame, *((self.card,) if has_rule else ()), None, spacing=10)
        layout.setStretch(0, 1)
        layout.setStretch(layout.count() - 1, 0)
        self.setLayout(layout)
        if self.evidence is not None:
            self.form.insert(fields.place_of_evidence(self.form_kind), self.evidence)
            self.evidence.photos.serve(self)
            self.evidence.edited.connect(self.touch)
        if not has_rule:
            self.card.setParent(self)
            self.card.hide()
