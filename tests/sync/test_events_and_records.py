"""Events go up once, records come down whole, and what a desk may no longer see leaves it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import event
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from tests.storage import acts_kept
from tests.sync.by_hand import line_of
from tests.sync.by_hand import take
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import fast
from tests.sync.county import pace
from tests.world import WORDS
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.tables import cursors
from yigongti_desktop.storage.tables import search_keys
from yigongti_desktop.sync.intake import positions
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync


def test_an_act_goes_up_once_and_the_status_says_so(county: County) -> None:
    desk = county.desks["岳口"]
    county.send_referral("岳口")
    assert desk.read(status).waiting == 2  # the resident and the slip
    first, second = desk.sync(), desk.sync()
    assert (first.sent, first.accepted, first.refused) == (2, 2, 0)
    assert (second.sent, second.accepted) == (0, 0)
    assert desk.read(status).waiting == 0
    assert [row.kind for row in county.journal()] == ["resident.registered", "referral.sent"]


def test_the_hub_confirms_what_the_desk_has_shown(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "岳口二")
    for name in ("岳口", "岳口二"):
        assert _referral(county, name, sent.id) == replace(sent, revision=1), name


def test_a_record_that_nobody_has_changed_does_not_travel_again(county: County) -> None:
    county.request("岳口")
    county.sync("岳口", "市一医", "岳口")
    assert county.desks["市一医"].sync().received == 0
    assert county.desks["岳口"].sync().received == 0


def test_a_talk_that_brings_nothing_writes_nothing_at_the_hub(county: County) -> None:
    county.sync("岳口")
    before = _position(county)
    county.sync("岳口")
    assert _position(county) == before


@pytest.mark.policy("REF-16")
def test_the_trail_of_a_slip_reaches_both_sides_with_the_receipt(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口")
    county.clock.advance(minutes=1)
    county.sync("市一医", "岳口")
    here, there = (county.desks[name].read(trails.of_record, sent.id) for name in ("岳口", "市一医"))
    assert here == there
    assert [step.act for step in here] == ["referral.sent", "referral.reached"]
    assert here[0].receipt.startswith("R-20261123-")
    assert here[0].person == "张测试"


def test_the_hospital_has_received_only_when_its_desk_has_saved(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "岳口")
    with line_of(county, "市一医") as line:
        fetched = line.exchange(Exchange(cursors=county.desks["市一医"].read(positions), room=1000))
        assert any(rows.kind == "referral" for rows in fetched.rows)
        county.sync("岳口")
        assert _need(county, "岳口", sent.id).reached_at is None  # on its way, not saved
        line.exchange(Exchange(cursors=fetched.cursors, room=1000))
    county.sync("岳口")
    assert _need(county, "岳口", sent.id).reached_at is not None


def test_a_page_without_its_end_does_not_count_as_received(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口")
    desk = county.desks["市一医"]
    with line_of(county, "市一医") as line:
        here = desk.read(positions)
        page = line.exchange(Exchange(cursors=here, room=1))
        assert page.left > 0
        line.exchange(Exchange(cursors=here | page.cursors, room=1))
    county.sync("岳口")
    reached = _need(county, "岳口", sent.id).reached_at
    assert (reached is not None) == any(rows.kind == "referral" for rows in page.rows)


def test_a_request_counts_as_received_by_the_central_pharmacy_too(county: County) -> None:
    asked = county.request("岳口")
    county.sync("岳口")
    before = county.desks["岳口"].read(records.load, DRUG_REQUEST, asked.id)
    county.sync("市一医", "岳口")
    after = county.desks["岳口"].read(records.load, DRUG_REQUEST, asked.id)
    assert before is not None
    assert after is not None
    assert (before.reached_at, after.reached_at is not None) == (None, True)


def test_a_slip_sent_elsewhere_waits_for_its_new_hospital_again(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    elsewhere = Target(institution="tianmen.zhongyi", department="康复科")
    county.do("市一医", m.RedirectReferral(referral=sent.id, target=elsewhere, reason="床位已满"))
    county.sync("市一医", "岳口")
    assert _need(county, "岳口", sent.id).reached_at is None
    county.sync("市中医", "岳口")
    assert _need(county, "岳口", sent.id).reached_at is not None


@pytest.mark.policy("REF-16")
def test_the_former_steps_of_a_redirected_slip_reach_the_new_hospital(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口")
    county.clock.advance(minutes=1)
    county.sync("市一医")
    elsewhere = Target(institution="tianmen.zhongyi", department="康复科")
    county.clock.advance(minutes=1)
    county.do("市一医", m.RedirectReferral(referral=sent.id, target=elsewhere, reason="床位已满"))
    county.sync("市一医")
    county.clock.advance(minutes=1)
    county.sync("市中医", "岳口")
    steps = county.desks["市中医"].read(trails.of_record, sent.id)
    acts = [step.act for step in steps]
    assert acts == ["referral.sent", "referral.reached", "referral.redirected", "referral.reached"]
    county.sync("市一医")  # it was asked once and keeps sight of what it saw
    assert _need(county, "市一医", sent.id).state is State.REDIRECTED


def test_a_record_that_leaves_a_stream_is_gone_with_its_trail_and_spellings(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    desk = county.desks["市一医"]
    assert desk.read(registry.find_ids, "referral", "邱传富", 5) == [sent.id]
    held = _need(county, "市一医", sent.id)
    county.hub.counter.publish({"referral": [replace(held, asked=())]})
    county.sync("市一医")
    assert _referral(county, "市一医", sent.id) is None
    assert desk.read(trails.of_record, sent.id) == ()
    assert desk.read(registry.find_ids, "referral", "邱传富", 5) == []
    assert "referral" not in set(desk.read(lambda connection: list(connection.scalars(select(search_keys.c.kind)))))
    county.sync("岳口")
    assert _need(county, "岳口", sent.id).revision == held.revision + 1


def test_a_record_that_comes_back_to_a_stream_is_delivered_whole(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    held = _need(county, "市一医", sent.id)
    county.hub.counter.publish({"referral": [replace(held, asked=())]})
    county.sync("市一医")
    county.hub.counter.publish({"referral": [held]})
    county.sync("市一医")
    assert _need(county, "市一医", sent.id) == replace(held, revision=held.revision + 2)
    steps = county.desks["市一医"].read(trails.of_record, sent.id)
    assert {step.act for step in steps} == {"referral.sent", "referral.reached"}


def test_an_account_that_moves_to_another_unit_leaves_the_first(county: County) -> None:
    actor = county.people["岳口"]
    account = next(one for one in county.keeper.accounts() if one.id == actor.account)
    county.hub.counter.publish({"account": [replace(account, institution="tianmen.duobao", roles=(Role.DOCTOR,))]})
    county.sync("岳口", "多宝")
    assert actor.account not in {person.account for person in county.desks["岳口"].people()}
    assert actor.account in {person.account for person in county.desks["多宝"].people()}


def test_a_first_sync_in_pages_of_seven_ends_where_one_page_ends(county: County, frozen: Frozen) -> None:
    for quantity in range(1, 6):
        county.request("岳口", quantity)
    county.send_referral("岳口")
    county.sync("岳口", "岳口")
    pages = _new_desk(county, "岳口二", frozen)
    whole = _new_desk(county, "岳口", frozen)
    seen, left = 0, [1]
    with line_of(county, "岳口二") as line:
        while left[-1]:
            here = pages.read(positions)
            answer = line.exchange(Exchange(cursors=here, room=7))
            assert sum(len(rows.rows) for rows in answer.rows) + len(answer.gone) <= 7
            take(county, "岳口二", answer)
            left.append(answer.left)
            seen += 1
    assert seen > 50
    assert left[1:] == sorted(left[1:], reverse=True)
    county.sync("岳口")
    assert _contents(pages.engine) == _contents(whole.engine)


def test_the_unit_comes_first_so_that_a_patient_does_not_wait_for_the_list_of_drugs(
    county: County, frozen: Frozen
) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口")
    _new_desk(county, "市一医", frozen)
    with line_of(county, "市一医") as line:
        answer = line.exchange(Exchange(cursors={}, room=40))
    ids = {row[0] for rows in answer.rows if rows.kind == "referral" for row in rows.rows}
    assert ids == {sent.id}


def test_a_page_and_its_cursor_are_saved_together_or_not_at_all(county: County) -> None:
    county.send_referral("岳口")
    county.sync("岳口")
    desk = county.desks["市一医"]
    before = _contents(desk.engine), desk.read(positions)
    with writing(desk.engine) as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER power_cut BEFORE UPDATE ON cursors BEGIN SELECT RAISE(ABORT, 'power cut'); END"
        )
    with pytest.raises(DBAPIError):
        desk.sync()
    assert (_contents(desk.engine), desk.read(positions)) == before
    with writing(desk.engine) as connection:
        connection.exec_driver_sql("DROP TRIGGER power_cut")
    county.sync("市一医")
    assert _contents(desk.engine)["referrals"]


def test_a_disk_that_fills_up_while_a_page_comes_down_keeps_nothing_of_it(county: County) -> None:
    sent = county.send_referral("岳口", history="右侧肢体无力。" * 500)
    county.sync("岳口")
    desk = county.desks["市一医"]
    before = _contents(desk.engine), desk.read(positions)
    with desk.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def no_room(raw: Any, _record: Any) -> None:
        raw.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(desk.engine, "connect", no_room)
    desk.engine.dispose()
    assert desk.sync().code == "disk_full"
    assert (_contents(desk.engine), desk.read(positions)) == before
    event.remove(desk.engine, "connect", no_room)
    desk.engine.dispose()
    county.sync("市一医")
    assert _need(county, "市一医", sent.id).slip.history.startswith("右侧")


def test_a_talk_is_stopped_when_the_person_says_so_and_goes_on_later(county: County) -> None:
    desk = county.desks["岳口"]
    county.request("岳口")
    county.request("岳口")
    pace(desk, "1 1")
    talk = desk.sync(lambda _come: False)
    assert talk.code == "stopped"
    assert (desk.read(status).waiting, talk.accepted) == (1, 1)  # what was done stays done
    county.sync("岳口")
    assert desk.read(status).waiting == 0
    assert len(county.journal("drug_request.submitted")) == 2


def test_to_be_stopped_after_the_last_exchange_is_no_stop(county: County) -> None:
    county.request("岳口")
    talk = county.desks["岳口"].sync(lambda _come: False)
    assert (talk.code, talk.accepted) == ("", 1)


def test_more_acts_than_one_batch_holds_go_up_in_order(county: County) -> None:
    desk, actor = county.desks["岳口"], county.people["岳口"]
    pace(desk, "300 300")
    fast(desk, county.hub)
    sent = county.send_referral("岳口")
    for _ in range(510):
        desk.do(actor, m.PrintReferral(referral=sent.id))
    talk = desk.sync()
    assert (talk.code, talk.accepted) == ("", 512)
    assert _need(county, "岳口", sent.id).prints == 510
    assert len({row.batch for row in county.journal("referral.printed")}) == 2


def test_an_empty_desk_that_is_not_enrolled_says_so(tmp_path: Path) -> None:
    desk = create(Home(tmp_path / "new"), lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS))
    with pytest.raises(Refused, match="not_enrolled"):
        desk.sync()
    desk.close()


def test_a_resident_whom_two_units_register_offline_is_one_record_of_both(county: County) -> None:
    patient = county.slip("岳口").patient
    identity = Identity(name=patient.name, sex=patient.sex, birth=patient.birth, id_number=patient.id_number)
    here = county.do("岳口", RegisterResident(identity=identity))
    there = county.do("多宝", RegisterResident(identity=replace(identity, phone="13900000002")))
    assert here.id == there.id
    county.sync("岳口", "多宝", "岳口")
    for name in ("岳口", "多宝"):
        resident = county.desks[name].read(records.load, registry.RESIDENT, here.id)
        assert resident is not None
        assert (set(resident.units), resident.phone) == ({"tianmen.yuekou", "tianmen.duobao"}, "13900000002")
    assert county.desks["岳口"].read(acts_kept.counts) == {outbox.ACCEPTED: 1}


def _new_desk(county: County, name: str, frozen: Frozen) -> Workbench:
    """Return the desk with all that it ever fetched taken away."""
    if name in county.desks:
        county.desks[name].close()
    desk = county.desks[name] = county.opened(name)
    assert frozen.vaults[name]
    with writing(desk.engine) as connection:
        connection.execute(cursors.delete())
        for table in [kind.table for kind in desk.catalogue.records.values()]:
            connection.execute(table.delete())
        for other in ("trail", "search_keys", "outbox", "sent_batches", "unconfirmed"):
            connection.exec_driver_sql(f"DELETE FROM {other}")  # noqa: S608 - a name of ours
    return desk


def _contents(engine: Engine) -> dict[str, list[Any]]:
    with reading(engine) as connection:
        tables = [kind.table.name for kind in CATALOGUE.records.values()] + ["trail"]
        return {name: _rows(connection, name) for name in tables}


def _rows(connection: Connection, table: str) -> list[Any]:
    return sorted(tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}"))  # noqa: S608 - ours


def _referral(county: County, name: str, record: str) -> Referral | None:
    return county.desks[name].read(records.load, REFERRAL, record)


def _need(county: County, name: str, record: str) -> Referral:
    found = _referral(county, name, record)
    assert found is not None
    return found


def _position(county: County) -> int:
    with reading(county.hub.engine) as connection:
        return int(connection.exec_driver_sql("SELECT last FROM marks WHERE name = 'position'").scalar() or 0)
