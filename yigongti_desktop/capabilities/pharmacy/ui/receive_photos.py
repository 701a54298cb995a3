"""Photos of what differs, put to a delivery while it is counted: to the drug under the cursor, whatever its lots."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from yigongti_desktop.attachments.ui.photo_bar import PhotoBar
from yigongti_desktop.capabilities.pharmacy.model.difference_files import MOST_PHOTOS
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.table import LineView


class ReceivePhotos(PhotoBar):
    """The photos beneath the lines of a delivery."""

    def __init__(self, desk: Desk, draft_key: str, view: LineView, parent: QWidget | None = None) -> None:
        super().__init__(desk, DRUG_REQUEST.name, draft_key, MOST_PHOTOS, parent)
        self._view = view
        view.rested.connect(self._on_rested)
        view.lines.edited.connect(lambda: self._on_rested(view.lines.line(view.currentIndex().row())))
        self.changed.connect(self._count)

    def check(self) -> bool:
        """Say whether they can be sent, each with a drug that differs; the cursor goes to the first that does not."""
        for row, line in enumerate(self._view.lines.lines):
            if self.count(line["drug"]) and not _differs(self._view.lines.lines, line["drug"]):
                self._view.go_to(row, 0)
                self.say(Refused("photo_of_no_difference"))
                return False
        return super().check()

    def _on_rested(self, line: Line | None) -> None:
        drug = str(line["drug"]) if line else ""
        may_add = bool(drug) and _differs(self._view.lines.lines, drug)
        self.show_line(drug, str(line["name"]) if line else "", may_add=may_add)

    def _count(self) -> None:
        """Write into the first line of each drug how many photos it has."""
        for row, line in enumerate(self._view.lines.lines):
            count = 0 if line.get("is_more") else self.count(line["drug"])
            if (line.get("photos") or 0) != count:
                self._view.lines.put(row, {"photos": count})


def _differs(lines: Sequence[Line], drug: str) -> bool:
    mine = [line for line in lines if line["drug"] == drug]
    return any(line["received"] is not None and line["received"] != line["sent"] for line in mine)
