"""集中录入: what was written on a round sheet by pen, one row for each line, saved in one go, each row by itself."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.model import plausible
from yigongti_desktop.capabilities.contracts.model.deciding import Act
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.forms import doubts
from yigongti_desktop.capabilities.contracts.model.forms import judge
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.model.service_files import PHOTO
from yigongti_desktop.capabilities.contracts.store import rounds
from yigongti_desktop.capabilities.contracts.store.openings import Opening
from yigongti_desktop.capabilities.contracts.store.rounds import Kept as KeptRound
from yigongti_desktop.capabilities.contracts.store.rounds import Place
from yigongti_desktop.capabilities.contracts.ui import card_fields
from yigongti_desktop.capabilities.contracts.ui import decision_words
from yigongti_desktop.capabilities.contracts.ui import round_columns as cells
from yigongti_desktop.capabilities.contracts.ui import round_rows as rows
from yigongti_desktop.capabilities.contracts.ui.round_paste import RoundPaste
from yigongti_desktop.capabilities.contracts.ui.round_proof import RoundProof
from yigongti_desktop.capabilities.contracts.ui.task_words import KIND
from yigongti_desktop.capabilities.contracts.ui.words import WAYS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.editors import DateEditor
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.table import LineTable

_KEYS = (
    ("Enter", "下一格"),
    ("↑↓", "上下行"),
    ("Ctrl+D", "同上"),
    ("Ctrl+V", "粘贴一片"),
    ("Ctrl+J", "计划外"),
    ("F8", "下一处要改"),
)
_TONES = {Act.GO_ON: "ok", Act.ADJUST: "warn", Act.REFER: "warn", Act.REFER_NOW: "danger"}
_FAULT_CELLS = {
    "contract_not_held": "done_on",
    "pressure_order": "dbp",
    "glucose": "fasting",
    "evidence_missing": "proof",
}
_DATE_WIDTH = 112


class RoundEntry(Kept):
    """The rows of one sheet."""

    kind = KIND

    def __init__(
        self, desk: Desk, sheet: KeptRound, lines: Sequence[rounds.Line], known: Mapping[Place, Opening]
    ) -> None:
        super().__init__(desk, rounds.SHEET, sheet.number)
        self.sheet = sheet
        self._lines = {line.place: line for line in lines}
        self._known = known
        self._today = day(desk.now())
        book = next((one.rulebook for one in known.values()), None)
        self.ranges = plausible.ranges(book, self._today) if book is not None else plausible.RANGES
        asked = frozenset(one for opening in known.values() for one in opening.item.evidence)
        proof = cells.proof_columns(asked, self._wrong_proof)
        self.table = LineTable(cells.columns(desk, sheet.form, self.ranges, self._decided, proof), keys=_KEYS)
        self.proof = RoundProof(desk, sheet.number, self.table.view)
        self.paste = RoundPaste(self.table.view, self.proof.photos)
        self.on = DateEditor(Field(name="done_on", label="服务日期", kind=DATE))
        self.on.setAccessibleName("服务日期")
        self.way = Chips([Chip(way.value, WAYS[way.value]) for way in Way], title="方式")
        self._fault = label("", "error")
        self._build()

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show the rows with what was entered so far; who was seen meanwhile is left out."""
        kept = draft or {}
        head = kept.get("head") or {}
        entered = kept.get("cells") or []
        self.on.setText(str(head.get("done_on") or self._today.isoformat()))
        self.way.choose(str(head.get("way") or Way.HOME.value))
        shown = []
        for place, at in enumerate(self.sheet.places):
            typed = rows.kept(entered, place)
            if at in self._lines and at in self._known and (self._lines[at].task.done_on is None or typed):
                fresh = rows.begun(self.sheet.form, place, self._lines[at], self._known[at], self._today)
                shown.append(fresh | typed)
        self.table.view.lines.set_lines(shown)
        self.has_begun, self.is_dirty = True, False
        self._keep.stop()
        self._sum_up()
        self.proof.begin()
        self.table.view.go_to_first()

    def content(self) -> Mapping[str, Any]:
        """Return the sheet, and what was entered of it, for the draft."""
        form = self.sheet.form
        typed = {line["at"]: rows.typed(form, line, rows.before_drugs(self._line(line))) for line in self.lines}
        return {
            "form": self.sheet.form.value,
            "title": self.sheet.title,
            "places": self.sheet.places,
            "cells": [typed.get(place, {}) for place in range(len(self.sheet.places))],
            "head": {"done_on": self.on.text(), "way": self.way.key},
        }

    def check(self) -> bool:
        """Check the day and every row; rows that are wrong do not keep back the others."""
        self.end_typing()
        on = self.on.value()
        wrong = on is None or on > self._today
        self._fault.setText("服务日期不对，不能晚于今天。请改。" if wrong else "")
        if wrong:
            self.on.setFocus()
            return False
        self.table.view.lines.check()
        return self.proof.photos.check()

    def command(self) -> None:
        """Return nothing: a sheet becomes one act for each row."""

    def show_refusal(self, _fault: Fault) -> bool:
        """Say no: what is refused is said at its row when the answers come."""
        return False

    def first_focus(self) -> None:
        """Put the cursor into the rows."""
        self.table.view.setFocus()

    def end_typing(self) -> None:
        """Take the value that is being typed."""
        self.table.view.end_cell()

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room."""
        self.table.set_compact(compact)

    @property
    def lines(self) -> list[Line]:
        """Return the rows as they stand."""
        return self.table.view.lines.lines

    @property
    def is_entered(self) -> bool:
        """Say whether every row of the sheet has become a service."""
        return not self.lines

    def ready(self) -> list[tuple[int, RecordService]]:
        """Return the rows in which something was entered and nothing is wrong, each with its command."""
        faulty = {place for place, _column in self.table.view.lines.faults()}
        found = []
        for place, line in enumerate(self.lines):
            if place not in faulty and not cells.is_idle(self.sheet.form, line):
                photos, signature = self.proof.files(line, PHOTO), self.proof.signature(line)
                found.append((place, RecordService(done=self._done(line), photos=photos, signature=signature)))
        return found

    def rare(self, places: Sequence[int]) -> list[str]:
        """Return what few people have in these rows, as sentences with the names."""
        found = []
        for place in places:
            line = self.lines[place]
            opening = self._opening(line)
            readings = cells.readings_at(self.sheet.form, line, self.ranges)
            rare = doubts(readings, self._on(line), opening.rulebook)
            found += [f"{line['name']}　{decision_words.doubt_words(name, doubt)}" for name, doubt in rare]
        return found

    def take_answers(self, places: Sequence[int], answers: Sequence[Service | Fault]) -> list[Service]:
        """Take out the rows that became services; those that were refused stay, with the reason at its cell."""
        asked = [(self.lines[place]["at"], answer) for place, answer in zip(places, answers, strict=True)]
        made = {at: answer for at, answer in asked if not isinstance(answer, Fault)}
        for place, line in reversed(list(enumerate(self.lines))):
            if line["at"] in made:
                self.proof.forget(line)
                self.table.view.lines.remove(place)
        left = {line["at"]: place for place, line in enumerate(self.lines)}
        for at, answer in asked:
            if isinstance(answer, Fault):
                self._say_at(left[at], answer)
        self._sum_up()
        self.is_dirty = True
        self.keep_draft()
        return list(made.values())

    def toggle_unplanned(self) -> None:
        """Write the row under the cursor down beyond the plan, or as its task again."""
        place = self.table.view.currentIndex().row()
        line = self.table.view.lines.line(place)
        if line is not None:
            is_beyond = not line.get("beyond")
            name = self._line(line).task.name
            self.table.view.lines.put(place, {"beyond": is_beyond, "name": f"{name} 计划外" if is_beyond else name})
            self.table.view.lines.set_fault(place, "name", "")

    def _line(self, line: Line) -> rounds.Line:
        return self._lines[self.sheet.places[line["at"]]]

    def _opening(self, line: Line) -> Opening:
        return self._known[self.sheet.places[line["at"]]]

    def _wrong_proof(self, key: str, value: Any, line: Line) -> str:
        """Return what is wrong with a card, or the time at which both were read."""
        if not value or key == "carded":
            return rows.wrong_proof(key, value, line, idle=cells.is_idle(self.sheet.form, line))
        if key == card_fields.RESIDENT:
            return card_fields.wrong_resident(self.desk, self._opening(line), str(value), self._today)
        return card_fields.wrong_worker(self.desk, self._opening(line), str(value), self._on(line))

    def _on(self, line: Line) -> date:
        own = line.get("done_on")
        return own if isinstance(own, date) else self.on.value() or self._today

    def _done(self, line: Line) -> Done:
        opening, form = self._opening(line), self.sheet.form
        return rows.done(line, opening, self._on(line), self.way.key, self.desk.actor, form, self.ranges)

    def _decided(self, line: Line) -> tuple[str, str]:
        """Return what follows from a row, and its tone; nothing while it is not whole."""
        if self.sheet.form is Form.PLAIN or cells.is_idle(self.sheet.form, line):
            return "", ""
        opening, on = self._opening(line), self._on(line)
        try:
            readings = cells.readings_at(self.sheet.form, line, self.ranges)
            made = judge(
                self.sheet.form, readings, on, opening.contract.birth, opening.former(on), opening.rulebook
            ).decision
        except Refused:
            return "", ""
        return (decision_words.badge(made).text, _TONES[made.act]) if made is not None else ("", "")

    def _say_at(self, place: int, fault: Fault) -> None:
        named = str(fault.facts.get("field") or fault.code)
        keys = {one.key for one in self.table.view.lines.columns}
        key = _FAULT_CELLS.get(fault.code, _FAULT_CELLS.get(named, named))
        hint = "确实另做了一次，按 Ctrl+J 改成计划外。" if fault.code == "service_there" else ""
        self.table.view.lines.set_fault(place, key if key in keys else "name", self.desk.say(fault, KIND) + hint)

    def _sum_up(self) -> None:
        filled = sum(not cells.is_idle(self.sheet.form, line) for line in self.lines)
        self.table.set_sums(f"共 {len(self.lines)} 行，已填 {filled} 行")

    def _on_edited(self) -> None:
        lines = self.table.view.lines
        for place, line in enumerate(self.lines):
            has_cards = all(line.get(one) and not lines.fault(place, one) for one in card_fields.CARDS)
            if has_cards and not line.get("carded") and self._on(line) == self._today:
                lines.put(place, {"carded": rows.now_typed(self.desk.now())})
        self.touch()
        self._sum_up()

    def _build(self) -> None:
        self.on.setFixedWidth(_DATE_WIDTH)
        head = row(label("服务日期", "second"), self.on, 8, label("方式", "second"), self.way, self._fault, None)
        keys: list[QWidget] = [label(words, "caption", wrap=True) for words in cells.keys_of(self.sheet.form)]
        layout = column(head, *keys, self.table, self.proof, spacing=8)
        layout.setStretch(layout.count() - 2, 1)
        self.setLayout(layout)
        self.table.edited.connect(self._on_edited)
        self.on.edited.connect(self.touch)
        self.on.passed.connect(self.table.view.go_to_first)
        self.way.chosen.connect(lambda _key: self.touch())
        self.proof.photos.serve(self, pastes=False)
        on_key(self, "Ctrl+V", self.paste.paste)
        on_key(self, "F8", self.table.view.go_to_next_fault)
        on_key(self, "Ctrl+J", self.toggle_unplanned)
