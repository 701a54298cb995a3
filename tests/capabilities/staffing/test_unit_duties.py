"""Duties of a unit: set up, changed, ended; what is proposed is only proposed."""

from __future__ import annotations

from datetime import date
from datetime import time
from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.staffing.kept import Kept
from tests.capabilities.staffing.kept import register
from yigongti_desktop.capabilities.staffing.model import unit_duty
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.capabilities.staffing.model.unit_duty import UnitDuty
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id
from yigongti_desktop.capabilities.staffing.model.unit_duty import of_unit
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.model.unit_duty import streams
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.staff.codes import Level

OUTPATIENT = Duty(code="门", name="门诊", begin=time(8), end=time(12), minutes=240)


def set_up(duty: Duty, found: Kept, current: UnitDuty | None = None, unit: str = CLINIC) -> UnitDuty:
    by = ruling(unit, register=found, record=duty_id(unit, duty.code))
    return unit_duty.set_up(current, duty, 9, by)


def change(known: UnitDuty, unit: str = CLINIC, **changes: tuple[Any, Any]) -> UnitDuty:
    return unit_duty.change(known, changes, ruling(unit, record=known.id))


def test_the_proposed_duties_are_five_and_fit_the_rules_of_a_unit() -> None:
    found = register()
    assert [one.duty.code for one in of_unit(found, CLINIC)] == ["白", "夜", "急", "公", "巡"]
    assert [one.duty for one in of_unit(found, CLINIC)] == list(starting())
    assert [duty.code for duty in starting() if duty.is_night] == ["夜"]
    assert of_unit(found, STRANGER) == ()


def test_a_duty_goes_to_its_unit_and_nobody_else() -> None:
    assert streams(set_up(OUTPATIENT, register())) == {f"unit:{CLINIC}"}


def test_one_code_is_one_duty_and_a_second_meaning_of_it_is_refused() -> None:
    found = register()
    known = set_up(OUTPATIENT, found)
    assert set_up(OUTPATIENT, found, known) == known
    with refused("duty_there", code="门") as sentence:
        set_up(replace(OUTPATIENT, name="门岗"), found, known)
    assert sentence == ["代号「门」已经是「门诊」。请换一个代号，或改原来的班次。"]


def test_a_duty_is_known_by_its_unit_and_code_and_by_nothing_else() -> None:
    with refused("duty_id_wrong"):
        unit_duty.set_up(None, OUTPATIENT, 1, ruling(record=duty_id(CLINIC, "夜")))


def test_a_duty_that_was_ended_can_be_set_up_again_as_another() -> None:
    found = register()
    known = unit_duty.end(set_up(OUTPATIENT, found), date(2026, 12, 31), ruling())
    assert known.works(date(2026, 12, 31))
    assert not known.works(date(2027, 1, 1))
    again = set_up(replace(OUTPATIENT, name="专家门诊"), found, known)
    assert (again.id, again.until, again.duty.name) == (known.id, None, "专家门诊")


def test_a_duty_ends_once() -> None:
    known = unit_duty.end(set_up(OUTPATIENT, register()), date(2026, 12, 31), ruling())
    assert unit_duty.end(known, date(2026, 12, 31), ruling()) == known
    with refused("duty_ended", name="门诊"):
        unit_duty.end(known, date(2027, 1, 31), ruling())


@pytest.mark.policy("STF-12")
def test_fields_are_changed_from_what_was_seen_and_the_code_stays() -> None:
    known = set_up(OUTPATIENT, register())
    changed = change(known, title=("no_title", "associate_senior"), end=("12:00:00", "11:30:00"), place=(9, 2))
    assert (changed.duty.title, changed.duty.end, changed.place) == (Level.ASSOCIATE, time(11, 30), 2)
    with refused("conflict"):
        change(changed, end=("12:00:00", "13:00:00"))
    with pytest.raises(Refused, match="field_unknown"):
        change(known, code=("门", "诊"))
    with refused("field_format"):
        change(known, minutes=(240, "半天"))
    with refused("field_format"):
        change(known, minutes=(240, 2000))


def test_what_a_duty_needs_has_to_be_possible() -> None:
    known = set_up(OUTPATIENT, register())
    on = (DayKind.WORK,)
    fit = set_up(replace(OUTPATIENT, needs=(Need(least=2, most=3, on=on, weekdays=(0, 6)),)), register())
    assert fit.duty.needs[0].most == 3
    for wrong in ({"least": 3, "most": 2}, {"least": -1}, {"least": 1, "weekdays": [7]}):
        with refused("need_wrong", name="门诊"):
            change(known, needs=([], [wrong]))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (replace(OUTPATIENT, name="　"), "field_empty"),
        (replace(OUTPATIENT, code=" "), "field_empty"),
        (replace(OUTPATIENT, code="很长的代号"), "field_long"),
        (replace(OUTPATIENT, name="名" * 13), "field_long"),
    ],
)
def test_code_and_name_are_there_and_short(written: Duty, code: str) -> None:
    with refused(code):
        set_up(written, register())


def test_a_unit_has_as_many_duties_as_a_unit_can_have() -> None:
    found = register()
    for number in range(40 - len(starting())):
        one = replace(OUTPATIENT, code=f"{number}")
        found.put("duty", set_up(one, found))
    with refused("duties_many", most=40):
        set_up(OUTPATIENT, found)


def test_a_duty_of_another_unit_is_not_ours_to_change() -> None:
    known = set_up(OUTPATIENT, register())
    with refused("not_holder"):
        change(known, STRANGER, name=("门诊", "门岗"))
    with refused("not_found"):
        unit_duty.end(None, date(2026, 12, 31), ruling())
