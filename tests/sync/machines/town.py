"""The town that every machine plays: its desks and their twins, opened, synced and healed, and checked at the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import initialize
from sqlalchemy import Engine

from tests.fakes.time import NOON
from tests.fakes.time import StoppedClock
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import fast
from tests.sync.machines import checks
from tests.sync.machines.line import FINE
from tests.sync.machines.line import KilledError
from tests.sync.machines.line import Late
from tests.sync.machines.line import StraightLine
from tests.sync.machines.line import Weather
from tests.sync.machines.line import dying
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.sync.desk import Talk

HOSPITAL = "市一医"
#: Two to four desks of two or three institutions; twins come beside them.
SETTINGS = (
    ("岳口", HOSPITAL),
    ("岳口", "岳口二", HOSPITAL),
    ("岳口", "多宝", HOSPITAL),
    ("岳口", "岳口二", "多宝", HOSPITAL),
)
#: Numbers that draw a desk, a record or a file among however many there are.
PICKS = st.integers(0, 99)
#: Rounds of syncs after which a town that is at peace must have come to rest.
_ROUNDS = 8
#: The first engine of this run lends the others what it knows of statements.
_LENDER: list[Engine] = []
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


def swift(bench: Workbench | Hub) -> None:
    """Spare a bench the wait for the disk, and compiling each statement anew for each of a thousand engines."""
    fast(bench)
    if not _LENDER:
        with reading(bench.engine):
            _LENDER.append(bench.engine)
    bench.engine.dialect = _LENDER[0].dialect
    bench.engine._compiled_cache = _LENDER[0]._compiled_cache


class Town(RuleBasedStateMachine):
    """Desks, people and lines; the machines add what happens to them."""

    frozen: Frozen

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="machine", dir=_MEMORY if _MEMORY.is_dir() else None))
        self._frozen = replace(self.frozen, vaults=dict(self.frozen.vaults))
        self.county = County(self._frozen, self.folder, StoppedClock())
        swift(self.county.hub)
        self.names: list[str] = []
        self.clocks: dict[str, StoppedClock] = {}
        self.lines: dict[str, StraightLine] = {}
        self.kept_back: list[Late] = []
        self.serial = 0
        #: Records that people made here, by the desk; none of them may ever be lost without a word.
        self.made: list[tuple[str, str]] = []
        #: Whether two machines have been one device: papers written before they were told apart may bear one number.
        self.had_twins = False

    @initialize(names=st.sampled_from(SETTINGS))
    def open_desks(self, names: tuple[str, ...]) -> None:
        self.names = list(names)
        for name in names:
            self.open(name)

    @property
    def clinics(self) -> list[str]:
        """The desks that are no hospital's."""
        return [name for name in self.names if name != HOSPITAL]

    def do(self, name: str, command: msgspec.Struct, *, is_new: bool = False) -> None:
        """Let the person of a desk do something if the rules let them."""
        with suppress(Refused):
            record = self.county.do(name, command)
            if is_new:
                self.made.append((name, record.id))

    def some(self, name: str, kind: Any, pick: int) -> Any:
        """Return one of the records that a desk shows, or None."""
        known = self.county.desks[name].read(registry.everything, kind)
        return known[pick % len(known)] if known else None

    def open(self, name: str) -> Workbench:
        """Open a desk's files by its own clock, with a line of its own."""
        clock = self.clocks.setdefault(name, StoppedClock(NOON))
        desk = self.county.desks[name] = self.county.opened(name, clock=clock)
        swift(desk)
        line = self.lines[name] = StraightLine(self.county, name, self.restart_hub, self.kept_back)
        desk._line.ready(desk.read(facts.everything), lambda: line)
        return desk

    def reopen(self, name: str) -> None:
        """Close a desk and open it again."""
        self.county.desks[name].close()
        self.open(name)

    def twin(self, name: str) -> str:
        """Copy a desk's folder to a second machine, on which the same person works; return its name."""
        twin = f"{name}的孪生"
        self.county.desks[name].close()
        shutil.copytree(self.folder / name, self.folder / twin)
        self._frozen.vaults[twin] = self._frozen.vaults[name]  # type: ignore[index] # the copy of this machine
        self.county.people[twin] = self.county.people[name]
        self.clocks[twin] = StoppedClock(self.clocks[name].at)
        self.names.append(twin)
        self.had_twins = True
        self.open(name)
        self.open(twin)
        return twin

    def restart_hub(self) -> None:
        """Let the hub's process end and another one begin on the same files."""
        hub = self.county.hub
        hub.engine.dispose()
        self.county.hub = Hub(hub.home, hub._vault, self.county.open_database(), self.county.clock)
        swift(self.county.hub)
        self.county.keeper = Keeper(self.county.hub)

    def sync(
        self, name: str, weather: Weather = FINE, *, rows: int = 0, go: Callable[[Any], bool] = lambda _come: True
    ) -> Talk:
        """Let a desk talk with the hub, beginning with so many rows an exchange if given."""
        desk = self.county.desks[name]
        if rows:
            with writing(desk.engine) as connection:
                facts.put(connection, **{facts.PACE: f"{rows} {rows}"})
        self.lines[name].weather = weather
        talk: Talk = desk.sync(go)
        return talk

    def die_in_a_talk(self, name: str, commits: int, rows: int) -> None:
        """Let a desk's process end within a talk, at its commit after so many others."""
        desk = self.county.desks[name]
        with dying(desk.engine, commits), suppress(KilledError):
            self.sync(name, rows=rows)
        self.reopen(name)

    def deliver_late(self, pick: int) -> None:
        """Let the hub get what was kept back on the way, long after its desk has given it up."""
        late = self.kept_back[pick % len(self.kept_back)]
        with suppress(Refused):
            self.county.hub.counter.serve(late.device, unpack(late.body, Exchange))

    def heal(self) -> None:
        """Let everything late arrive, put clocks right, and let all sync until a whole round brings nothing new."""
        for place in range(len(self.kept_back)):
            self.deliver_late(place)
        for name in self.names:
            self.clocks[name].at = self.county.clock.at
        for _ in range(_ROUNDS):
            moved = [name for name in self.names if self._is_moved_by_a_sync(name)]
            if not moved:
                return
        raise AssertionError("the town does not come to rest")

    def teardown(self) -> None:
        try:
            if self.names:
                self.heal()
                checks.all_agree(self)
        finally:
            for desk in self.county.desks.values():
                desk.close()
            self.county.hub.engine.dispose()
            shutil.rmtree(self.folder)

    def _is_moved_by_a_sync(self, name: str) -> bool:
        talk = self.sync(name)
        assert not talk.code, (name, talk.code, talk.facts)
        return bool(talk.sent or talk.received or talk.is_new_epoch)
