"""The power goes at any moment of a backup or a restore: afterwards there is the old data or the new, never neither."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.fakes.time import NOON
from tests.storage.desks import bare_home
from yigongti_desktop.storage import backup
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked here")
OLD, NEW = b"o" * 32, b"n" * 32
#: Forks a child for each step that Python takes towards a file, and kills it there.
CUT = """
    import os, shutil, signal, sys
    from pathlib import Path
    from tests.fakes.time import NOON, StoppedClock
    from yigongti_desktop.app.workbench import open_home
    from yigongti_desktop.kernel.errors import Fault
    from yigongti_desktop.storage import backup, facts, restoring, vault as vaults
    from yigongti_desktop.storage.home import Home

    STEPS = ("open", "os.", "shutil.", "tempfile.")
    template, file = Path(sys.argv[1]), Path(sys.argv[2])

    def unlock(path):
        return vaults.open_with_secret(path, vaults.KEYRING, b"s" * 32)

    def child(work, step):
        left = step
        def step_taken(event, arguments):
            nonlocal left
            if event.startswith(STEPS):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(step_taken)
        try:
            work()
        finally:
            os._exit(0)

    def cut_everywhere(work, look):
        for step in range(1, 10_000):
            home = Home(Path(shutil.copytree(template, template.with_name(f"cut-{step}"))))
            pid = os.fork()
            if not pid:
                child(lambda: work(home), step)
            whole = os.waitpid(pid, 0)[1] == 0
            print(step, "whole" if whole else "cut", look(home), flush=True)
            shutil.rmtree(home.path)
            if whole:
                return

    def opened(home):
        desk = open_home(home, unlock, clock=StoppedClock())
        told = desk.fact("place"), desk.fact(facts.EPOCH), str(home.used_epoch())
        desk.close()
        return " ".join(told)
"""


@pytest.fixture
def present(tmp_path: Path) -> Home:
    """A desk of 岳口 in its first epoch."""
    return _home(tmp_path / "present", OLD, "岳口")


def _home(path: Path, key: bytes, place: str) -> Home:
    home = bare_home(path, key)
    vault = vaults.open_with_secret(home.vault, vaults.KEYRING, key)
    vault.lock_with_secret(vaults.KEYRING, b"s" * 32)
    vault.put(device=key)  # a desk's, not a hub's
    engine = open_desk(home.database, key)
    with writing(engine) as connection:
        facts.put(connection, **{facts.PLACE: place, facts.LETTER: "A", facts.EPOCH: "1"})
    engine.dispose()
    return home


def _run(program: str, *arguments: Path) -> list[list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CUT) + textwrap.dedent(program), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


def test_a_restore_cut_anywhere_leaves_the_old_data_or_the_new_and_goes_on_from_there(
    present: Home, tmp_path: Path
) -> None:
    # The backup is another desk's, with other keys: a mixture of the two could not be opened.
    other = _home(tmp_path / "other", NEW, "多宝")
    made = backup.make(other, NEW, at=NOON, reason="manual")
    program = """
        def restore(home):
            restoring.restore(home, file, lambda path: unlock(path)["database"], at=NOON)

        def look(home):
            first = opened(home)
            restore(home)
            return first + " then " + opened(home)

        cut_everywhere(restore, look)
    """
    told = _run(program, present.path, made)
    assert len(told) > 20
    assert [line[1] for line in told] == ["cut"] * (len(told) - 1) + ["whole"]
    places = [line[2] for line in told]
    assert places == sorted(places, key=["岳口", "多宝"].index)  # from one step on it is the new one
    for _, _, _, epoch, mark, _, again, later, _ in told:
        assert int(mark) >= int(epoch)
        assert again == "多宝"
        assert int(later) > int(epoch)  # no number of a restore that was cut can come again


def test_a_backup_cut_anywhere_leaves_none_that_is_not_whole(present: Home) -> None:
    program = """
        def make(home):
            backup.make(home, b"o" * 32, at=NOON, reason="manual")

        def look(home):
            found = [backup.look(one).place for one in home.backups.glob("*.ygtbak")]
            make(home)
            return str(found).replace(" ", "") + " " + opened(home)

        cut_everywhere(make, look)
    """
    told = _run(program, present.path, present.path)
    assert len(told) > 10
    assert {line[2] for line in told} == {"[]", "['岳口']"}
    assert {line[3] for line in told} == {"岳口"}


def test_a_vault_cut_anywhere_opens_with_its_old_lock_or_its_new(present: Home) -> None:
    program = """
        def relock(home):
            unlock(home.vault).lock_with_secret(vaults.KEYRING, b"t" * 32)

        def look(home):
            for secret in b"s" * 32, b"t" * 32:
                try:
                    return vaults.open_with_secret(home.vault, vaults.KEYRING, secret)["database"][:1].decode()
                except Fault:
                    pass
            return "locked"

        cut_everywhere(relock, look)
    """
    told = _run(program, present.path, present.path)
    assert len(told) > 3
    assert {line[2] for line in told} == {"o"}
