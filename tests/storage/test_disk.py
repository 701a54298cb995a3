"""A disk that fills and a folder that cannot be written: refused whole, nothing half-saved, and on again after."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fakes.time import StoppedClock
from tests.storage.desks import Frozen
from tests.storage.desks import is_known
from tests.storage.desks import opened
from tests.storage.desks import send
from tests.storage.desks import state_of
from tests.world import WORDS
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.drafts import Draft
from yigongti_desktop.storage.engine import connect
from yigongti_desktop.storage.home import Home

ROOM = 6 * 1024**2
NOBODY = 65534


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of a few megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    if (
        sys.platform != "linux"
        or os.geteuid() != 0
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("a small disk can be mounted by root on Linux only")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Fill a disk to the last byte."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    with ballast.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0")
    return ballast


def fits(desk: Workbench, frozen: Frozen) -> bool:
    """Send a long referral; False when the disk is full."""
    try:
        send(desk, frozen.zhou, serial=303, history="疼" * 3000)
    except Unavailable as weather:
        if weather.code != "disk_full":
            raise
        return False
    return True


def test_on_a_full_disk_an_act_is_refused_whole_and_done_after_room_was_made(frozen: Frozen, small_disk: Path) -> None:
    desk = opened(frozen.copied(small_disk / "岳口"))
    first = send(desk, frozen.zhou)
    ballast = fill(small_disk)
    before = state_of(desk)
    for _ in range(3):
        while fits(desk, frozen):  # the log has some room left of its own
            before = state_of(desk)
        assert state_of(desk) == before
    assert is_known(desk, first)
    ballast.unlink()
    later = send(desk, frozen.zhou, serial=401)
    desk.close()
    again = opened(desk.home)
    assert is_known(again, later)
    assert is_known(again, first)
    checked = connect(desk.home.database, again._vault["database"])
    assert checked.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    checked.close()
    again.close()


def test_on_a_full_disk_what_was_typed_before_can_still_be_read(frozen: Frozen, small_disk: Path) -> None:
    home = frozen.copied(small_disk / "岳口")
    desk = opened(home)
    draft = Draft(form="referral", account=frozen.zhou.account, record="", values={"history": "右侧肢体无力"},
                  saved_at=desk.clock.now())  # fmt: skip
    desk.write(drafts.keep, draft)
    fill(small_disk)
    desk.close()
    desk = opened(home)
    assert desk.read(drafts.fetch, "referral", frozen.zhou.account) == draft
    desk.close()


def test_a_desk_that_did_not_fit_on_the_disk_can_be_made_again_later(small_disk: Path) -> None:
    ballast = fill(small_disk)
    with ballast.open("rb+") as file:
        file.truncate(ballast.stat().st_size - 64 * 1024)
    home = Home(small_disk / "岳口")
    with pytest.raises(Unavailable, match="disk_full"):
        create(home, lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS))
    ballast.unlink()
    create(home, lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS), clock=StoppedClock()).close()


def test_a_vault_that_did_not_fit_on_the_disk_keeps_its_former_locks(small_disk: Path) -> None:
    path = small_disk / "keys.vault"
    vault = vaults.new_vault(path, database=b"k")
    vault.lock_with_words(vaults.PASSPHRASE, WORDS)
    ballast = fill(small_disk)
    with pytest.raises(Unavailable, match="disk_full"):
        vault.put(more=b"x" * 8192)
    assert vaults.open_with_words(path, WORDS)["database"] == b"k"
    ballast.unlink()
    vault.put(more=b"x" * 8192)
    assert vaults.open_with_words(path, WORDS)["more"] == b"x" * 8192


def test_a_backup_that_would_not_fit_is_refused_before_it_is_begun(frozen: Frozen, small_disk: Path) -> None:
    desk = opened(frozen.copied(small_disk / "岳口"))
    with pytest.raises(Unavailable, match="disk_full") as caught:
        desk.backup()
    assert caught.value.facts["need"] > ROOM
    assert list(desk.home.backups.iterdir()) == []
    desk.close()


def test_a_restore_that_would_not_fit_is_refused_and_the_present_data_stays(
    frozen: Frozen, small_disk: Path, tmp_path: Path
) -> None:
    desk = opened(frozen.copied(tmp_path / "岳口"))
    made = desk.backup()
    desk.close()
    home = frozen.copied(small_disk / "岳口")
    before = home.database.read_bytes()
    with pytest.raises(Unavailable, match="disk_full"):
        restoring.restore(home, made, lambda _vault: b"", at=StoppedClock().now())
    assert home.database.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are a POSIX matter")
def test_a_quota_that_is_reached_refuses_the_act_whole(frozen: Frozen, tmp_path: Path) -> None:
    home = frozen.copied(tmp_path / "岳口")
    program = f"""
        import resource
        from pathlib import Path
        from tests.storage.desks import opened, send, state_of
        from yigongti_desktop.kernel.access import Actor, Role
        from yigongti_desktop.kernel.errors import Unavailable
        from yigongti_desktop.storage.home import Home
        actor = Actor({frozen.zhou.account!r}, "", frozenset(Role), {frozen.zhou.institution!r})
        desk = opened(Home(Path({str(home.path)!r})))
        first = send(desk, actor)
        before = state_of(desk)
        size = desk.home.database.with_name("data.db-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, resource.RLIM_INFINITY))
        try:
            send(desk, actor, serial=303, history="疼" * 4000)
        except Unavailable as weather:
            print(weather.code)
        assert state_of(desk) == before
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        second = send(desk, actor, serial=303, history="疼" * 4000)
        print(first.number, second.number)
        desk.close()
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True, env=_environment()
    )
    code, first, second = done.stdout.split()
    assert (code, first, second) == ("disk_not_writable", "岳口-20261123-A-001", "岳口-20261123-A-002")


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are a POSIX matter here")
def test_a_folder_that_may_only_be_read_is_told_as_such(frozen: Frozen, tmp_path: Path) -> None:
    home = frozen.copied(tmp_path / "岳口")
    made = subprocess.run(["chmod", "-R", "a-w", str(home.path)], check=False)
    assert made.returncode == 0
    program = f"""
        import os
        from pathlib import Path
        from tests.storage.desks import opened
        from tests.world import WORDS
        from yigongti_desktop.app.workbench import create
        from yigongti_desktop.kernel.errors import Unavailable
        from yigongti_desktop.storage import vault as vaults
        from yigongti_desktop.storage.home import Home, write_whole
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid({NOBODY})
            os.setuid({NOBODY})
        home = Home(Path({str(home.path)!r}))
        inside = Home(home.path / "new")
        lock = lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS)
        for way in (lambda: opened(home), lambda: create(inside, lock)):
            try:
                way()
            except Unavailable as weather:
                print(weather.code)
    """
    _let_in(home.path)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
    )
    shutil.copymode(tmp_path, home.path)
    assert done.stderr == ""
    assert done.stdout.split() == ["disk_not_writable", "home_not_writable"]


def _let_in(folder: Path) -> None:
    """Let everybody read, in a temporary folder that only its owner may enter otherwise."""
    subprocess.run(["chmod", "-R", "a+rX", str(folder)], check=True)
    for parent in folder.parents:
        if parent.stat().st_uid == os.geteuid() and parent != parent.parent and "pytest" in str(parent):
            parent.chmod(parent.stat().st_mode | 0o011)


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
