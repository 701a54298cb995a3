"""Numbers on paper: never given twice, whatever day the clock shows and however often a backup is put back."""

from __future__ import annotations

import re
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import initialize
from hypothesis.stateful import precondition
from hypothesis.stateful import rule

from tests.fakes.time import NOON
from tests.fakes.time import StoppedClock
from tests.storage.conftest import KEY
from tests.storage.desks import bare_home
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.facts import next_number
from yigongti_desktop.storage.home import Home
from yigongti_desktop.sync.batches import begin_epoch

#: 院名-日期-设备字母和代次-流水号, the counter at least three digits.
SHAPE = re.compile(r"岳口-\d{8}-A(\d*)-\d{3,}")


def enrolled(home: Home, clock: StoppedClock) -> Workbench:
    """Open a bare home as the first device of 岳口."""
    vault = vaults.open_with_secret(home.vault, vaults.KEYRING, KEY)
    bench = Workbench(home, vault, open_desk(home.database, KEY), clock=clock)
    if not bench.fact(facts.LETTER):
        with writing(bench.engine) as connection:
            facts.put(connection, **{facts.PLACE: "岳口", facts.LETTER: "A", facts.EPOCH: "1"})
    return bench


def key_of(_vault: Path) -> bytes:
    return KEY


def test_numbers_count_on_through_a_day_and_begin_again_with_the_next(bare: Home, tmp_path: Path) -> None:
    clock = StoppedClock()
    bench = enrolled(Home(Path(shutil.copytree(bare.path, tmp_path / "home"))), clock)
    given = []
    for hours in (0, 1, 12, 0):  # 04:00 UTC is noon in China, and twelve hours later another day
        clock.advance(hours=hours)
        with writing(bench.engine) as connection:
            given.append(next_number(connection, bench.clock.now()))
    assert given == ["岳口-20261123-A-001", "岳口-20261123-A-002", "岳口-20261124-A-001", "岳口-20261124-A-002"]
    bench.close()


def test_a_number_belongs_to_the_day_in_china(bare: Home, tmp_path: Path) -> None:
    clock = StoppedClock(NOON.replace(hour=15, minute=59))
    bench = enrolled(Home(Path(shutil.copytree(bare.path, tmp_path / "home"))), clock)
    with writing(bench.engine) as connection:
        assert next_number(connection, clock.now()) == "岳口-20261123-A-001"
        assert next_number(connection, clock.now() + timedelta(minutes=1)) == "岳口-20261124-A-001"
        assert next_number(connection, clock.now()) == "岳口-20261123-A-002"
    bench.close()


def test_the_thousandth_paper_of_a_day_has_a_number_too(bare: Home, tmp_path: Path) -> None:
    bench = enrolled(Home(Path(shutil.copytree(bare.path, tmp_path / "home"))), StoppedClock())
    with writing(bench.engine) as connection:
        given = [next_number(connection, NOON) for _ in range(1001)]
    assert given[-2:] == ["岳口-20261123-A-1000", "岳口-20261123-A-1001"]
    assert len(set(given)) == 1001
    bench.close()


def test_a_machine_that_is_no_device_yet_gives_no_numbers(bare: Home, tmp_path: Path) -> None:
    engine = open_desk(Path(shutil.copy(bare.database, tmp_path / "data.db")), KEY)
    with pytest.raises(Refused, match="not_enrolled"), writing(engine) as connection:
        next_number(connection, NOON)
    engine.dispose()


class Machine(RuleBasedStateMachine):
    """Papers, days, backups, restores, epochs from the hub, and the power that goes at any time."""

    @initialize()
    def be_set_up(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.home = bare_home(self.folder / "home", KEY)
        self.clock = StoppedClock()
        self.bench = enrolled(self.home, self.clock)
        self.given: set[str] = set()
        self.backups: list[Path] = []
        self.hub_epoch = 1

    def teardown(self) -> None:
        if hasattr(self, "bench"):
            self.bench.close()
            shutil.rmtree(self.folder)

    @rule(papers=st.integers(1, 3))
    def write_papers(self, papers: int) -> None:
        for _ in range(papers):
            with writing(self.bench.engine) as connection:
                number = next_number(connection, self.clock.now())
            assert SHAPE.fullmatch(number)
            assert number not in self.given
            self.given.add(number)

    @rule(days=st.integers(-2, 2))
    def see_another_day(self, days: int) -> None:
        self.clock.advance(days=days)

    @rule()
    def make_backup(self) -> None:
        self.backups.append(self.bench.backup(target=self.folder / f"{len(self.backups)}.ygtbak"))

    @precondition(lambda self: bool(getattr(self, "backups", None)))
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        file = data.draw(st.sampled_from(self.backups))
        self.bench.close()
        restoring.restore(self.home, file, key_of, at=self.clock.now())
        self.bench = enrolled(self.home, self.clock)

    @rule()
    def be_given_an_epoch_by_the_hub(self) -> None:
        """The hub counts on from the epoch it has last seen."""
        self.hub_epoch = max(self.hub_epoch, int(self.bench.fact(facts.EPOCH))) + 1
        with writing(self.bench.engine) as connection:
            begin_epoch(connection, self.hub_epoch)

    @rule()
    def lose_power(self) -> None:
        """Nothing is closed in order; the next start finds the files as they lie."""
        copy = Path(shutil.copytree(self.home.path, self.home.path.with_name(f"{self.home.path.name}-cut")))
        self.bench.close()
        shutil.rmtree(self.home.path)
        copy.rename(self.home.path)
        self.bench = enrolled(self.home, self.clock)


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
