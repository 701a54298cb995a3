"""What a village asks for: its name and its lines, written by keyboard, or only read."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from yigongti_desktop.capabilities.pharmacy.messages.villages import AskForVillage
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.store import villages as store
from yigongti_desktop.capabilities.pharmacy.store.villages import VILLAGE_REQUEST
from yigongti_desktop.capabilities.pharmacy.ui import lines
from yigongti_desktop.capabilities.pharmacy.ui import village_columns
from yigongti_desktop.capabilities.pharmacy.ui.drugs import DrugSearch
from yigongti_desktop.capabilities.pharmacy.ui.kept_sheet import READ_KEYS
from yigongti_desktop.capabilities.pharmacy.ui.kept_sheet import KeptSheet
from yigongti_desktop.capabilities.pharmacy.ui.side import SheetSide
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.form.picker import Picker
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.lines.columns import Line

_KEYS = (("Enter", "下一格"), ("Ins", "加一行"), ("Del", "删一行"), ("Ctrl+D", "同上"), ("F8", "下一处要改"))
_LONGEST_NAME = 40
_NAME_WIDTH = 320


class VillageSheet(KeptSheet):
    """The lines of one village's request."""

    kind = VILLAGE_REQUEST.name

    def __init__(self, desk: Desk, request: VillageRequest | None, *, is_open: bool) -> None:
        self.request = request
        self._drugs = DrugSearch(desk, self, lambda: self.lines)
        columns = (
            village_columns.writing_columns(self._drugs.search, self._drugs.known)
            if is_open
            else village_columns.reading_columns()
        )
        record = request.id if request else ""
        super().__init__(
            desk, VILLAGE_REQUEST.name, record, columns, keys=_KEYS if is_open else READ_KEYS, is_open=is_open
        )
        self._names: list[str] = []
        self.name = Picker(
            self._search_names, placeholder="选一个，或写新的名字", is_free=True, foot="Enter 取　没有的直接写"
        )
        self._fault = label("", "error")
        self._build()

    def fresh(self) -> list[Line]:
        """Return the lines of the request, or an empty one."""
        return village_columns.lines_of(self.request) if self.request else [lines.empty()]

    def command(self) -> Struct:
        """Return what the village asks for."""
        return AskForVillage(village=self.name.key, lines=village_columns.wanted(self.lines), request=self.record)

    def place_of_fault(self, line: int, code: str) -> tuple[int, str] | None:
        """Return the row and the column of what the rules say of a line."""
        if code == "not_essential":
            written = [place for place, each in enumerate(self.lines) if each["drug"]]
            return (written[line - 1], "remark") if 1 <= line <= len(written) else None
        return lines.place_of_fault(self.lines, line, code)

    def is_idle(self, line: Line) -> bool:
        """Say whether nothing stands on a line."""
        return lines.is_empty(line)

    def sums(self) -> str:
        """Return how many drugs are asked for, and how many are no essential medicines."""
        drugs = [line for line in self.lines if line.get("drug")]
        others = sum(not line.get("essential") for line in drugs)
        return f"{len(drugs)} 种" + (f"　非基药 {others} 种" if others else "")

    def show_extra(self, draft: Mapping[str, Any] | None) -> None:
        """Show the village's name."""
        known = self.request.village if self.request else ""
        self.name.setText(str(draft.get("village", "")) if draft else known)
        self._say("")

    def extra(self) -> dict[str, Any]:
        """Return the village's name, for the draft."""
        return {"village": self.name.key}

    def first_focus(self) -> None:
        """Put the cursor into the name that is missing, else into the lines."""
        if self.is_open and not self.name.key:
            self.name.setFocus()
        else:
            self.table.view.setFocus()

    def check(self) -> bool:
        """Check the name and every line; the cursor goes to the first that is wrong."""
        if self.name.key:
            return super().check()
        self.check_lines()
        self._say("请选或填写村卫生室的名字。")
        self.name.setFocus()
        return False

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say at the name or at its cell."""
        if fault.facts.get("field") == "village":
            self._say(self.desk.say(fault, self.kind))
            self.name.setFocus()
            return True
        return super().show_refusal(fault)

    def _search_names(self, typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        among([Option(name, name) for name in self._names])(typed, hand)

    def _build(self) -> None:
        self.name.setAccessibleName("村卫生室")
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.setReadOnly(not self.is_open)
        self.name.setFixedWidth(_NAME_WIDTH)
        side = SheetSide(self.desk, None)
        self.set_out(row(label("村卫生室", "second"), self.name, self._fault, None, spacing=10), side=side)
        view = self.table.view
        if self.is_open:
            view.new_line = lambda _after: lines.empty()
            view.may_remove = lambda _line: True
        view.rested.connect(side.show_line)
        self.name.textEdited.connect(lambda _text: self._on_name())
        self.name.taken.connect(lambda _option: self._on_taken())
        self.name.passed.connect(view.go_to_first)
        self._fault.hide()
        if self.desk.actor is not None:
            self.desk.read(self, store.village_names, self.desk.actor.institution, done=self._names.extend)

    def _on_name(self) -> None:
        self._say("")
        self.on_edited()

    def _on_taken(self) -> None:
        self._on_name()
        self.table.view.go_to_first()

    def _say(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        self.name.setProperty("fault", bool(sentence))
        self.name.style().unpolish(self.name)
        self.name.style().polish(self.name)
