"""What a unit settles of its people: field by field, only of its own, and then asked of its rosters."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.staffing.kept import Kept
from tests.capabilities.staffing.kept import begun
from tests.capabilities.staffing.kept import by
from tests.capabilities.staffing.kept import drawn
from tests.capabilities.staffing.kept import register
from yigongti_desktop.capabilities.staffing.model import assembling
from yigongti_desktop.capabilities.staffing.model import settings
from yigongti_desktop.capabilities.staffing.model.settings import RosterSetting
from yigongti_desktop.capabilities.staffing.model.settings import setting_id
from yigongti_desktop.capabilities.staffing.model.settings import streams
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id
from yigongti_desktop.kernel.errors import Refused

ZHOU, HE, LU = "s00", "s01", "s02"
MONDAY_DAY = (("白",), (), (), (), (), (), ("",))


def settle(found: Kept, person: str = ZHOU, unit: str = CLINIC, **changes: tuple[Any, Any]) -> RosterSetting:
    record = setting_id(unit, person)
    after = settings.settle(found.get("roster_setting", record), person, changes, by(found, record, unit))
    found.put("roster_setting", after)
    return after


def test_fields_are_settled_one_by_one_from_what_was_seen() -> None:
    found = register()
    settle(found, group=("", " 医生 "), skills=([], ["急救", " B超", "急救"]))
    after = settle(found, is_out=(False, True), pattern=([], MONDAY_DAY))
    assert (after.group, after.skills, after.is_out) == ("医生", ("急救", "B超"), True)
    assert after.weekly == {0: ("白",), 6: ("",)}
    with refused("conflict"):
        settle(found, group=("", "护理"))
    with pytest.raises(Refused, match="field_unknown"):
        settle(found, person=ZHOU, revision=(0, 9))
    with refused("field_format"):
        settle(found, skills=(["急救", "B超"], "急救"))


def test_it_goes_to_the_unit_and_to_nobody_else() -> None:
    assert streams(settle(register(), group=("", "医生"))) == {f"unit:{CLINIC}"}


def test_only_people_of_the_unit_are_settled_each_in_their_own_record() -> None:
    found = register()
    with refused("setting_not_ours"):
        settle(found, unit=STRANGER, group=("", "医生"))
    with refused("not_found"):
        settle(found, "nobody", group=("", "医生"))
    with refused("setting_id_wrong"):
        settings.settle(None, ZHOU, {"group": ("", "医生")}, by(found, setting_id(CLINIC, HE)))


@pytest.mark.policy("TRN-09")
def test_who_teaches_somebody_is_somebody_else_of_whom_there_is_a_record() -> None:
    found = register()
    assert settle(found, partner=("", HE)).partner == HE
    with refused("setting_self"):
        settle(found, partner=(HE, ZHOU))
    with refused("setting_self"):
        settle(found, apart=([], [ZHOU]))
    with refused("not_found"):
        settle(found, apart=([], ["nobody"]))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"group": ("", "组" * 13)}, "field_long"),
        ({"skills": ([], ["能" * 13])}, "field_long"),
        ({"skills": ([], [f"{number}" for number in range(41)])}, "skills_many"),
        ({"pattern": ([], [["白"], []])}, "pattern_days"),
        ({"pattern": ([], [["门"], [], [], [], [], [], []])}, "pattern_duty"),
    ],
)
def test_what_nobody_means_is_refused_in_words(changes: dict[str, tuple[Any, Any]], code: str) -> None:
    with refused(code) as sentence:
        settle(register(), ZHOU, CLINIC, **changes)
    assert "请" in sentence[0]


def test_a_week_of_nothing_is_no_week_and_one_with_an_ended_duty_stays() -> None:
    found = register()
    assert settle(found, pattern=([], [[] for _ in range(7)])).pattern == ()
    settle(found, pattern=([], MONDAY_DAY))
    found.records.pop(("duty", duty_id(CLINIC, "白")), None)
    assert settle(found, group=("", "医生")).pattern == MONDAY_DAY


@pytest.mark.policy("STF-27", "TRN-09")
def test_a_roster_asks_by_skills_partner_week_and_pairs_of_those_who_are_on_it() -> None:
    found = register()
    settle(found, ZHOU, skills=([], ["急救"]), partner=("", HE), pattern=([], MONDAY_DAY), apart=([], [LU]))
    month = assembling.month_of(begun(found), found)
    zhou = next(one for one in month.people if one.id == ZHOU)
    assert (zhou.skills, zhou.partner, dict(zhou.pattern)) == (("急救",), HE, {0: ("白",), 6: ("",)})
    assert month.apart == ((ZHOU, LU),)


def test_whom_the_roster_does_not_have_is_not_asked_for() -> None:
    found = register()
    settle(found, ZHOU, partner=("", HE), apart=([], [LU]))
    month = assembling.month_of(begun(found, people={ZHOU: "周"}), found)
    assert (month.people[0].partner, month.apart) == ("", ())


def test_a_pair_that_both_have_named_is_one_pair() -> None:
    found = register()
    settle(found, ZHOU, apart=([], [LU]))
    settle(found, LU, apart=([], [ZHOU]))
    assert assembling.month_of(begun(found), found).apart == ((ZHOU, LU),)


def test_a_skill_that_is_lacking_is_told_at_once_and_not_where_skills_are_not_known() -> None:
    found = register()
    day = found.need("duty", duty_id(CLINIC, "白"))
    found.put("duty", replace(day, duty=replace(day.duty, skills=("急救",))))
    roster = drawn(found, begun(found, days=3), "白")
    assert [one.rule for one in assembling.turned(roster, found)] == ["skill"]
    assert assembling.turned(roster, found, knows_skills=False) == ()
    settle(found, roster.lines[0].person, skills=([], ["急救"]))
    assert assembling.turned(roster, found) == ()
