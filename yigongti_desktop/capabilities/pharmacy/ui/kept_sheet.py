"""Lines filled in on a page of the pharmacy: checked at their cells, kept on this machine while they are written."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.kept import taken_up
from yigongti_desktop.kit.lines.table import LineTable

_SIDE = 262
READ_KEYS = (("↑↓", "移动"), ("Esc", "关闭"))


class KeptSheet(Kept):
    """The lines of one record; a sheet of a page says which, and what they become."""

    #: A line was taken out: its row and itself.
    removed = Signal(int, object)

    def __init__(
        self,
        desk: Desk,
        draft_form: str,
        record: str,
        columns: Sequence[LineColumn],
        *,
        keys: Sequence[tuple[str, str]],
        is_open: bool,
    ) -> None:
        super().__init__(desk, draft_form, record, is_open=is_open)
        self.table = LineTable(columns, keys=keys)
        self._beside: Beside | None = None
        self.table.edited.connect(self.on_edited)
        self.table.view.removed.connect(self.removed)
        on_key(self, "F8", self.table.view.go_to_next_fault)

    # what a sheet says of its lines

    def fresh(self) -> list[Line]:
        """Return the lines as the record has them."""
        raise NotImplementedError

    def place_of_fault(self, line: int, code: str) -> tuple[int, str] | None:
        """Return the row and the column of what the rules say of a line, which they count from 1."""
        raise NotImplementedError

    def sums(self) -> str:
        """Return the words of the foot."""
        return f"{len(self.lines)} 行"

    def show_extra(self, draft: Mapping[str, Any] | None) -> None:
        """Show what stands beside the lines."""

    def extra(self) -> dict[str, Any]:
        """Return what stands beside the lines, for the draft."""
        return {}

    def is_idle(self, _line: Line) -> bool:
        """Say whether nothing stands on a line, so that it is dropped from the end before all are checked."""
        return False

    def taken_up(self, kept: Sequence[Line]) -> list[Line]:
        """Return the lines of a draft."""
        days = {one.key for one in self.table.view.lines.columns if one.kind == DATE} | {"expiry"}
        return taken_up(kept, days)

    # what every sheet does

    @property
    def lines(self) -> list[Line]:
        """Return the lines as they stand."""
        return self.table.view.lines.lines

    def set_out(self, *above: Any, side: QWidget | None = None) -> None:
        """Lay the lines out, with what stands above and beside them."""
        body: QWidget = self.table
        if side is not None:
            body = self._beside = Beside(self.table, side, _SIDE)
        layout = column(*above, body, spacing=10)
        layout.setStretch(layout.count() - 1, 1)
        self.setLayout(layout)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show the lines, or what was kept of them."""
        self.show_extra(draft)
        self.table.view.lines.set_lines(self.taken_up(draft.get("lines", ())) if draft else self.fresh())
        self.has_begun, self.is_dirty = True, bool(draft)
        self._keep.stop()
        self.sum_up()
        self.table.view.go_to_first()
        if not self.is_open and self.lines:
            self.table.view.go_to(0, 0)

    def first_focus(self) -> None:
        """Put the cursor where work begins."""
        self.table.view.setFocus()

    def check(self) -> bool:
        """Check every line; the cursor goes to the first that is wrong."""
        if self.check_lines():
            return True
        self.table.view.go_to_next_fault()
        return False

    def check_lines(self) -> bool:
        """Check every line, idle ones at the end left out; the cursor stays."""
        self.end_typing()
        self.table.view.lines.drop_idle_tail(self.is_idle)
        return self.table.view.lines.check()

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say at its cell; say whether there is one."""
        line = fault.facts.get("line")
        place = self.place_of_fault(line, fault.code) if isinstance(line, int) else None
        if place is None:
            return False
        facts = {name: value for name, value in fault.facts.items() if name != "line"}
        self.table.view.lines.set_fault(*place, self.desk.words.say(fault.code, facts, self.kind))
        self.table.view.go_to_next_fault()
        return True

    def content(self) -> Mapping[str, Any]:
        """Return the lines, and what stands beside them."""
        return {"lines": self.lines} | self.extra()

    def end_typing(self) -> None:
        """Take the value that is being typed."""
        self.table.view.end_cell()

    def restore(self, place: int, line: Line) -> None:
        """Put a line back that was taken out."""
        self.table.view.lines.add(place, line)
        self.table.view.go_to(place, 0)

    def set_compact(self, compact: bool) -> None:
        """Leave the side and the keys out where there is no room."""
        if self._beside is not None:
            self._beside.set_narrow(compact)
        self.table.set_compact(compact)

    def sum_up(self) -> None:
        """Say in the foot how much there is."""
        self.table.set_sums(self.sums())

    def on_edited(self) -> None:
        """Keep it in a while, and sum it up now."""
        self.touch()
        self.sum_up()
