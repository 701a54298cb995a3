"""Lists beside a sheet that is read: what is asked, what was made of what, what was passed over, who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass

from yigongti_desktop.capabilities.staffing.model.reading.questions import Question
from yigongti_desktop.capabilities.staffing.model.reading.roster import Reading
from yigongti_desktop.capabilities.staffing.ui import reading_words as words

ASKED, MADE, LEAVE, PASSED, MISSING = "asked", "made", "leave", "passed", "missing"
#: What the lists are called.
TITLES: Mapping[str, str] = {ASKED: "要答的", MADE: "认出的", LEAVE: "请假", PASSED: "没有读", MISSING: "不在表上"}
_PASSED = "标题、合计、图例、签名，或选了不读的行"
_MISSING = "本单位的人，这张表上没有；没有读到班次"


@dataclass(frozen=True)
class Told:
    """A row of a list."""

    id: str
    where: str
    text: str
    words: str
    #: What was chosen, in words; empty where nothing was.
    answer: str = ""
    question: Question | None = None


def told(key: str, reading: Reading, asked: Mapping[str, Question]) -> list[Told]:
    """Return the rows of a list.

    Args:
        key: of the list.
        reading: as it stands.
        asked: all questions that were ever asked of the sheet, by id: an answer may be taken back.
    """
    people = {one.id: one.name for one in reading.wanted.people}
    duties = {one.code: one.name for one in reading.wanted.duties}
    match key:
        case "asked":
            return list(_asked(reading, asked))
        case "made":
            return list(_made(reading, people, duties))
        case "leave":
            lines = words.leave_words(reading, people)
            return [Told(f"leave-{line}", "", one.text, line) for one, line in zip(reading.leave, lines, strict=True)]
        case "passed":
            return [Told(f"passed-{one.cell}", one.cell, one.text, _PASSED) for one in reading.passed]
        case _:
            return [Told(f"missing-{one}", "", people[one], _MISSING) for one in reading.missing]


def counts(reading: Reading) -> dict[str, int]:
    """Return how many rows each list has; of what is asked those that are still open."""
    return {
        ASKED: len(reading.questions),
        MADE: len(reading.made) + len(reading.named),
        LEAVE: len(reading.leave),
        PASSED: len(reading.passed),
        MISSING: len(reading.missing),
    }


def _asked(reading: Reading, asked: Mapping[str, Question]) -> Iterator[Told]:
    still = {one.id for one in reading.questions}
    for one in reading.questions:
        yield Told(one.id, words.where(one), one.text, words.asked(one), question=one)
    for id_, value in reading.answers.items():
        if id_ not in still and id_ in asked:
            one = asked[id_]
            chosen = next((words.chosen(one, choice) for choice in one.choices if choice.value == value), value)
            yield Told(id_, words.where(one), one.text, words.asked(one), chosen, one)


def _made(reading: Reading, people: Mapping[str, str], duties: Mapping[str, str]) -> Iterator[Told]:
    for one in reading.named:
        yield Told(f"named-{one.cell}", one.cell, one.text, f"「{one.text}」 → {people[one.person]}")
    for place, made in enumerate(reading.made):
        yield Told(f"made-{place}", f"{made.cells} 个格子", made.text, words.made_words(made, duties))
