"""A county whose desks and hub can be killed at any moment of what they write, and opened again after it."""

from __future__ import annotations

import itertools
import os
import random
import sys
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from typing import TypeVar

import msgspec

from tests.crashes import cuts
from tests.crashes.cuts import Moment
from tests.crashes.cuts import Place
from tests.fakes.time import StoppedClock
from tests.sync.agreement import STATES
from tests.sync.agreement import Agreement
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.machines.line import StraightLine
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.sync.status import status

#: Every so many-th moment is tried, from any first one; YIGONGTI_KILL_EVERY=1 tries them all.
EVERY = int(os.environ.get("YIGONGTI_KILL_EVERY", "20"))
Moments = Callable[[], Iterator[Moment]]


class Town(County):
    """A county whose desks talk with the hub without a socket, so that any of them can be killed and opened again."""

    #: Its desks that talk until all agree.
    everybody: ClassVar[tuple[str, ...]] = ()

    def opened(self, name: str, *, clock: StoppedClock | None = None) -> Workbench:
        desk = self.desks[name] = super().opened(name, clock=clock)
        desk._line.ready(desk.read(facts.everything), lambda: StraightLine(self, name, self.restart_hub, []))
        return desk

    def restart_hub(self) -> None:
        """Let another process of the hub begin on the same files."""
        self.hub.engine.dispose()
        self.hub = Hub(self.hub.home, self.hub._vault, self.open_database(), self.clock)

    def place(self, name: str) -> Place:
        """Return where a desk's files are."""
        return Place(self.folder / name, self._vaults[name], self.clock.now())

    @property
    def place_of_hub(self) -> Place:
        """Return where the hub's files are."""
        return Place(self.hub.home.path, self.hub._vault, self.clock.now())

    def at_rest(self) -> Frozen:
        """Close all and return what lies there then, for copies."""
        self.sync(*(name for name in self.everybody if name not in self.desks))
        self.close()
        return replace(self._frozen, folder=self.folder)

    def acts(self, name: str, kind: str) -> list[str]:
        """Return the states of a desk's acts of a kind."""
        return [act.state for act in self.desks[name].read(outbox.in_states, STATES, 1_000) if act.kind == kind]

    def kill_acting(
        self,
        name: str,
        command: msgspec.Struct,
        moments: Moments,
        draft: tuple[str, str] | None = None,
        *,
        who: str = "",
    ) -> int:
        """Do something at a desk and be killed at each moment; return how often that was before it was done."""
        self.desks[name].close()
        place, actor = self.place(name), self.people[who or name]
        killed = _kill(
            moments, lambda moment: cuts.dies(cuts.act, place, actor, command, draft, moment), place, answers=False
        )
        self.opened(name)
        return killed

    def kill_receiving(self, name: str, moments: Moments) -> int:
        """Sync a desk and kill the hub at each moment that it has the batch; return how often before it was done."""
        line = _Doomed(self, name, self.restart_hub, [])
        self.desks[name]._line.let_go()
        self.desks[name]._line.ready(self.desks[name].read(facts.everything), lambda: line)
        waiting = self.desks[name].read(status).waiting
        assert waiting
        assert self.desks[name].sync().code == "line_cut"
        self.hub.engine.dispose()
        place = self.place_of_hub
        device = self.device(name)
        killed = _kill(
            moments, lambda moment: cuts.dies(cuts.receive, place, device, line.question, moment), place, answers=True
        )
        self.restart_hub()
        assert self.desks[name].read(status).waiting == waiting
        self.reopened(name)
        return killed

    def agree(self) -> None:
        """Let all sync until nothing is left, and see that all have the same, each act of it once."""
        self.sync(*self.everybody * 2)
        agreement = Agreement(self.hub)
        for desk in self.desks.values():
            agreement.check_desk(desk)
        agreement.check_nothing_was_done_twice()
        agreement.check_no_number_was_given_twice()


T = TypeVar("T", bound=Town)


class _Doomed(StraightLine):
    """Keeps what the desk asks, and is cut."""

    question = b""

    def _ask(self, token: str, body: bytes) -> bytes:  # noqa: ARG002 - nobody hears it
        self.question = body
        raise Unavailable("line_cut")


def some(moments: Iterator[Moment], every: int) -> Iterator[Moment]:
    first = random.SystemRandom().randrange(every)
    return itertools.islice(moments, first, None, every)


def _kill(moments: Moments, dies: Callable[[Moment], bool], place: Place, *, answers: bool) -> int:
    """Go on to the end; return how often it was killed before its commit. After it, the same again changes nothing."""
    before, done, killed = place.content(), None, 0
    for number, moment in enumerate(some(moments(), EVERY)):
        was_cut = dies(moment)
        sys.stdout.write(f"{moment}\n")
        if place.content() == before:
            assert was_cut, "it was done, and is not there"
            assert done is None, "it was there, and is gone"
            killed += 1
        else:
            assert answers or not was_cut, "some of it is there"  # after its commit only a hub has more to do
            done = done or place.rows()
            assert place.rows() == done, moment
        if not was_cut:
            sys.stdout.write(f"{killed} kills before the commit, {number - killed} after it\n")
            return killed
    raise AssertionError("it never comes to its end")


def talks_killed(first: T, name: str, folder: Path) -> Iterator[T]:
    """Return a town at rest after each kill of a desk amid its next talk with the hub, the desk open again."""
    still, clock = first.at_rest(), first.clock
    for number, moment in enumerate(some(cuts.at_statements(), max(1, 3 * EVERY - 3))):
        town = type(first)(still, folder / str(number), clock)
        town.opened(name).close()
        town.hub.engine.dispose()
        sys.stdout.write(f"{moment}\n")
        was_cut = cuts.dies(cuts.talk, town.place(name), town.place_of_hub, moment)
        town.restart_hub()
        town.opened(name)
        yield town
        town.close()
        if not was_cut:
            sys.stdout.write(f"{number} kills\n")
            assert number
            return
