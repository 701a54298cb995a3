"""Has postings planned by worker processes, believes none of them, and can be stopped at any time."""

from __future__ import annotations

import logging
import math
import os
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

import msgspec
from msgspec import Struct

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.rostering.crew import Crew
from yigongti_desktop.rostering.postings.checker import check
from yigongti_desktop.rostering.postings.checker import contradictions
from yigongti_desktop.rostering.postings.checker import cost
from yigongti_desktop.rostering.postings.progress import Begin
from yigongti_desktop.rostering.postings.progress import Offer
from yigongti_desktop.rostering.postings.progress import Report
from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Task

log = logging.getLogger(__name__)
_WORKERS = 2
_encode = msgspec.msgpack.Encoder().encode
_answers = msgspec.msgpack.Decoder(Report)
#: Costs are whole numbers, and bounds are rounded up.
_SOME = 1e-4


class Planned(Struct, frozen=True):
    """The best plan so far."""

    plan: Plan
    #: As the checker counts it.
    cost: int
    #: No plan costs less.
    bound: int
    seconds: float
    #: Of all processes: the most memory, and seconds of the processor.
    megabytes: float = 0.0
    processor: float = 0.0

    @property
    def is_proven(self) -> bool:
        """Say whether no plan is better."""
        return self.cost <= self.bound

    @property
    def may_be_better_by(self) -> float:
        """Return by what share of its cost the plan might be better at most."""
        return max(self.cost - self.bound, 0) / self.cost if self.cost else 0.0


def _work(line: Connection, begun: bytes) -> None:
    """Load the solver, in the process that needs it, and with one core for its small matrices."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from yigongti_desktop.rostering.solver.planner import work  # noqa: PLC0415 # nobody else pays for it

    work(line, begun)


class Planning:
    """Processes that plan postings. Leaving it kills them.

    There is a plan from the beginning: that of the stays that are fixed, with all its gaps.
    """

    def __init__(self, task: Task, seconds: float, workers: int = _WORKERS, seed: int = 0) -> None:
        """Begin.

        Args:
            task: what is asked.
            seconds: after which they stop by themselves.
            workers: how many.
            seed: the same one plans the same, as far as the machine is as quick.

        Raises:
            Refused: posting_contradiction, with the doctor, units and months of a fixed stay that cannot be, and why.
        """
        for finding in contradictions(task):
            raise Refused(
                "posting_contradiction", doctor=finding.doctor, kind=finding.kind.value, units=finding.units,
                months=finding.months,
            )  # fmt: skip
        self._task, self._begun = task, time.monotonic()
        fixed = tuple(tuple(sorted(doctor.fixed)) for doctor in task.doctors)
        self._best = Planned(fixed, cost(check(task, fixed)), 0, 0.0)
        #: What each worker has used last: megabytes, and seconds of the processor.
        self._used: dict[Connection, tuple[float, float]] = {}
        #: They were stopped, or one of them at least has come to its own end.
        self._has_ended = False
        begins = [_encode(Begin(task, seconds, seed * workers + number)) for number in range(workers)]
        self._crew = Crew(_work, begins)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def best(self) -> Planned:
        """Return the best plan so far."""
        return self._best

    @property
    def is_over(self) -> bool:
        """Say whether all workers have ended."""
        return self._crew.is_over

    def better(self, timeout: float | None = None) -> Iterator[Planned]:
        """Return plans and bounds as they get better, until all workers have ended.

        Args:
            timeout: seconds to wait for the next one, or None; nothing for so long ends it.

        Raises:
            Unavailable: posting_worker, when all workers broke off; the best plan stays.
        """
        for line, said in self._crew.heard(timeout):
            report = _report(said)
            if report is not None and self._hear(report, line):
                yield self._best
            if report is None or report.has_ended:
                self._has_ended |= report is not None
                self._crew.close(line)
            if self._best.is_proven:
                self.stop()
        if self.is_over and not self._has_ended:
            raise Unavailable("posting_worker")

    def stop(self) -> None:
        """End all workers at once; the best plan stays."""
        self._has_ended = True
        self._crew.stop()

    def _hear(self, report: Report, line: Connection) -> bool:
        """Take what is better, and let the other workers go on from it; say whether anything is."""
        best, plan, price, seconds = self._best, self._best.plan, self._best.cost, self._best.seconds
        bound = max(best.bound, math.ceil(report.bound - _SOME))
        if report.plan != plan:
            findings = check(self._task, report.plan)
            if musts := [finding for finding in findings if finding.is_must]:
                log.error("a worker returned a plan that cannot stand: %s", musts[0].kind)
            elif cost(findings) < price:
                plan, price, seconds = report.plan, cost(findings), time.monotonic() - self._begun
                self._crew.tell(_encode(Offer(plan, price)), line)
        self._used[line] = report.megabytes, report.processor
        megabytes, processor = map(sum, zip(*self._used.values(), strict=True))
        self._best = Planned(plan, price, bound, seconds, megabytes, processor)
        return (plan, bound) != (best.plan, best.bound)


def _report(said: bytes | None) -> Report | None:
    try:
        return None if said is None else _answers.decode(said)
    except msgspec.MsgspecError:
        return None
