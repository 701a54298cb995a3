"""A stick that is full, closed to us or gone: told by its code, and never half a file under a good name."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import UTC
from datetime import datetime
from pathlib import Path

import pytest

from tests.storage.test_disk import ROOM
from tests.storage.test_disk import small_disk
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import sticks

__all__ = ["small_disk"]
AT = datetime(2026, 9, 28, 2, 12, tzinfo=UTC)


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.ygtsync"
    with sticks.writing_whole(path) as file:
        file.write(b"half")
        assert not path.exists()
        file.write(b" and half")
    assert path.read_bytes() == b"half and half"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_could_not_be_written_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.ygtsync"
    path.write_bytes(b"yesterday's")
    with pytest.raises(ZeroDivisionError), sticks.writing_whole(path) as file:
        file.write(bytes(1 // len(b"")))
    assert path.read_bytes() == b"yesterday's"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_stick_is_told_and_keeps_no_half_file(small_disk: Path) -> None:
    path = small_disk / "x.ygtsync"
    with pytest.raises(Unavailable) as caught, sticks.writing_whole(path) as file:
        file.write(os.urandom(2 * ROOM))
    assert (caught.value.code, caught.value.facts) == ("stick_full", {"path": str(path)})
    assert list(small_disk.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "stick_full"),
        (errno.EFBIG, "stick_full"),  # FAT holds no file of more than 4 GB
        (errno.EROFS, "stick_not_writable"),
        (errno.EACCES, "stick_not_writable"),
        (errno.EIO, "stick_gone"),
        (errno.ENODEV, "stick_gone"),
        (errno.ENOENT, "stick_gone"),
    ],
)
def test_what_the_system_says_is_told_by_its_code(tmp_path: Path, number: int, code: str) -> None:
    with pytest.raises(Unavailable) as caught, sticks.writing_whole(tmp_path / "x"):
        raise OSError(number, os.strerror(number))
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_stick_pulled_out_while_writing_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    with pytest.raises(Unavailable) as caught, sticks.writing_whole(folder / "x"):
        shutil.rmtree(folder)
    assert caught.value.code == "stick_gone"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="stick_gone"), sticks.writing_whole(tmp_path / "no folder" / "x"):
        pass


def test_a_file_is_read_or_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"good")
    with sticks.reading_from(tmp_path / "x") as file:
        assert file.read() == b"good"
    with pytest.raises(Refused, match="file_missing"), sticks.reading_from(tmp_path / "y"):
        pass
    with pytest.raises(Refused, match="package_not_one"), sticks.reading_from(tmp_path):
        pass
    with pytest.raises(Unavailable, match="stick_gone"), sticks.reading_from(tmp_path / "x"):
        raise OSError(errno.EIO, "the stick was pulled out")
    with pytest.raises(Unavailable, match="stick_not_readable"), sticks.reading_from(tmp_path / "x"):
        raise OSError(errno.EACCES, "not ours")


def test_names_are_such_that_every_system_takes_them() -> None:
    assert sticks.name_of("同步包", "岳口-A", AT) == "同步包-岳口-A-20260928-1012.ygtsync"
    assert sticks.name_of("回执包", 'a/b\\c:"*?<>|-B', AT) == "回执包-a-b-c--------B-20260928-1012.ygtsync"


def test_a_name_that_is_taken_is_counted_on(tmp_path: Path) -> None:
    wanted = tmp_path / "x.ygtsync"
    assert sticks.placed(tmp_path, wanted.name) == wanted
    wanted.touch()
    assert sticks.placed(tmp_path, wanted.name) == tmp_path / "x-2.ygtsync"
    (tmp_path / "x-2.ygtsync").touch()
    assert sticks.placed(tmp_path, wanted.name) == tmp_path / "x-3.ygtsync"


def test_a_name_that_a_person_gave_is_kept(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    assert sticks.placed(tmp_path / "mine", "x.ygtsync") == tmp_path / "mine"
    assert sticks.placed(tmp_path / "new", "x.ygtsync") == tmp_path / "new"


def test_a_folder_is_made_or_its_trouble_told(tmp_path: Path) -> None:
    sticks.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="stick_gone"):
        sticks.make_folder(tmp_path / "file" / "b")
