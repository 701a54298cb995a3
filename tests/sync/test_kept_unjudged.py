"""What the hub could not judge is kept, and sent once more as soon as it can: the same act, never a second one."""

from __future__ import annotations

import pytest

from tests.storage import acts_kept
from tests.sync.by_hand import batch_of
from tests.sync.by_hand import exchange
from tests.sync.county import County
from tests.sync.kinds import NOTED
from tests.sync.kinds import do
from tests.sync.kinds import known_to
from tests.sync.kinds import noted_but_failing
from tests.sync.kinds import upgrade
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync


def test_an_act_of_a_kind_that_the_hub_did_not_know_is_judged_when_it_does(county: County) -> None:
    county.desks["岳口"].catalogue = known_to(NOTED)
    asked = county.request("岳口")
    do(county, asked.id, "急用")
    county.sync("岳口")
    desk = county.desks["岳口"]
    assert desk.read(status).quarantined == 1
    (row,) = county.journal("drug_request.noted")
    assert (row.code, row.quarantined) == ("event_unknown", 1)
    upgrade(county, known_to(NOTED))
    county.sync("岳口", "岳口二")
    for name in ("岳口", "岳口二"):
        held = county.desks[name].read(records.load, DRUG_REQUEST, asked.id)
        assert held is not None
        assert (held.note, held.revision) == ("急用", 2), name
    assert desk.read(acts_kept.counts) == {outbox.ACCEPTED: 2}
    (row,) = county.journal("drug_request.noted")
    assert (row.code, row.quarantined, row.revision) == ("", 0, 2)
    assert not any(step.code for step in desk.read(trails.of_record, asked.id))


def test_one_that_stopped_on_a_fault_is_judged_when_the_keeper_has_put_it_right(county: County) -> None:
    county.desks["岳口"].catalogue = known_to(NOTED)
    upgrade(county, known_to(noted_but_failing()))
    asked = county.request("岳口")
    do(county, asked.id, "急用")
    county.sync("岳口")
    (kept,) = county.keeper.kept_unjudged()
    assert (kept.institution, kept.code, kept.kind) == ("岳口镇中心卫生院", "hub_fault", "drug_request.noted")
    county.sync("岳口")
    assert county.desks["岳口"].read(status).quarantined == 1  # nothing has changed: it is not sent each time
    assert len(county.journal("drug_request.noted")) == 1
    upgrade(county, known_to(NOTED), program="")
    county.sync("岳口")
    county.keeper.judge_again()
    county.sync("岳口", "岳口")
    assert county.keeper.kept_unjudged() == []
    assert county.desks["岳口"].read(acts_kept.counts) == {outbox.ACCEPTED: 2}


def test_one_that_a_person_has_taken_off_the_list_is_not_sent_again(county: County) -> None:
    county.desks["岳口"].catalogue = known_to(NOTED)
    asked = county.request("岳口")
    do(county, asked.id, "急用")
    county.sync("岳口")
    (act,) = county.desks["岳口"].read(outbox.in_states, [outbox.QUARANTINED])
    county.do("岳口", SettleRefusal(event=act.event))
    upgrade(county, known_to(NOTED))
    county.sync("岳口", "岳口")
    held = county.desks["岳口"].read(records.load, DRUG_REQUEST, asked.id)
    assert held is not None
    assert (held.note, held.revision) == ("", 1)


def test_one_that_was_done_again_meanwhile_is_done_once(county: County) -> None:
    county.desks["岳口"].catalogue = known_to(NOTED)
    asked = county.request("岳口")
    do(county, asked.id, "急用")
    county.sync("岳口")
    (act,) = county.desks["岳口"].read(outbox.in_states, [outbox.QUARANTINED])
    county.do("岳口", SendAgain(event=act.event))
    upgrade(county, known_to(NOTED))
    county.sync("岳口", "岳口")
    held = county.desks["岳口"].read(records.load, DRUG_REQUEST, asked.id)
    assert held is not None
    assert held.note == "急用"


def test_so_it_is_on_a_desk_that_was_restored_from_before_it_was_done_again(county: County) -> None:
    county.desks["岳口"].catalogue = known_to(NOTED)
    asked = county.request("岳口")
    do(county, asked.id, "急用")
    county.sync("岳口")
    (act,) = county.desks["岳口"].read(outbox.in_states, [outbox.QUARANTINED])
    upgrade(county, known_to(NOTED), program="")
    county.do("岳口", SendAgain(event=act.event))
    county.sync("岳口")
    with county.desks["岳口"].engine.begin() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'quarantined' WHERE event = ?", (act.event,))
    county.keeper.judge_again()
    county.sync("岳口")
    held = county.desks["岳口"].read(records.load, DRUG_REQUEST, asked.id)
    assert held is not None
    assert held.note == "急用"


def test_an_answer_that_is_lost_while_it_is_sent_again_does_not_double_it(county: County) -> None:
    county.desks["岳口"].catalogue = known_to(NOTED)
    asked = county.request("岳口")
    do(county, asked.id, "急用")
    county.sync("岳口")
    upgrade(county, known_to(NOTED))
    with county.desks["岳口"].engine.begin() as connection:
        outbox.send_kept_again(connection)
    batch = batch_of(county, "岳口")
    exchange(county, "岳口", batch)
    county.sync("岳口", "岳口")
    held = county.desks["岳口"].read(records.load, DRUG_REQUEST, asked.id)
    assert held is not None
    assert (held.note, held.revision) == ("急用", 2)


def test_an_act_that_the_hub_has_judged_is_not_judged_again_whoever_sends_it(county: County) -> None:
    asked = county.request("岳口")
    county.sync("岳口")
    (row,) = county.journal("drug_request.submitted")
    assert asked.id == row.record
    with county.desks["岳口"].engine.begin() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'waiting'")
    county.sync("岳口")
    assert county.journal("drug_request.submitted") == [row]
