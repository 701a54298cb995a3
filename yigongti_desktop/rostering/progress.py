"""What whoever asks for a roster and the processes that draw it tell each other."""

from __future__ import annotations

from msgspec import Struct

from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Task


class Begin(Struct, frozen=True):
    """Draw a roster."""

    task: Task
    seconds: float
    #: Different for each worker.
    seed: int


class Offer(Struct, frozen=True):
    """What another worker has: a roster, a bound, or the programme from whose solution rosters are looked for."""

    roster: Roster = ()
    #: What no roster can cost less than.
    bound: float = 0.0
    #: As that worker has packed it; nobody between them reads it.
    root: bytes = b""


class Report(Struct, frozen=True, tag=True):
    """The best roster so far; empty when there is none; and what none can cost less than."""

    roster: Roster
    bound: float
    has_ended: bool = False
    #: The programme, when it is solved: for the others, so that they need not solve it.
    root: bytes = b""


class Contradiction(Struct, frozen=True, tag=True):
    """Nothing that this person may do keeps all rules that must be kept."""

    person: int
