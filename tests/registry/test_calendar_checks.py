"""What cannot be right in a year of the calendar is told, all of it; every year so far passes."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.registry.calendars import NEXT
from tests.registry.calendars import changed
from tests.registry.calendars import holiday
from tests.registry.calendars import published
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kernel.calendar import Holiday
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry.model.calendar_checks import faults


def codes(holidays: tuple[Holiday, ...], year: int = 2027) -> list[str]:
    """Return the codes of all faults, each of which has a sentence with every fact filled in."""
    found = faults(year, holidays)
    for fault in found:
        assert VOCABULARY.knows(fault.code), fault.code
        assert "？" not in VOCABULARY.say(fault.code, fault.facts), fault
    return [fault.code for fault in found]


@pytest.mark.parametrize("year", built_in().published)
def test_every_year_so_far_passes(year: int) -> None:
    assert codes(published(year).holidays, year) == []
    assert codes(NEXT) == []


@pytest.mark.parametrize("year", built_in().published)
def test_a_make_up_day_that_is_missing_is_told_in_every_year(year: int) -> None:
    holidays = published(year).holidays
    for place, one in enumerate(holidays):
        if not one.make_up or one.note:
            continue
        short = (*holidays[:place], replace(one, make_up=one.make_up[1:]), *holidays[place + 1 :])
        (fault,) = faults(year, short)
        assert (fault.code, fault.place, fault.facts["missing"]) == ("calendar_make_up_missing", place, 1)


@pytest.mark.parametrize(
    ("holidays", "code"),
    [
        (changed("春节", "02-04", "02-11", "01-31"), "calendar_make_up_missing"),
        (changed("春节", "02-04", "02-11", "01-31", "02-14", "02-20"), "calendar_make_up_more"),
        (changed("春节", "02-04", "02-11", "01-31", "02-15"), "calendar_make_up_weekday"),
        (changed("春节", "02-04", "02-11", "01-31", "02-07"), "calendar_make_up_inside"),
        (changed("春节", "02-04", "02-11", "02-14", "02-14"), "calendar_make_up_twice"),
        (changed("春节", "02-04", "02-11", "01-31", "07-04"), "calendar_make_up_far"),
        (changed("春节", "02-11", "02-04"), "calendar_span"),
        (changed("春节", "02-04", "03-11"), "calendar_span_long"),
        (changed("春节", "2028-02-04", "2028-02-11"), "calendar_day_year"),
        (changed("清明节", "04-03", "04-04"), "calendar_statutory_missing"),
        (changed("劳动节", "05-01", "05-02"), "calendar_off_few"),
        (changed("中秋节", "10-06", "10-08"), "calendar_overlap"),
        (changed("中秋节", "09-15", "09-16", "10-03"), "calendar_off_and_work"),
        (changed("中秋节", "09-15", "09-16", "09-26"), "calendar_make_up_shared"),
        ((*NEXT, holiday("春节", "03-06", "03-07")), "calendar_name_twice"),
        ((*NEXT, holiday("", "03-06", "03-07")), "calendar_name_empty"),
        ((*NEXT, holiday("节" * 21, "03-06", "03-07")), "calendar_name_long"),
        ((*NEXT, holiday("县庆", "03-06", "03-07", note="注" * 101)), "calendar_note_long"),
        (NEXT[1:], "calendar_statutory_missing"),
        (
            tuple(replace(one, statutory=()) if one.name == "端午节" else one for one in NEXT),
            "calendar_make_up_missing",
        ),
        ((*NEXT, *(holiday(f"节{place}", "03-06", "03-06") for place in range(20))), "calendar_many"),
    ],
)
def test_each_thing_that_cannot_be_right_is_told(holidays: tuple[Holiday, ...], code: str) -> None:
    assert code in codes(holidays)


def test_a_statutory_day_too_few_is_told_with_both_numbers() -> None:
    holidays = tuple(
        replace(one, statutory=one.statutory[1:], note="放假办法改了") if one.name == "国庆节" else one for one in NEXT
    )
    (fault,) = faults(2027, holidays)
    assert (fault.code, fault.facts) == ("calendar_statutory_count", {"count": 12, "wanted": 13, "year": 2027})


def test_a_note_with_the_reason_lifts_the_arithmetic_of_its_holiday_alone() -> None:
    assert codes(changed("春节", "02-04", "02-14", note="延长假期")) == []
    assert codes((*changed("春节", "02-04", "02-14", note="延长假期")[:3], *NEXT[4:])) == ["calendar_statutory_missing"]


def test_a_year_whose_lunar_days_are_not_known_cannot_be_written() -> None:
    assert codes(NEXT, 2041) == ["calendar_year_range"]
    assert codes((), 2018) == ["calendar_year_range"]


@given(
    st.lists(
        st.builds(
            lambda name, first, days, make_up, note: Holiday(
                name=name, first=first, last=first + timedelta(days), make_up=tuple(make_up), note=note
            ),
            st.sampled_from(["", "春节", "元旦", "节" * 30]),
            st.dates(date(2026, 11, 1), date(2028, 2, 1)),
            st.integers(-3, 40),
            st.lists(st.dates(), max_size=4),
            st.sampled_from(["", "依据"]),
        ),
        max_size=25,
    )
)
def test_nothing_that_is_written_brings_the_checks_down(holidays: list[Holiday]) -> None:
    codes(tuple(holidays))
