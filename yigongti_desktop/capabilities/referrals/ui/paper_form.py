"""What both slips have as forms: the paper beside them changes as one types, and drafts save themselves."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from msgspec import to_builtins
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.referrals import store
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_TEXT
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.picker import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import column

_DRAFT_MILLISECONDS = 800
_PREVIEW_MILLISECONDS = 250


class PaperForm(QWidget):
    """A form whose paper is shown beside it."""

    #: The paper as it would be now.
    drawn = Signal(bytes)
    #: What stands here was kept on this machine.
    kept = Signal()
    faults_changed = Signal(int)
    finished = Signal()

    def __init__(self, desk: Desk, sections: Sequence[Section], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.is_dirty = self.has_begun = False
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        self._draw = QTimer(self, interval=_PREVIEW_MILLISECONDS, singleShot=True)
        self.form = FormView(sections)
        self.setLayout(column(self.form, spacing=0))
        self._keep.timeout.connect(self.keep_draft)
        self._draw.timeout.connect(self.draw)
        self.form.edited.connect(self.on_edited)
        self.form.faults_changed.connect(self.faults_changed)
        self.form.finished.connect(self.finished)
        self.form.editor("diagnosis").taken.connect(lambda _option: self.on_edited("diagnosis"))

    # what each slip says of itself

    @property
    def draft_key(self) -> str:
        """Return under what the draft is kept."""
        raise NotImplementedError

    def paper(self) -> Callable[[], bytes] | None:
        """Return what draws the paper as it would be now."""
        raise NotImplementedError

    def more_to_keep(self) -> dict[str, Any]:
        """Return what a draft needs besides the fields."""
        return {}

    def check(self) -> bool:
        """Check what was filled in; the cursor goes to the first that is wrong. A gap may still be an emergency's."""
        for name in list(self.form.faults()):
            self.form.set_fault(name, "")
        self.form.check_values()
        if self.form.faults():
            self.form.go_to_next_fault()
        return not self.form.faults()

    def go_to_next_fault(self) -> None:
        """Put the cursor where the next thing is wrong."""
        self.form.go_to_next_fault()

    # what both do

    def keep_draft(self) -> None:
        """Keep what stands here on this machine, for whoever comes back to it."""
        self._keep.stop()
        actor = self.desk.actor
        if not self.is_dirty or not self.has_begun or actor is None:
            return  # before it has begun, a former draft may still be on its way here
        values = self.form.values() | self.more_to_keep()
        values["diagnosis"] = self._diagnosis()
        values.pop("who", None)
        content = to_builtins(values)
        self.desk.write(
            self, store.keep_draft, actor.account, self.draft_key, content, self.desk.now(), done=self._on_kept
        )

    def drop_draft(self) -> None:
        """Forget the kept form: it has become a record."""
        self._keep.stop()
        self.is_dirty = False
        if self.desk.actor is not None:
            self.desk.write(None, store.drop_draft, self.desk.actor.account, self.draft_key)

    def show_draft(self, draft: Mapping[str, Any]) -> None:
        """Show what was kept."""
        values = dict(draft)
        kept = values.get("diagnosis")
        if isinstance(kept, dict):
            values["diagnosis"] = Option(kept["key"], kept["title"], kept["key"])
        self.form.fill(values)

    def end_beginning(self, draft: Mapping[str, Any] | None) -> None:
        """Let the person go on: where they are already typing, else in the first empty field."""
        self.has_begun = True
        self.is_dirty = bool(draft) or bool(self.form.typed)
        self.draw()
        if self.form.typed:
            self._keep.start()
        else:
            self.form.focus_first()

    def draw(self) -> None:
        """Draw the paper as it would be now."""
        self._draw.stop()
        paint = self.paper()
        if paint is not None:
            self.desk.work(self, paint, self.drawn.emit)

    def on_edited(self, _name: str) -> None:
        """Keep and draw a little after the last key."""
        self.is_dirty = True
        self._keep.start()
        self._draw.start()

    def diagnosis(self) -> tuple[str, str]:
        """Return code and words of the diagnosis; the code is empty where words stand alone."""
        editor = self.form.editor("diagnosis")
        option = editor.option
        return (option.key, option.title) if option else ("", editor.text().strip())

    def find_diagnoses(self, typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        """Propose diagnoses, what this unit writes most often first."""

        def show(found: list[store.DiagnosisUse]) -> None:
            hand(
                [Option(use.code, use.name, use.code, right=f"常用 {use.used} 次" if use.used else "") for use in found]
            )

        self.desk.read(self, store.find_diagnoses, typed, done=show)

    def _diagnosis(self) -> Any:
        code, words = self.diagnosis()
        return {"key": code, "title": words} if code else words

    def _on_kept(self, _result: object) -> None:
        self.kept.emit()


def check_length(text: str) -> str:
    """Return what is wrong with the length of a long text, as a sentence."""
    over = len(text) - LONGEST_TEXT
    return f"最多 {LONGEST_TEXT} 个字，多了 {over} 个。请删短些。" if over > 0 else ""


def refusal(desk: Desk, check: Callable[[], object]) -> str:
    """Return what a check refuses, as a sentence; empty when it passes."""
    try:
        check()
    except Refused as fault:
        return desk.say(fault)
    return ""


def phone_check(desk: Desk) -> Callable[[Any], str]:
    """Return the check of a telephone field."""
    return lambda typed: refusal(desk, lambda: read_phone(typed))
