"""What lies on the disk of a clinic after a day's work: no name, no number, no word of a patient that could be read."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.world import EVERY_LEAD_ROLE
from tests.world import World
from yigongti_desktop.app.logs import log_to
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage.drafts import Draft

#: What people typed that day; each must be nowhere in clear.
NAME, RARE_NAME, NEW_PHONE = "邱传富", "𠮷田龑", "13900000002"
TYPED = (NAME, RARE_NAME, "岳口镇健康村", "13900000001", NEW_PHONE, "右侧肢体无力", "脑梗死", "家属不愿去", "李文静")
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


@pytest.fixture
def logged(world: World) -> Iterator[World]:
    """A world that writes its log where a desk's log lies, as verbose as it can."""
    log = logging.getLogger("yigongti_desktop")
    before, level = list(log.handlers), log.level
    for handler in before:
        log.removeHandler(handler)
    from yigongti_desktop.storage.home import Home

    log_to(Home(world.folder / "岳口"))
    log.setLevel(logging.DEBUG)
    yield world
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
    for handler in before:
        log.addHandler(handler)
    log.setLevel(level)


def a_day_of_work(world: World) -> set[str]:
    """Do what a clinic does, good and bad; return the words that must not be read anywhere."""
    clinic, hospital = world.desk("岳口"), world.desk("市一医", roles=EVERY_LEAD_ROLE)
    clinic.write(
        drafts.keep,
        Draft(form="referral", account=world.people["岳口"].account, record="", values={"name": RARE_NAME},
              saved_at=clinic.clock.now()),
    )  # fmt: skip
    first = world.send_referral("岳口")
    second = world.send_referral("岳口", patient=replace(world.slip("岳口").patient, name=RARE_NAME, id_number=""))
    with pytest.raises(Refused):
        world.send_referral("岳口", history="")
    with pytest.raises(Refused):
        clinic.log_in(NAME, NEW_PHONE)
    clinic.sync()
    hospital.sync()
    world.do("市一医", m.DeclineReferral(referral=first.id, reason="没有床位"))
    world.do("岳口", m.WithdrawReferral(referral=second.id, reason="家属不愿去"))
    world.do("岳口", m.LogContact(referral=first.id, said=f"已与 {NAME} 的女儿通话"))
    resident = first.slip.patient.resident
    world.do("岳口", CorrectResident(resident=resident, changes={"phone": ("13900000001", NEW_PHONE)}))
    hospital.sync()
    clinic.sync()
    world.do(
        "岳口", m.RetargetReferral(referral=first.id, target=Target(institution="tianmen.diyi", department="急诊科"))
    )
    world.cut_line()
    clinic.sync()
    world.open_line()
    clinic.sync()
    clinic.backup()
    clinic.note(world.people["岳口"], "print", first.id)
    return {*TYPED, first.slip.patient.id_number, world.people["岳口"].name}


def readable(folder: Path, words: set[str]) -> list[tuple[str, str, str]]:
    """Return which words can be read in which file."""
    found = []
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            found += [
                (str(file.relative_to(folder)), word, encoding)
                for word in words
                for encoding in ENCODINGS
                if word.encode(encoding) in content
            ]
    return found


@pytest.mark.sync
def test_nothing_of_a_patient_can_be_read_on_the_disk_while_the_desk_is_open_or_after(logged: World) -> None:
    words = a_day_of_work(logged)
    home = logged.desks["岳口"].home
    names = {file.name for file in home.path.rglob("*") if file.is_file()}
    assert {"data.db", "data.db-wal", "keys.vault", "yigongti.log"} <= names
    assert any(name.endswith(".ygtbak") for name in names)
    for place in ("岳口", "市一医", "hub"):
        assert readable(logged.folder / place, words) == []
    logged.desks["岳口"].close()
    assert not home.database.with_name("data.db-wal").exists()
    assert readable(home.path, words) == []


@pytest.mark.sync
def test_the_log_speaks_of_the_work_and_names_nobody(logged: World) -> None:
    words = a_day_of_work(logged)
    log = (logged.folder / "岳口" / "logs" / "yigongti.log").read_text(encoding="utf-8")
    assert "sync: sent" in log
    assert "hub_unreachable" in log
    assert [word for word in words if word in log] == []


@pytest.mark.sync
def test_the_audit_log_holds_ids_and_names_nobody(logged: World) -> None:
    words = a_day_of_work(logged)
    listed = logged.desks["岳口"].read(audit.latest)
    assert {"enrol", "backup", "print", "log_in"} <= {line.act for line in listed}
    assert [word for word in words if word in repr(listed)] == []
