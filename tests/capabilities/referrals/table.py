"""The table of acts, read: `acts.txt` says what every act comes to in every state, by every side and role."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yigongti_desktop.kernel.access import Role

FILE = Path(__file__).with_name("acts.txt")
ORDER = "DSRTAXVBFCWE"
CODES = {
    "-": "wrong_state",
    "p": "slip_is_complete",
    "o": "approval_none",
    "l": "limit_not_passed",
    "s": "sent_already",
    "u": "goes_up",
    "d": "goes_down",
}


@dataclass(frozen=True)
class Line:
    """One act in one direction."""

    direction: str
    act: str
    side: str
    roles: frozenset[Role]
    follows: bool
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """All lines, and which side is meant where it changes with the state."""

    lines: tuple[Line, ...]
    sides: dict[tuple[str, str, str], str]

    def of(self, line: Line, state: str) -> frozenset[str]:
        """Return the sides whose act it is in a state: origin, target."""
        if line.side == "any":
            return frozenset({"origin", "target", "former", "stranger", "hub"})
        named = frozenset(line.side.split("+"))
        if line.side in {"holder", "tracks", "closer"}:
            named = frozenset({self.sides[line.direction, line.side, state]})
        return named & {"origin"} if state == "D" else named


def read() -> Table:
    """Read the file."""
    roles: dict[str, frozenset[Role]] = {"follows": frozenset({Role.HUB})}
    sides: dict[tuple[str, str, str], str] = {}
    lines: list[Line] = []
    direction = ""
    for words in (text.split() for text in FILE.read_text(encoding="utf-8").splitlines()):
        if not words or words[0].startswith("#") or words[0] == "act":
            continue
        if words[0] == "roles":
            roles[words[1]] = frozenset(map(Role, words[2:]))
        elif words[0] in {"up:", "down:"}:
            direction = words[0].rstrip(":")
        elif words[0] == "side":
            sides |= {(direction, words[1], state): words[2] for state in words[3:]}
        else:
            act, side, held, *cells = words
            assert len(cells) == len(ORDER), act
            lines.append(
                Line(direction, act, side, roles[held], held == "follows", dict(zip(ORDER, cells, strict=True)))
            )
    return Table(tuple(lines), sides)
