"""Changes the text of a shift scheduling instance by a seed: what comes out is another instance of the same kind."""

from __future__ import annotations

import random
from collections.abc import Callable

_Sections = dict[str, list[str]]


def changed(text: str, seed: int) -> str:
    """Return the text of an instance in which covers, wishes, days, people and contracts are others.

    Args:
        text: of an instance without remarks.
        seed: the same one changes the same.
    """
    chance = random.Random(seed)  # noqa: S311 # invented figures
    sections: _Sections = {}
    for line in text.splitlines():
        if line.startswith("SECTION_"):
            own = sections.setdefault(line, [])
        else:
            own.append(line)
    for change in chance.sample(_CHANGES, 3):
        change(sections, chance)
    return "\n".join(line for title, lines in sections.items() for line in (title, *lines)) + "\n"


def _later(sections: _Sections, chance: random.Random) -> None:
    """Shift covers by some days, round the end."""
    days, by = int(sections["SECTION_HORIZON"][0]), chance.randint(1, 6)
    _each(sections["SECTION_COVER"], lambda cells: [str((int(cells[0]) + by) % days), *cells[1:]])


def _other_cover(sections: _Sections, chance: random.Random) -> None:
    def change(cells: list[str]) -> list[str]:
        day, shift, need, *prices = cells
        return [day, shift, str(max(0, int(need) + chance.choice((-1, 0, 0, 1)))), *prices]

    _each(sections["SECTION_COVER"], change)


def _other_prices(sections: _Sections, chance: random.Random) -> None:
    under, over = chance.choice((10, 50, 1000)), chance.choice((0, 1, 7))
    _each(sections["SECTION_COVER"], lambda cells: [*cells[:3], str(under), str(over)])


def _other_wishes(sections: _Sections, chance: random.Random) -> None:
    days = int(sections["SECTION_HORIZON"][0])
    for title in ("SECTION_SHIFT_ON_REQUESTS", "SECTION_SHIFT_OFF_REQUESTS"):
        _each(
            sections.get(title, []),
            lambda cells: [cells[0], str(chance.randrange(days)), cells[2], str(chance.randint(0, 9))],
        )


def _other_days_off(sections: _Sections, chance: random.Random) -> None:
    days = int(sections["SECTION_HORIZON"][0])
    _each(sections["SECTION_DAYS_OFF"], lambda cells: [cells[0], *(str(chance.randrange(days)) for _ in cells[1:])])


def _narrower(sections: _Sections, chance: random.Random) -> None:
    """Give somebody fewer minutes and shorter runs."""

    def change(cells: list[str]) -> list[str]:
        name, turns, most, least, longest, *others = cells
        if chance.random() < 0.7:  # a share
            return cells
        return [name, turns, str(int(most) * 3 // 4), str(int(least) // 2), str(max(2, int(longest) - 1)), *others]

    _each(sections["SECTION_STAFF"], change)


def _longer(sections: _Sections, chance: random.Random) -> None:
    """Let shifts be of different lengths."""
    _each(
        sections["SECTION_SHIFTS"],
        lambda cells: [cells[0], str(int(cells[1]) + chance.choice((-60, 0, 60))), *cells[2:]],
    )


def _fewer(sections: _Sections, chance: random.Random) -> None:
    """Let somebody go."""
    gone = chance.choice(sections["SECTION_STAFF"]).split(",")[0]
    for title in ("STAFF", "DAYS_OFF", "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS"):
        lines = sections.get(f"SECTION_{title}", [])
        lines[:] = [line for line in lines if line.split(",")[0] != gone]


def _each(lines: list[str], change: Callable[[list[str]], list[str]]) -> None:
    lines[:] = [",".join(change(line.split(","))) for line in lines]


_CHANGES = (_later, _other_cover, _other_prices, _other_wishes, _other_days_off, _narrower, _longer, _fewer)
