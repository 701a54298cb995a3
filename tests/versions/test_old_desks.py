"""The present hub serves a desk of the first version: enrolled, heard, answered, told what is new without harm."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from tests.sync.county import County
from tests.versions import v1
from tests.versions.old_desk import OldDesk
from tests.world import hu_xiaoyan
from yigongti_desktop.app.formulary import FormularyImport
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading

pytestmark = pytest.mark.sync

IDENTITY = hu_xiaoyan()


def test_a_first_sync_brings_it_all_that_it_can_read(county: County, old: OldDesk) -> None:
    drugs = county.desks["岳口"].read(store.count, store.DRUG)
    assert len(old.of_kind("drug")) == drugs > 50
    assert set(old.cursors) == {"unit:tianmen.yuekou", "community:tianmen-1", "county"}
    assert {kind for kind, _ in old.rows} <= v1.KINDS


def test_what_it_does_reaches_present_desks_and_theirs_reaches_it(county: County, old: OldDesk) -> None:
    made = _registered(county, old)
    event = old.act("resident.corrected", made.id, {"changes": {"phone": ["13900000001", "13900000007"]}})
    old.talk()
    county.sync("岳口", "岳口二")
    assert old.outcomes[event] == v1.Outcome(event=event, revision=2)
    for name in ("岳口", "岳口二"):
        assert _at(county, name, made.id).phone == "13900000007", name
    assert old.of_kind("resident")[made.id]["phone"] == "13900000007"
    assert not old.waiting


def test_its_receipt_names_every_act_since_it_waits_for_each(county: County, old: OldDesk) -> None:
    made = _registered(county, old)
    events = [
        old.act("resident.corrected", made.id, {"changes": {"village": [before, after]}})
        for before, after in (("", "一组"), ("一组", "二组"), ("九组", "三组"), ("二组", "四组"))
    ]
    old.talk()
    codes = [old.outcomes[event].code for event in events]
    assert codes == ["", "", "conflict", ""]


def test_a_refusal_comes_with_code_and_both_values(county: County, old: OldDesk) -> None:
    made = _registered(county, old)
    changes = {"phone": ("13900000001", "13900000002")}
    county.do("岳口", CorrectResident(resident=made.id, changes=changes))
    county.sync("岳口")
    event = old.act("resident.corrected", made.id, {"changes": {"phone": ["13900000001", "13900000003"]}})
    old.talk()
    outcome = old.outcomes[event]
    assert (outcome.code, outcome.quarantined) == ("conflict", False)
    assert outcome.facts["fields"]["phone"] == {"base": "13900000001", "mine": "13900000003", "theirs": "13900000002"}
    assert old.of_kind("resident")[made.id]["phone"] == "13900000002"


def test_a_batch_whose_answer_was_lost_is_done_once(county: County, old: OldDesk) -> None:
    made = _registered(county, old)
    old.act("resident.corrected", made.id, {"changes": {"village": ["", "一组"]}})
    old.exchange(old._batch())  # the answer is lost
    old.talk()
    assert [row.code for row in county.journal("resident.corrected")] == [""]
    assert not old.waiting


def test_restored_from_a_backup_it_gets_a_new_epoch_and_what_it_lacks(county: County, old: OldDesk) -> None:
    made = _registered(county, old)
    saved = old.saved()
    old.act("resident.corrected", made.id, {"changes": {"village": ["", "一组"]}})
    old.talk()
    old.restore(saved)
    event = old.act("resident.corrected", made.id, {"changes": {"contact": ["", "女儿"]}})
    old.talk()
    assert old.epoch == 2
    assert old.outcomes[event].code == ""
    held = old.of_kind("resident")[made.id]
    assert (held["village"], held["contact"]) == ("一组", "女儿")


def test_a_column_of_the_present_program_survives_in_its_hands(county: County, old: OldDesk) -> None:
    """It keeps what it cannot read, and what it sends takes nothing away: acts name what they change."""
    account = next(one for one in county.keeper.accounts() if one.id == old.account)
    county.keeper.give_roles(account, [*account.roles, Role.NURSE])
    old.talk()
    kept = old.of_kind("account")[account.id]["extra"]["former"]
    assert msgspec.json.decode(kept)[0]["institution"] == "tianmen.yuekou"
    old.act("account.password_changed", account.id, {"verifier": "$argon2id$new"})
    old.talk()
    county.sync("岳口")
    with reading(county.hub.engine) as connection:
        there = records.load(connection, store.ACCOUNT, account.id)
    here = county.desks["岳口"].read(records.load, store.ACCOUNT, account.id)
    assert isinstance(there, Account)
    assert there == here
    assert (there.verifier, len(there.former)) == ("$argon2id$new", 1)


def test_a_drug_of_the_present_formulary_is_an_ordinary_drug_in_its_hands(
    county: County, old: OldDesk, tmp_path: Path
) -> None:
    """What it cannot read it keeps, and what the new list no longer names has ended for it too."""
    file = tmp_path / "list.csv"
    file.write_text("通用名,商品名,规格,单位,包装\n阿莫西林胶囊,阿莫灵,0.25g,盒,10粒×2板/盒\n", encoding="utf-8")
    since = date(2026, 9, 1)
    with FormularyImport(county.hub, ["tianmen-1"], since=since) as taking:
        taking.read(file)
        taking.apply()
    old.talk()
    (row,) = [drug for drug in old.of_kind("drug").values() if drug["until"] is None]
    assert (row["name"], row["pack"], row["since"]) == ("阿莫西林胶囊", "10粒×2板/盒", "2026-09-01")
    assert row["extra"]["trade_name"] == "阿莫灵"
    assert msgspec.json.decode(row["extra"]["units"]) == [["盒", 20], ["板", 10], ["粒", 1]]
    assert {drug["until"] for drug in old.of_kind("drug").values()} == {None, "2026-08-31"}


def test_a_kind_of_the_present_program_is_set_aside_and_leaves_like_the_others(county: County, old: OldDesk) -> None:
    made = _registered(county, old)
    county.do("岳口", MoveResident(resident=made.id, unit="tianmen.duobao", reason="搬家"))
    county.sync("岳口")
    old.talk()
    assert made.id not in old.of_kind("resident")
    assert {kind for kind, _ in old.aside} == {"transfer", "package", "device_key"}  # the last two from the start


def test_an_edit_of_a_record_that_has_left_comes_back_to_it(county: County, old: OldDesk) -> None:
    made = _registered(county, old)
    county.do("岳口", MoveResident(resident=made.id, unit="tianmen.duobao", reason="搬家"))
    county.sync("岳口")
    event = old.act("resident.corrected", made.id, {"changes": {"village": ["", "一组"]}})
    old.talk()
    assert old.outcomes[event].code == "not_found"


def test_its_talk_ends_when_its_unit_has_changed_the_community(county: County, old: OldDesk) -> None:
    """It never forgets a stream, and goes on asking until nothing is new."""
    former = set(old.of_kind("drug"))
    county.keeper.move_institution("岳口", "tianmen-2", date(2026, 11, 23))
    old.talk()
    assert old.cursors["community:tianmen-1"] == 0
    assert len(old.of_kind("drug")) > 50
    assert not former & set(old.of_kind("drug"))
    county.keeper.move_institution("岳口", "tianmen-1", date(2026, 11, 24))
    county.clock.advance(days=1)
    old.talk()
    assert set(old.of_kind("drug")) == former


def test_an_act_that_the_hub_keeps_unjudged_is_told_as_before(county: County, old: OldDesk) -> None:
    made = _registered(county, old)
    event = old.act("resident.frobnicated", made.id, {})
    old.talk()
    assert (old.outcomes[event].code, old.outcomes[event].facts) == ("event_unknown", {"kind": "resident.frobnicated"})


def test_it_is_revoked_like_any_other(county: County, old: OldDesk) -> None:
    county.keeper.revoke(old.me.device, "送修")
    with pytest.raises(AssertionError, match="device_revoked"):
        old.talk()


def _registered(county: County, old: OldDesk) -> Resident:
    made: Resident = county.do("岳口", RegisterResident(identity=IDENTITY))
    county.sync("岳口", "岳口二")
    old.talk()
    assert old.of_kind("resident")[made.id]["name"] == "胡小燕"
    return replace(made, revision=1)


def _at(county: County, name: str, resident: str) -> Resident:
    found = county.desks[name].read(store.one_resident, resident)
    assert found is not None
    return found
