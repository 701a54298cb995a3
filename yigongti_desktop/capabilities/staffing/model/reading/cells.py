"""Cells of a sheet one after another: what each means, which texts have to be asked, what was made of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence

from yigongti_desktop.capabilities.staffing.model.reading import asking
from yigongti_desktop.capabilities.staffing.model.reading import questions as q
from yigongti_desktop.capabilities.staffing.model.reading.codes import PLAIN
from yigongti_desktop.capabilities.staffing.model.reading.codes import Codes
from yigongti_desktop.capabilities.staffing.model.reading.codes import How
from yigongti_desktop.capabilities.staffing.model.reading.codes import Meaning
from yigongti_desktop.capabilities.staffing.model.reading.codes import legend
from yigongti_desktop.capabilities.staffing.model.reading.codes import spelled
from yigongti_desktop.capabilities.staffing.model.reading.questions import Question
from yigongti_desktop.capabilities.staffing.model.reading.roster import Made
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.capabilities.staffing.model.reading.sheet import Sheet
from yigongti_desktop.capabilities.staffing.model.reading.sheet import Spot


class Cells:
    """What the cells of a sheet mean."""

    def __init__(self, sheet: Sheet, wanted: Wanted, answers: Mapping[str, str]) -> None:
        texts = (sheet.text(row, column) for row in range(sheet.height) for column in range(sheet.width))
        said = {asked.removeprefix(asking.TEXT): q.code_of(value) for asked, value in answers.items()}
        self._sheet, self._wanted, self._answers = sheet, wanted, answers
        self._codes = Codes(wanted.duties, legend(texts, wanted.duties), said)
        self._made: Counter[tuple[str, How, str | None]] = Counter()
        self._asked: dict[str, tuple[str, Meaning, list[str]]] = {}
        self._faults: list[tuple[str, str]] = []
        self._blanks: list[str] = []
        #: Ids of people of whom a cell has to be asked.
        self.doubted: set[str] = set()

    def read(self, person: str, spots: Sequence[Spot]) -> tuple[Meaning | None, str]:
        """Return what the cells of a day mean, and what stands in them; None where it has to be asked."""
        sheet, first = self._sheet, self._sheet.address(*spots[0])
        fault = next((found for spot in spots if (found := sheet.fault(*spot))), "")
        if fault:
            return self._answer(person, f"cell:{first}", lambda: self._faults.append((first, fault))), ""
        text = _together([sheet.text(*spot) for spot in spots])
        if not text:
            return self._answer(person, asking.BLANK, lambda: self._blanks.append(first)), ""
        meaning = self._codes.meaning(text)
        if meaning.how in PLAIN:
            self._made[text, meaning.how, meaning.code] += 1
            return meaning, text
        key = spelled(text)
        self._asked.setdefault(key, (text, meaning, []))[2].append(first)
        self.doubted.add(person)
        return None, text

    def questions(self) -> Iterator[Question]:
        """Return what has to be asked of the cells that were read."""
        duties = self._wanted.duties
        for key, (text, meaning, cells) in self._asked.items():
            yield asking.of_text(key, text, meaning, cells, duties)
        for cell, code in self._faults:
            yield asking.of_fault(cell, code, duties)
        if self._blanks:
            has_off = any(how in {How.OFF, How.LEGEND} and code == "" for _text, how, code in self._made)
            yield asking.of_blanks(self._blanks, has_off=has_off)

    def made(self) -> tuple[Made, ...]:
        """Return what was made of each text, the most frequent first."""
        return tuple(Made(text, how, code, count) for (text, how, code), count in self._made.most_common())

    def _answer(self, person: str, asked: str, ask: Callable[[], None]) -> Meaning | None:
        if asked in self._answers:
            code = q.code_of(self._answers[asked])
            self._made["", How.SAID, code] += 1
            return Meaning(how=How.SAID, code=code)
        ask()
        self.doubted.add(person)
        return None


def _together(texts: Sequence[str]) -> str:
    """Return what stands in the cells of one day: morning and afternoon may have two, with a stroke between them."""
    return texts[0] if len({spelled(text) for text in texts}) == 1 else "/".join(texts)
