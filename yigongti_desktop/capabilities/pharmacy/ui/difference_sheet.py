"""The lines of a difference case, answered one by one by the central pharmacy, or only read."""

from __future__ import annotations

from msgspec import Struct

from yigongti_desktop.attachments.ui.strip import RecordPhotos
from yigongti_desktop.capabilities.pharmacy.messages.differences import AnswerCase
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.difference_files import DIFFERENCE_FILES
from yigongti_desktop.capabilities.pharmacy.ui import difference_columns
from yigongti_desktop.capabilities.pharmacy.ui.kept_sheet import READ_KEYS
from yigongti_desktop.capabilities.pharmacy.ui.kept_sheet import KeptSheet
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.lines.columns import Line

_KEYS = (("Enter", "下一格"), ("空格", "列出答复"), ("=", "照常例"), ("Ctrl+D", "同上"), ("F8", "下一处要改"))


class DifferenceSheet(KeptSheet):
    """The lines of one case."""

    def __init__(self, desk: Desk, case: DifferenceCase, *, is_open: bool) -> None:
        self.case = case
        columns = difference_columns.answering_columns(self._here) if is_open else difference_columns.reading_columns()
        keys = _KEYS if is_open else READ_KEYS
        form = f"difference_case {case.revision}"  # an answer after a dispute is another one
        super().__init__(desk, form, case.id, columns, keys=keys, is_open=is_open)
        self.photos = RecordPhotos(desk, (16, 8, 16, 8))
        self.photos.setObjectName("card")
        self.table.view.rested.connect(lambda line: self.photos.show_line(line.get("drug") if line else None))
        self.set_out(self.photos)
        self.photos.show_record(DIFFERENCE_FILES.kind, case.id, difference_columns.names_of_lines(case))

    def fresh(self) -> list[Line]:
        """Return the lines of the case."""
        return difference_columns.lines_of(self.case)

    def command(self) -> Struct:
        """Return the answer to the case."""
        return AnswerCase(case=self.case.id, replies=difference_columns.replies(self.lines))

    def place_of_fault(self, line: int, code: str) -> tuple[int, str] | None:
        """Return the row and the column of what the rules say of a line."""
        if not 1 <= line <= len(self.lines):
            return None
        return line - 1, "words" if code == "field_empty" else "answer"

    def sums(self) -> str:
        """Return how many lines are answered."""
        answered = sum(bool(line["answer"]) for line in self.lines)
        return f"{len(self.lines)} 行　已答复 {answered} 行" if self.is_open else super().sums()

    def _here(self) -> Line | None:
        view = self.table.view
        return view.lines.line(view.currentIndex().row())
