"""读班表: a roster in Excel is looked at, what is not plain is asked one by one, and only then it is taken in."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.reading.questions import Question
from yigongti_desktop.capabilities.staffing.model.reading.reader import answered
from yigongti_desktop.capabilities.staffing.model.reading.reader import proposed
from yigongti_desktop.capabilities.staffing.model.reading.roster import Reading
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.capabilities.staffing.service.roster_sheets import Looked
from yigongti_desktop.capabilities.staffing.service.roster_sheets import look
from yigongti_desktop.capabilities.staffing.ui import reading_lists as lists
from yigongti_desktop.capabilities.staffing.ui import reading_words as words
from yigongti_desktop.capabilities.staffing.ui.reading_lists import Told
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.form.picker import Picker
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.picklist import Picklist
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable

_SIDE = 360
_KEYS = (("↑↓", "移动"), ("Enter", "答这个问题"))


class RosterImportView(QWidget):
    """The work of reading one file, in place of the month."""

    #: All is answered, and the person wants the lines: the reading.
    wanted = Signal(object)
    #: What is wrong with the file as a whole.
    failed = Signal(object)

    def __init__(self, desk: Desk, file: Path, expected: Wanted, parent: QWidget | None = None) -> None:
        """Begin to look at the file.

        Args:
            desk: whose unit it is.
            file: the roster.
            expected: of it.
            parent: of the widget.
        """
        super().__init__(parent)
        self.desk, self.file = desk, file
        self._expected = expected
        self.reading: Reading | None = None
        self._asked: dict[str, Question] = {}
        self._question: Question | None = None
        self._busy = False
        self._summary = label("", "second", wrap=True)
        self.sheets = Picklist((("", "工作表"),))
        self.answer = Picker(among(()), placeholder="选一个，或输入几个字找")
        self.answer.setAccessibleName("答案")
        self._title, self._where = label("", "name", wrap=True), label("", "caption", wrap=True)
        self._words = label("", "body", wrap=True)
        chips = tuple(Chip(key, title, 0) for key, title in lists.TITLES.items())
        self.table = RecordTable(_columns(), chips=chips, keys=_KEYS, unit="条")
        self.propose_button = KeyButton("都用建议的答案", "Ctrl+R", icon="check")
        self.import_button = KeyButton("导入", "Ctrl+Enter", style=PRIMARY)
        self._lay_out()
        self._connect()
        self._show()
        self._look("")

    @property
    def is_busy(self) -> bool:
        """Say whether something is being read."""
        return self._busy

    def propose(self) -> None:
        """Answer all that has a likely answer by it."""
        if self.reading is not None and not self._busy:
            self._answer(proposed(self.reading))

    def apply(self) -> None:
        """Hand the reading on, once nothing is asked any more."""
        if self.import_button.isEnabled() and self.reading is not None:
            self.wanted.emit(self.reading)

    def first_focus(self) -> None:
        """Put the cursor where the first question is answered."""
        (self.answer if self._question is not None else self.table.view).setFocus()

    def _lay_out(self) -> None:
        frame, inside = card()
        inside.setContentsMargins(14, 12, 14, 12)
        inside.setSpacing(8)
        for widget in (self._title, self._where, self._words, self.answer):
            inside.addWidget(widget)
        inside.addStretch(1)
        frame.setFixedWidth(_SIDE)
        self._card = frame
        self.sheets.hide()
        head = row(self._summary, self.sheets, spacing=10)
        head.setStretch(0, 1)
        layout = row(frame, boxed(column(boxed(head), self.table, spacing=10)), spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        assert self.table.chips is not None  # noqa: S101 - it was made with some
        self.table.chips.chosen.connect(lambda _key: self._show_list())
        self.table.view.rested.connect(self._rest)
        self.table.view.opened.connect(lambda _told: self.answer.setFocus())
        self.answer.taken.connect(self._take)
        self.sheets.chosen.connect(self._look)
        self.propose_button.clicked.connect(self.propose)
        self.import_button.clicked.connect(self.apply)
        on_key(self, "Ctrl+R", self.propose)
        on_key(self, "Ctrl+Return", self.apply)

    def _look(self, sheet: str) -> None:
        file, expected = self.file, self._expected
        self._asked = {}
        self._run(lambda: look(file, expected, sheet), self._looked)

    def _looked(self, looked: Looked) -> None:
        if len(looked.sheets) > 1:
            self.sheets.blockSignals(True)
            self.sheets.key = looked.sheet
            self.sheets.set_choices([(name, f"工作表 {name}") for name in looked.sheets])
            self.sheets.blockSignals(False)
            self.sheets.show()
        self._read(looked.reading)

    def _answer(self, answers: Mapping[str, str]) -> None:
        reading = self.reading
        if reading is not None and answers:
            self._run(lambda: answered(reading, answers), self._read)

    def _take(self, option: Option) -> None:
        if self._question is not None and not self._busy:
            self._answer({self._question.id: option.key})

    def _read(self, reading: Reading) -> None:
        self.reading = reading
        self._asked |= {one.id: one for one in reading.questions}
        self._show()
        self.table.view.rest_on(lambda one: one.question is not None and not one.answer)
        self.first_focus()

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._busy = True
        self._show_buttons()

        def did(result: object) -> None:
            self._busy = False
            done(result)

        def failed(fault: Fault) -> None:
            self._busy = False
            self._show()
            self.failed.emit(fault)

        self.desk.work(self, work, did, failed)

    def _show(self) -> None:
        reading = self.reading
        self._summary.setText(words.summary(reading) if reading else "正在读……" if self._busy else "")
        if reading is not None and self.table.chips is not None:
            self.table.chips.set_counts(lists.counts(reading))
        self._show_list()
        self._show_buttons()

    def _show_list(self) -> None:
        key = self.table.chips.key if self.table.chips else lists.ASKED
        self.table.empty.say("没有问题", "都认出来了，可以导入。" if key == lists.ASKED else "", icon="check-circle")
        self.table.show_rows(lists.told(key, self.reading, self._asked) if self.reading else [])

    def _show_buttons(self) -> None:
        reading = self.reading
        is_ready = reading is not None and not reading.questions and bool(reading.ready)
        self.import_button.setEnabled(is_ready and not self._busy)
        self.propose_button.setEnabled(reading is not None and not self._busy and bool(proposed(reading)))
        self.answer.setEnabled(self._question is not None and not self._busy)

    def _rest(self, told: Told | None) -> None:
        self._question = told.question if told else None
        question = self._question
        self._title.setText(f"「{told.text}」" if told and told.text else "要答的" if question else "")
        self._where.setText(f"在 {told.where}" if told and told.where else "")
        self._words.setText(told.words if told else "")
        if question is None and self.answer.hasFocus():
            self.table.view.setFocus()
        self.answer.setVisible(question is not None)
        self.answer.set_option(None)
        if question is not None and self.reading is not None:
            options = [Option(one.value, words.chosen(question, one)) for one in question.choices]
            self.answer.set_search(among(options))
            chosen = self.reading.answers.get(question.id, "")
            self.answer.set_option(next((one for one in options if one.key == chosen), None))
            likely = next((one.title for one in options if one.key == question.proposal), "")
            self.answer.setPlaceholderText(f"建议：{likely}" if likely else "选一个，或输入几个字找")
        self._show_buttons()


def _columns() -> tuple[Column[Told], ...]:
    return (
        Column(title="哪里", text=lambda one: one.where, width=150, rank=2),
        Column(title="表上写的", text=lambda one: one.text, width=120),
        Column(title="问题和办法", text=lambda one: one.words, width=300, stretch=1),
        Column(title="答案", text=lambda one: one.answer, width=110, rank=1),
    )
