"""A restore: through every lock, in an epoch of its own, and never under the hands of people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.time import NOON
from tests.storage.archives import files
from tests.storage.archives import key_of
from tests.storage.desks import Frozen
from tests.storage.desks import is_known
from tests.storage.desks import open_vault
from tests.storage.desks import opened
from tests.storage.desks import send
from tests.storage.desks import state_of
from tests.world import WORDS
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.home import Home


@pytest.fixture
def locks(home: Home) -> dict[str, Callable[[Path], bytes]]:
    """Give the desk of the test all three locks; return the ways to open each."""
    vault = open_vault(home.vault)
    code = vault.new_recovery_code()
    return {
        "keyring": key_of,
        "passphrase": lambda path: vaults.open_with_words(path, WORDS)["database"],
        "recovery": lambda path: vaults.open_with_words(path, code)["database"],
    }


@pytest.mark.parametrize("way", ["keyring", "passphrase", "recovery"])
def test_a_backup_comes_back_through_every_lock(
    frozen: Frozen, home: Home, locks: dict[str, Callable[[Path], bytes]], way: str
) -> None:
    desk = opened(home)
    sent = send(desk, frozen.zhou)
    made = desk.backup()
    later = send(desk, frozen.zhou, serial=303)
    desk.close()
    figures = restoring.restore(home, made, locks[way], at=NOON)
    assert figures.counts["referrals"] == 1
    desk = opened(home)
    assert is_known(desk, sent)
    assert not is_known(desk, later)
    assert vaults.look(home.vault)[1] == {vaults.KEYRING, vaults.PASSPHRASE, vaults.RECOVERY}
    desk.close()


def test_what_was_there_before_a_restore_is_kept_aside_whole(frozen: Frozen, home: Home) -> None:
    desk = opened(home)
    made = desk.backup()
    later = send(desk, frozen.zhou)
    desk.close()
    for _ in range(2):  # twice within a second of the clock
        restoring.restore(home, made, key_of, at=NOON)
    asides = sorted(home.path.glob("before-restore-*"))
    assert [aside.name for aside in asides] == ["before-restore-20261123-040000", "before-restore-20261123-040000-2"]
    former = opened(Home(asides[0]))
    assert is_known(former, later)
    former.close()
    assert not list(home.path.glob("restoring*"))


def test_each_restore_begins_an_epoch_of_its_own(frozen: Frozen, home: Home) -> None:
    desk = opened(home)
    made = desk.backup()
    numbers = [send(desk, frozen.zhou).number]
    for _ in range(3):
        desk.close()
        restoring.restore(home, made, key_of, at=NOON)
        desk = opened(home)
        numbers.append(send(desk, frozen.zhou).number)
    desk.close()
    assert numbers == [f"岳口-20261123-A{epoch}-001" for epoch in ("", 2, 3, 4)]


def test_what_was_sent_and_not_answered_goes_again_in_the_new_epoch(frozen: Frozen, home: Home) -> None:
    desk = opened(home)
    send(desk, frozen.zhou)

    def send_batch(connection: Any) -> None:
        connection.exec_driver_sql(
            "INSERT INTO sent_batches (id, epoch, number, payload, signature) VALUES ('b', 1, 1, x'00', x'00')"
        )

    desk.write(send_batch)
    made = desk.backup()
    desk.close()
    restoring.restore(home, made, key_of, at=NOON)
    desk = opened(home)
    state = state_of(desk)
    assert state["sent_batches"] == []
    assert len(state["outbox"]) == 2
    desk.close()


def test_a_restore_onto_a_new_machine_needs_nothing_but_the_file(frozen: Frozen, home: Home, tmp_path: Path) -> None:
    desk = opened(home)
    sent = send(desk, frozen.zhou)
    made = desk.backup()
    desk.close()
    other = Home(tmp_path / "another machine")
    restoring.restore(other, made, key_of, at=NOON)
    desk = opened(other)
    assert is_known(desk, sent)
    assert send(desk, frozen.zhou).number == "岳口-20261123-A2-002"
    desk.close()


@pytest.mark.parametrize("harm", ["gone", "cut", "changed", "vault gone"])
def test_a_restore_mends_what_was_damaged(frozen: Frozen, home: Home, harm: str) -> None:
    desk = opened(home)
    sent = send(desk, frozen.zhou)
    made = desk.backup()
    desk.close()
    if harm == "vault gone":
        home.vault.unlink()
    elif harm == "gone":
        home.database.unlink()
    else:
        content = home.database.read_bytes()
        home.database.write_bytes(content[:5000] if harm == "cut" else b"\0" + content[1:])
    with pytest.raises(Fault) as caught:
        opened(home)
    assert caught.value.code in {"database_missing", "database_damaged", "database_key_wrong", "desk_missing"}
    restoring.restore(home, made, key_of, at=NOON)
    desk = opened(home)
    assert is_known(desk, sent)
    desk.close()


def test_a_desk_that_is_open_elsewhere_is_not_restored_under_the_hands_of_people(frozen: Frozen, home: Home) -> None:
    desk = opened(home)
    made = desk.backup()
    with pytest.raises(Unavailable, match="database_busy"):
        restoring.restore(home, made, key_of, at=NOON)
    sent = send(desk, frozen.zhou)
    desk.close()
    desk = opened(home)
    assert is_known(desk, sent)
    assert desk.fact(facts.EPOCH) == "1"
    desk.close()


def test_a_restored_desk_is_as_hard_to_read_as_before(desk: Workbench, frozen: Frozen) -> None:
    sent = send(desk, frozen.zhou)
    made = desk.backup()
    desk.close()
    restoring.restore(desk.home, made, key_of, at=NOON)
    for content in files(desk.home.path).values():
        assert sent.slip.patient.name.encode() not in content
        assert not content.startswith(b"SQLite format 3")
