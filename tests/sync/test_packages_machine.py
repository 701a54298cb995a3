"""The machine of the county with sticks beside the line: packages and answers, lost, late, twice, and restores between.

For a long run: YIGONGTI_MACHINE_EXAMPLES=500 YIGONGTI_MACHINE_STEPS=80 pytest tests/sync/test_packages_machine.py
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.county import Frozen
from tests.sync.sticks import Stick
from tests.sync.test_county_machine import DESKS
from tests.sync.test_county_machine import EXAMPLES
from tests.sync.test_county_machine import STEPS
from tests.sync.test_county_machine import Machine
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import backup
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.tables import outbox as acts

pytestmark = pytest.mark.sync


class CarriedMachine(Machine):
    """What people do, with a carrier who forgets, comes late, and brings the same stick twice."""

    def __init__(self) -> None:
        super().__init__()
        self.stick = Stick(self.county, self.folder / "stick")
        self.packages: list[tuple[str, Path]] = []
        self.answers: list[tuple[str, Path]] = []
        self.backups: list[tuple[str, Path]] = []

    @rule(name=st.sampled_from(DESKS))
    def export_a_package(self, name: str) -> None:
        self.packages.append((name, self.stick.export(name)))

    @rule(pick=st.integers(0, 99))
    def bring_a_package_to_the_hub(self, pick: int) -> None:
        if self.packages:
            name, package = self.packages[-1 - pick % len(self.packages)]
            self.answers.append((name, self.stick.answer(package)))

    @rule(pick=st.integers(0, 99))
    def bring_an_answer_back(self, pick: int) -> None:
        if self.answers:
            name, answer = self.answers[-1 - pick % len(self.answers)]
            self.stick.bring(name, answer)

    @rule(name=st.sampled_from(DESKS))
    def carry_there_and_back(self, name: str) -> None:
        self.stick.round(name)

    @rule(name=st.sampled_from(DESKS), pick=st.integers(0, 99))
    def bring_an_answer_to_the_wrong_desk(self, name: str, pick: int) -> None:
        if self.answers:
            meant, answer = self.answers[pick % len(self.answers)]
            if meant != name:
                with pytest.raises(Refused, match="package_other_desk"):
                    self.stick.bring(name, answer)

    @rule(name=st.sampled_from(DESKS))
    def save_a_backup(self, name: str) -> None:
        target = self.folder / f"{name}-{len(self.backups)}.ygtbak"
        self.backups.append((name, self.county.desks[name].backup(target=target)))

    @rule(pick=st.integers(0, 99))
    def restore_a_backup(self, pick: int) -> None:
        if not self.backups:
            return
        name, saved = self.backups[pick % len(self.backups)]
        desk = self.county.desks[name]
        desk.close()
        vault = self.county._frozen.vaults[name]
        self.county.clock.advance(seconds=1)
        backup.restore(desk.home, saved, lambda _path: vault["database"], at=self.county.clock.now())
        self._open(name)
        with reading(self.county.desks[name].engine) as connection:
            kept = set(connection.scalars(acts.select().with_only_columns(acts.c.record)))
        # What was done after the backup is lost here, unless the hub has it.
        self.made = [(of, record) for of, record in self.made if of != name or record in kept]


def test_whatever_is_carried_all_agree_in_the_end(frozen: Frozen) -> None:
    CarriedMachine.frozen = frozen
    run_state_machine_as_test(
        CarriedMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
