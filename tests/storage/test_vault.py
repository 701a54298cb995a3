"""The file of keys: what opens it, what does not, and what becomes of it when it is torn."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.vault import Vault

DATABASE = bytes(range(32))
SECRET = bytes(reversed(DATABASE))
WORDS = "春风又绿江南岸 2026"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.vault"


@pytest.fixture
def vault(path: Path) -> Vault:
    """A vault with the keyring's lock, which costs no stretching."""
    made = vaults.new_vault(path, database=DATABASE, device=b"d" * 32)
    made.lock_with_secret(vaults.KEYRING, SECRET)
    return made


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    """The content of a vault with all three locks, and its recovery code."""
    path = tmp_path_factory.mktemp("locked") / "keys.vault"
    made = vaults.new_vault(path, database=DATABASE)
    made.lock_with_secret(vaults.KEYRING, SECRET)
    made.lock_with_words(vaults.PASSPHRASE, WORDS)
    code = made.new_recovery_code()
    return path.read_bytes(), code


def test_a_new_vault_is_not_written_before_something_opens_it(path: Path) -> None:
    vaults.new_vault(path, database=DATABASE)
    assert not path.exists()


@pytest.mark.usefixtures("vault")
def test_the_secret_of_the_keyring_opens_it(path: Path) -> None:
    assert vaults.open_with_secret(path, vaults.KEYRING, SECRET)["database"] == DATABASE


@pytest.mark.usefixtures("vault")
@pytest.mark.parametrize("secret", [bytes(32), b"", b"short", SECRET + b"1"])
def test_another_secret_does_not(path: Path, secret: bytes) -> None:
    with pytest.raises(Refused, match="vault_locked"):
        vaults.open_with_secret(path, vaults.KEYRING, secret)


@pytest.mark.usefixtures("vault")
def test_a_secret_opens_only_the_lock_of_its_kind(path: Path) -> None:
    with pytest.raises(Refused, match="vault_locked"):
        vaults.open_with_secret(path, vaults.PASSPHRASE, SECRET)


def test_the_secret_of_another_vault_does_not_open_it(path: Path, vault: Vault, tmp_path: Path) -> None:
    other = vaults.new_vault(tmp_path / "other.vault", database=b"x")
    other.lock_with_secret(vaults.KEYRING, bytes(32))
    assert other.id != vault.id
    with pytest.raises(Refused, match="vault_locked"):
        vaults.open_with_secret(path, vaults.KEYRING, bytes(32))


def test_passphrase_and_recovery_code_both_open_it(path: Path, vault: Vault) -> None:
    vault.lock_with_words(vaults.PASSPHRASE, WORDS)
    code = vault.new_recovery_code()
    assert vault.kinds == {vaults.KEYRING, vaults.PASSPHRASE, vaults.RECOVERY}
    for words in (WORDS, code):
        assert vaults.open_with_words(path, words)["database"] == DATABASE


def test_a_recovery_code_may_be_typed_as_people_type(path: Path, vault: Vault) -> None:
    code = vault.new_recovery_code()
    full_width = "".join(chr(ord(letter) + 0xFEE0) if letter.isalnum() else letter for letter in code)
    for typed in (code.lower(), code.replace("-", ""), f"  {code.replace('-', ' ')}\n", full_width):
        assert vaults.open_with_words(path, typed)["database"] == DATABASE


def test_a_recovery_code_has_no_letters_that_are_misread(vault: Vault) -> None:
    codes = vault.new_recovery_code()
    assert not set(codes) & set("ILOUilou")


def test_a_recovery_code_with_two_letters_swapped_does_not_open_it(path: Path, vault: Vault) -> None:
    code = vault.new_recovery_code()
    place = next(at for at in range(len(code) - 1) if code[at] != code[at + 1] and "-" not in code[at : at + 2])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    with pytest.raises(Refused, match="passphrase_wrong"):
        vaults.open_with_words(path, swapped)


@pytest.mark.parametrize("words", ["", " ", WORDS + "!", WORDS.replace(" ", ""), "\udc80", "x" * 10_000, "0" * 10_000])
def test_wrong_words_do_not_open_it(path: Path, locked: tuple[bytes, str], words: str) -> None:
    path.write_bytes(locked[0])
    with pytest.raises(Refused, match="passphrase_wrong"):
        vaults.open_with_words(path, words)


def test_words_that_are_no_text_lock_and_open_all_the_same(path: Path, vault: Vault) -> None:
    vault.lock_with_words(vaults.PASSPHRASE, "a terminal sent \udcb4\udcba")
    assert vaults.open_with_words(path, "a terminal sent \udcb4\udcba")["database"] == DATABASE


def test_a_new_recovery_code_makes_the_printed_one_useless(path: Path, vault: Vault) -> None:
    first = vault.new_recovery_code()
    second = vault.new_recovery_code()
    assert first != second
    with pytest.raises(Refused, match="passphrase_wrong"):
        vaults.open_with_words(path, first)
    assert vaults.open_with_words(path, second)["database"] == DATABASE


def test_a_new_passphrase_makes_the_old_one_useless(path: Path, vault: Vault) -> None:
    vault.lock_with_words(vaults.PASSPHRASE, WORDS)
    vault.lock_with_words(vaults.PASSPHRASE, "柳暗花明 又一村")
    with pytest.raises(Refused, match="passphrase_wrong"):
        vaults.open_with_words(path, WORDS)


@pytest.mark.parametrize("words", ["", "1234567", "一二三四五六七"])
def test_a_passphrase_under_eight_characters_is_refused_and_nothing_changes(
    path: Path, vault: Vault, words: str
) -> None:
    before = path.read_bytes()
    with pytest.raises(Refused, match="passphrase_short") as caught:
        vault.lock_with_words(vaults.PASSPHRASE, words)
    assert caught.value.facts == {"least": 8}
    assert path.read_bytes() == before


def test_a_lock_that_was_taken_off_opens_nothing(path: Path, vault: Vault) -> None:
    vault.lock_with_words(vaults.PASSPHRASE, WORDS)
    vault.drop(vaults.KEYRING)
    assert vaults.look(path) == (vault.id, frozenset({vaults.PASSPHRASE}))
    with pytest.raises(Refused, match="vault_locked"):
        vaults.open_with_secret(path, vaults.KEYRING, SECRET)
    assert vaults.open_with_words(path, WORDS)["database"] == DATABASE


def test_the_last_lock_stays(path: Path, vault: Vault) -> None:
    vault.drop(vaults.KEYRING)
    assert vaults.open_with_secret(path, vaults.KEYRING, SECRET)["database"] == DATABASE


def test_what_is_put_in_later_is_found_through_every_lock(path: Path, vault: Vault) -> None:
    vault.lock_with_words(vaults.PASSPHRASE, WORDS)
    vault.put(more=b"1")
    assert vaults.open_with_words(path, WORDS)["more"] == b"1"
    assert vaults.open_with_secret(path, vaults.KEYRING, SECRET)["database"] == DATABASE


def test_no_secret_lies_in_the_file_in_clear(path: Path, vault: Vault) -> None:
    vault.lock_with_words(vaults.PASSPHRASE, WORDS)
    code = vault.new_recovery_code()
    content = path.read_bytes()
    for secret in (DATABASE, SECRET, WORDS.encode(), WORDS.encode("utf-16-le"), code.encode()):
        assert secret not in content
        assert secret.hex().encode() not in content


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are a POSIX matter here")
@pytest.mark.usefixtures("vault")
def test_only_its_owner_may_read_it(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_writing_it_leaves_no_second_file(path: Path, vault: Vault) -> None:
    vault.put(more=b"1")
    assert list(path.parent.iterdir()) == [path]


def test_a_vault_that_is_gone_is_told_as_such(path: Path) -> None:
    for way in (vaults.look, lambda gone: vaults.open_with_words(gone, WORDS)):
        with pytest.raises(Unavailable, match="vault_missing"):
            way(path)


def test_a_vault_that_cannot_be_read_is_told_as_damaged(path: Path) -> None:
    path.mkdir()
    with pytest.raises(Unavailable, match="vault_damaged"):
        vaults.look(path)


def test_a_torn_vault_is_told_as_damaged_wherever_it_was_cut(path: Path, locked: tuple[bytes, str]) -> None:
    content = locked[0]
    for cut in range(len(content)):
        path.write_bytes(content[:cut])
        with pytest.raises(Unavailable, match="vault_damaged"):
            vaults.look(path)


def test_right_words_on_damaged_secrets_are_not_called_wrong(path: Path, locked: tuple[bytes, str]) -> None:
    content = bytearray(locked[0])
    content[-1] ^= 1  # the sealed secrets lie last
    path.write_bytes(content)
    with pytest.raises(Unavailable, match="vault_damaged"):
        vaults.open_with_words(path, WORDS)
    with pytest.raises(Unavailable, match="vault_damaged"):
        vaults.open_with_secret(path, vaults.KEYRING, SECRET)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_changed_byte_never_opens_it_with_other_secrets(
    tmp_path_factory: pytest.TempPathFactory, locked: tuple[bytes, str], data: st.DataObject
) -> None:
    content = bytearray(locked[0])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.getbasetemp() / f"flipped-{os.getpid()}.vault"
    path.write_bytes(content)
    try:
        opened = vaults.open_with_secret(path, vaults.KEYRING, SECRET)
    except Fault as fault:
        assert fault.code in {"vault_damaged", "vault_locked"}  # noqa: PT017 - either end is right
    else:
        assert opened["database"] == DATABASE


@settings(max_examples=60, deadline=None)
@given(st.integers(-(2**40), 2**40), st.integers(-(2**40), 2**40), st.integers(-(2**40), 2**40))
@example(2**31, 3, 2)
@example(65536, 2**31, 2)
@example(65536, 3, 0)
@example(64, 1, 8)
@example(64, 1, 1)
def test_a_damaged_cost_takes_no_hours_and_no_memory(
    tmp_path_factory: pytest.TempPathFactory, memory: int, rounds: int, lanes: int
) -> None:
    stretch = {"memory": memory, "rounds": rounds, "lanes": lanes}
    lock = {"kind": vaults.PASSPHRASE, "salt": b"s" * 16, "stretch": stretch, "wrapped": b"w" * 60}
    path = tmp_path_factory.getbasetemp() / f"costly-{os.getpid()}.vault"
    path.write_bytes(msgspec.msgpack.encode({"version": 1, "id": "1", "locks": [lock], "sealed": b"s" * 60}))
    with pytest.raises(Fault) as caught:
        vaults.open_with_words(path, WORDS)
    assert caught.value.code in {"vault_damaged", "passphrase_wrong"}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_other_file_is_told_as_damaged(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / f"other-{os.getpid()}.vault"
    path.write_bytes(content)
    with pytest.raises(Unavailable, match="vault_damaged"):
        vaults.look(path)
