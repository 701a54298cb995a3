"""Backups: proven, thinned, without names, whatever the clock says."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from datetime import UTC
from datetime import datetime
from pathlib import Path

import pytest

from tests.fakes.time import NOON
from tests.fakes.time import StoppedClock
from tests.storage.archives import key_of
from tests.storage.desks import Frozen
from tests.storage.desks import is_known
from tests.storage.desks import opened
from tests.storage.desks import send
from tests.storage.desks import state_of
from yigongti_desktop.app.words import say
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import backup
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage.home import Home


def test_a_backup_holds_everything_and_opens_with_the_same_words(desk: Workbench, frozen: Frozen) -> None:
    sent = send(desk, frozen.zhou)
    rows = {name: len(kept) for name, kept in state_of(desk).items()}
    made = desk.backup()
    figures = backup.look(made)
    assert figures.counts == rows
    assert (figures.reason, figures.made_at) == ("manual", "2026-11-23T04:00:00.000Z")
    assert (figures.device, figures.institution, figures.place) == (
        desk.fact(facts.DEVICE),
        frozen.zhou.institution,
        "岳口",
    )
    desk.close()
    home = Home(made.parent / "elsewhere")
    restoring.restore(home, made, key_of, at=NOON)
    again = opened(home)
    assert is_known(again, sent)
    again.close()


def test_a_backup_is_told_to_people_and_written_down(desk: Workbench) -> None:
    made = desk.backup()
    assert facts.moment(desk.fact(facts.BACKUP_AT)) == NOON
    line = desk.read(audit.latest, 1)[0]
    assert (line.act, line.subject) == ("backup", made.name)


def test_what_a_backup_says_of_itself_is_true(desk: Workbench) -> None:
    made = desk.backup()
    with zipfile.ZipFile(made) as archive:
        content = archive.read("data.db")
        figures = json.loads(archive.read("figures.json"))
        assert archive.read("keys.vault") == desk.home.vault.read_bytes()
    assert (figures["size"], figures["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert not content.startswith(b"SQLite format 3")


def test_a_backup_names_nobody(desk: Workbench, frozen: Frozen) -> None:
    sent = send(desk, frozen.zhou)
    made = desk.backup()
    patient = sent.slip.patient
    content = made.read_bytes()
    for word in (patient.name, patient.id_number, patient.phone, patient.address, "周建国", sent.number):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            assert word.encode(encoding) not in content, (word, encoding)


def test_acts_done_while_a_backup_is_made_are_whole_in_it_or_not_in_it(desk: Workbench, frozen: Frozen) -> None:
    import threading

    stop = threading.Event()
    founded = backup.look(desk.backup(target=desk.home.path / "before.ygtbak")).counts["trail"]

    def work() -> None:
        while not stop.is_set():
            send(desk, frozen.zhou)

    person = threading.Thread(target=work)
    person.start()
    made = [desk.backup(target=desk.home.path / f"{count}.ygtbak") for count in range(3)]
    stop.set()
    person.join()
    for file in made:
        counts = backup.look(file).counts
        assert counts["referrals"] == counts["outbox"] - min(1, counts["referrals"])  # one resident, then slips
        assert counts["referrals"] == counts["trail"] - founded


def test_the_newest_fourteen_are_kept(desk: Workbench, clock: StoppedClock) -> None:
    made = []
    for _ in range(17):
        made.append(desk.backup("daily"))
        clock.advance(days=1)
    assert sorted(desk.home.backups.iterdir()) == made[3:]


@pytest.mark.parametrize("wrong", [datetime(2009, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)])
def test_a_wrong_clock_never_costs_the_backup_that_was_just_made(
    desk: Workbench, clock: StoppedClock, wrong: datetime
) -> None:
    for _ in range(14):
        desk.backup("daily")
        clock.advance(days=1)
    right = clock.at
    clock.at = wrong
    assert desk.backup("daily").exists()
    clock.at = right
    for _ in range(15):
        assert desk.backup("daily").exists()
        clock.advance(days=1)
    kept = sorted(file.name for file in desk.home.backups.iterdir())
    assert len(kept) == 14
    assert not [name for name in kept if name.startswith(("2009", "2099"))]


def test_a_backup_on_a_stick_thins_nothing(desk: Workbench, clock: StoppedClock, tmp_path: Path) -> None:
    for _ in range(14):
        desk.backup("daily")
        clock.advance(days=1)
    before = sorted(desk.home.backups.iterdir())
    stick = tmp_path / "stick"
    stick.mkdir()
    made = desk.backup(target=stick / "岳口 备份.ygtbak")
    assert sorted(desk.home.backups.iterdir()) == before
    assert list(stick.iterdir()) == [made]
    assert backup.look(made).place == "岳口"


def test_a_stick_that_was_pulled_out_is_told_as_such(desk: Workbench, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="file_not_writable") as caught:
        desk.backup(target=tmp_path / "stick" / "b.ygtbak")
    assert "stick" in say(caught.value)


def test_a_dead_battery_is_no_reason_to_go_without_a_backup(desk: Workbench, clock: StoppedClock) -> None:
    clock.at = datetime(1970, 1, 1, tzinfo=UTC)
    os.utime(desk.home.vault, (0, 0))
    assert backup.look(desk.backup()).made_at.startswith("1970")


def test_what_a_cut_backup_left_is_swept_up_by_the_next_but_not_another_that_is_under_way(desk: Workbench) -> None:
    desk.home.backups.mkdir()
    for name, age in (("making-old", 7200), ("making-now", 0)):
        left = desk.home.backups / name
        left.mkdir()
        (left / "data.db").write_bytes(b"half")
        seen = left.stat().st_mtime - age
        os.utime(left, (seen, seen))
    made = desk.backup()
    assert sorted(desk.home.backups.iterdir()) == sorted([made, desk.home.backups / "making-now"])


def test_a_damaged_database_is_not_passed_off_as_a_backup(frozen: Frozen, home: Home) -> None:
    desk = opened(home)
    for serial in range(301, 321):
        send(desk, frozen.zhou, serial=serial, history="疼" * 2000)
    desk.close()
    content = bytearray(home.database.read_bytes())
    content[-3000] ^= 1
    home.database.write_bytes(content)
    desk = opened(home)
    with pytest.raises(Fault) as caught:
        desk.backup()
    assert caught.value.code in {"backup_damaged", "database_damaged"}
    assert list(home.backups.iterdir()) == []
    desk.close()
