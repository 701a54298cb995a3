"""A file that people keep is written whole or not at all, and what stood there before outlives whatever happens."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from yigongti_desktop.kernel import files
from yigongti_desktop.kernel.errors import Unavailable

ROOT = Path(__file__).resolve().parents[2]
#: Is killed by the system in the middle of a file: it may write no more than this.
KILLED = """
import resource, signal, sys
from pathlib import Path
from yigongti_desktop.kernel import files
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
with files.saving(Path(sys.argv[1])) as file:
    file.write(bytes(50_000))
"""


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The good file of last month."""
    path = tmp_path / "转诊.json"
    path.write_bytes(b"last month's")
    return path


def test_a_file_has_its_name_only_when_it_is_whole(kept: Path) -> None:
    with files.saving(kept) as file:
        file.write(b"new")
        file.flush()
        assert kept.read_bytes() == b"last month's"
    assert kept.read_bytes() == b"new"
    assert list(kept.parent.iterdir()) == [kept]


def fail_half_way(path: Path, fault: OSError) -> None:
    """Write half of a file."""
    with files.saving(path) as file:
        file.write(b"half")
        raise fault


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system can be told to kill who writes too much")
def test_a_program_that_is_killed_half_way_leaves_the_old_file(kept: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", KILLED, kept], cwd=ROOT, check=False, timeout=60)
    assert ran.returncode == -signal.SIGXFSZ
    assert kept.read_bytes() == b"last month's"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "stick_full"),
        (errno.EDQUOT, "stick_full"),
        (errno.EFBIG, "stick_full"),
        (errno.EIO, "stick_gone"),
        (errno.ENODEV, "stick_gone"),
        (errno.ENOENT, "stick_gone"),
        (errno.EROFS, "file_not_writable"),
        (errno.EACCES, "file_not_writable"),
    ],
)
def test_what_happens_half_way_is_told_and_leaves_the_old_file_and_nothing_else(
    kept: Path, number: int, code: str
) -> None:
    with pytest.raises(Unavailable) as caught:
        fail_half_way(kept, OSError(number, os.strerror(number)))
    assert (caught.value.code, caught.value.facts) == (code, {"path": str(kept)})
    assert kept.read_bytes() == b"last month's"
    assert list(kept.parent.iterdir()) == [kept]


def test_a_name_that_cannot_be_written_is_told_before_anything_is_made(kept: Path) -> None:
    kept.chmod(0o444)
    for path in (kept, kept.parent, kept.parent / "nowhere" / "x", kept / "x"):
        with pytest.raises(Unavailable, match="file_not_writable"), files.saving(path):
            pytest.fail("it was begun")
    assert kept.read_bytes() == b"last month's"


def test_a_bug_half_way_stays_a_bug_and_leaves_the_old_file(kept: Path) -> None:
    with pytest.raises(ZeroDivisionError), files.saving(kept) as file:
        file.write(bytes(1 // len(b"")))
    assert kept.read_bytes() == b"last month's"
    assert list(kept.parent.iterdir()) == [kept]


@pytest.mark.skipif(os.name != "posix", reason="links and pipes as POSIX has them")
def test_what_a_killed_program_left_goes_with_the_next_file_and_nothing_else(tmp_path: Path) -> None:
    old, young, other = (tmp_path / name for name in (".名册.xlsx.yigongti-part", ".甲.yigongti-part", ".乙.part"))
    for left in (old, young, other):
        left.write_bytes(b"half")
    for left in (old, other):
        os.utime(left, (0, 0))
    files.save(tmp_path / "转诊.json", b"new")
    assert {one.name for one in tmp_path.iterdir()} == {"转诊.json", young.name, other.name}


def test_a_link_goes_on_pointing_and_a_device_is_never_replaced(kept: Path) -> None:
    link = kept.with_name("link")
    link.symlink_to(kept)
    with files.saving(link) as file:
        file.write(b"new")
    assert (link.is_symlink(), kept.read_bytes()) == (True, b"new")
    with files.saving(Path(os.devnull)) as file:
        file.write(b"nothing")
    assert Path(os.devnull).is_char_device()


def test_the_longest_name_that_the_system_takes_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 83 + ".pdf")
    with files.saving(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("心电图 5/3", "心电图 5-3"),
        ('a\\b:c*d?e"f<g>h|i', "a-b-c-d-e-f-g-h-i"),
        ("张\x00三\n 李\u202e四\ufffe", "张三 李四"),
        (" .. ", "未命名"),
        ("转诊 2026.3", "转诊 2026.3"),
        ("长" * 90, "长" * 70),
    ],
)
def test_a_name_that_is_proposed_is_one_that_every_system_takes(typed: str, name: str) -> None:
    assert files.file_name(typed) == name
