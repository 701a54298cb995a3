"""Sticks, backups, images and twins: a carrier who forgets and repeats, and desks that are not what they were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis.stateful import rule

from tests.sync.agreement import is_at_the_hub
from tests.sync.machines import mishaps
from tests.sync.machines.town import PICKS
from tests.sync.sticks import Stick
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.tables import outbox as acts


class Copies(mishaps.County):
    """Desks that return to what they were, by a backup or an image of the disk, and desks that are two."""

    def __init__(self) -> None:
        super().__init__()
        self.backups: list[tuple[str, Path]] = []
        self.images: list[tuple[str, Path]] = []

    @rule(who=PICKS)
    def save_a_backup(self, who: int) -> None:
        name = self._desk(who)
        target = self.folder / f"{name}-{len(self.backups)}.ygtbak"
        self.backups.append((name, self.county.desks[name].backup(target=target)))

    @rule(pick=PICKS)
    def restore_a_backup(self, pick: int) -> None:
        if self.backups:
            name, saved = self.backups[pick % len(self.backups)]
            desk = self.county.desks[name]
            desk.close()
            key = self._frozen.vaults[name]["database"]
            self.county.clock.advance(seconds=1)
            restoring.restore(desk.home, saved, lambda _path: key, at=self.county.clock.now())
            self._forget_what_is_gone(name)

    @rule(who=PICKS)
    def take_an_image_of_the_disk(self, who: int) -> None:
        name = self._desk(who)
        image = self.folder / f"{name}-{len(self.images)}.image"
        self.county.desks[name].close()
        shutil.copytree(self.folder / name, image)
        self.images.append((name, image))
        self.open(name)

    @rule(pick=PICKS)
    def put_an_image_back(self, pick: int) -> None:
        if self.images:
            name, image = self.images[pick % len(self.images)]
            self.county.desks[name].close()
            shutil.rmtree(self.folder / name)
            shutil.copytree(image, self.folder / name)
            self.had_twins = True
            self._forget_what_is_gone(name)

    @rule(who=PICKS)
    def copy_a_machine(self, who: int) -> None:
        name = self._desk(who)
        if not any("孪生" in one for one in self.names) and name in self.clinics:
            self.twin(name)

    def _forget_what_is_gone(self, name: str) -> None:
        """Expect no more of what was made after the copy, unless the hub has it."""
        desk = self.open(name)
        with reading(desk.engine) as connection:
            kept = set(connection.scalars(acts.select().with_only_columns(acts.c.record)))
        with reading(self.county.hub.engine) as connection:
            self.made = [
                (of, record)
                for of, record in self.made
                if of != name or record in kept or is_at_the_hub(connection, record)
            ]


class Carried(Copies):
    """A carrier with a stick beside the line."""

    def __init__(self) -> None:
        super().__init__()
        self.stick = Stick(self.county, self.folder / "stick")
        self.packages: list[tuple[str, Path]] = []
        self.answers: list[tuple[str, Path]] = []

    @rule(who=PICKS)
    def export_a_package(self, who: int) -> None:
        name = self._desk(who)
        self.packages.append((name, self.stick.export(name)))

    @rule(pick=PICKS)
    def bring_a_package_to_the_hub(self, pick: int) -> None:
        if self.packages:
            name, package = self.packages[-1 - pick % len(self.packages)]
            self.answers.append((name, self.stick.answer(package)))

    @rule(pick=PICKS)
    def bring_an_answer_back(self, pick: int) -> None:
        if self.answers:
            name, answer = self.answers[-1 - pick % len(self.answers)]
            self.stick.bring(name, answer)

    @rule(who=PICKS)
    def carry_there_and_back(self, who: int) -> None:
        self.stick.round(self._desk(who))

    @rule(who=PICKS, pick=PICKS)
    def bring_an_answer_to_the_wrong_desk(self, who: int, pick: int) -> None:
        if self.answers:
            meant, answer = self.answers[pick % len(self.answers)]
            name = self._desk(who)
            if self._device(meant) != self._device(name):
                with pytest.raises(Refused, match="package_other_desk"):
                    self.stick.bring(name, answer)

    def _device(self, name: str) -> str:
        return self.county.desks[name].fact(facts.DEVICE)
