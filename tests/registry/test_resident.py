"""Residents: one record for one citizen, whoever registers them, and no edit lost without a word."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import asdict
from msgspec.structs import replace

from tests.kernel.hands import full_width
from tests.registry.counties import KEY
from tests.registry.counties import founded
from tests.world import id_number
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.ids import keyed_id
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import NoBooks
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.resident import FIELDS
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import Other
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.resident import check_identity
from yigongti_desktop.registry.model.resident import correct
from yigongti_desktop.registry.model.resident import register
from yigongti_desktop.registry.model.resident import resident_id
from yigongti_desktop.registry.model.resident import spellings

YUEKOU, TUOSHI = "tianmen.yuekou", "tianmen.tuoshi"
AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
COUNTY = founded("tianmen")
QIU = Identity(
    name="邱传富",
    sex=Sex.MALE,
    birth=date(1959, 3, 12),
    id_number=id_number(),
    phone="13900000001",
    address="岳口镇健康村二组 18 号",
)
NEWBORN = Identity(name="邱小宝", sex=Sex.FEMALE, birth=date(2026, 11, 20), no_id_reason="新生儿")
QIU_ID = keyed_id(bytes.fromhex(KEY), QIU.id_number)
V7 = "019aae6f-0000-7000-8000-000000000001"


class Nothing(NoBooks):
    """A desk before its first sync."""

    def get(self, kind: str, record: str) -> Any | None:
        _ = self, kind, record
        return None


def ruling(record: str, unit: str = YUEKOU, register: Books = COUNTY) -> Ruling:
    actor = Actor("a1", "李文静", frozenset({Role.DOCTOR}), unit, "d1")
    return Ruling(event="e1", record=record, actor=actor, at=AT, register=register)


def refusal(typed: Identity) -> Refused:
    with pytest.raises(Refused) as caught:
        check_identity(typed, TODAY)
    return caught.value


def registered(identity: Identity = QIU, unit: str = YUEKOU) -> Resident:
    return register(None, identity, ruling(QIU_ID, unit))


# Who somebody is


def test_an_identity_is_tidied_in_every_field() -> None:
    typed = replace(
        QIU,
        name=" 邱 传富\u200b",
        id_number=full_width(QIU.id_number.lower()),
        phone="139 0000 0001",
        contact=" 女儿\t邱小燕 ",
        village="健康村\n二组",
        health_record="429006 107 001 00012",
    )
    tidy = check_identity(typed, TODAY)
    assert (tidy.name, tidy.id_number, tidy.phone) == ("邱传富", QIU.id_number, "13900000001")
    assert (tidy.contact, tidy.village, tidy.health_record) == ("女儿 邱小燕", "健康村 二组", "42900610700100012")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "field_empty"),
        ({"name": "\u200b"}, "field_empty"),
        ({"name": "长" * 61}, "field_long"),
        ({"address": "长" * 201}, "field_long"),
        ({"village": "长" * 5_000_000}, "field_long"),
        ({"birth": date(2026, 11, 24)}, "birth_in_future"),
        ({"birth": date(1959, 3, 13)}, "id_number_other_birth"),
        ({"sex": Sex.FEMALE}, "id_number_other_sex"),
        ({"id_number": ""}, "id_number_or_reason"),
        ({"id_number": " ", "no_id_reason": " \t"}, "id_number_or_reason"),
        ({"id_number": "429006"}, "id_number_length"),
        ({"phone": "1390000000"}, "mobile_length"),
        ({"health_record": "1"}, "health_record_number"),
    ],
)
def test_a_faulty_identity_is_refused_with_its_fault(change: dict[str, Any], code: str) -> None:
    assert refusal(replace(QIU, **change)).code == code


def test_a_field_that_is_too_long_is_named_with_its_length() -> None:
    assert refusal(replace(QIU, contact="长" * 300)).facts == {"field": "contact", "most": 200, "length": 300}


def test_an_unknown_sex_is_taken_from_the_number() -> None:
    assert check_identity(replace(QIU, sex=Sex.UNKNOWN), TODAY).sex is Sex.MALE


def test_with_a_number_no_reason_is_kept_and_without_one_it_is() -> None:
    assert not check_identity(replace(QIU, no_id_reason="未带证件"), TODAY).no_id_reason
    assert check_identity(NEWBORN, TODAY).no_id_reason == "新生儿"


def test_a_number_of_a_former_region_is_a_number() -> None:
    born = date(1970, 1, 1)
    old = Identity(name="张三", sex=Sex.MALE, birth=born, id_number="342422197001010019")
    assert check_identity(old, TODAY).id_number == "342422197001010019"


typed_words = st.text(max_size=20)


@settings(max_examples=100, deadline=None)
@given(
    st.builds(
        Identity,
        **{field: typed_words for field in FIELDS if field not in {"sex", "birth", "phones", "insured"}},
        sex=st.sampled_from(Sex),
        birth=st.dates(),
    )
)
def test_whatever_is_typed_is_tidied_once_or_refused(typed: Identity) -> None:
    with suppress(Refused):
        tidy = check_identity(typed, TODAY)
        assert check_identity(tidy, TODAY) == tidy


# Registered once


def test_one_citizen_has_one_id_at_every_desk_and_none_without_the_county_s_key() -> None:
    assert resident_id(KEY, QIU, "other") == QIU_ID
    assert resident_id(bytes(32).hex(), QIU, "other") != QIU_ID
    assert resident_id(KEY, NEWBORN, "other") == "other"
    assert QIU.id_number not in QIU_ID


def test_a_citizen_registered_by_two_units_is_one_record_that_both_care_for() -> None:
    first = registered()
    second = register(first, replace(QIU, phone="", contact="女儿 邱小燕"), ruling(QIU_ID, TUOSHI))
    assert second.id == first.id
    assert second.units == (YUEKOU, TUOSHI)
    assert (second.phone, second.contact) == ("13900000001", "女儿 邱小燕")


def test_what_a_second_unit_writes_otherwise_stands_beside_what_is_known() -> None:
    second = register(registered(), replace(QIU, phone="13900000002"), ruling(QIU_ID, TUOSHI))
    assert second.phone == "13900000001"
    assert second.units == (YUEKOU, TUOSHI)
    assert second.also == (Other(field="phone", value="13900000002", unit=TUOSHI),)
    assert "13900000002" in spellings(second)


def test_what_stands_beside_goes_when_somebody_has_checked_it() -> None:
    second = register(registered(), replace(QIU, phone="13900000002", village="二组"), ruling(QIU_ID, TUOSHI))
    third = register(second, replace(QIU, phone="13900000003"), ruling(QIU_ID, "tianmen.duobao"))
    assert [other.value for other in third.also] == ["13900000002", "13900000003"]
    elsewhere = correct(third, {"village": ("二组", "三组")}, ruling(QIU_ID))
    assert elsewhere.also == third.also
    checked = correct(elsewhere, {"phone": ("13900000001", "13900000002")}, ruling(QIU_ID))
    assert (checked.phone, checked.also) == ("13900000002", ())


def test_two_desks_of_one_unit_that_write_otherwise_get_both_values_as_a_question() -> None:
    with pytest.raises(Refused, match="resident_exists") as caught:
        register(registered(), replace(QIU, phone="13900000002"), ruling(QIU_ID))
    assert caught.value.facts == {"fields": {"phone": {"mine": "13900000002", "theirs": "13900000001"}}}


def test_registering_the_same_again_changes_nothing() -> None:
    assert register(registered(), QIU, ruling(QIU_ID)) == registered()


def test_before_the_county_is_known_nobody_is_registered() -> None:
    with pytest.raises(Refused, match="county_missing"):
        register(None, QIU, ruling(QIU_ID, register=Nothing()))


# No id is forged


@pytest.mark.parametrize("record", [V7, keyed_id(bytes(32), QIU.id_number), keyed_id(bytes.fromhex(KEY), "1"), "x", ""])
def test_a_citizen_under_any_other_id_than_their_own_is_refused(record: str) -> None:
    with pytest.raises(Refused, match="resident_id_wrong"):
        register(None, QIU, ruling(record))


def test_somebody_without_a_number_cannot_take_the_id_of_a_number() -> None:
    # Else a lying desk could occupy the id of a citizen before they come, with a false name.
    with pytest.raises(Refused, match="resident_id_wrong"):
        register(None, NEWBORN, ruling(QIU_ID))
    with pytest.raises(Refused, match="resident_id_wrong"):
        register(registered(), NEWBORN, ruling(QIU_ID, TUOSHI))
    assert register(None, NEWBORN, ruling(V7)).name == "邱小宝"


def test_a_citizen_is_never_joined_to_a_record_whose_number_was_corrected_to_another() -> None:
    # A wife was registered under her husband's number; it is put right; then the husband comes.
    wife = Identity(name="胡桂英", sex=Sex.FEMALE, birth=date(1961, 5, 2), id_number=id_number(date(1961, 5, 2), 302))
    wanted = msgspec.to_builtins(wife)
    seen = msgspec.to_builtins(registered().identity())
    hers = correct(registered(), {field: (seen[field], wanted[field]) for field in FIELDS}, ruling(QIU_ID))
    assert hers.identity() == wife
    with pytest.raises(Refused, match="resident_id_wrong"):
        register(hers, QIU, ruling(QIU_ID, TUOSHI))


def test_the_holder_of_a_number_is_not_joined_to_a_record_that_it_was_taken_off() -> None:
    taken_off = {"id_number": (QIU.id_number, ""), "no_id_reason": ("", "登记错了"), "name": ("邱传富", "胡桂英")}
    somebody = correct(registered(), taken_off, ruling(QIU_ID))
    with pytest.raises(Refused, match="resident_id_wrong"):
        register(somebody, QIU, ruling(QIU_ID, TUOSHI))


# Corrected by several


def test_edits_to_different_fields_both_stand() -> None:
    first = correct(registered(), {"phone": ("13900000001", "13900000002")}, ruling(QIU_ID))
    both = correct(first, {"address": (QIU.address, "岳口镇新堰村")}, ruling(QIU_ID))
    assert (both.phone, both.address) == ("13900000002", "岳口镇新堰村")


def test_a_second_edit_of_one_field_comes_back_with_the_three_values() -> None:
    first = correct(registered(), {"phone": ("13900000001", "13900000002")}, ruling(QIU_ID))
    changes = {"phone": ("13900000001", "13900000003"), "village": ("", "健康村")}
    with pytest.raises(Refused, match="conflict") as caught:
        correct(first, changes, ruling(QIU_ID))
    assert caught.value.facts == {
        "fields": {"phone": {"base": "13900000001", "mine": "13900000003", "theirs": "13900000002"}}
    }


def test_two_who_write_the_same_do_not_disagree() -> None:
    change = {"phone": ("13900000001", "13900000002")}
    first = correct(registered(), change, ruling(QIU_ID))
    assert correct(first, change, ruling(QIU_ID)) == first


def test_only_a_unit_that_cares_for_somebody_corrects_them() -> None:
    for current in (None, registered()):
        with pytest.raises(Refused, match="not_found"):
            correct(current, {"phone": ("13900000001", "13900000002")}, ruling(QIU_ID, TUOSHI))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nickname": ("", "老邱")}, "field_unknown"),
        ({"units": ([], [TUOSHI])}, "field_unknown"),
        ({"id": (QIU_ID, V7)}, "field_unknown"),
        ({"name": ("邱传富", "")}, "field_empty"),
        ({"name": ("邱传富", None)}, "field_format"),
        ({"phone": ("13900000001", 13900000002)}, "field_format"),
        ({"birth": ("1959-03-12", "12.3.1959")}, "field_format"),
        ({"sex": ("male", "man")}, "field_format"),
        ({"birth": ("1959-03-12", "1959-03-13")}, "id_number_other_birth"),
        ({"name": (["邱传富"], {"name": "x"})}, "conflict"),
    ],
)
def test_a_change_that_cannot_be_is_refused(changes: dict[str, tuple[Any, Any]], code: str) -> None:
    with pytest.raises(Refused) as caught:
        correct(registered(), changes, ruling(QIU_ID))
    assert caught.value.code == code


def test_a_newborn_gets_a_number_later() -> None:
    baby = register(None, NEWBORN, ruling(V7))
    number = id_number(date(2026, 11, 20), 302)
    grown = correct(baby, {"id_number": ("", number)}, ruling(V7))
    assert (grown.id, grown.id_number, grown.no_id_reason) == (V7, number, "")


plain = {
    "phone": ["13900000001", "13900000002", ""],
    "address": ["甲", "乙", ""],
    "contact": ["女儿", ""],
    "village": ["一", "二"],
}
edit = st.fixed_dictionaries({}, optional={field: st.sampled_from(some) for field, some in plain.items()})


@settings(max_examples=100, deadline=None)
@given(edit, edit)
def test_of_two_who_saw_the_same_every_value_stands_or_is_asked_about(
    mine: dict[str, str], theirs: dict[str, str]
) -> None:
    seen = asdict(registered().identity())
    first = correct(registered(), {field: (seen[field], new) for field, new in theirs.items()}, ruling(QIU_ID))
    disagreed = {
        field for field in mine.keys() & theirs.keys() if mine[field] != theirs[field] and theirs[field] != seen[field]
    }
    try:
        second = correct(first, {field: (seen[field], new) for field, new in mine.items()}, ruling(QIU_ID))
    except Refused as refused:
        asked: dict[str, Any] = refused.facts["fields"]
    else:
        asked = {}
        assert asdict(second.identity()) == seen | theirs | mine
    assert set(asked) == disagreed


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([YUEKOU, TUOSHI, "tianmen.duobao"]), edit), min_size=1, max_size=6))
def test_however_often_somebody_is_registered_nothing_known_is_lost(visits: list[tuple[str, dict[str, str]]]) -> None:
    current: Resident | None = None
    for unit, wrote in visits:
        before = current
        with suppress(Refused):
            current = register(current, replace(QIU, **({"phone": "", "address": ""} | wrote)), ruling(QIU_ID, unit))
            assert unit in current.units
            known = asdict(current.identity())
            beside = {(other.field, other.value) for other in current.also}
            assert all(known[field] == value or (field, value) in beside for field, value in wrote.items() if value)
        if before is not None and current is not None:
            kept = {field: value for field, value in asdict(before.identity()).items() if value}
            assert asdict(current.identity()).items() >= kept.items()
            assert current.units[: len(before.units)] == before.units
