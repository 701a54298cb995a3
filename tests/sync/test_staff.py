"""Records of staff between desks: who gets them, how they leave a unit, what two desks write of one person."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from tests.registry.staff.people import DUOBAO
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from tests.screens import Staffed
from tests.sync.county import County
from tests.world import id_number
from yigongti_desktop.app.sync_conflict import decided
from yigongti_desktop.app.sync_conflict import disputes
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.staff import messages as m
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Identity
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.refused.staff import contents
from yigongti_desktop.storage import departed
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records

pytestmark = pytest.mark.sync

BEGAN, TODAY = date(2020, 3, 1), date(2026, 11, 23)
DAY = timedelta(days=1)
ALL = ("岳口", "岳口二", "多宝", "市一医")


@pytest.fixture
def county(town: County, staffed: Staffed) -> County:
    """天门 with the clerk of 岳口 at both desks of it, and the staffing office at the lead hospital."""
    for desk, who in (("岳口", "排班"), ("岳口二", "排班"), ("市一医", "人力")):
        town.people[desk] = staffed.people[who]
    return town


def hire(county: County, desk: str = "岳口", home: str = YUEKOU, name: str = "许小兰") -> Staff:
    identity = Identity(name=name, profession=Profession.NURSE, sex=Sex.FEMALE, phone="13900000021")
    post = Post(since=BEGAN, home=home, establishment=Establishment.POST)
    made: Staff = county.do(desk, m.RegisterStaff(identity=identity, parts=(post,)))
    return made


def note(county: County, desk: str, staff: Staff, part: Part) -> Staff:
    known = held(county, desk, staff)
    assert known is not None
    after: Staff = county.do(desk, m.NoteStaff(staff=staff.id, part=part, seen=known.like(part)))
    return after


def held(county: County, desk: str, staff: Staff) -> Staff | None:
    found: Staff | None = county.desks[desk].read(records.load, store.STAFF, staff.id)
    return found


def refused(county: County, desk: str) -> list[outbox.Act]:
    found: list[outbox.Act] = county.desks[desk].read(outbox.in_states, outbox.NEEDS_PERSON)
    return found


@pytest.mark.policy("STF-03")
def test_a_record_goes_to_home_and_lead_and_to_no_other_unit(county: County) -> None:
    made = hire(county)
    county.sync(*ALL, *ALL)
    assert all(held(county, desk, made) is not None for desk in ("岳口", "岳口二", "市一医"))
    assert held(county, "多宝", made) is None
    assert county.desks["多宝"].read(store.find_ids, "staff", "xxl", 5) == []


@pytest.mark.policy("STF-03")
def test_who_is_sent_comes_into_the_other_unit_and_leaves_it_again_by_the_day(county: County) -> None:
    made = hire(county)
    county.sync(*ALL)
    sent = Place(since=TODAY, until=TODAY + 30 * DAY, unit=DUOBAO, mode=Mode.ROTATION)
    note(county, "市一医", made, sent)
    county.sync("市一医", "多宝", "岳口")
    there = held(county, "多宝", made)
    assert there is not None
    assert (there.works_at(TODAY), there.home_on(TODAY)) == (DUOBAO, YUEKOU)
    assert held(county, "岳口", made) == there
    county.clock.advance(days=32)
    assert county.hub.keep_house() == 1
    assert county.hub.keep_house() == 0
    county.sync(*ALL)
    assert held(county, "多宝", made) is None
    assert county.desks["多宝"].read(store.find_ids, "staff", "xxl", 5) == []
    assert held(county, "岳口", made) == held(county, "市一医", made)


@pytest.mark.policy("STF-03")
def test_a_change_of_home_takes_the_record_out_of_the_old_unit_and_nothing_unsent_is_lost(county: County) -> None:
    """岳口二 was off-line: it learns that the nurse has gone in the talk in which it sends what it had noted."""
    made = hire(county)
    county.sync(*ALL)
    nursing = Period(since=date(2026, 6, 1), kind=PeriodKind.NURSING, child=date(2026, 6, 1))
    licence = Licence(since=BEGAN, until=date(2027, 1, 15), kind=LicenceKind.NURSE, number="2015420001")
    note(county, "岳口二", made, nursing)
    note(county, "岳口二", made, licence)
    note(county, "市一医", made, Post(since=TODAY, home=DUOBAO, establishment=Establishment.POST))
    county.sync("市一医", "岳口二", "多宝", "岳口")
    assert held(county, "岳口二", made) is None
    assert held(county, "岳口", made) is None
    there = held(county, "多宝", made)
    assert there is not None
    assert (there.licences, there.periods) == ((), ())
    lost = refused(county, "岳口二")
    assert [act.code for act in lost] == ["not_found", "not_found"]
    read: Any = contents
    said = [county.desks["岳口二"].read(read, act) for act in lost]
    assert sorted(line for lines in said for _, line in lines) == [
        "孕哺期　哺乳期　孩子出生 2026-06-01　2026-06-01 起",
        "证照　护士执业证　2015420001　2020-03-01 至 2027-01-15",
    ]
    assert county.desks["岳口二"].read(departed.name, "staff", made.id) == "许小兰"
    assert not county.desks["岳口二"].read(pending.unconfirmed_ids, "staff")


@pytest.mark.policy("STF-03")
@pytest.mark.parametrize("is_first", [True, False])
def test_what_the_working_unit_noted_before_somebody_was_called_back_is_in_or_told(
    county: County, *, is_first: bool
) -> None:
    """多宝 was off-line while the office called the nurse back: its note counts, or comes back with her name."""
    account, _ = county.keeper.add_account("多宝", "ma", "马素芬", (Role.SCHEDULER,))
    county.people["多宝"] = account.actor()
    made = hire(county)
    county.sync(*ALL)
    note(county, "市一医", made, Place(since=TODAY, until=TODAY + 60 * DAY, unit=DUOBAO, mode=Mode.ROTATION))
    county.sync("市一医", "多宝")
    note(county, "多宝", made, Licence(since=BEGAN, kind=LicenceKind.MATERNAL_CHILD, number="MY-7"))
    note(county, "市一医", made, Place(since=TODAY, unit=YUEKOU, department="护理部"))
    county.sync(*(("多宝", "市一医") if is_first else ("市一医", "多宝")), *ALL)
    assert held(county, "多宝", made) is None
    assert not county.desks["多宝"].read(pending.unconfirmed_ids, "staff")
    home = held(county, "岳口", made)
    assert home is not None
    assert home == held(county, "市一医", made)
    assert home.works_at(TODAY) == YUEKOU
    assert home.licensed(LicenceKind.MATERNAL_CHILD, TODAY) is is_first
    assert [act.code for act in refused(county, "多宝")] == ([] if is_first else ["not_found"])
    assert county.desks["多宝"].read(departed.name, "staff", made.id) == ("" if is_first else "许小兰")


def test_two_desks_of_a_unit_write_different_lines_and_both_stand(county: County) -> None:
    made = hire(county)
    county.sync("岳口", "岳口二")
    note(county, "岳口", made, Title(since=BEGAN, level=Level.JUNIOR, name="护师"))
    note(county, "岳口二", made, Licence(since=BEGAN, kind=LicenceKind.NURSE, number="2015420001"))
    county.sync("岳口", "岳口二", "岳口", "市一医")
    same = held(county, "岳口", made)
    assert same is not None
    assert (len(same.titles), len(same.licences)) == (1, 1)
    assert all(held(county, desk, made) == same for desk in ("岳口二", "市一医"))


def test_what_two_desks_write_of_one_title_is_a_question_for_the_later_and_is_answered(county: County) -> None:
    made = hire(county)
    county.sync("岳口", "岳口二")
    note(county, "岳口", made, Title(since=date(2025, 6, 1), level=Level.JUNIOR, name="护师"))
    note(county, "岳口二", made, Title(since=date(2025, 6, 1), level=Level.MIDDLE, name="主管护师"))
    county.sync("岳口", "岳口二")
    (act,) = refused(county, "岳口二")
    assert act.code == "conflict"
    (told,) = disputes(act)
    assert "护师" in told.theirs
    assert "主管护师　中级" in told.mine
    command: Any = decided(act, {"titles": told.mine})
    assert isinstance(command, m.NoteStaff)
    county.do("岳口二", command)
    assert refused(county, "岳口二") == []
    county.sync("岳口二", "岳口")
    now = held(county, "岳口", made)
    assert now is not None
    assert now.title_on(TODAY) is Level.MIDDLE
    assert decided(act, {"titles": told.theirs}) is None


def test_one_person_registered_at_two_desks_is_one_record(county: County) -> None:
    number = id_number(date(1980, 5, 6), 302)
    identity = Identity(name="许小兰", profession=Profession.NURSE, id_number=number)
    post = Post(since=BEGAN, home=YUEKOU, establishment=Establishment.POST)
    first = county.do("岳口", m.RegisterStaff(identity=identity, parts=(post,)))
    second = county.do("岳口二", m.RegisterStaff(identity=replace(identity, phone="13900000022"), parts=(post,)))
    assert first.id == second.id
    county.sync("岳口", "岳口二", "岳口")
    (act,) = refused(county, "岳口二")
    assert act.code == "staff_exists"
    assert held(county, "岳口二", first) == held(county, "岳口", first)


def test_a_log_in_that_two_desks_give_to_two_people_stays_with_the_first(county: County) -> None:
    made, other = hire(county), hire(county, name="许小岚")
    county.sync("岳口", "岳口二")
    nurse = county.people["护士"].account
    county.do("岳口", m.LinkAccount(staff=made.id, account=nurse))
    with pytest.raises(Refused, match="account_taken"):
        county.do("岳口", m.LinkAccount(staff=other.id, account=nurse))
    county.do("岳口二", m.LinkAccount(staff=other.id, account=nurse))
    county.sync("岳口", "岳口二")
    (act,) = refused(county, "岳口二")
    assert act.code == "account_taken"
    kept = held(county, "岳口二", other)
    assert kept is not None
    assert kept.account == ""


def test_who_may_not_keep_records_of_staff_is_turned_away(county: County) -> None:
    county.people["岳口"] = county.people["院长"]
    with pytest.raises(Refused, match="role_may_not"):
        hire(county)
    assert LEAD != YUEKOU
