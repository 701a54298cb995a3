"""What is written as a few fields with lines below: a team with its members, a package with its items."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.editors import read_date
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.kept import taken_up
from yigongti_desktop.kit.lines.table import LineTable

#: Height that lines keep where the fields want more, and fields where the window is low.
_LEAST_LINES, _LEAST_HEAD = 176, 118
#: Room below the field of the cursor, for its note.
_ROOM = 40
_KEYS = (("Enter", "下一格"), ("Ins", "加一行"), ("Del", "删一行"), ("Ctrl+D", "同上"), ("F8", "下一处要改"))


class HeadAndLines(Kept):
    """Fields and lines of one record; whoever builds on it says which, and what they become."""

    #: A line was taken out: its row and itself.
    removed = Signal(int, object)

    #: Fields that are days.
    days: ClassVar[tuple[str, ...]] = ()
    #: Fields of what the rules refuse, by the code of the refusal or the name that the rules have for it.
    fault_fields: ClassVar[Mapping[str, str]] = {}
    #: Columns of what they refuse of a line, in the same way.
    fault_columns: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        desk: Desk,
        draft_form: str,
        sections: Sequence[Section],
        columns: Sequence[LineColumn],
        record: str = "",
        *,
        label_width: int,
    ) -> None:
        super().__init__(desk, draft_form, record)
        self.head = FormView(sections, label_width=label_width)
        self.table = LineTable(columns, keys=_KEYS)
        view = self.table.view
        view.new_line = lambda _after: self.new_line()
        view.may_remove = lambda _line: True
        view.removed.connect(self.removed)
        frame, inside = card()
        inside.addWidget(self.head)
        layout = column(frame, self.table, spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.head.edited.connect(self.on_field)
        self.head.faults_changed.connect(lambda _count: self.fit_later())
        self.head.finished.connect(view.go_to_first)
        self.table.edited.connect(self.on_lines)
        on_key(self, "F8", self.go_to_next_fault)

    # what each says of itself

    def fresh_fields(self) -> Mapping[str, Any]:
        """Return the fields as the record has them."""
        raise NotImplementedError

    def fresh_lines(self) -> list[Line]:
        """Return the lines as the record has them."""
        raise NotImplementedError

    def new_line(self) -> Line:
        """Return a line in which nothing stands yet."""
        raise NotImplementedError

    def is_idle(self, line: Line) -> bool:
        """Say whether nothing stands on a line, so that it is dropped from the end before all are checked."""
        raise NotImplementedError

    def sums(self) -> str:
        """Return the words of the foot."""
        raise NotImplementedError

    def extra(self) -> dict[str, Any]:
        """Return what is kept with the draft beside fields and lines."""
        return {}

    def take_extra(self, draft: Mapping[str, Any]) -> None:
        """Take up what was kept beside fields and lines."""

    # what both do

    @property
    def lines(self) -> list[Line]:
        """Return the lines as they stand."""
        return self.table.view.lines.lines

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show the record, or what was kept of it."""
        self.head.clear_faults()
        self.head.fill(dict(self.fresh_fields()))
        if draft:
            self.take_extra(draft)
            self.head.fill(self._thawed(draft.get("head") or {}))
        self.table.view.lines.set_lines(self._taken_up(draft.get("lines") or ()) if draft else self.fresh_lines())
        self.has_begun = True
        self.is_dirty = bool(draft) or bool(self.head.typed)
        self._keep.stop()
        self.sum_up()
        self.fit()
        if not self.head.typed:
            self.first_focus()

    def begin_anew(self) -> None:
        """Forget what was kept and typed."""
        self.drop_draft()
        self.head.typed.clear()
        self.begin(None)

    def first_focus(self) -> None:
        """Put the cursor into the first field that is empty."""
        self.head.focus_first()

    def content(self) -> Mapping[str, Any]:
        """Return what stands here, days as they were typed."""
        head = self.head.values() | {name: self.head.editor(name).text() for name in self.days}
        return {"head": head, "lines": self.lines} | self.extra()

    def check(self) -> bool:
        """Check fields and lines; the cursor goes to the first that is wrong."""
        self.end_typing()
        self.table.view.lines.drop_idle_tail(self.is_idle)
        is_fine = [self.head.check(), self.table.view.lines.check()]
        if all(is_fine):
            return True
        self.go_to_next_fault()
        return False

    def go_to_next_fault(self) -> None:
        """Put the cursor where something is wrong: first in the fields, then in the lines."""
        if self.head.faults():
            self.head.go_to_next_fault()
        else:
            self.table.view.go_to_next_fault()

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say at its field or its cell; say whether there is one."""
        named = str(fault.facts.get("field") or fault.code)
        line = fault.facts.get("line")
        if isinstance(line, int):
            column_key = self.fault_columns.get(named, named)
            facts = {name: value for name, value in fault.facts.items() if name != "line"}
            self.table.view.lines.set_fault(line - 1, column_key, self.desk.words.say(fault.code, facts, self.kind))
            self.table.view.go_to_next_fault()
            return True
        named = self.fault_fields.get(fault.code, self.fault_fields.get(named, named))
        if named not in self.head.names:
            return False
        self.head.set_fault(named, self.desk.say(fault, self.kind))
        self.head.go_to_next_fault()
        return True

    def end_typing(self) -> None:
        """Take the value that is being typed into a cell."""
        self.table.view.end_cell()

    def restore(self, place: int, line: Line) -> None:
        """Put a line back that was taken out."""
        self.table.view.lines.add(place, line)
        self.table.view.go_to(place, 1)

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room."""
        self.table.set_compact(compact)

    def on_field(self, _name: str) -> None:
        """Follow what was typed into a field: it is kept in a while."""
        self.touch()

    def on_lines(self) -> None:
        """Follow a change of the lines: kept in a while, summed up now."""
        self.touch()
        self.sum_up()

    def sum_up(self) -> None:
        """Say in the foot how much there is."""
        self.table.set_sums(self.sums())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height between fields and lines."""
        super().resizeEvent(event)
        self.fit()

    def fit_later(self) -> None:
        """Share the height anew once a note or a fault has taken its place."""
        QTimer.singleShot(0, self, self.fit)

    def fit(self) -> None:
        """Give the fields what they need, and the lines the rest; where both lack room the fields scroll."""
        wanted = self.head.widget().sizeHint().height() + 2
        self.head.setFixedHeight(min(wanted, max(self.height() - _LEAST_LINES, _LEAST_HEAD)))
        here = self.head.widget().focusWidget()
        if here is not None and here.hasFocus():
            self.head.ensureWidgetVisible(here, 0, _ROOM)

    def _thawed(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        return dict(kept) | {name: read_date(str(kept.get(name) or "")) or kept.get(name) for name in self.days}

    def _taken_up(self, kept: Sequence[Line]) -> list[Line]:
        days = {one.key for one in self.table.view.lines.columns if one.kind == DATE}
        return taken_up(kept, days)
