"""Has postings planned by a worker process, does not believe it, and can be stopped at any time."""

from __future__ import annotations

import logging
import math
import multiprocessing
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
from yigongti_desktop.rostering.postings.checker import check
from yigongti_desktop.rostering.postings.checker import contradictions
from yigongti_desktop.rostering.postings.checker import cost
from yigongti_desktop.rostering.postings.progress import Begin
from yigongti_desktop.rostering.postings.progress import Report
from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Task

log = logging.getLogger(__name__)
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
    #: Of the process: the most memory, and seconds of the processor.
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
    """A process that plans postings. Leaving it kills it.

    There is a plan from the beginning: that of the stays that are fixed, with all its gaps.
    """

    def __init__(self, task: Task, seconds: float, seed: int = 0) -> None:
        """Begin.

        Args:
            task: what is asked.
            seconds: after which it stops by itself.
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
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        begun = _encode(Begin(task, seconds, seed))
        self._process: multiprocessing.process.BaseProcess | None = context.Process(
            target=_work, args=(theirs, begun), daemon=True
        )
        self._process.start()
        theirs.close()

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
        """Say whether the process has ended."""
        return self._process is None

    def better(self, timeout: float | None = None) -> Iterator[Planned]:
        """Return plans and bounds as they get better, until the process has ended.

        Args:
            timeout: seconds to wait for the next one, or None; nothing for so long ends it.

        Raises:
            Unavailable: posting_worker, when the process broke off; the best plan stays.
        """
        while self._process is not None:
            if not self._line.poll(timeout):
                return
            try:
                report = _answers.decode(self._line.recv_bytes())
            except (EOFError, OSError, msgspec.MsgspecError) as fault:
                self.stop()
                raise Unavailable("posting_worker") from fault
            if self._hear(report):
                yield self._best
            if report.has_ended:
                self.stop()

    def stop(self) -> None:
        """End the process at once; the best plan stays."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None
            self._line.close()

    def _hear(self, report: Report) -> bool:
        """Take what is better; say whether anything is."""
        best, plan, price, seconds = self._best, self._best.plan, self._best.cost, self._best.seconds
        bound = max(best.bound, math.ceil(report.bound - _SOME))
        if report.plan != plan:
            findings = check(self._task, report.plan)
            if musts := [finding for finding in findings if finding.is_must]:
                log.error("the worker returned a plan that cannot stand: %s", musts[0].kind)
            elif cost(findings) < price:
                plan, price, seconds = report.plan, cost(findings), time.monotonic() - self._begun
        self._best = Planned(plan, price, bound, seconds, report.megabytes, report.processor)
        return (plan, bound) != (best.plan, best.bound)
