"""Work that stands in the place of a list until it becomes a record, kept on this machine while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import ClassVar

from msgspec import to_builtins
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.desk import Desk

_DRAFT_MILLISECONDS = 800


class Kept(QWidget):
    """One piece of work; whoever builds on it says what is written, and the command that it becomes."""

    #: What stands here was kept on this machine.
    kept = Signal()

    #: Kind of record in whose words refusals are told.
    kind: ClassVar[str] = ""
    #: How one comes back to what was left; the page's way where it is empty.
    way_back = ""

    def __init__(
        self, desk: Desk, draft_form: str, record: str = "", *, is_open: bool = True, parent: QWidget | None = None
    ) -> None:
        """Make it, with nothing in it yet.

        Args:
            desk: that keeps the draft.
            draft_form: under what drafts are kept.
            record: what is written on; empty for a new one.
            is_open: whether it is written, and not only looked at.
            parent: of the widget.
        """
        super().__init__(parent)
        self.desk = desk
        self.draft_form = draft_form
        self.record = record
        self.is_open = is_open
        self.is_dirty = self.has_begun = False
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        self._keep.timeout.connect(self.keep_draft)

    # what each says of itself

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show what was kept, or the record as it is."""
        raise NotImplementedError

    def content(self) -> Mapping[str, Any]:
        """Return what stands here, for the draft."""
        raise NotImplementedError

    def check(self) -> bool:
        """Check what stands here; the cursor goes to the first that is wrong."""
        raise NotImplementedError

    def command(self) -> Any:
        """Return the command for what stands here, once it is checked; None when nothing was changed.

        Raises:
            Refused: when a value cannot even be written down.
        """
        raise NotImplementedError

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say where it belongs; say whether there is such a place."""
        raise NotImplementedError

    def first_focus(self) -> None:
        """Put the cursor where work begins."""
        raise NotImplementedError

    def end_typing(self) -> None:
        """Take the value that is being typed."""

    def set_compact(self, compact: bool) -> None:
        """Fit a small window."""

    # what all do

    @property
    def draft(self) -> tuple[str, str]:
        """Return what its draft is kept under: form and record."""
        return self.draft_form, self.record

    def keep_draft(self) -> None:
        """Keep what stands here; before it has begun, a former draft may still be on its way here."""
        self._keep.stop()
        if self.is_dirty and self.has_begun and self.is_open:
            content = to_builtins(self.content())
            self.desk.keep_draft(self, *self.draft, content, done=lambda _none: self.kept.emit())

    def drop_draft(self) -> None:
        """Forget what was kept: it has become a record."""
        self._keep.stop()
        self.is_dirty = False
        self.desk.drop_draft(*self.draft)

    def begin_anew(self) -> None:
        """Forget what was kept, and show the record as it is."""
        self.drop_draft()
        self.begin(None)

    def touch(self) -> None:
        """Keep it in a while: something was changed; what is changed before it has begun is not kept by itself."""
        self.is_dirty = self.has_begun
        self._keep.start()
