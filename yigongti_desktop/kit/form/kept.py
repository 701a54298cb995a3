"""A form that is kept on this machine while it is written; what the rules refuse is said beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import ClassVar

from msgspec import to_builtins
from PySide6.QtCore import Signal

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.editors import read_date
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.view import LABEL
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column


class KeptForm(Kept):
    """The fields of one record."""

    #: Enter on the last field.
    finished = Signal()

    #: Fields that are kept as they were typed, though they are no day yet.
    days: ClassVar[tuple[str, ...]] = ()
    #: Fields that are kept with the option that was taken, or as they were typed.
    picks: ClassVar[tuple[str, ...]] = ()
    #: Fields of what the rules refuse, by the code of the refusal or the name that the rules have for it.
    fault_fields: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self, desk: Desk, draft_form: str, sections: Sequence[Section], record: str = "", *, label_width: int = LABEL
    ) -> None:
        super().__init__(desk, draft_form, record)
        self.form = FormView(sections, label_width=label_width)
        self.form.edited.connect(self.on_edited)
        self.form.finished.connect(self.finished)

    def set_out(self, width: int, height: int = 0) -> None:
        """Lay the fields out on a card, so wide at the most, and so high where a height is given."""
        frame, inside = card()
        inside.addWidget(self.form)
        frame.setMaximumWidth(width)
        layout = column(frame, spacing=0)
        if height:
            frame.setMaximumHeight(height)
            layout.setStretch(0, 1)
            layout.addStretch(0)
        self.setLayout(layout)

    def content(self) -> Mapping[str, Any]:
        """Return what stands in the fields, days and options as `thawed` takes them up again."""
        values = self.form.values() | {name: self.form.editor(name).text() for name in self.days}
        for name in self.picks:
            option = self.form.editor(name).option
            values[name] = to_builtins(option) if option else self.form.editor(name).text()
        return values

    def thawed(self, draft: Mapping[str, Any]) -> dict[str, Any]:
        """Return a draft with its days as days again, where they are, and its options as options."""
        values = dict(draft)
        for name in self.days:
            typed = str(draft.get(name) or "")
            values[name] = read_date(typed) or typed
        for name in self.picks:
            kept = draft.get(name)
            values[name] = Option(**kept) if isinstance(kept, dict) else kept
        return values

    def end_beginning(self, draft: Mapping[str, Any] | None) -> bool:
        """Let the person go on; say whether they are typing already, so that the cursor has to stay."""
        self.has_begun = True
        self.is_dirty = bool(draft) or bool(self.form.typed)
        if self.form.typed:
            self._keep.start()
        return bool(self.form.typed)

    def begin_anew(self) -> None:
        """Forget what was kept and typed."""
        self.drop_draft()
        self.form.typed.clear()
        self.begin(None)

    def check(self) -> bool:
        """Check every field; the cursor goes to the first that is wrong."""
        if self.form.check():
            return True
        self.form.go_to_next_fault()
        return False

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say beside its field; say whether there is one."""
        named = str(fault.facts.get("field") or fault.code)
        named = self.fault_fields.get(named, named)
        if named not in self.form.names:
            return False
        self.form.set_fault(named, self.desk.say(fault, self.kind))
        self.form.go_to_next_fault()
        return True

    def first_focus(self) -> None:
        """Put the cursor into the first field that is empty."""
        self.form.focus_first()

    def on_edited(self, _name: str) -> None:
        """Follow what was typed: it is kept in a while."""
        self.touch()
