"""What whoever asks for a plan of postings and the process that makes it tell each other."""

from __future__ import annotations

from msgspec import Struct

from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Task


class Begin(Struct, frozen=True):
    """Make a plan."""

    task: Task
    seconds: float
    #: The same one makes the same, as far as the machine is as quick.
    seed: int


class Report(Struct, frozen=True):
    """The best plan so far, and what none can cost less than."""

    plan: Plan
    bound: float
    #: Megabytes and seconds of the processor that the process took.
    megabytes: float
    processor: float
    has_ended: bool = False
