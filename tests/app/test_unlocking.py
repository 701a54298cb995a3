"""How a desk's keys are locked and opened: by the keyring of the system where there is one, else by words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.storage.keyrings import with_keyring
from tests.storage.keyrings import with_locked_keyring
from tests.storage.keyrings import with_silent_keyring
from yigongti_desktop.app.unlocking import give_back
from yigongti_desktop.app.unlocking import lock_new
from yigongti_desktop.app.unlocking import open_with_keyring
from yigongti_desktop.app.unlocking import unlock
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import vault as vaults

WORDS = "春风又绿江南岸 2026"
real = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is a matter of Linux desktops")
#: Makes a desk, opens it, and says which locks it has and whether words were asked for.
DESK = """
    import sys
    from pathlib import Path
    from yigongti_desktop.app.unlocking import lock_new, open_with_keyring, unlock
    from yigongti_desktop.app.workbench import create, open_home
    from yigongti_desktop.kernel.errors import Fault
    from yigongti_desktop.storage import credentials
    from yigongti_desktop.storage import vault as vaults
    from yigongti_desktop.storage.home import Home

    def ask():
        print("asked")
        return "春风又绿江南岸 2026"

    home = Home(Path(sys.argv[1] if len(sys.argv) > 1 else __import__("tempfile").mkdtemp()) / "desk")
"""


def asked() -> str:
    """Answer whoever asks for the words."""
    return WORDS


def never() -> str:
    """Fail the test that asks for words where none are needed."""
    raise AssertionError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.vault"


@real
def test_with_a_keyring_nobody_is_asked_for_words(tmp_path: Path) -> None:
    told = with_keyring(
        DESK
        + """
    create(home, lambda vault: lock_new(vault, ask)).close()
    open_home(home, lambda path: unlock(path, ask)).close()
    print(*vaults.look(home.vault)[1])
    """,
        str(tmp_path),
    )
    assert told == ["keyring"]


@real
def test_a_keyring_that_has_lost_the_secret_leaves_the_recovery_code(tmp_path: Path) -> None:
    told = with_keyring(
        DESK
        + """
    desk = create(home, lambda vault: lock_new(vault, ask))
    code = desk.new_recovery_code()
    desk.close()
    credentials.forget(vaults.look(home.vault)[0])
    for way in (open_with_keyring, lambda path: unlock(path, ask)):
        try:
            way(home.vault)
        except Fault as fault:
            print(fault.code)
    open_home(home, lambda path: unlock(path, lambda: code)).close()
    print("open")
    """,
        str(tmp_path),
    )
    assert told == ["vault_locked", "asked", "passphrase_wrong", "open"]


@real
def test_a_vault_that_was_carried_to_another_machine_opens_with_words_only(tmp_path: Path) -> None:
    made = with_keyring(
        DESK
        + """
    desk = create(home, lambda vault: lock_new(vault, ask))
    print(desk.new_recovery_code())
    desk.close()
    """,
        str(tmp_path),
    )
    told = with_keyring(
        DESK
        + f"""
    open_home(home, lambda path: unlock(path, lambda: print("asked") or {made[0]!r})).close()
    """,
        str(tmp_path),
    )
    assert told == ["asked"]


@real
def test_a_keyring_opens_again_what_it_used_to_open_once_the_recovery_code_was_given(tmp_path: Path) -> None:
    told = with_keyring(
        DESK
        + """
    from yigongti_desktop.app.unlocking import give_back
    desk = create(home, lambda vault: lock_new(vault, ask))
    code = desk.new_recovery_code()
    desk.close()
    credentials.forget(vaults.look(home.vault)[0])
    give_back(unlock(home.vault, lambda: print("given") or code))
    open_home(home, open_with_keyring).close()
    print(*sorted(vaults.look(home.vault)[1]))
    """,
        str(tmp_path),
    )
    assert told == ["given", "keyring recovery"]


def test_a_vault_that_no_keyring_opened_is_not_given_to_one(path: Path) -> None:
    vault = vaults.new_vault(path, database=b"k")
    lock_new(vault, asked)
    give_back(vault)
    assert vault.kinds == {vaults.PASSPHRASE}


def test_where_there_is_no_keyring_the_recovery_code_goes_on_serving(path: Path) -> None:
    vault = vaults.new_vault(path, database=b"k")
    vault.lock_with_secret(vaults.KEYRING, b"s" * 32)
    code = vault.new_recovery_code()
    give_back(unlock(path, lambda: code))
    assert unlock(path, lambda: code)["database"] == b"k"


@real
def test_beside_a_silent_keyring_words_are_asked_for_and_serve() -> None:
    program = (
        DESK
        + """
    create(home, lambda vault: lock_new(vault, ask)).close()
    print(*vaults.look(home.vault)[1])
    open_home(home, lambda path: unlock(path, ask)).close()
    """
    )
    assert with_silent_keyring(program) == ["asked", "passphrase", "asked"]


@real
def test_beside_a_locked_keyring_words_are_asked_for_and_serve() -> None:
    program = (
        DESK
        + """
    create(home, lambda vault: lock_new(vault, ask)).close()
    open_home(home, lambda path: unlock(path, ask)).close()
    """
    )
    assert with_locked_keyring(program) == ["asked", "asked"]


def test_without_a_keyring_words_lock_and_open(path: Path) -> None:
    vault = vaults.new_vault(path, database=b"k")
    lock_new(vault, asked)
    assert vault.kinds == {vaults.PASSPHRASE}
    assert unlock(path, asked)["database"] == b"k"


def test_without_a_keyring_a_desk_that_needs_one_says_so(path: Path) -> None:
    vault = vaults.new_vault(path, database=b"k")
    vault.lock_with_secret(vaults.KEYRING, b"s" * 32)
    with pytest.raises(Unavailable, match="keyring_missing"):
        open_with_keyring(path)
    with pytest.raises(Refused, match="passphrase_wrong"):
        unlock(path, asked)


def test_a_vault_without_a_keyrings_lock_asks_no_keyring(path: Path) -> None:
    vaults.new_vault(path, database=b"k").lock_with_words(vaults.PASSPHRASE, WORDS)
    with pytest.raises(Refused, match="vault_locked"):
        open_with_keyring(path)


def test_words_are_not_asked_for_where_there_is_nothing_to_open(path: Path) -> None:
    with pytest.raises(Unavailable, match="vault_missing"):
        unlock(path, never)
    path.write_bytes(b"torn")
    with pytest.raises(Unavailable, match="vault_damaged"):
        unlock(path, never)


def test_words_that_are_too_short_leave_no_vault(path: Path) -> None:
    with pytest.raises(Refused, match="passphrase_short"):
        lock_new(vaults.new_vault(path, database=b"k"), lambda: "kurz")
    assert not path.exists()


def test_whoever_gives_up_asking_is_heard(path: Path) -> None:
    vaults.new_vault(path, database=b"k").lock_with_words(vaults.PASSPHRASE, WORDS)

    def give_up() -> str:
        raise Refused("passphrase_needed")

    with pytest.raises(Refused, match="passphrase_needed"):
        unlock(path, give_up)
