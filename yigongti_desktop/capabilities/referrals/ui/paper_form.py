"""What both slips have as forms: the paper beside them changes as one types, and drafts save themselves."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal

from yigongti_desktop.capabilities.referrals.store import cases as store
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.labels import column

_PREVIEW_MILLISECONDS = 250


class PaperForm(KeptForm):
    """A form whose paper is shown beside it."""

    kind = store.REFERRAL.name

    #: The paper as it would be now.
    drawn = Signal(bytes)
    faults_changed = Signal(int)

    def __init__(self, desk: Desk, sections: Sequence[Section], record: str) -> None:
        super().__init__(desk, store.SLIP, sections, record)
        self._draw = QTimer(self, interval=_PREVIEW_MILLISECONDS, singleShot=True)
        self.setLayout(column(self.form, spacing=0))
        self._draw.timeout.connect(self.draw)
        self.form.faults_changed.connect(self.faults_changed)
        self.form.editor("diagnosis").taken.connect(lambda _option: self.on_edited("diagnosis"))

    # what each slip says of itself

    def paper(self) -> Callable[[], bytes] | None:
        """Return what draws the paper as it would be now."""
        raise NotImplementedError

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

    def content(self) -> Mapping[str, Any]:
        """Return what stands in the fields, a diagnosis with its code."""
        values = {**super().content(), "diagnosis": self._diagnosis()}
        values.pop("who", None)
        return values

    def thawed(self, draft: Mapping[str, Any]) -> dict[str, Any]:
        """Return a draft with its diagnosis as an option again."""
        values = super().thawed(draft)
        if isinstance(kept := values.get("diagnosis"), dict):
            values["diagnosis"] = Option(kept["key"], kept["title"], kept["key"])
        return values

    def end_beginning(self, draft: Mapping[str, Any] | None) -> bool:
        """Draw the paper, and let the person go on: where they are typing already, else in the first empty field."""
        is_typing = super().end_beginning(draft)
        self.draw()
        if not is_typing:
            self.form.focus_first()
        return is_typing

    def draw(self) -> None:
        """Draw the paper as it would be now."""
        self._draw.stop()
        paint = self.paper()
        if paint is not None:
            self.desk.work(self, paint, self.drawn.emit)

    def on_edited(self, name: str) -> None:
        """Keep and draw a little after the last key."""
        super().on_edited(name)
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
