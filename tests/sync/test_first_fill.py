"""A first sync can be cut anywhere and goes on from there; people work before it has come to its end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.sync.county import fast
from tests.world import EVERY_CLINIC_ROLE
from tests.world import WORDS
from tests.world import World
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.app.workbench import open_home
from yigongti_desktop.hub.streams import AHEAD
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry import messages as people
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.vault import Vault
from yigongti_desktop.sync.intake import positions
from yigongti_desktop.sync.pace import Pace
from yigongti_desktop.sync.progress import Progress
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync
RESIDENTS = 1500


@pytest.fixture
def full(world: World) -> World:
    """天门市 with a village of residents who were there before the accounts and lists last changed."""
    fast(world.hub)
    own = world.keeper.institution("岳口").id
    world.hub.counter.publish({"resident": [_resident(own, number) for number in range(RESIDENTS)]})
    world.people["岳口"] = world.keeper.add_account("岳口", "late", "张测试", EVERY_CLINIC_ROLE)[0].actor()
    return world


def test_what_work_needs_comes_before_the_residents(full: World) -> None:
    desk, met = _new_desk(full), []

    def watch(_come: Progress) -> bool:
        met.append((desk.is_usable, desk.read(registry.count, registry.RESIDENT)))
        return True

    desk.sync(watch)
    usable = [residents for is_usable, residents in met if is_usable]
    assert usable[0] < RESIDENTS / 2
    assert met[-1] == (True, RESIDENTS)
    desk.close()


@pytest.mark.parametrize("pages", [1, 3, 5])
def test_a_first_sync_that_is_cut_goes_on_from_there_after_a_restart(full: World, pages: int) -> None:
    desk = _new_desk(full)
    first = desk.sync(lambda come: come.received < pages * 200)
    assert first.code == "stopped"
    had = desk.read(positions)
    desk.close()
    desk = open_home(desk.home, _unlocked)
    assert desk.read(positions) == had
    to_fill = desk.read(status).to_fill
    second = desk.sync()
    assert second.received == to_fill
    assert desk.read(registry.count, registry.RESIDENT) == RESIDENTS
    assert desk.read(status).to_fill == 0
    desk.close()


def test_somebody_works_while_the_first_sync_is_not_at_its_end(full: World) -> None:
    desk = _new_desk(full)
    desk.sync(lambda _come: not desk.read(registry.count, registry.RESIDENT))  # all that is not bulky comes first
    assert desk.is_usable
    full.desks["岳口"] = desk
    assert desk.read(status).to_fill > 0
    made = full.do("岳口", people.RegisterResident(identity=_identity(9001)))
    sent = full.send_referral("岳口")
    assert sent.number
    desk.sync()
    assert desk.read(registry.count, registry.RESIDENT) == RESIDENTS + 2  # and the patient of the slip
    assert desk.read(registry.one_resident, made.id) is not None
    now = desk.read(status)
    assert (now.waiting, now.needs_person, now.to_fill) == (0, 0, 0)


def test_what_changes_while_a_desk_fills_is_not_missed(full: World) -> None:
    desk = _new_desk(full)
    desk.sync(lambda come: come.received < 400)
    account, _ = full.keeper.add_account("岳口", "later", "李后来", [Role.DOCTOR])
    own = full.keeper.institution("岳口").id
    full.hub.counter.publish({"resident": [_resident(own, 5), _resident(own, 7777)]})
    desk.sync()
    assert account.id in {person.account for person in desk.people()}
    assert desk.read(registry.count, registry.RESIDENT) == RESIDENTS + 1
    assert desk.read(facts.get, facts.FILLED) == "yes"
    desk.close()


def test_after_the_filling_each_stream_has_one_cursor(full: World) -> None:
    desk = _new_desk(full)
    desk.sync()
    kept = desk.read(positions)
    for stream, position in kept.items():
        if stream.endswith(AHEAD):
            assert kept[stream.removesuffix(AHEAD)] >= position
    assert desk.sync().received == 0
    desk.close()


def test_the_size_of_pages_is_learned_and_kept_for_the_next_talk(full: World) -> None:
    desk = _new_desk(full)
    desk.sync()
    assert desk.fact(facts.PACE) != ""
    assert desk.fact(facts.PACE) != Pace().spell()
    desk.close()


def _new_desk(world: World) -> Workbench:
    """Enrol a desk of 岳口 that has never talked."""
    desk = create(Home(world.folder / "new"), lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS),
                  clock=world.clock)  # fmt: skip
    fast(desk)
    desk.enrol(world.keeper.issue_code("岳口").spell())
    return desk


def _unlocked(path: Path) -> Vault:
    return vaults.open_with_words(path, WORDS)


def _identity(number: int) -> Identity:
    return Identity(name=f"胡测{number}", sex=Sex.MALE, birth=date(1960, 1, 1 + number % 28), no_id_reason="other")


def _resident(institution: str, number: int) -> Resident:
    identity = _identity(number)
    return Resident(
        id=f"resident-{number:05}", revision=1, units=(institution,), name=identity.name, sex=identity.sex,
        birth=identity.birth, no_id_reason="other",
    )  # fmt: skip
