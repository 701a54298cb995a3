"""Two programs at one desk, a window and the command line: both work, neither harms the other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.storage import acts_kept
from tests.storage.desks import Frozen
from tests.storage.desks import opened
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.engine import connect
from yigongti_desktop.storage.home import Home

#: Sends referrals until told to stop, and says each number once it is saved.
WORKER = """
    import sys
    from pathlib import Path
    from tests.storage.desks import opened, send
    from yigongti_desktop.kernel.access import Actor, Role
    from yigongti_desktop.storage import audit
    from yigongti_desktop.storage.home import Home
    home, account, institution, first, papers = sys.argv[1:]
    actor = Actor(account, "周建国", frozenset(Role), institution)
    desk = opened(Home(Path(home)))
    print("ready", flush=True)
    sys.stdin.readline()
    for count in range(int(papers)):
        sent = send(desk, actor, serial=int(first) + 2 * count)
        desk.write(audit.note, desk.clock.now(), account, "print", subject=sent.id)
        print(sent.number, flush=True)
    desk.close()
"""
BACKUPS = """
    import sys
    from pathlib import Path
    from tests.storage.desks import opened
    from yigongti_desktop.storage.home import Home
    desk = opened(Home(Path(sys.argv[1])))
    print("ready", flush=True)
    sys.stdin.readline()
    for count in range(5):
        print(desk.backup(target=Path(sys.argv[1]) / f"{count}.ygtbak"), flush=True)
    desk.close()
"""


def begun(program: str, home: Home, *arguments: object) -> subprocess.Popen[str]:
    """Start a program and wait until it has opened the desk."""
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(home.path), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def ended(child: subprocess.Popen[str]) -> list[str]:
    """Wait for a program; return what it said."""
    told, faults = child.communicate(timeout=120)
    assert child.returncode == 0, faults
    assert faults == ""
    return told.splitlines()


def go(*children: subprocess.Popen[str]) -> None:
    """Let programs begin at the same time."""
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()


def test_programs_that_work_at_once_give_different_numbers_and_lose_nothing(frozen: Frozen, home: Home) -> None:
    who = (frozen.zhou.account, frozen.zhou.institution)
    workers = [begun(WORKER, home, *who, 101 + 200 * place, 25) for place in range(3)]
    keeper = begun(BACKUPS, home)
    go(*workers, keeper)
    numbers = [number for worker in workers for number in ended(worker)]
    assert len(ended(keeper)) == 5
    assert sorted(numbers) == [f"岳口-20261123-A-{count:03d}" for count in range(1, 76)]
    desk = opened(home)
    kept = {referral.number for referral in desk.read(registry.everything, REFERRAL)}
    assert kept == set(numbers)
    assert desk.read(acts_kept.counts) == {outbox.WAITING: 150}  # a resident and a slip each
    assert desk.read(audit.first_break) == 0
    assert len([line for line in desk.read(audit.latest) if line.act == "print"]) == 75
    desk.close()
    checked = connect(home.database, desk._vault["database"])
    assert checked.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert checked.execute("PRAGMA cipher_integrity_check").fetchall() == []
    checked.close()


def test_a_program_that_is_killed_harms_neither_its_own_work_nor_the_others(frozen: Frozen, home: Home) -> None:
    who = (frozen.zhou.account, frozen.zhou.institution)
    victim, other = (begun(WORKER, home, *who, first, 40) for first in (101, 301))
    go(victim, other)
    assert victim.stdout is not None
    said = [victim.stdout.readline().strip() for _ in range(5)]
    victim.send_signal(signal.SIGKILL)
    rest, _ = victim.communicate(timeout=60)
    said += [line for line in rest.splitlines() if len(line) == len(said[0])]
    said += ended(other)
    assert len(set(said)) == len(said) >= 45
    desk = opened(home)
    kept = {referral.number for referral in desk.read(registry.everything, REFERRAL)}
    assert set(said) <= kept
    assert len(kept) - len(said) <= 1  # saved, and killed before it could say so
    assert desk.read(acts_kept.counts) == {outbox.WAITING: 2 * len(kept)}
    desk.close()


def test_what_one_program_has_saved_the_other_sees_at_once(frozen: Frozen, home: Home) -> None:
    desk = opened(home)
    worker = begun(WORKER, home, frozen.zhou.account, frozen.zhou.institution, 101, 1)
    go(worker)
    number = ended(worker)[0]
    assert [referral.number for referral in desk.read(registry.everything, REFERRAL)] == [number]
    desk.close()
