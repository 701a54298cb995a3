"""A desk that was restored from a backup, or copied to a second machine, is recognised and loses nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.storage import acts_kept
from tests.sync.county import County
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync


def test_a_restored_desk_gets_back_what_it_had_sent_since(county: County) -> None:
    county.request("岳口", 1)
    county.sync("岳口")
    saved = county.desks["岳口"].backup()
    later = [county.request("岳口", quantity) for quantity in (2, 3)]
    county.sync("岳口")
    desk = _restore(county, saved)
    assert [desk.read(records.load, DRUG_REQUEST, one.id) for one in later] == [None, None]
    county.sync("岳口")
    for one in later:
        assert desk.read(records.load, DRUG_REQUEST, one.id) is not None
    assert len(county.journal("drug_request.submitted")) == 3


def test_acts_that_waited_in_the_backup_and_were_sent_since_are_not_done_twice(county: County) -> None:
    sent = county.send_referral("岳口")
    county.do("岳口", m.PrintReferral(referral=sent.id))
    saved = county.desks["岳口"].backup()
    county.sync("岳口")
    desk = _restore(county, saved)
    assert desk.read(status).waiting == 3
    county.sync("岳口")
    assert desk.read(status).waiting == 0
    assert desk.read(acts_kept.counts) == {outbox.ACCEPTED: 3}
    held = desk.read(records.load, REFERRAL, sent.id)
    assert held is not None
    assert (held.prints, held.revision) == (1, 2)
    assert len(county.journal()) == 3


def test_a_step_that_a_twin_sent_first_keeps_the_receipt_it_was_given(county: County, tmp_path: Path) -> None:
    sent = county.send_referral("岳口")
    _clone(county, tmp_path)
    county.sync("岳口", "孪生", "岳口")
    with reading(county.hub.engine) as connection:
        stands = trails.of_record(connection, sent.id)
    for name in ("岳口", "孪生"):
        assert county.desks[name].read(trails.of_record, sent.id) == stands


def test_a_batch_that_was_on_its_way_in_the_backup_is_not_done_twice(county: County) -> None:
    county.request("岳口")
    county.cut_line()
    assert county.desks["岳口"].sync().code == "hub_unreachable"
    saved = county.desks["岳口"].backup()
    _reopen_line(county)
    county.sync("岳口")
    desk = _restore(county, saved)
    county.request("岳口", 7)
    county.sync("岳口")
    assert len(county.journal("drug_request.submitted")) == 2
    assert desk.read(acts_kept.counts) == {outbox.ACCEPTED: 2}


def test_a_restored_desk_gives_no_number_twice(county: County) -> None:
    county.request("岳口", 1)
    saved = county.desks["岳口"].backup()
    before = [county.request("岳口", quantity).number for quantity in (2, 3)]
    county.sync("岳口")
    _restore(county, saved)
    after = [county.request("岳口", quantity).number for quantity in (4, 5)]
    county.sync("岳口")
    assert not set(before) & set(after)
    assert all("-A2-" in number for number in after)


def test_a_desk_restored_twice_from_one_backup_gives_no_number_twice(county: County) -> None:
    saved = county.desks["岳口"].backup()
    numbers: list[str] = []
    for quantity in range(1, 4):
        _restore(county, saved)
        numbers.append(county.request("岳口", quantity).number)
        county.sync("岳口")
    assert len(set(numbers)) == 3
    assert len(county.journal("drug_request.submitted")) == 3


def test_a_backup_restored_on_a_new_machine_goes_on_in_an_epoch_of_its_own(county: County, tmp_path: Path) -> None:
    """The old machine was restored before and is in its second epoch; the new machine cannot know that."""
    saved = county.desks["岳口"].backup()
    _restore(county, saved)
    county.request("岳口", 1)
    county.sync("岳口")
    assert county.desks["岳口"].fact(facts.EPOCH) == "2"
    new = _restored_to(county, Home(tmp_path / "new machine"), saved)
    county.desks["新机"], county.people["新机"] = new, county.people["岳口"]
    county.request("新机", 2)
    talk = new.sync()
    assert (talk.code, talk.is_new_epoch) == ("", True)
    assert new.fact(facts.EPOCH) == "3"
    assert len(county.journal("drug_request.submitted")) == 2
    assert new.read(status).waiting == 0


def test_a_copied_folder_is_recognised_and_both_machines_go_on(county: County, tmp_path: Path) -> None:
    """Somebody copies the whole folder to a second computer, keys and all."""
    county.request("岳口", 1)
    county.sync("岳口")
    _clone(county, tmp_path)
    for quantity in (2, 3, 4):
        county.request("岳口", quantity)
        county.request("孪生", quantity * 10)
        county.sync("岳口", "孪生")
    county.sync("岳口", "孪生")
    quantities = sorted(_quantities(county))
    assert quantities == [1, 2, 3, 4, 20, 30, 40]
    for name in ("岳口", "孪生"):
        assert county.desks[name].read(status).waiting == 0
        assert len(_held(county.desks[name])) == 7
    assert len({county.desks[name].fact(facts.EPOCH) for name in ("岳口", "孪生")}) == 2


def test_the_papers_of_a_copied_desk_bear_other_numbers_once_it_is_recognised(county: County, tmp_path: Path) -> None:
    _clone(county, tmp_path)
    county.request("岳口", 1)
    county.request("孪生", 2)
    county.sync("岳口", "孪生")
    here = [county.request("岳口", quantity).number for quantity in (3, 4)]
    there = [county.request("孪生", quantity).number for quantity in (5, 6)]
    assert not set(here) & set(there)


def test_a_new_epoch_is_never_one_that_the_desk_has_used(county: County) -> None:
    """The hub itself was restored and has forgotten the later epochs of a desk."""
    desk = county.desks["岳口"]
    with writing(desk.engine) as connection:
        facts.put(connection, **{facts.EPOCH: "4"})
    county.request("岳口", 1)
    county.sync("岳口")
    county.request("岳口", 2)
    with writing(county.hub.engine) as connection:
        connection.exec_driver_sql("UPDATE devices SET epoch = 2, last_number = 9, last_hash = x'00'")
    talk = desk.sync()
    assert (talk.code, talk.is_new_epoch) == ("", True)
    assert int(desk.fact(facts.EPOCH)) > 4
    assert desk.read(status).waiting == 0
    assert sorted(_quantities(county)) == [1, 2]


def test_a_new_epoch_is_marked_in_the_folder_for_the_next_restore(county: County, tmp_path: Path) -> None:
    _clone(county, tmp_path)
    county.request("岳口", 1)
    county.request("孪生", 2)
    county.sync("岳口", "孪生")
    twin = county.desks["孪生"]
    assert twin.home.epoch_mark.read_text() == twin.fact(facts.EPOCH) == "2"


def _restore(county: County, saved: Path) -> Workbench:
    """Put a backup in the place of 岳口's data and open it."""
    desk = county.desks["岳口"]
    desk.close()
    county.desks["岳口"] = _restored_to(county, desk.home, saved)
    return county.desks["岳口"]


def _restored_to(county: County, home: Home, saved: Path) -> Workbench:
    vault = county._frozen.vaults["岳口"]
    restoring.restore(home, saved, lambda _path: vault["database"], at=county.clock.now())
    county.clock.advance(seconds=1)
    desk = Workbench(home, vault, open_desk(home.database, vault["database"]), clock=county.clock)
    county.point(desk, f"127.0.0.1:{county.port}")
    return desk


def _clone(county: County, folder: Path) -> None:
    """Copy 岳口's folder to another machine, on which the same person works."""
    desk = county.desks["岳口"]
    desk.close()
    twin = Home(folder / "twin").make()
    shutil.copytree(desk.home.path, twin.path, dirs_exist_ok=True)
    vault = county._frozen.vaults["岳口"]
    county.desks["孪生"] = Workbench(twin, vault, open_desk(twin.database, vault["database"]), clock=county.clock)
    county.people["孪生"] = county.people["岳口"]
    county.reopened("岳口")


def _reopen_line(county: County) -> None:
    county.open_line()
    county.point(county.desks["岳口"], f"127.0.0.1:{county.port}")


def _held(desk: Workbench) -> list[Any]:
    return desk.read(lambda connection: list(connection.execute(DRUG_REQUEST.table.select())))


def _quantities(county: County) -> list[int]:
    with reading(county.hub.engine) as connection:
        rows = connection.execute(DRUG_REQUEST.table.select())
        return [line.requested for row in rows for line in records.from_row(DRUG_REQUEST, row).lines]
