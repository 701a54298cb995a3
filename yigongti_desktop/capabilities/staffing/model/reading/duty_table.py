"""Reads a 值班表: days or weeks one way, duties the other, names in the cells, several in one, titles behind them.

Who is named on a day has the duty; a day on which somebody is not named stays as it is on the roster, since such a
table is mostly of some duties only. What is no name of the unit is asked once for all its cells, or left out by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from itertools import groupby

from yigongti_desktop.capabilities.staffing.model.reading import asking
from yigongti_desktop.capabilities.staffing.model.reading import questions as q
from yigongti_desktop.capabilities.staffing.model.reading.cell_names import names_in
from yigongti_desktop.capabilities.staffing.model.reading.codes import PLAIN
from yigongti_desktop.capabilities.staffing.model.reading.codes import Codes
from yigongti_desktop.capabilities.staffing.model.reading.codes import How
from yigongti_desktop.capabilities.staffing.model.reading.codes import Meaning
from yigongti_desktop.capabilities.staffing.model.reading.codes import legend
from yigongti_desktop.capabilities.staffing.model.reading.codes import spelled
from yigongti_desktop.capabilities.staffing.model.reading.names import Match
from yigongti_desktop.capabilities.staffing.model.reading.names import who
from yigongti_desktop.capabilities.staffing.model.reading.questions import Choice
from yigongti_desktop.capabilities.staffing.model.reading.questions import Question
from yigongti_desktop.capabilities.staffing.model.reading.roster import LeaveSeen
from yigongti_desktop.capabilities.staffing.model.reading.roster import Made
from yigongti_desktop.capabilities.staffing.model.reading.roster import Named
from yigongti_desktop.capabilities.staffing.model.reading.roster import Reading
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.capabilities.staffing.model.reading.rows import Passed
from yigongti_desktop.capabilities.staffing.model.reading.sheet import Sheet
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.kernel.grids import Grid

#: Ids of questions about a name, and about two duties on one day.
_NAME, _TWO = "who:", "two:"
_LEFT_OUT = "不读这个名字"
#: Headings of rows that are no duty.
_NO_DUTY = frozenset({"星期", "周", "周次", "日期", "备注", "电话", "联系电话", "说明"})


@dataclass(frozen=True)
class Table:
    """Where things stand in a duty table: rows are duties, columns days."""

    sheet: Sheet
    first: date
    days: int
    #: Row of the days, the row after the last duty, and the places in the roster of each column.
    blocks: tuple[tuple[int, int, Mapping[int, tuple[int, ...]]], ...]
    #: What has to be asked of the days.
    questions: tuple[Question, ...] = ()


@dataclass
class _Seen:
    """What was found so far: by person and place the duties with their cells."""

    duties: dict[str, dict[int, dict[str, list[str]]]] = field(default_factory=dict)
    leave: dict[str, dict[int, str]] = field(default_factory=dict)
    made: dict[str, tuple[How, str | None, int]] = field(default_factory=dict)
    named: dict[str, Named] = field(default_factory=dict)
    passed: list[Passed] = field(default_factory=list)
    #: Texts that are asked about, with their cells.
    names: dict[str, tuple[Match, list[str]]] = field(default_factory=dict)
    labels: dict[str, tuple[str, Meaning, list[str]]] = field(default_factory=dict)


def read_table(grid: Grid, wanted: Wanted, table: Table, answers: Mapping[str, str]) -> Reading:
    """Return what a duty table says."""
    return _TableReader(grid, wanted, table, answers).reading()


class _TableReader:
    def __init__(self, grid: Grid, wanted: Wanted, table: Table, answers: Mapping[str, str]) -> None:
        self._grid, self._wanted, self._table, self._answers = grid, wanted, table, dict(answers)
        sheet = table.sheet
        texts = [sheet.text(row, column) for row in range(sheet.height) for column in range(sheet.width)]
        said = {
            asked.removeprefix(asking.TEXT): q.code_of(value)
            for asked, value in answers.items()
            if asked.startswith(asking.TEXT)
        }
        self._codes = Codes(wanted.duties, legend(texts, wanted.duties), said)
        self._seen = _Seen()
        self._two: dict[str, tuple[list[str], list[str]]] = {}

    def reading(self) -> Reading:
        for head, last, columns in self._table.blocks:
            for row in range(head + 1, last):
                self._row(row, columns)
        lines = [line for person in self._wanted.people if (line := self._line(person.id, person.name)) is not None]
        questions = (*self._table.questions, *self._questions())
        on_it = {line.person for line in lines}
        return Reading(
            grid=self._grid,
            wanted=self._wanted,
            answers=self._answers,
            first=self._table.first,
            days=self._table.days,
            ready=() if questions else tuple(lines),
            questions=questions,
            made=tuple(Made(text, *one) for text, one in self._seen.made.items()),
            named=tuple(self._seen.named.values()),
            passed=tuple(self._seen.passed),
            leave=tuple(self._leave()),
            missing=tuple(one.id for one in self._wanted.people if one.id not in on_it),
        )

    def _row(self, row: int, columns: Mapping[int, tuple[int, ...]]) -> None:
        """Read one duty on all days."""
        sheet, cells = self._table.sheet, [column for column in columns if self._table.sheet.text(row, column)]
        label, meaning = self._label(row, min(columns))
        if not cells or label in _NO_DUTY or not any(self._is_named(sheet.text(row, one)) for one in cells):
            return
        addresses = [sheet.address(row, column) for column in cells]
        if meaning.how not in PLAIN:
            text, known, before = self._seen.labels.get(spelled(label), (label, meaning, []))
            self._seen.labels[spelled(label)] = text, known, [*before, *addresses]
            return
        how, code, count = self._seen.made.get(label, (meaning.how, meaning.code, 0))
        self._seen.made[label] = how, code, count + len(cells)
        for column in cells:
            self._cell(row, column, columns[column], meaning, label)

    def _label(self, row: int, first: int) -> tuple[str, Meaning]:
        """Return what stands beside a row: the nearest that names a duty, else the nearest."""
        sheet = self._table.sheet
        texts = [text for column in reversed(range(first)) if (text := sheet.text(row, column))]
        found = [(text, self._codes.meaning(text)) for text in dict.fromkeys(texts)]
        plain = next((one for one in found if one[1].how in PLAIN), None)
        if plain or found:
            return plain or found[0]
        is_said = asking.TEXT in self._answers  # what a row without words means was asked
        return "", self._codes.meaning("") if is_said else Meaning(how=How.UNKNOWN, code=None)

    def _is_named(self, text: str) -> bool:
        """Say whether anybody of the unit, or somebody who may be, stands in a cell."""
        matches = (who(name, self._wanted.people) for name in names_in(text, self._wanted.people))
        return any(one.person or one.maybe for one in matches)

    def _cell(self, row: int, column: int, places: tuple[int, ...], meaning: Meaning, label: str) -> None:
        sheet = self._table.sheet
        address = sheet.address(row, column)
        for name in names_in(sheet.text(row, column), self._wanted.people):
            if self._codes.is_plain(name):  # 休, a dash: nobody
                continue
            person = self._person(name, address)
            if not person:
                continue
            for place in places:
                if meaning.how is How.LEAVE:
                    self._seen.leave.setdefault(person, {})[place] = label
                if meaning.code is not None:
                    days = self._seen.duties.setdefault(person, {})
                    days.setdefault(place, {}).setdefault(meaning.code, []).append(address)

    def _person(self, name: str, address: str) -> str:
        """Return who is meant by a name; empty as long as that is asked, and for one that is left out."""
        asked = f"{_NAME}{name}"
        if asked in self._answers:
            chosen = q.person_of(self._answers[asked])
            if chosen:
                self._seen.named.setdefault(name, Named(address, name, chosen))
            else:
                self._seen.passed.append(Passed(address, name))
            return chosen
        match = who(name, self._wanted.people)
        if not match.person:
            known, cells = self._seen.names.get(name, (match, []))
            self._seen.names[name] = known, [*cells, address]
        elif all(one.name != name for one in self._wanted.people):
            self._seen.named.setdefault(name, Named(address, name, match.person))
        return match.person

    def _line(self, person: str, name: str) -> Line | None:
        """Return the line of somebody; days on which they are not named are left as they are."""
        days = self._seen.duties.get(person)
        if days is None:
            return None
        codes: list[str | None] = [None] * self._table.days
        for place, found in days.items():
            codes[place] = self._one(found)
        return Line(person=person, name=name, codes=tuple(codes))

    def _one(self, found: Mapping[str, list[str]]) -> str | None:
        """Return the duty of a day; of two the one that was chosen for all such days."""
        duties = sorted(code for code in found if code) or [""]
        if len(duties) == 1:
            return duties[0]
        asked = f"{_TWO}{'/'.join(duties)}"
        if asked in self._answers:
            return q.code_of(self._answers[asked])
        cells = self._two.setdefault(asked, (duties, []))[1]
        cells += [one for code in duties for one in found[code] if one not in cells]
        return None

    def _questions(self) -> Iterator[Question]:
        people = {one.id: one for one in self._wanted.people}
        for name, (match, cells) in self._seen.names.items():
            likely = [people[one] for one in match.maybe]
            some = likely if match.is_shared else [*likely, *(one for one in people.values() if one not in likely)]
            choices = [Choice(value=q.person(one.id), label=asking.label(one)) for one in some]
            yield Question(
                id=f"{_NAME}{name}",
                ask=q.Ask.SHARED if match.is_shared else q.Ask.NAME,
                cells=tuple(dict.fromkeys(cells)),
                text=name,
                facts={"likely": "、".join(map(asking.label, likely)), "skip": _LEFT_OUT},
                choices=(*choices, Choice(value=q.SKIP, label=_LEFT_OUT)),
                proposal=q.person(likely[0].id) if len(likely) == 1 else "",
            )
        for key, (text, meaning, cells) in self._seen.labels.items():
            yield asking.of_text(key, text, meaning, cells, self._wanted.duties)
        names = {duty.code: f"{duty.code} {duty.name}" for duty in self._wanted.duties}
        for asked, (duties, cells) in self._two.items():
            yield Question(
                id=asked,
                ask=q.Ask.TWO,
                cells=tuple(cells),
                text="、".join(duties),
                choices=tuple(Choice(value=q.duty(code), label=names.get(code, code)) for code in duties),
            )

    def _leave(self) -> Iterator[LeaveSeen]:
        for person, days in self._seen.leave.items():
            run = groupby(enumerate(sorted(days)), key=lambda one: one[1] - one[0])
            for _key, group in run:
                places = [place for _number, place in group]
                first = self._table.first + timedelta(places[0])
                yield LeaveSeen(person, first, self._table.first + timedelta(places[-1]), days[places[0]])
