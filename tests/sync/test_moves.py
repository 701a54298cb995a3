"""A resident is handed on to another unit: the first loses the record, the other gets it whole, both keep the note."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.storage import acts_kept
from tests.sync.by_hand import exchange
from tests.sync.by_hand import take
from tests.sync.county import County
from tests.world import hu_xiaoyan
from tests.world import id_number
from yigongti_desktop.app.pages import MANIFESTS
from yigongti_desktop.app.sync_overview import Entry
from yigongti_desktop.app.sync_overview import overview
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.ui.moving import news
from yigongti_desktop.storage import departed
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records

pytestmark = [pytest.mark.sync, pytest.mark.policy("CHR-06")]

DUOBAO, YUEKOU = "tianmen.duobao", "tianmen.yuekou"


def test_the_former_unit_loses_the_record_and_the_new_one_gets_it_whole(county: County) -> None:
    made = _registered(county)
    _move(county, made)
    county.sync("岳口", "岳口二", "多宝")
    for name in ("岳口", "岳口二"):
        assert _at(county, name, made.id) is None, name
        assert county.desks[name].read(store.find_ids, "resident", "胡小燕", 5) == [], name
    held = _at(county, "多宝", made.id)
    assert held == replace(made, units=(DUOBAO,), revision=2)
    assert county.desks["多宝"].read(store.find_ids, "resident", "胡小燕", 5) == [made.id]


def test_somebody_handed_on_and_registered_again_before_the_line_was_back_stays(county: County) -> None:
    """The record leaves with the answer to the first batch, while the act that makes it anew is in the second."""
    identity = Identity(name="王小明", sex=Sex.MALE, birth=date(1990, 5, 5), id_number=id_number(date(1990, 5, 5), 301))
    made = county.do("岳口", RegisterResident(identity=identity))
    _move(county, made)
    assert county.do("岳口", RegisterResident(identity=identity)).id == made.id
    county.desks["岳口"].write(lambda connection: facts.put(connection, pace="2 2"))
    county.sync("岳口", "岳口二", "多宝")
    for name in ("岳口", "岳口二", "多宝"):
        held = _at(county, name, made.id)
        assert held is not None, name
        assert (set(held.units), held.revision) == ({DUOBAO, "tianmen.yuekou"}, 3), name


def test_somebody_registered_and_handed_on_before_the_line_was_back_leaves_too(county: County) -> None:
    """The hub never had the record in the first unit's stream: it came and went within one batch."""
    identity = Identity(name="王小明", sex=Sex.MALE, birth=date(1990, 5, 5), no_id_reason="未带证件")
    made = county.do("岳口", RegisterResident(identity=identity))
    _move(county, made)
    county.sync("岳口", "岳口二", "多宝")
    for name in ("岳口", "岳口二"):
        assert _at(county, name, made.id) is None, name
        assert not county.desks[name].read(pending.unconfirmed_ids, "resident"), name
    held = _at(county, "多宝", made.id)
    assert held is not None
    assert (held.units, held.revision) == ((DUOBAO,), 2)


def test_both_units_keep_the_note_of_the_move_and_are_told(county: County) -> None:
    made = _registered(county)
    _move(county, made)
    county.sync("岳口", "岳口二", "多宝", "市一医")
    notes = {name: county.desks[name].read(store.transfers_of, made.id) for name in ("岳口", "岳口二", "多宝")}
    (note,) = notes["岳口"]
    assert all(kept == [note] for kept in notes.values())
    assert (note.name, note.giver, note.receiver, note.reason) == ("胡小燕", YUEKOU, DUOBAO, "搬到多宝镇")
    assert county.desks["市一医"].read(store.transfers_of, made.id) == []
    for name, title, detail in (
        ("岳口二", "胡小燕　迁出", "迁往 多宝镇卫生院，搬到多宝镇"),
        ("多宝", "胡小燕　迁入", "来自 岳口镇中心卫生院，搬到多宝镇"),
    ):
        (told,) = county.desks[name].read(news, county.people[name], county.clock.now())
        assert (told.title, told.detail) == (title, detail), name


def test_the_note_is_written_once_although_desk_and_hub_both_write_it(county: County) -> None:
    made = _registered(county)
    _move(county, made)
    assert len(county.desks["岳口"].read(store.transfers_of, made.id)) == 1  # before the hub has heard of it
    county.sync("岳口", "岳口")
    assert len(county.desks["岳口"].read(store.transfers_of, made.id)) == 1
    assert county.desks["岳口"].read(acts_kept.counts) == {outbox.ACCEPTED: 3}


def test_what_is_under_way_stays_with_the_unit_that_began_it(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    county.do("岳口", MoveResident(resident=sent.slip.patient.resident, unit=DUOBAO, reason="户口迁出"))
    county.sync("岳口", "多宝")
    county.do("市一医", m.AcceptReferral(referral=sent.id))
    county.sync("市一医", "岳口")
    held = county.desks["岳口"].read(records.load, REFERRAL, sent.id)
    assert held is not None
    assert (held.state, held.slip.patient.name) == (State.ACCEPTED, "邱传富")
    assert county.desks["多宝"].read(records.load, REFERRAL, sent.id) is None


def test_a_resident_of_two_units_leaves_one_and_stays_with_the_other(county: County) -> None:
    made = _registered(county)
    county.do("多宝", RegisterResident(identity=made.identity()))
    county.sync("多宝", "岳口")
    _move(county, made)
    county.sync("岳口", "多宝")
    assert _at(county, "岳口", made.id) is None
    held = _at(county, "多宝", made.id)
    assert held is not None
    assert held.units == (DUOBAO,)


def test_a_resident_who_comes_back_is_registered_again_as_the_same_one(county: County) -> None:
    made = _registered(county)
    _move(county, made)
    county.sync("岳口", "多宝")
    assert county.do("岳口", RegisterResident(identity=made.identity())).id == made.id
    county.sync("岳口", "多宝")
    for name in ("岳口", "多宝"):
        held = _at(county, name, made.id)
        assert held is not None
        assert set(held.units) == {YUEKOU, DUOBAO}


def test_an_edit_that_was_waiting_when_the_record_left_is_kept_with_the_name(county: County) -> None:
    """岳口二 was off-line: it learns of the move and sends its edit in one talk."""
    made = _registered(county)
    _correct(county, "岳口二", made, phone=("13900000001", "13900000007"))
    _move(county, made)
    county.sync("岳口", "岳口二")
    assert _at(county, "岳口二", made.id) is None
    _need_listed(county, "岳口二")


def test_so_it_is_when_the_record_left_before_the_edit_could_be_sent(county: County) -> None:
    made = _registered(county)
    _correct(county, "岳口二", made, phone=("13900000001", "13900000007"))
    _move(county, made)
    county.sync("岳口")
    take(county, "岳口二", exchange(county, "岳口二"))  # only what came down; the line was cut then
    assert _at(county, "岳口二", made.id) is None
    waiting = county.desks["岳口二"].read(overview, MANIFESTS, county.people["岳口二"], county.clock.now()).waiting
    assert [(entry.title, entry.contents) for entry in waiting] == [
        ("胡小燕", (("联系电话", "13900000001 → 13900000007"),))
    ]
    county.sync("岳口二")
    _need_listed(county, "岳口二")


def test_so_it_is_when_the_edit_was_refused_first_and_the_record_left_later(county: County) -> None:
    made = _registered(county)
    _correct(county, "岳口", made, phone=("13900000001", "13900000002"))
    _correct(county, "岳口二", made, phone=("13900000001", "13900000007"))
    county.sync("岳口", "岳口二")
    _move(county, made)
    county.sync("岳口", "岳口二")
    (entry,) = _needs(county, "岳口二")
    assert (entry.act.code, entry.title) == ("conflict", "胡小燕")


def test_the_name_is_forgotten_with_the_last_act_that_was_open(county: County) -> None:
    made = _registered(county)
    _correct(county, "岳口二", made, phone=("13900000001", "13900000007"))
    _move(county, made)
    county.sync("岳口", "岳口二")
    (entry,) = _needs(county, "岳口二")
    with pytest.raises(Refused, match="not_found"):
        county.do("岳口二", SendAgain(event=entry.act.event))
    desk = county.desks["岳口二"]
    assert desk.read(departed.name, "resident", made.id) == "胡小燕"
    county.do("岳口二", SettleRefusal(event=entry.act.event))
    county.sync("岳口二")
    assert desk.read(departed.name, "resident", made.id) == ""


def test_two_desks_hand_a_resident_on_to_different_units_and_the_second_is_told(county: County) -> None:
    made = _registered(county)
    _move(county, made)
    county.do("岳口二", MoveResident(resident=made.id, unit="tianmen.jingling", reason="搬到竟陵"))
    county.sync("岳口", "岳口二", "多宝")
    entries = _needs(county, "岳口二")
    assert [(entry.act.code, entry.title) for entry in entries] == [("not_found", "胡小燕")]
    assert entries[0].contents[1] == ("原因", "搬到竟陵")
    assert [one.receiver for one in county.desks["岳口二"].read(store.transfers_of, made.id)] == [DUOBAO]


@pytest.mark.parametrize(
    ("unit", "reason", "code"),
    [
        (YUEKOU, "搬家", "transfer_to_self"),
        ("tianmen.diyi", "搬家", "transfer_to_hospital"),
        ("tianmen.nowhere", "搬家", "institution_unknown"),
        (DUOBAO, " ", "field_empty"),
        (DUOBAO, "搬" * 201, "field_long"),
    ],
)
def test_a_move_that_cannot_be_changes_nothing(county: County, unit: str, reason: str, code: str) -> None:
    made = _registered(county)
    with pytest.raises(Refused, match=code):
        county.do("岳口", MoveResident(resident=made.id, unit=unit, reason=reason))
    assert _at(county, "岳口", made.id) == made


def test_a_unit_that_does_not_care_for_a_resident_cannot_hand_them_on(county: County) -> None:
    made = _registered(county)
    with pytest.raises(Refused, match="not_found"):
        county.do("多宝", MoveResident(resident=made.id, unit="tianmen.jingling", reason="搬家"))


def _registered(county: County) -> Resident:
    identity = hu_xiaoyan()
    county.do("岳口", RegisterResident(identity=identity))
    county.sync("岳口", "岳口二")
    (found,) = county.desks["岳口"].read(store.find, store.RESIDENT, "胡小燕")
    return found


def _move(county: County, resident: Resident) -> None:
    county.do("岳口", MoveResident(resident=resident.id, unit=DUOBAO, reason="搬到多宝镇"))


def _correct(county: County, name: str, resident: Resident, **changes: tuple[str, str]) -> None:
    county.do(name, CorrectResident(resident=resident.id, changes=dict(changes)))


def _at(county: County, name: str, resident: str) -> Resident | None:
    return county.desks[name].read(store.one_resident, resident)


def _needs(county: County, name: str) -> tuple[Entry, ...]:
    return county.desks[name].read(overview, MANIFESTS, county.people[name], county.clock.now()).needs


def _need_listed(county: County, name: str) -> None:
    (entry,) = _needs(county, name)
    assert (entry.act.code, entry.title) == ("not_found", "胡小燕")
    assert entry.contents == (("联系电话", "13900000001 → 13900000007"),)
