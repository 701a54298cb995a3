"""Lines of invented months for tests of what is drawn by hand."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.capabilities.staffing.months import question
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.sheet import Lines
from yigongti_desktop.capabilities.staffing.model.sheet import Sheet
from yigongti_desktop.capabilities.staffing.model.tally import Ground
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.rostering.task import Roster

CODES: Sequence[str | None] = (None, "", "D", "E", "N", "P", "R")


def ground(people: int = 4, seed: int = 1, days: int = 14) -> Ground:
    return Ground(question(people, seed, days), built_in())


def drawn(known: Ground, seed: int = 1, codes: Sequence[str | None] = CODES) -> Lines:
    """Return lines of chance; who is not there is off."""
    chance = random.Random(seed)  # noqa: S311 # invented figures
    month = known.asked.month
    return tuple(
        Line(
            person=person.id,
            name=person.staff.name,
            codes=tuple(chance.choice(codes) if known.may(place, day) else "" for day in range(month.days)),
        )
        for place, person in enumerate(month.people)
    )


def sheet(known: Ground, lines: Lines) -> Sheet:
    return Sheet(lines, known.asked.month.first, known.may)


def numbered(asked: Asked, lines: Lines) -> Roster:
    places = {"": 0} | {duty.code: place for place, duty in enumerate(asked.duties, 1)}
    return tuple(tuple(places[code or ""] for code in line.codes) for line in lines)
