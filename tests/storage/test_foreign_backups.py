"""Files that are no backup of ours, or no longer whole: refused in words, and the present data stays."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.fakes.time import NOON
from tests.storage.archives import figures_of
from tests.storage.archives import files
from tests.storage.archives import key_of
from tests.storage.archives import packed
from tests.storage.archives import parts_of
from tests.storage.conftest import KEY
from tests.storage.desks import SECRET
from tests.storage.desks import Frozen
from tests.storage.desks import opened
from yigongti_desktop.app.words import say
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import backup
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.home import Home


@pytest.fixture(scope="module")
def good(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of 岳口."""
    desk = opened(frozen.copied(tmp_path_factory.mktemp("good") / "岳口"))
    made = desk.backup()
    desk.close()
    return made


def _no_zip(_good: Path, target: Path) -> None:
    target.write_text("这不是备份", encoding="utf-8")


def _empty(_good: Path, target: Path) -> None:
    target.write_bytes(b"")


def _folder(_good: Path, target: Path) -> None:
    target.mkdir()


def _foreign_zip(_good: Path, target: Path) -> None:
    packed(target, {"report.docx": b"..."})


def _no_figures(good: Path, target: Path) -> None:
    parts = parts_of(good)
    del parts["figures.json"]
    packed(target, parts)


def _figures_that_are_none(good: Path, target: Path) -> None:
    packed(target, parts_of(good) | {"figures.json": b'{"size": "many"}'})


def _figures_not_utf8(good: Path, target: Path) -> None:
    packed(target, parts_of(good) | {"figures.json": b'{"made_at": "\xff\xfe"}'})


def _figures_nested(good: Path, target: Path) -> None:
    packed(target, parts_of(good) | {"figures.json": b'{"x":' + b"[" * 100_000})


def _bomb(good: Path, target: Path) -> None:
    """Two hundred megabytes of figures in two hundred kilobytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("figures.json", "w") as part:
        part.write(parts_of(good)["figures.json"])
        for _ in range(200):
            part.write(b" " * 1024**2)


def _truncated(good: Path, target: Path) -> None:
    content = good.read_bytes()
    target.write_bytes(content[: len(content) // 2])


def _encrypted(good: Path, target: Path) -> None:
    content = bytearray(good.read_bytes())
    place = content.rindex(b"figures.json") - 46
    struct.pack_into("<H", content, place + 8, 1)
    target.write_bytes(content)


UNREADABLE = [
    _no_zip, _empty, _folder, _foreign_zip, _no_figures, _figures_that_are_none, _figures_not_utf8, _figures_nested,
    _bomb, _truncated, _encrypted,
]  # fmt: skip


def _changed_database(good: Path, target: Path) -> None:
    parts = parts_of(good)
    content = bytearray(parts["data.db"])
    content[len(content) // 2] ^= 1
    packed(target, parts | {"data.db": bytes(content)})


def _changed_database_with_its_digest(good: Path, target: Path) -> None:
    parts = parts_of(good)
    content = bytearray(parts["data.db"])
    content[len(content) // 2] ^= 1
    packed(target, figures_of(parts | {"data.db": bytes(content)}, sha256=hashlib.sha256(content).hexdigest()))


def _no_database(good: Path, target: Path) -> None:
    parts = parts_of(good)
    del parts["data.db"]
    packed(target, parts)


def _no_vault(good: Path, target: Path) -> None:
    parts = parts_of(good)
    del parts["keys.vault"]
    packed(target, parts)


def _rows_missing(good: Path, target: Path) -> None:
    parts = parts_of(good)
    counts = json.loads(parts["figures.json"])["counts"]
    packed(target, figures_of(parts, counts=counts | {"drugs": counts["drugs"] + 1}))


def _compressed(good: Path, target: Path) -> None:
    """The figures as they are, the database as a bomb."""
    parts = parts_of(good)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("figures.json", parts["figures.json"], compress_type=zipfile.ZIP_STORED)
        archive.writestr("keys.vault", parts["keys.vault"], compress_type=zipfile.ZIP_STORED)
        archive.writestr("data.db", bytes(len(parts["data.db"])))


def _longer_than_said(good: Path, target: Path) -> None:
    parts = parts_of(good)
    packed(target, parts | {"data.db": parts["data.db"] + bytes(4096)})


def _plain_database(good: Path, target: Path) -> None:
    content = b"SQLite format 3\x00" + bytes(8176)
    digest = hashlib.sha256(content).hexdigest()
    packed(target, figures_of(parts_of(good) | {"data.db": content}, size=len(content), sha256=digest))


def _other_vault(good: Path, target: Path) -> None:
    path = target.with_suffix(".vault")
    vaults.new_vault(path, database=KEY).lock_with_secret(vaults.KEYRING, SECRET)
    packed(target, parts_of(good) | {"keys.vault": path.read_bytes()})
    path.unlink()


def _torn_vault(good: Path, target: Path) -> None:
    packed(target, parts_of(good) | {"keys.vault": b"torn"})


DAMAGED: list[tuple[Callable[[Path, Path], None], str]] = [
    *((way, "backup_damaged") for way in (
        _changed_database, _changed_database_with_its_digest, _no_database, _no_vault, _rows_missing, _compressed,
        _longer_than_said, _plain_database, _other_vault,
    )),
    (_torn_vault, "vault_damaged"),
]  # fmt: skip


@pytest.mark.parametrize("spoil", UNREADABLE)
def test_a_file_that_is_no_backup_is_refused_in_words(
    good: Path, tmp_path: Path, spoil: Callable[[Path, Path], None]
) -> None:
    spoil(good, tmp_path / "file.ygtbak")
    home = Home(tmp_path / "home")
    for way in (backup.look, lambda file: restoring.restore(home, file, key_of, at=NOON)):
        with pytest.raises(Refused, match="backup_unreadable") as caught:
            way(tmp_path / "file.ygtbak")
    assert "请换一个备份文件" in say(caught.value)
    assert not home.path.exists()


@pytest.mark.parametrize(("spoil", "code"), DAMAGED)
def test_a_backup_that_is_not_whole_is_refused_and_the_present_data_stays(
    good: Path, home: Home, spoil: Callable[[Path, Path], None], code: str
) -> None:
    file = home.path.parent / "file.ygtbak"
    spoil(good, file)
    before = files(home.path)
    with pytest.raises(Fault, match=code):
        restoring.restore(home, file, key_of, at=NOON)
    assert files(home.path) == before
    opened(home).close()


def test_a_backup_whose_vault_stays_closed_changes_nothing(good: Path, home: Home) -> None:
    before = files(home.path)
    with pytest.raises(Refused, match="passphrase_wrong"):
        restoring.restore(home, good, lambda path: vaults.open_with_words(path, "别的口令 12345")["database"], at=NOON)
    assert files(home.path) == before


def test_a_file_that_names_paths_outside_writes_nothing_there(good: Path, home: Home) -> None:
    parts = parts_of(good)
    outside = {"../escaped": b"x", "/tmp/escaped-by-yigongti": b"x", "..\\escaped": b"x"}  # noqa: S108 - must not appear
    file = packed(home.path.parent / "file.ygtbak", outside | parts)
    restoring.restore(home, file, key_of, at=NOON)
    assert not (home.path.parent / "escaped").exists()
    assert not Path("/tmp/escaped-by-yigongti").exists()  # noqa: S108 - the same
    assert not list(home.path.rglob("*escaped*"))
    opened(home).close()


def test_a_file_whose_own_parts_name_paths_outside_is_no_backup(good: Path, tmp_path: Path) -> None:
    parts = {f"../{name}": content for name, content in parts_of(good).items()}
    file = packed(tmp_path / "file.ygtbak", parts)
    with pytest.raises(Refused, match="backup_unreadable"):
        restoring.restore(Home(tmp_path / "home"), file, key_of, at=NOON)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_file_with_any_byte_changed_is_refused_or_whole(
    good: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(good.read_bytes())
    # The zip's own marks lie at the end, where most that can go wrong goes wrong.
    place = data.draw(st.integers(len(content) - 1200, len(content) - 1) | st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    folder = tmp_path_factory.getbasetemp() / f"changed-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    file = folder / "file.ygtbak"
    file.write_bytes(content)
    key = open_vault_once(good)
    try:
        restoring.restore(Home(folder / "home"), file, lambda _vault: key, at=NOON)
    except Fault as fault:
        assert fault.code in {"backup_unreadable", "backup_damaged", "schema_newer", "disk_full"}  # noqa: PT017 - either end is right
    else:
        with zipfile.ZipFile(good) as archive:
            whole = archive.read("data.db")
        assert backup.look(file).sha256 == hashlib.sha256(whole).hexdigest()


_KEYS: dict[Path, bytes] = {}


def open_vault_once(good: Path) -> bytes:
    """Return the key of a backup, stretching its words once only."""
    if good not in _KEYS:
        path = good.with_suffix(".vault")
        path.write_bytes(parts_of(good)["keys.vault"])
        _KEYS[good] = key_of(path)
    return _KEYS[good]
