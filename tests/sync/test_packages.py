"""Sync on a stick: every act is done once and accounted for, whatever else was carried or sent before or after."""

from __future__ import annotations

import shutil
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.fakes.time import NOON
from tests.fakes.time import StoppedClock
from tests.storage import acts_kept
from tests.sync.county import County
from tests.sync.county import fast
from tests.sync.relay import Relay
from tests.sync.sticks import Stick
from yigongti_desktop.app.schema import METADATA
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.records import columns
from yigongti_desktop.storage.tables import trail
from yigongti_desktop.sync import batches
from yigongti_desktop.sync.intake import positions
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync


@pytest.fixture
def stick(county: County, tmp_path: Path) -> Stick:
    """A stick, and no line."""
    county.cut_line()
    return Stick(county, tmp_path / "stick")


def test_acts_go_up_and_records_come_down_on_a_stick_alone(county: County, stick: Stick) -> None:
    sent = county.send_referral("岳口")
    county.request("岳口", 5)
    done = stick.round("岳口")
    assert (done.accepted, done.refused, done.waiting, done.has_gap) == (3, 0, 0, False)
    assert stick.round("市一医").received > 0
    held = county.desks["市一医"].read(_load, sent.id)
    assert held.number == sent.number
    county.do("市一医", m.AcceptReferral(referral=sent.id, reception="神经内科"))
    stick.round("市一医")
    stick.round("岳口")
    assert county.desks["岳口"].read(_load, sent.id).state == "accepted"
    _need_same(county, "岳口", "市一医")


def test_what_was_exported_still_waits_until_the_answer_is_in(county: County, stick: Stick) -> None:
    county.request("岳口", 5)
    package = stick.export("岳口")
    assert county.desks["岳口"].read(status).waiting == 1
    answer = stick.answer(package)
    assert county.desks["岳口"].read(status).waiting == 1
    stick.bring("岳口", answer)
    assert county.desks["岳口"].read(status).waiting == 0


def test_a_package_says_in_its_name_whose_it_is_and_when_it_was_made(stick: Stick) -> None:
    assert stick.export("岳口").name == "同步包-岳口-A-20261123-1200.ygtsync"
    assert stick.export("岳口").name == "同步包-岳口-A-20261123-1200-2.ygtsync"
    assert [one.name for one in stick.folder.iterdir() if one.name.startswith(".")] == []


def test_on_a_stick_first_and_then_on_the_line(county: County, stick: Stick) -> None:
    for quantity in (1, 2):
        county.request("岳口", quantity)
    package = stick.export("岳口")
    county.request("岳口", 3)
    stick.take(package)
    _open(county)
    county.sync("岳口")
    _need_done(county, "岳口", [1, 2, 3])


def test_on_the_line_first_and_then_on_a_stick(county: County, stick: Stick) -> None:
    for quantity in (1, 2):
        county.request("岳口", quantity)
    package = stick.export("岳口")
    county.request("岳口", 3)
    _open(county)
    county.sync("岳口")
    taken = stick.take(package)
    assert (taken.batches, taken.new_batches, taken.new_epoch) == (1, 0, 0)
    _need_done(county, "岳口", [1, 2, 3])
    done = stick.bring("岳口", stick.answer(package))
    assert (done.accepted, done.received, done.waiting) == (0, 0, 0)
    _need_done(county, "岳口", [1, 2, 3])


def test_the_same_package_taken_in_twice_is_done_once(county: County, stick: Stick) -> None:
    county.request("岳口", 1)
    package = stick.export("岳口")
    first, second = stick.answer(package), stick.answer(package)
    assert (stick.bring("岳口", first).accepted, stick.bring("岳口", second).accepted) == (1, 0)
    _need_done(county, "岳口", [1])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("back", [(0, 1), (1, 0)])
def test_two_exports_before_the_first_import_come_in_any_order(
    county: County, stick: Stick, order: tuple[int, int], back: tuple[int, int]
) -> None:
    county.request("岳口", 1)
    packages = [stick.export("岳口")]
    county.request("岳口", 2)
    packages.append(stick.export("岳口"))
    answers = {place: stick.answer(packages[place]) for place in order}
    assert sum(stick.bring("岳口", answers[place]).accepted for place in back) == 2
    _need_done(county, "岳口", [1, 2])


def test_only_the_second_of_two_exports_arrives(county: County, stick: Stick) -> None:
    """The first stick is lost on the way."""
    county.request("岳口", 1)
    stick.export("岳口").unlink()
    county.request("岳口", 2)
    assert stick.round("岳口").accepted == 2
    _need_done(county, "岳口", [1, 2])


def test_an_old_answer_brought_again_changes_nothing(county: County, stick: Stick) -> None:
    sent = county.send_referral("岳口")
    old = stick.answer(stick.export("岳口"))
    stick.bring("岳口", old)
    stick.round("市一医")
    county.do("市一医", m.AcceptReferral(referral=sent.id, reception="神经内科"))
    stick.round("市一医")
    county.clock.advance(hours=1)
    stick.round("岳口")
    before = _state(county.desks["岳口"])
    done = stick.bring("岳口", old)
    assert (done.accepted, done.received) == (0, 0)
    assert _state(county.desks["岳口"]) == before
    assert county.desks["岳口"].read(_load, sent.id).state == "accepted"


def test_an_old_answer_never_moves_a_position_or_the_hub_s_time_back(county: County, stick: Stick) -> None:
    old = stick.answer(stick.export("岳口"))
    county.clock.advance(days=2)
    county.request("岳口", 1)
    stick.round("岳口")
    desk = county.desks["岳口"]
    reached, heard = desk.read(positions), desk.fact(facts.HUB_TIME)
    stick.bring("岳口", old)
    assert desk.read(positions) == reached
    assert desk.fact(facts.HUB_TIME) == heard


def test_an_old_answer_brings_nothing_back_that_has_left_this_desk(county: County, stick: Stick) -> None:
    """A record came with the answer; then the line said that it is gone."""
    sent = county.send_referral("岳口")
    stick.round("岳口")
    stale = stick.answer(stick.export("市一医"))
    _open(county)
    county.sync("市一医")
    with writing(county.hub.engine) as connection:
        from yigongti_desktop.hub import streams

        unit = county.desks["市一医"].fact(facts.INSTITUTION)
        streams.enter(connection, [(f"unit:{unit}", REFERRAL.name, sent.id, 1, "", "")])
    county.sync("市一医")
    assert county.desks["市一医"].read(_load, sent.id) is None
    stick.bring("市一医", stale)
    assert county.desks["市一医"].read(_load, sent.id) is None


def test_answers_come_in_the_wrong_order_over_several_rounds(county: County, stick: Stick) -> None:
    answers = []
    for quantity in (1, 2, 3):
        county.request("岳口", quantity)
        answers.append(stick.answer(stick.export("岳口")))
        county.clock.advance(days=1)
    for answer in reversed(answers):
        stick.bring("岳口", answer)
    _need_done(county, "岳口", [1, 2, 3])


def test_one_s_own_later_acts_stay_upon_what_an_answer_brings(county: County, stick: Stick) -> None:
    sent = county.send_referral("岳口")
    answer = stick.answer(stick.export("岳口"))
    county.do("岳口", m.WithdrawReferral(referral=sent.id, reason="病人不去了"))
    done = stick.bring("岳口", answer)
    assert (done.accepted, done.waiting) == (2, 1)
    assert county.desks["岳口"].read(_load, sent.id).state == "withdrawn"
    stick.round("岳口")
    _need_same(county, "岳口")


def test_a_refused_act_comes_back_to_its_person(county: County, stick: Stick) -> None:
    """Two desks of one clinic cancel the same slip, one on the line and one on a stick."""
    sent = county.send_referral("岳口")
    stick.round("岳口")
    stick.round("岳口二")
    county.do("岳口二", m.WithdrawReferral(referral=sent.id, reason="一"))
    package = stick.export("岳口二")
    county.do("岳口", m.WithdrawReferral(referral=sent.id, reason="二"))
    stick.round("岳口")
    done = stick.bring("岳口二", stick.answer(package))
    assert (done.accepted, done.refused, done.waiting) == (0, 1, 0)
    assert county.desks["岳口二"].read(status).needs_person == 1


def test_what_has_come_on_a_stick_counts_as_received_only_when_the_desk_says_so(county: County, stick: Stick) -> None:
    sent = county.send_referral("岳口")
    stick.round("岳口")
    answer = stick.answer(stick.export("市一医"))
    assert _received(county, sent.id) == 0  # it lies on the stick
    stick.bring("市一医", answer)
    assert _received(county, sent.id) == 0  # it is saved at the hospital; the hub does not know yet
    stick.take(stick.export("市一医"))
    assert _received(county, sent.id) == 1


def test_an_answer_without_a_package_brings_all_and_confirms_what_is_on_its_way(
    county: County, stick: Stick, tmp_path: Path
) -> None:
    """A stick was taken in, and its answer lost: the hub can write another at any time."""
    county.request("岳口", 1)
    stick.take(stick.export("岳口"))
    made = county.hub.packages.hand_out(county.device("岳口"), tmp_path / "again.ygtsync")
    done = stick.bring("岳口", made.file)
    assert (done.accepted, done.waiting) == (1, 0)
    assert made.records > 100
    _need_done(county, "岳口", [1])


def test_a_new_desk_gets_its_first_records_on_a_stick(county: County, stick: Stick) -> None:
    desk = county.desks["多宝"]
    with writing(desk.engine) as connection:
        connection.exec_driver_sql("DELETE FROM cursors")
        connection.exec_driver_sql("DELETE FROM drugs")
        connection.exec_driver_sql("DELETE FROM diagnoses")
    assert stick.round("多宝").received > 300
    _need_same(county, "多宝")


def test_an_answer_that_begins_after_what_the_desk_has_leaves_no_hole(county: County, stick: Stick) -> None:
    """The desk was restored from a backup that knows less than the package on the stick says."""
    saved = county.desks["市一医"].backup()
    first = county.send_referral("岳口")
    stick.round("岳口")
    stick.round("市一医")
    second = county.send_referral("岳口", history="第二次")
    stick.round("岳口")
    answer = stick.answer(stick.export("市一医"))
    _restore(county, "市一医", saved)
    done = stick.bring("市一医", answer)
    assert done.has_gap
    assert county.desks["市一医"].read(_load, second.id) is not None
    assert not stick.round("市一医").has_gap
    assert county.desks["市一医"].read(_load, first.id) is not None
    _need_same(county, "市一医")


def test_an_answer_brought_to_a_desk_that_was_restored_gives_back_what_it_had_lost(
    county: County, stick: Stick
) -> None:
    saved = county.desks["岳口"].backup()
    for quantity in (1, 2):
        county.request("岳口", quantity)
    answer = stick.answer(stick.export("岳口"))
    _restore(county, "岳口", saved)
    after = county.request("岳口", 3)
    done = stick.bring("岳口", answer)
    assert (done.is_new_epoch, done.waiting) == (False, 1)
    assert "-A2-" in after.number
    assert stick.round("岳口").accepted == 1
    _need_done(county, "岳口", [1, 2, 3], own=1)  # the acts of the lost days are the hub's; their records are back
    assert len(_rows(county.desks["岳口"].engine, DRUG_REQUEST.table)) == 3


def test_a_package_from_before_a_restore_that_arrives_later_is_told_and_harms_nothing(
    county: County, stick: Stick
) -> None:
    saved = county.desks["岳口"].backup()
    county.request("岳口", 1)
    late = stick.export("岳口")
    _restore(county, "岳口", saved)
    county.request("岳口", 2)
    stick.round("岳口")
    taken = stick.take(late)
    assert (taken.acts, taken.new_epoch, taken.epoch) == (0, 3, 1)
    done = stick.bring("岳口", stick.answer(late))
    assert not done.is_new_epoch  # the desk has moved on since; its chain goes on
    assert county.desks["岳口"].fact(facts.EPOCH) == "2"
    county.request("岳口", 3)
    assert stick.round("岳口").accepted == 1
    assert sorted(_quantities(county)) == [2, 3]


def test_a_copied_desk_is_recognised_on_a_stick_and_goes_on_in_a_new_epoch(
    county: County, stick: Stick, tmp_path: Path
) -> None:
    _clone(county, tmp_path)
    county.request("岳口", 1)
    stick.round("岳口")
    for quantity in (20, 30):
        county.request("孪生", quantity)
    package = stick.export("孪生")
    taken = stick.take(package)
    assert (taken.acts, taken.new_epoch) == (0, 2)
    done = stick.bring("孪生", stick.answer(package))
    assert (done.is_new_epoch, done.accepted, done.waiting) == (True, 0, 2)
    twin = county.desks["孪生"]
    assert twin.fact(facts.EPOCH) == twin.home.epoch_mark.read_text() == "2"
    assert "-A2-" in county.request("孪生", 40).number
    assert stick.round("孪生").accepted == 3
    assert sorted(_quantities(county)) == [1, 20, 30, 40]


def test_an_answer_with_a_new_epoch_brought_twice_begins_one(county: County, stick: Stick, tmp_path: Path) -> None:
    _clone(county, tmp_path)
    county.request("岳口", 1)
    stick.round("岳口")
    county.request("孪生", 2)
    answer = stick.answer(stick.export("孪生"))
    assert [stick.bring("孪生", answer).is_new_epoch for _ in range(3)] == [True, False, False]
    assert county.desks["孪生"].fact(facts.EPOCH) == "2"


def test_an_import_that_was_stopped_goes_on_where_it_stopped(county: County, stick: Stick) -> None:
    desk = county.desks["多宝"]
    with writing(desk.engine) as connection:
        connection.exec_driver_sql("DELETE FROM cursors")
    answer = stick.answer(stick.export("多宝"))
    size = answer.stat().st_size
    with pytest.raises(Unavailable, match="stopped"):
        desk.import_answer(answer, lambda done, whole: done < whole - size // 2)
    stick.bring("多宝", answer)
    _need_same(county, "多宝")


def test_an_export_that_was_stopped_leaves_no_file(county: County, stick: Stick) -> None:
    county.request("岳口", 1)
    with pytest.raises(Unavailable, match="stopped"):
        county.desks["岳口"].export_package(stick.folder, lambda _done, _whole: False)
    assert list(stick.folder.iterdir()) == []
    assert stick.round("岳口").accepted == 1


def test_ninety_days_under_a_dead_clock_go_on_one_stick(county: County, stick: Stick) -> None:
    """Nobody noticed that the battery is dead; papers are dated by hand, and the line never comes."""
    machine = StoppedClock(datetime(2009, 1, 1, tzinfo=UTC))
    desk = county.opened("岳口", clock=machine)
    county.desks["岳口"] = desk
    fast(county.hub, desk)
    desk.set_clock(NOON)
    wanted = []
    for passed in range(90):
        wanted += [county.request("岳口", 1 + passed * 12 + turn).number for turn in range(12)]
        machine.advance(days=1)
        county.clock.advance(days=1)
    assert len(set(wanted)) == 90 * 12
    package = stick.export("岳口")
    assert package.name.startswith("同步包-岳口-A-2027")
    taken = stick.take(package)
    assert (taken.acts, taken.refused, taken.batches) == (1080, 0, 1)
    done = stick.bring("岳口", stick.answer(package))
    assert (done.accepted, done.waiting, done.refused) == (1080, 0, 0)
    assert desk.fact(facts.CLOCK_DRIFT) == "0"
    assert len(county.journal("drug_request.submitted")) == 1080
    _need_same(county, "岳口")


def test_an_answer_carried_for_days_says_nothing_about_this_clock(county: County, stick: Stick) -> None:
    county.request("岳口", 1)
    answer = stick.answer(stick.export("岳口"))
    county.clock.advance(days=5)
    stick.bring("岳口", answer)
    now = county.desks["岳口"].read(status)
    assert now.clock_drift == 0
    assert now.confirmed_at == NOON
    assert county.desks["岳口"].clock.now() == county.clock.now()


def test_a_stick_between_the_exchanges_of_a_bad_line(county: County, tmp_path: Path) -> None:
    """The answer on the line is lost after the hub has committed; the same batch then comes on a stick."""
    stick = Stick(county, tmp_path / "stick")
    with Relay(county.port) as relay:
        county.point(county.desks["岳口"], relay.address)
        county.request("岳口", 1)
        relay.cut_unless("down", lambda: not county.journal("drug_request.submitted"))
        assert county.desks["岳口"].sync().code == "line_cut"
        county.request("岳口", 2)
        done = stick.round("岳口")
        assert (done.accepted, done.waiting) == (2, 0)
        relay.mend()
        county.sync("岳口")
    county.point(county.desks["岳口"], f"127.0.0.1:{county.port}")
    _need_done(county, "岳口", [1, 2])


# What a desk must know before.


def test_a_desk_of_an_earlier_program_learns_the_key_on_its_next_sync(county: County, tmp_path: Path) -> None:
    stick = Stick(county, tmp_path / "stick")
    desk = county.desks["岳口"]
    with writing(desk.engine) as connection:
        facts.forget(connection, facts.HUB_SEALING_KEY)
    with writing(county.hub.engine) as connection:
        connection.exec_driver_sql("UPDATE devices SET sealing_key = NULL")
    with pytest.raises(Refused, match="package_key_missing"):
        stick.export("岳口")
    with pytest.raises(Refused, match="package_reply_key_missing"):
        county.hub.packages.hand_out(county.device("岳口"), stick.folder / "x.ygtsync")
    assert list(stick.folder.iterdir()) == []
    county.sync("岳口")
    assert county.hub.packages.hand_out(county.device("岳口"), stick.folder / "x.ygtsync").size
    county.request("岳口", 1)
    assert stick.round("岳口").accepted == 1


def test_a_package_brings_the_key_for_its_own_answer(county: County, stick: Stick) -> None:
    with writing(county.hub.engine) as connection:
        connection.exec_driver_sql("UPDATE devices SET sealing_key = NULL")
    county.request("岳口", 1)
    assert stick.round("岳口").accepted == 1


# Files that are not for this desk, each refused with nothing changed.


def test_an_answer_for_another_desk_is_refused(county: County, stick: Stick) -> None:
    county.request("岳口", 1)
    answer = stick.answer(stick.export("岳口"))
    _need_refused(county, stick, "岳口二", answer, "package_other_desk")


def test_a_package_for_the_hub_is_refused_at_a_desk(county: County, stick: Stick) -> None:
    county.request("岳口", 1)
    _need_refused(county, stick, "岳口", stick.export("岳口"), "package_is_upload")


def test_an_answer_of_another_hub_is_refused(county: County, stick: Stick) -> None:
    county.request("岳口", 1)
    answer = stick.answer(stick.export("岳口"))
    from yigongti_desktop.protocol.signing import new_key
    from yigongti_desktop.protocol.signing import public_key

    with writing(county.desks["岳口"].engine) as connection:
        facts.put(connection, **{facts.HUB_KEY: public_key(new_key()).hex()})
    _need_refused(county, stick, "岳口", answer, "package_other_hub")


def test_a_damaged_answer_changes_nothing_wherever_it_is_damaged(county: County, stick: Stick) -> None:
    county.request("岳口", 1)
    whole = stick.answer(stick.export("岳口")).read_bytes()
    before = _state(county.desks["岳口"])
    bad = stick.folder / "bad.ygtsync"
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        bad.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(Refused, match="package_"):
            stick.bring("岳口", bad)
        bad.write_bytes(whole[:place])
        with pytest.raises(Refused, match="package_"):
            stick.bring("岳口", bad)
    bad.write_bytes(whole + b"\0")
    with pytest.raises(Refused, match="package_damaged"):
        stick.bring("岳口", bad)
    assert _state(county.desks["岳口"]) == before


def test_a_file_that_is_not_there_or_is_a_folder_is_said_so(stick: Stick) -> None:
    with pytest.raises(Refused, match="file_missing"):
        stick.bring("岳口", stick.folder / "nothing.ygtsync")
    with pytest.raises(Refused, match="package_not_one"):
        stick.bring("岳口", stick.folder)


def test_a_desk_that_is_not_enrolled_exports_nothing(county: County, stick: Stick) -> None:
    with writing(county.desks["岳口"].engine) as connection:
        facts.forget(connection, facts.DEVICE)
    with pytest.raises(Refused, match="not_enrolled"):
        stick.export("岳口")


def test_what_is_made_for_a_stick_goes_on_the_line_in_the_same_batches(county: County, stick: Stick) -> None:
    for quantity in (1, 2):
        county.request("岳口", quantity)
        stick.export("岳口")
    desk = county.desks["岳口"]
    assert desk.read(batches.unconfirmed) == 2
    _open(county)
    county.sync("岳口")
    with reading(county.hub.engine) as connection:
        numbers = connection.exec_driver_sql("SELECT number FROM batches ORDER BY number").scalars().all()
    assert list(numbers) == [1, 2]
    assert desk.read(batches.unconfirmed) == 0


def _need_done(county: County, name: str, quantities: list[int], own: int = 0) -> None:
    """Each request is at the hub once, nothing waits, and the desk has what the hub has once it is in step."""
    assert sorted(_quantities(county)) == quantities
    assert county.desks[name].read(acts_kept.counts) == {outbox.ACCEPTED: own or len(quantities)}
    if county._server is None:
        _open(county)
    county.sync(name)
    _need_same(county, name)


def _need_same(county: County, *names: str) -> None:
    """What a desk holds is what the hub holds, to the last value."""
    for name in names:
        desk = county.desks[name]
        institution = desk.fact(facts.INSTITUTION)
        for table in (REFERRAL.table, DRUG_REQUEST.table, trail):
            here, there = _rows(desk.engine, table), _rows(county.hub.engine, table)
            mine = {key: row for key, row in there.items() if key in here}
            assert here == mine, (name, table.name)
        with reading(county.hub.engine) as connection:
            query = "SELECT kind, record FROM stream_entries WHERE stream = ? AND gone = 0"
            wanted = connection.exec_driver_sql(query, (f"unit:{institution}",)).all()
        held = {
            kind: set(_rows(desk.engine, table))
            for kind, table in (
                (REFERRAL.name, REFERRAL.table),
                (DRUG_REQUEST.name, DRUG_REQUEST.table),
                (trails.KIND, trail),
            )
        }
        assert [(kind, record) for kind, record in wanted if kind in held and record not in held[kind]] == []


def _need_refused(county: County, stick: Stick, name: str, file: Path, code: str) -> None:
    before = _state(county.desks[name])
    with pytest.raises(Refused) as caught:
        stick.bring(name, file)
    assert caught.value.code == code
    assert _state(county.desks[name]) == before


def _rows(engine: Any, table: Any) -> dict[str, Any]:
    with reading(engine) as connection:
        return {row.id: tuple(row) for row in connection.execute(select(*[table.c[name] for name in columns(table)]))}


def _state(desk: Workbench) -> dict[str, list[str]]:
    """Return all that a desk holds, but for its log."""
    held = {}
    with reading(desk.engine) as connection:
        for table in METADATA.sorted_tables:
            if table.name != "audit":
                held[table.name] = sorted(map(repr, connection.execute(table.select()).all()))
    held["facts"] = [row for row in held["facts"] if "audit_lines" not in row]
    return held


def _received(county: County, record: str) -> int:
    query = select(trail.c.id).where(trail.c.record == record, trail.c.act == "referral.reached")
    with reading(county.hub.engine) as connection:
        return len(connection.execute(query).all())


def _load(connection: Any, record: str) -> Any:
    from yigongti_desktop.storage import records

    return records.load(connection, REFERRAL, record)


def _quantities(county: County) -> list[int]:
    from yigongti_desktop.storage import records

    with reading(county.hub.engine) as connection:
        rows = connection.execute(DRUG_REQUEST.table.select())
        return [line.requested for row in rows for line in records.from_row(DRUG_REQUEST, row).lines]


def _open(county: County) -> None:
    county.open_line()
    for desk in county.desks.values():
        county.point(desk, f"127.0.0.1:{county.port}")


def _restore(county: County, name: str, saved: Path) -> None:
    """Put a backup in the place of a desk's data and open it."""
    desk = county.desks[name]
    desk.close()
    vault = county._frozen.vaults[name]
    restoring.restore(desk.home, saved, lambda _path: vault["database"], at=county.clock.now())
    county.clock.advance(seconds=1)
    county.desks[name] = Workbench(
        desk.home, vault, open_desk(desk.home.database, vault["database"]), clock=county.clock
    )


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
