"""What whoever asks for a plan of postings and the processes that make it tell each other."""

from __future__ import annotations

from msgspec import Struct

from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Task


class Begin(Struct, frozen=True):
    """Make a plan."""

    task: Task
    seconds: float
    #: Different for each worker.
    seed: int


class Offer(Struct, frozen=True):
    """Another worker has this plan."""

    plan: Plan
    cost: int


class Report(Struct, frozen=True):
    """The best plan so far, and what none can cost less than."""

    plan: Plan
    bound: float
    #: Megabytes and seconds of the processor that the process took.
    megabytes: float
    processor: float
    has_ended: bool = False
