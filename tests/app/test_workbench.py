"""A desk is made, opened and worked at: what stands in the way is told in words, and nothing is half done."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes.time import StoppedClock
from tests.storage import acts_kept
from tests.storage.archives import files
from tests.storage.desks import Frozen
from tests.storage.desks import is_known
from tests.storage.desks import open_vault
from tests.storage.desks import opened
from tests.storage.desks import send
from tests.storage.desks import slip
from tests.world import WORDS
from tests.world import World
from yigongti_desktop.app.words import say
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.app.workbench import open_home
from yigongti_desktop.capabilities.referrals.messages.cases import SendReferral
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.vault import Vault


def lock(vault: Vault) -> None:
    """Put a cheap lock on a new vault."""
    vault.lock_with_secret(vaults.KEYRING, b"s" * 32)


def unlock(path: Path) -> Vault:
    """Open that lock."""
    return vaults.open_with_secret(path, vaults.KEYRING, b"s" * 32)


def test_a_desk_that_was_made_is_there_the_next_day(tmp_path: Path) -> None:
    home = Home(tmp_path / "人民 医院" / "岳口")
    desk = create(home, lock, clock=StoppedClock())
    assert not desk.is_enrolled
    assert desk.people() == []
    with writing(desk.engine) as connection:
        facts.put(connection, place="岳口")
    desk.close()
    desk = open_home(home, unlock, clock=StoppedClock())
    assert desk.fact(facts.PLACE) == "岳口"
    desk.close()


def test_every_desk_has_keys_of_its_own(tmp_path: Path) -> None:
    keys = set()
    for name in ("a", "b"):
        home = Home(tmp_path / name)
        create(home, lock).close()
        vault = unlock(home.vault)
        keys |= {vault["database"], vault["device"]}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are a POSIX matter here")
def test_only_its_owner_may_enter_the_folder_of_a_desk(tmp_path: Path) -> None:
    home = Home(tmp_path / "岳口")
    create(home, lock).close()
    assert home.path.stat().st_mode & 0o777 == 0o700


def test_a_desk_is_not_made_over_another(home: Home) -> None:
    before = files(home.path)
    for spare in (None, home.vault, home.database):
        kept = spare.read_bytes() if spare else b""
        if spare:
            spare.unlink()
        with pytest.raises(Refused, match="desk_exists") as caught:
            create(home, lock)
        assert str(home.path) in say(caught.value)
        if spare:
            spare.write_bytes(kept)
    assert files(home.path) == before


def test_a_desk_whose_first_lock_was_refused_can_be_made_again(tmp_path: Path) -> None:
    home = Home(tmp_path / "岳口")
    with pytest.raises(Refused, match="passphrase_short"):
        create(home, lambda vault: vault.lock_with_words(vaults.PASSPHRASE, "kurz"))
    assert files(home.path) == {}
    create(home, lock).close()


def test_a_desk_whose_making_was_broken_off_can_be_made_again(tmp_path: Path) -> None:
    home = Home(tmp_path / "岳口")

    def lock_and_break_off(vault: Vault) -> None:
        lock(vault)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create(home, lock_and_break_off)
    create(home, lock).close()


def test_a_place_where_no_folder_can_be_made_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Unavailable, match="home_not_writable"):
        create(Home(tmp_path / "file" / "岳口"), lock)


def test_a_folder_without_a_desk_is_told_as_such(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(Refused, match="desk_missing") as caught:
            open_home(Home(path), unlock)
        assert "yigongti enrol" in say(caught.value)


def _lose_database(home: Home) -> None:
    home.database.unlink()


def _empty_database(home: Home) -> None:
    home.database.write_bytes(b"")


def _cut_database(home: Home) -> None:
    home.database.write_bytes(home.database.read_bytes()[:1])


def _half_database(home: Home) -> None:
    home.database.write_bytes(home.database.read_bytes()[:20_000])


def _zero_database(home: Home) -> None:
    home.database.write_bytes(bytes(home.database.stat().st_size))


def _lose_vault(home: Home) -> None:
    home.vault.unlink()


def _tear_vault(home: Home) -> None:
    home.vault.write_bytes(home.vault.read_bytes()[:100])


def _swap_vault(home: Home) -> None:
    home.vault.unlink()
    vault = vaults.new_vault(home.vault, database=os.urandom(32), device=os.urandom(32))
    vault.lock_with_secret(vaults.KEYRING, bytes(range(32)))


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (_lose_database, "database_missing"),
        (_empty_database, "database_damaged"),
        (_cut_database, "database_damaged"),
        (_half_database, "database_damaged"),
        (_zero_database, "database_key_wrong"),
        (_lose_vault, "desk_missing"),
        (_tear_vault, "vault_damaged"),
        (_swap_vault, "database_key_wrong"),
    ],
)
def test_a_desk_that_is_not_whole_never_opens_as_an_empty_one(
    home: Home, harm: Callable[[Home], None], code: str
) -> None:
    harm(home)
    with pytest.raises(Fault, match=code) as caught:
        opened(home)
    assert "备份" in say(caught.value) or code == "desk_missing"


def test_a_vault_that_stays_closed_keeps_the_desk_closed(home: Home) -> None:
    before = files(home.path)
    for way, code in (
        (lambda path: vaults.open_with_words(path, "别的口令 12345"), "passphrase_wrong"),
        (lambda path: vaults.open_with_secret(path, vaults.KEYRING, bytes(32)), "vault_locked"),
    ):
        with pytest.raises(Refused, match=code):
            open_home(home, way)
    assert files(home.path) == before


def test_the_words_of_the_first_day_open_a_desk(home: Home) -> None:
    open_home(home, lambda path: vaults.open_with_words(path, WORDS)).close()


def test_a_new_recovery_code_opens_the_desk_and_the_former_does_not(home: Home) -> None:
    desk = opened(home)
    first, second = desk.new_recovery_code(), desk.new_recovery_code()
    desk.close()
    open_home(home, lambda path: vaults.open_with_words(path, second)).close()
    with pytest.raises(Refused, match="passphrase_wrong"):
        open_home(home, lambda path: vaults.open_with_words(path, first))


def test_a_desk_can_be_closed_and_opened_any_number_of_times(frozen: Frozen, home: Home) -> None:
    sent = []
    for _ in range(5):
        desk = opened(home)
        sent.append(send(desk, frozen.zhou))
        desk.close()
        desk.close()
    assert [one.number[-3:] for one in sent] == ["001", "002", "003", "004", "005"]
    desk = opened(home)
    assert all(is_known(desk, one) for one in sent)
    desk.close()


def test_a_desk_that_is_not_enrolled_says_so_to_whoever_wants_to_sync(tmp_path: Path) -> None:
    desk = create(Home(tmp_path / "岳口"), lock)
    with pytest.raises(Refused, match="not_enrolled"):
        desk.sync()
    desk.close()


def test_a_machine_that_is_no_device_yet_refuses_papers_in_words(tmp_path: Path, frozen: Frozen) -> None:
    desk = create(Home(tmp_path / "岳口"), lock, clock=StoppedClock())
    with pytest.raises(Refused) as caught:
        desk.do(frozen.zhou, SendReferral(slip=slip()))
    assert caught.value.code in {"not_enrolled", "county_missing"}
    desk.close()


@pytest.mark.sync
def test_without_a_line_a_sync_ends_in_words_and_all_work_goes_on(desk: Workbench, frozen: Frozen) -> None:
    talk = desk.sync()
    assert talk.code == "hub_unreachable"
    assert "照常办事" in say(Unavailable(talk.code))
    sent = send(desk, frozen.zhou)
    assert is_known(desk, sent)
    assert desk.sync().sent == 0
    assert len(desk.read(acts_kept.waiting, 0, 100)) == 2


@pytest.mark.sync
def test_enrolling_is_written_down_and_cannot_be_done_twice(world: World) -> None:
    desk = world.desk("岳口")
    assert [line.act for line in desk.read(audit.latest)] == ["enrol"]
    with pytest.raises(Refused, match="enrolled_already"):
        desk.enrol(world.keeper.issue_code("岳口").spell())


@pytest.mark.sync
def test_a_code_that_is_wrong_leaves_the_desk_as_it_was(world: World) -> None:
    home = Home(world.folder / "new")
    desk = create(home, lock)
    for typed in ("", "ABC", "岳口", world.keeper.issue_code("岳口").spell()[:-1]):
        with pytest.raises(Refused, match="enrolment_code"):
            desk.enrol(typed)
    assert desk.fact(facts.DEVICE) == ""
    desk.enrol(world.keeper.issue_code("岳口").spell())
    assert desk.is_enrolled
    desk.close()


def test_an_act_of_a_person_is_written_with_who_and_what(desk: Workbench, frozen: Frozen) -> None:
    desk.note(frozen.zhou, "print", "referral-1")
    desk.note(None, "start")
    listed = desk.read(audit.latest, 2)
    assert [(line.account, line.act, line.subject) for line in listed] == [
        ("", "start", ""),
        (frozen.zhou.account, "print", "referral-1"),
    ]


def test_the_keys_of_a_desk_are_not_known_from_its_looks(desk: Workbench) -> None:
    vault = open_vault(desk.home.vault)
    for shown in (repr(desk), repr(vault), str(vault), repr(desk.engine), str(desk.engine.url)):
        assert vault["database"].hex() not in shown
        assert repr(vault["database"]) not in shown
