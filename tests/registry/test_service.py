"""The registry between real desks and a real hub: one citizen, one record, and every refusal comes back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.storage import acts_kept
from tests.world import World
from tests.world import id_number
from yigongti_desktop.hub.journal import entries
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.ids import keyed_id
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import ChangePassword
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.messages import ResidentRegistered
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import passwords
from yigongti_desktop.storage import records

pytestmark = pytest.mark.sync

BIRTH = date(1959, 3, 12)
serials = itertools.count(1, 2)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two desks of 岳口 and one of 多宝; each test registers citizens of its own."""
    made = World(tmp_path_factory.mktemp("registry"))
    made.open_line()
    made.desk("岳口")
    made.desk("岳口", "岳口二")
    made.desk("多宝")
    for desk in made.desks.values():
        desk.sync()
    yield made
    made.close()


@pytest.fixture
def citizen() -> Identity:
    """Somebody whom no other test knows."""
    return Identity(
        name="邱传富", sex=Sex.MALE, birth=BIRTH, id_number=id_number(BIRTH, next(serials)), phone="13900000001"
    )


def sync(world: World, *names: str) -> None:
    for name in names:
        talk = world.desks[name].sync()
        assert not talk.code


def at(world: World, desk: str, resident: str) -> Resident | None:
    return world.desks[desk].read(records.load, store.RESIDENT, resident)


def at_hub(world: World, resident: str) -> Resident | None:
    with world.hub.engine.connect() as connection:
        return records.load(connection, store.RESIDENT, resident)


def acts(world: World, desk: str, resident: str) -> list[outbox.Act]:
    return world.desks[desk].read(outbox.of_record, "resident", resident)


def register(world: World, desk: str, identity: Identity) -> Resident:
    made: Resident = world.do(desk, RegisterResident(identity=identity))
    return made


def correct(world: World, desk: str, resident: str, answers: str = "", **changes: tuple[Any, Any]) -> Resident:
    command = CorrectResident(resident=resident, changes=changes, answers=answers)
    made: Resident = world.do(desk, command)
    return made


def known_to_both(world: World, citizen: Identity) -> str:
    """Return the id of a resident whom both desks of 岳口 show, confirmed."""
    resident = register(world, "岳口", citizen).id
    sync(world, "岳口", "岳口二")
    return resident


def test_a_resident_registered_without_a_line_is_there_at_once_and_confirmed_later(
    world: World, citizen: Identity
) -> None:
    made = register(world, "岳口", citizen)
    shown = at(world, "岳口", made.id)
    assert shown is not None
    assert shown.revision == 0
    assert world.desks["岳口"].read(store.find, store.RESIDENT, citizen.id_number)[0].id == made.id
    sync(world, "岳口")
    confirmed = at(world, "岳口", made.id)
    assert confirmed is not None
    assert confirmed.revision == 1
    assert [act.state for act in acts(world, "岳口", made.id)] == [outbox.ACCEPTED]


def test_one_citizen_registered_by_two_units_off_line_is_one_record_of_both(world: World, citizen: Identity) -> None:
    here = register(world, "岳口", citizen)
    there = register(world, "多宝", replace(citizen, contact="女儿 邱小燕"))
    assert here.id == there.id
    sync(world, "岳口", "多宝", "岳口")
    copies = [at(world, "岳口", here.id), at(world, "多宝", here.id), at_hub(world, here.id)]
    assert copies[0] == copies[1] == copies[2]
    assert copies[0] is not None
    assert copies[0].units == ("tianmen.yuekou", "tianmen.duobao")
    assert (copies[0].phone, copies[0].contact) == ("13900000001", "女儿 邱小燕")


def test_a_unit_that_does_not_care_for_somebody_does_not_receive_them(world: World, citizen: Identity) -> None:
    made = register(world, "岳口", citizen)
    sync(world, "岳口", "多宝")
    assert at(world, "多宝", made.id) is None
    with pytest.raises(Refused, match="not_found"):
        correct(world, "多宝", made.id, phone=("13900000001", "13900000009"))


def test_registering_somebody_again_names_the_record_that_is_there(world: World, citizen: Identity) -> None:
    made = register(world, "岳口", citizen)
    with pytest.raises(Refused, match="resident_known") as caught:
        register(world, "岳口", replace(citizen, phone=""))
    assert caught.value.facts == {"resident": made.id}
    assert len(acts(world, "岳口", made.id)) == 1


def test_two_desks_of_one_unit_that_register_somebody_otherwise_are_asked(world: World, citizen: Identity) -> None:
    made = register(world, "岳口", citizen)
    register(world, "岳口二", replace(citizen, phone="13900000002"))
    sync(world, "岳口", "岳口二")
    (act,) = acts(world, "岳口二", made.id)
    assert (act.state, act.code) == (outbox.REFUSED, "resident_exists")
    assert act.facts == {"fields": {"phone": {"mine": "13900000002", "theirs": "13900000001"}}}
    assert b"13900000002" in act.body
    shown = at(world, "岳口二", made.id)
    assert shown is not None
    assert shown.phone == "13900000001"


def test_edits_of_two_desks_to_different_fields_both_stand(world: World, citizen: Identity) -> None:
    resident = known_to_both(world, citizen)
    correct(world, "岳口", resident, phone=("13900000001", "13900000003"))
    correct(world, "岳口二", resident, address=("", "岳口镇新堰村"))
    sync(world, "岳口", "岳口二", "岳口")
    for desk in ("岳口", "岳口二"):
        shown = at(world, desk, resident)
        assert shown is not None
        assert (shown.phone, shown.address) == ("13900000003", "岳口镇新堰村")


def test_a_conflict_comes_back_to_the_later_desk_and_is_settled_by_its_answer(world: World, citizen: Identity) -> None:
    resident = known_to_both(world, citizen)
    correct(world, "岳口", resident, phone=("13900000001", "13900000003"))
    correct(world, "岳口二", resident, phone=("13900000001", "13900000004"), village=("", "健康村"))
    sync(world, "岳口", "岳口二")
    refused = acts(world, "岳口二", resident)[-1]
    assert (refused.state, refused.code) == (outbox.REFUSED, "conflict")
    assert refused.facts["fields"] == {"phone": {"base": "13900000001", "mine": "13900000004", "theirs": "13900000003"}}
    shown = at(world, "岳口二", resident)
    assert shown is not None
    assert (shown.phone, shown.village) == ("13900000003", "")
    correct(world, "岳口二", resident, refused.event, phone=("13900000003", "13900000004"), village=("", "健康村"))
    sync(world, "岳口二", "岳口")
    assert [act.state for act in acts(world, "岳口二", resident)] == [outbox.SETTLED, outbox.ACCEPTED]
    healed = at(world, "岳口", resident)
    assert healed is not None
    assert (healed.phone, healed.village) == ("13900000004", "健康村")


def test_a_refusal_that_was_read_leaves_the_list_and_stays_in_the_file(world: World, citizen: Identity) -> None:
    resident = known_to_both(world, citizen)
    correct(world, "岳口", resident, phone=("13900000001", "13900000003"))
    correct(world, "岳口二", resident, phone=("13900000001", "13900000004"))
    sync(world, "岳口", "岳口二")
    refused = acts(world, "岳口二", resident)[-1]
    clerk = replace(world.people["岳口二"], account="somebody-else", roles=frozenset({Role.SCHEDULER}))
    with pytest.raises(Refused, match="role_may_not"):
        world.desks["岳口二"].do(clerk, SettleRefusal(event=refused.event))
    settled = world.do("岳口二", SettleRefusal(event=refused.event))
    assert settled.state == outbox.SETTLED
    assert b"13900000004" in acts(world, "岳口二", resident)[-1].body
    with pytest.raises(Refused, match="act_unknown"):
        world.do("岳口二", SettleRefusal(event="nothing"))


@pytest.mark.parametrize("forged", ["of another number", "of nobody's number", "of no number at all"])
def test_a_lying_desk_cannot_forge_the_id_of_a_resident(world: World, citizen: Identity, forged: str) -> None:
    # Past the desk's own rules, straight into what it sends.
    with world.hub.engine.connect() as connection:
        county = store.the_county(connection)
    assert county is not None
    key = bytes.fromhex(county.resident_key)
    nobody = replace(citizen, id_number="", no_id_reason="未带证件")
    record, identity = {
        "of another number": (keyed_id(key, id_number(BIRTH, next(serials))), citizen),
        "of nobody's number": (derived_id(citizen.id_number), citizen),
        "of no number at all": (keyed_id(key, citizen.id_number), nobody),
    }[forged]
    desk, person = world.desks["多宝"], world.people["多宝"]
    lie = Event(
        id=desk.ids.new(),
        kind="resident.registered",
        record=record,
        seen=0,
        body=msgspec.json.encode(ResidentRegistered(identity=identity)),
        institution=desk.fact(facts.INSTITUTION),
        account=person.account,
        at=desk.clock.now(),
    )
    desk.write(outbox.append, lie, "resident")
    sync(world, "多宝")
    assert at_hub(world, record) is None
    assert [(act.state, act.code) for act in acts(world, "多宝", record)] == [(outbox.REFUSED, "resident_id_wrong")]
    assert register(world, "岳口", citizen).name == citizen.name  # whoever is real still finds a place


def test_a_faulty_identity_leaves_nothing_behind(world: World, citizen: Identity) -> None:
    before = world.desks["岳口"].read(acts_kept.counts)
    with pytest.raises(Refused, match="id_number_other_sex"):
        register(world, "岳口", replace(citizen, sex=Sex.FEMALE))
    assert world.desks["岳口"].read(acts_kept.counts) == before


def test_an_auditor_registers_nobody(world: World, citizen: Identity) -> None:
    auditor = replace(world.people["岳口"], roles=frozenset({Role.AUDITOR}))
    with pytest.raises(Refused, match="role_may_not"):
        world.desks["岳口"].do(auditor, RegisterResident(identity=citizen))


def test_rare_characters_travel_whole(world: World, citizen: Identity) -> None:
    resident = known_to_both(world, replace(citizen, name="𠮷田 䶮㛃", address="侴家垱 𫍲 号"))
    shown = at(world, "岳口二", resident)
    assert shown is not None
    assert (shown.name, shown.address) == ("𠮷田䶮㛃", "侴家垱 𫍲 号")
    found = world.desks["岳口二"].read(store.find, store.RESIDENT, "jtyj")
    assert resident in {one.id for one in found}


# One's own password


def account_of(world: World, desk: str) -> Account:
    account = world.desks[desk].read(records.load, store.ACCOUNT, world.people[desk].account)
    assert account is not None
    return account


def test_a_new_password_travels_as_its_verifier_only_and_opens_both_desks(world: World) -> None:
    first = world.keeper.reset_password(account_of(world, "多宝"))
    sync(world, "多宝")
    assert account_of(world, "多宝").must_change
    world.do("多宝", ChangePassword(present=first, wanted="岳麓山-2026"))
    changed = account_of(world, "多宝")
    assert passwords.matches(changed.verifier, "岳麓山-2026")
    assert not changed.must_change
    sync(world, "多宝")
    with world.hub.engine.connect() as connection:
        at_the_hub = records.load(connection, store.ACCOUNT, changed.id)
        bodies = [entry.body for entry in entries(connection, journal.c.record == changed.id)]
    assert at_the_hub is not None
    assert at_the_hub.verifier == changed.verifier
    assert bodies
    assert not [body for body in bodies if "岳麓山-2026".encode() in body]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("short1", "password_short"),
        ("onlyletters", "password_simple"),
        ("abc123456", "password_common"),
        ("", "password_short"),
    ],
)
def test_a_password_that_others_would_guess_is_refused(world: World, wanted: str, code: str) -> None:
    present = world.keeper.reset_password(account_of(world, "岳口二"))
    sync(world, "岳口二")
    with pytest.raises(Refused) as caught:
        world.do("岳口二", ChangePassword(present=present, wanted=wanted))
    assert caught.value.code == code
    assert passwords.matches(account_of(world, "岳口二").verifier, present)


def test_who_does_not_know_the_present_password_changes_nothing(world: World) -> None:
    present = world.keeper.reset_password(account_of(world, "岳口二"))
    sync(world, "岳口二")
    with pytest.raises(Refused, match="password_wrong"):
        world.do("岳口二", ChangePassword(present="不是-这个-1", wanted="岳麓山-2026"))
    with pytest.raises(Refused, match="password_same"):
        world.do("岳口二", ChangePassword(present=present, wanted=present))
    assert passwords.matches(account_of(world, "岳口二").verifier, present)
