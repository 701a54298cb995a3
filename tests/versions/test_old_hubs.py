"""A present desk works with a hub of the first version, and finds everything judged when the hub is upgraded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.storage import acts_kept
from tests.sync.county import County
from tests.versions.old_hub import OldHub
from tests.world import hu_xiaoyan
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import outbox
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync

IDENTITY = hu_xiaoyan()


@pytest.fixture
def old(county: County) -> Iterator[OldHub]:
    """The hub as it was before; 岳口's two desks look for it."""
    with OldHub(county) as made:
        for name in ("岳口", "岳口二"):
            county.point(county.desks[name], made.address)
        yield made


def test_what_is_done_goes_up_and_comes_down_at_both_desks(county: County, old: OldHub) -> None:
    made = county.do("岳口", RegisterResident(identity=IDENTITY))
    county.sync("岳口", "岳口二")
    assert old.rounds > 0
    for name in ("岳口", "岳口二"):
        held = _at(county, name, made.id)
        assert (held.name, held.revision) == ("胡小燕", 1), name
    _correct(county, "岳口二", made, "13900000001", "13900000007")
    county.sync("岳口二", "岳口")
    assert _at(county, "岳口", made.id).phone == "13900000007"
    for name in ("岳口", "岳口二"):
        assert county.desks[name].read(status).waiting == 0, name


def test_a_drug_without_the_columns_of_today_is_taken_as_it_is(county: County, old: OldHub) -> None:
    drug = Drug(
        id="d-old",
        community="tianmen-1",
        name="某胶囊",
        form="",
        strength="0.25g",
        pack="24粒",
        unit="盒",
        units=(("盒", 24), ("粒", 1)),
    )
    county.hub.counter.publish({"drug": [drug]})
    county.sync("岳口")
    held = county.desks["岳口"].read(store.one_drug, "d-old")
    assert held == replace(drug, revision=1, units=())
    assert old.rounds > 0


def test_a_refusal_comes_back_with_both_values(county: County, old: OldHub) -> None:
    made = county.do("岳口", RegisterResident(identity=IDENTITY))
    county.sync("岳口", "岳口二")
    _correct(county, "岳口", made, "13900000001", "13900000002")
    _correct(county, "岳口二", made, "13900000001", "13900000003")
    county.sync("岳口", "岳口二")
    (act,) = county.desks["岳口二"].read(outbox.in_states, outbox.NEEDS_PERSON)
    assert (act.state, act.code) == (outbox.REFUSED, "conflict")
    assert act.facts["fields"]["phone"]["theirs"] == "13900000002"
    assert old.rounds > 0


def test_a_desk_put_back_from_a_disk_image_goes_on_in_a_new_epoch(county: County, old: OldHub) -> None:
    made = county.do("岳口", RegisterResident(identity=IDENTITY))
    county.sync("岳口")
    county.desks["岳口"].close()
    database = county.desks["岳口"].home.database
    saved = shutil.copyfile(database, county.folder / "image.db")  # a disk image, made without the program's knowledge
    county.reopened("岳口")
    county.point(county.desks["岳口"], old.address)
    _correct(county, "岳口", made, "13900000001", "13900000002")
    county.sync("岳口")
    county.desks["岳口"].close()
    shutil.copyfile(saved, database)
    county.reopened("岳口")
    county.point(county.desks["岳口"], old.address)
    _correct(county, "岳口", made, "13900000001", "13900000004")
    talk = county.desks["岳口"].sync()
    assert (talk.code, talk.is_new_epoch) == ("", True)
    (act,) = county.desks["岳口"].read(outbox.in_states, outbox.NEEDS_PERSON)
    assert act.facts["fields"]["phone"] == {"base": "13900000001", "mine": "13900000004", "theirs": "13900000002"}


def test_an_act_of_a_kind_that_it_does_not_know_waits_for_its_upgrade(county: County, old: OldHub) -> None:
    """Nobody does anything at the desk: the hub is upgraded, the desk sends it once more, and it is judged."""
    made = county.do("岳口", RegisterResident(identity=IDENTITY))
    county.sync("岳口", "岳口二")
    county.do("岳口", MoveResident(resident=made.id, unit="tianmen.duobao", reason="搬到多宝镇"))
    county.sync("岳口", "岳口")
    desk = county.desks["岳口"]
    assert desk.read(acts_kept.counts)[outbox.QUARANTINED] >= 1
    assert desk.read(status).refused == 0
    assert _at(county, "岳口", made.id).units == ("tianmen.yuekou",)
    assert old.rounds > 0
    for name in ("岳口", "岳口二"):
        county.point(county.desks[name], f"127.0.0.1:{county.port}")  # the same hub, upgraded
    county.sync("岳口", "岳口二", "多宝")
    assert set(desk.read(acts_kept.counts)) == {outbox.ACCEPTED}
    for name in ("岳口", "岳口二"):
        assert county.desks[name].read(store.one_resident, made.id) is None, name
    assert _at(county, "多宝", made.id).units == ("tianmen.duobao",)
    for name in ("岳口", "多宝"):
        (note,) = county.desks[name].read(store.transfers_of, made.id)
        assert note.reason == "搬到多宝镇", name
    assert [row.code for row in county.journal("resident.moved", "transfer.noted")] == ["", ""]


def test_a_batch_that_the_old_hub_took_and_whose_answer_was_lost_is_done_once_by_the_new_one(
    county: County, old: OldHub
) -> None:
    made = county.do("岳口", RegisterResident(identity=IDENTITY))
    county.sync("岳口")
    _correct(county, "岳口", made, "13900000001", "13900000002")
    with county.desks["岳口"].engine.begin() as connection:
        before = connection.exec_driver_sql("SELECT max(number) FROM sent_batches").scalar()
    county.sync("岳口")
    with county.desks["岳口"].engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE sent_batches SET receipt = NULL, receipt_number = '', confirmed_at = NULL WHERE number > ?",
            (before,),
        )
        connection.exec_driver_sql("UPDATE outbox SET state = 'waiting', revision = 0 WHERE kind LIKE '%corrected'")
    county.point(county.desks["岳口"], f"127.0.0.1:{county.port}")
    county.sync("岳口", "岳口二")
    assert len(county.journal("resident.corrected")) == 1
    assert county.desks["岳口"].read(acts_kept.counts) == {outbox.ACCEPTED: 2}
    assert old.rounds > 0


def _correct(county: County, name: str, resident: Resident, seen: str, wanted: str) -> None:
    county.do(name, CorrectResident(resident=resident.id, changes={"phone": (seen, wanted)}))


def _at(county: County, name: str, resident: str) -> Resident:
    found = county.desks[name].read(store.one_resident, resident)
    assert found is not None
    return found
