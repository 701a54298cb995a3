"""Has a roster drawn by worker processes, believes none of them, and can be stopped at any time."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

import msgspec
from msgspec import Struct

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.checker import cost
from yigongti_desktop.rostering.crew import Crew
from yigongti_desktop.rostering.progress import Begin
from yigongti_desktop.rostering.progress import Contradiction
from yigongti_desktop.rostering.progress import Offer
from yigongti_desktop.rostering.progress import Report
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Task

log = logging.getLogger(__name__)
_WORKERS = 2
_encode = msgspec.msgpack.Encoder().encode
_answers = msgspec.msgpack.Decoder(Report | Contradiction)
#: Costs are whole numbers, and bounds are rounded up.
_SOME = 1e-4


class Drawn(Struct, frozen=True):
    """The best roster so far."""

    #: Empty as long as there is none.
    roster: Roster
    #: As the checker counts it.
    cost: int
    #: No roster costs less.
    bound: int
    seconds: float

    @property
    def is_proven(self) -> bool:
        """Say whether no roster is better."""
        return bool(self.roster) and self.cost <= self.bound

    @property
    def may_be_better_by(self) -> float:
        """Return by what share of its cost the roster might be better at most."""
        return (self.cost - self.bound) / self.cost if self.roster and self.cost > self.bound else 0.0


def _work(line: Connection, begun: bytes) -> None:
    """Load the solver, in the process that needs it."""
    from yigongti_desktop.rostering.solver.worker import work  # noqa: PLC0415 # nobody else pays for it

    work(line, begun)


class Drawing:
    """Processes that draw one roster. Leaving it kills them."""

    def __init__(self, task: Task, seconds: float, workers: int = _WORKERS, seed: int = 0) -> None:
        """Begin.

        Args:
            task: what is asked.
            seconds: after which they stop by themselves.
            workers: how many.
            seed: the same one draws the same, as far as the machine is as quick.
        """
        self._task, self._begun = task, time.monotonic()
        self._best = Drawn((), 0, 0, 0.0)
        begins = [_encode(Begin(task, seconds, seed * workers + number)) for number in range(workers)]
        self._crew = Crew(_work, begins)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def best(self) -> Drawn:
        """Return the best roster so far."""
        return self._best

    @property
    def is_over(self) -> bool:
        """Say whether all workers have ended."""
        return self._crew.is_over

    def better(self, timeout: float | None = None) -> Iterator[Drawn]:
        """Return rosters and bounds as they get better, until all workers have ended.

        Args:
            timeout: seconds to wait for the next one, or None; nothing for so long ends it.

        Raises:
            Refused: roster_contradiction, with the place of a person whose own rules leave them no row.
            Unavailable: roster_worker, when all workers broke off.
        """
        failed = 0
        for line, said in self._crew.heard(timeout):
            answer = self._answer(said)
            failed += answer is None
            if answer is not None and self._hear(answer, line):
                yield self._best
            if answer is None or answer.has_ended:
                self._crew.close(line)
            if self._best.is_proven:
                self.stop()
        if failed and self.is_over and not self._best.roster:
            raise Unavailable("roster_worker")

    def stop(self) -> None:
        """End all workers at once; the best roster stays."""
        self._crew.stop()

    def _answer(self, said: bytes | None) -> Report | None:
        try:
            answer: Report | Contradiction | None = None if said is None else _answers.decode(said)
        except msgspec.MsgspecError:
            return None
        if isinstance(answer, Contradiction):
            self.stop()
            raise Refused("roster_contradiction", person=answer.person)
        return answer

    def _hear(self, report: Report, line: Connection) -> bool:
        """Take what is better; say whether anything is."""
        best, seconds = self._best, time.monotonic() - self._begun
        if report.root:
            self._crew.tell(_encode(Offer(root=report.root)), line)
        bound = max(best.bound, math.ceil(report.bound - _SOME))
        if bound > best.bound:
            self._crew.tell(_encode(Offer(bound=bound)), line)
        if report.roster and report.roster != best.roster:
            findings = check(self._task, report.roster)
            broken = next((finding for finding in findings if finding.is_must), None)
            if broken is not None:
                log.error("a worker returned a roster that breaks a rule: %s", broken.rule.id)
            elif not best.roster or cost(findings) < best.cost:
                self._best = Drawn(report.roster, cost(findings), bound, seconds)
                self._crew.tell(_encode(Offer(report.roster)), line)
                return True
        self._best = Drawn(best.roster, best.cost, bound, best.seconds)
        return bound > best.bound
