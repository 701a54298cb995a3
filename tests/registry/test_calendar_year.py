"""A year of the calendar between real desks and a real hub: typed at the lead hospital, known in every clinic."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.registry.calendars import NEXT
from tests.registry.calendars import changed
from tests.registry.calendars import write
from tests.screens import Staffed
from tests.screens import staffed
from tests.screens import town
from tests.sync.county import County
from tests.world import World
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.calendar import Notice
from yigongti_desktop.kernel.calendar import changed_days
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry.messages import WriteCalendarYear
from yigongti_desktop.registry.model.calendar_year import CalendarYear
from yigongti_desktop.registry.model.calendar_year import Written
from yigongti_desktop.registry.model.calendar_year import calendar_in
from yigongti_desktop.registry.model.calendar_year import record_id
from yigongti_desktop.registry.model.calendar_year import standing
from yigongti_desktop.registry.refused import calendar as refused_acts
from yigongti_desktop.registry.service import calendar as service
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.unit_of_work import Shelf

__all__ = ["Staffed", "staffed", "town"]
pytestmark = pytest.mark.sync

OFFICE, CLINIC = "市一医", "岳口"
OTHERWISE = changed("中秋节", "09-15", "09-17", "09-18", "09-19")


def do(county: County, command: WriteCalendarYear, who: str = "人力", desk: str = OFFICE) -> CalendarYear:
    """Let somebody write a year down."""
    found: CalendarYear = county.desks[desk].do(county.people[who], command).record
    return found


def year_notice(year: CalendarYear) -> Notice:
    """Return the notice of a year that was not withdrawn."""
    assert year.notice is not None
    return year.notice


def test_a_year_that_the_lead_hospital_types_is_known_in_the_clinic(town: County) -> None:
    before = town.desks[CLINIC].read(service.calendar)
    assert not before.is_published(2027)
    deadline = before.working_days_after(date(2027, 1, 29), 8)
    assert (deadline.day, deadline.unpublished) == (date(2027, 2, 12), (2027,))
    year = do(town, write())
    assert (year.id, year.revision) == (record_id(2027), 0)
    assert town.desks[OFFICE].read(service.calendars).waiting == {2027}
    town.sync(OFFICE, CLINIC, "多宝")
    assert town.desks[OFFICE].read(service.calendars).waiting == frozenset()
    for desk in (OFFICE, CLINIC, "多宝"):
        after = town.desks[desk].read(service.calendar)
        assert after.is_published(2027), desk
        assert after.edition(2027) == built_in().having(year_notice(year)).edition(2027)
        assert after.kind(date(2027, 2, 14)) is DayKind.MAKE_UP
    after = town.desks[CLINIC].read(service.calendar)
    deadline = after.working_days_after(date(2027, 1, 29), 8)
    assert (deadline.day, deadline.is_provisional) == (date(2027, 2, 16), False)
    days = {one.day for one in changed_days(before, after, date(2026, 12, 1), date(2027, 12, 31))}
    assert {date(2027, 1, 31), date(2027, 2, 10), date(2027, 10, 9)} <= days


def test_a_published_year_can_be_put_right_and_what_was_written_counts_before_the_program(town: County) -> None:
    right = do(town, write(*OTHERWISE, seen=year_notice(do(town, write())).edition))
    town.sync(OFFICE, CLINIC)
    known = town.desks[CLINIC].read(service.calendar)
    assert known.kind(date(2027, 9, 17)) is DayKind.ARRANGED
    assert known.edition(2027) == year_notice(right).edition
    found = town.desks[CLINIC].read(service.written, 2027)
    assert standing(found, 2027) == year_notice(right)
    assert standing(None, 2026) == built_in().notice(2026)
    assert standing(None, 2027) is None


def test_rules_look_at_the_same_calendar_on_either_side(town: County) -> None:
    do(town, write())
    town.sync(OFFICE)
    for engine in (town.desks[OFFICE].engine, town.hub.engine):
        with writing(engine) as connection:
            assert calendar_in(Shelf(connection, CATALOGUE), 2026, 2027).published == tuple(range(2019, 2028))
            assert calendar_in(Shelf(connection, CATALOGUE), 2026).published == tuple(range(2019, 2027))


def test_whoever_does_not_lead_writes_nothing(town: County) -> None:
    for who, desk in (("院长", CLINIC), ("转诊办", OFFICE)):
        with pytest.raises(Refused, match="role_may_not"):
            do(town, write(), who, desk)
    intruder = msgspec.structs.replace(town.people["院长"], roles=frozenset({Role.STAFFING_OFFICE}))
    with pytest.raises(Refused, match="calendar_not_the_lead"):
        town.desks[CLINIC].do(intruder, write())


def test_a_year_at_fault_changes_nothing_and_names_its_line(town: County) -> None:
    with pytest.raises(Refused, match="calendar_make_up_missing") as refused:
        do(town, write(*changed("春节", "02-04", "02-11", "01-31")))
    assert refused.value.facts["line"] == 2
    assert town.desks[OFFICE].read(service.calendars).years == ()
    with pytest.raises(Refused, match="calendar_statutory_missing"):
        do(town, write(*NEXT[1:]))
    with pytest.raises(Refused, match="calendar_empty"):
        do(town, WriteCalendarYear(written=Written(year=2027, holidays=())))


@pytest.mark.parametrize("year", [-1, 0, 1999, 2041, 10_000, 10**12])
def test_a_year_that_no_calendar_has_is_refused_and_breaks_nothing(town: County, year: int) -> None:
    with pytest.raises(Refused) as refused:
        do(town, WriteCalendarYear(written=Written(year=year, holidays=NEXT)))
    assert refused.value.code in {"calendar_year_range", "not_found"}  # what can be no id is no record


def test_the_statutory_days_are_those_of_the_law_whatever_a_program_sends(town: County) -> None:
    wrong = tuple(msgspec.structs.replace(one, statutory=(date(2027, 3, 3),)) for one in NEXT)
    do(town, write(*wrong))
    town.sync(OFFICE, CLINIC)
    known = town.desks[CLINIC].read(service.calendar)
    assert sum(kind is DayKind.STATUTORY for _, kind in known.days(2027)) == 13
    assert known.kind(date(2027, 3, 3)) is DayKind.WORK


def test_of_two_desks_that_write_a_year_otherwise_the_later_is_asked_and_loses_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.open_line()
    first, second = (
        world.desk(OFFICE, roles=(Role.STAFFING_OFFICE,)),
        world.desk(OFFICE, "二号机", roles=(Role.COMMUNITY_OFFICE,)),
    )
    mine = world.do(OFFICE, write())
    world.do("二号机", write(*OTHERWISE))
    for desk in (first, second, first):
        desk.sync()
    (refused,) = second.read(outbox.in_states, [outbox.REFUSED])
    assert (refused.kind, refused.code) == ("calendar_year.written", "calendar_changed")
    assert first.read(service.calendars).edition(2027) == year_notice(mine).edition
    assert second.read(service.calendars).edition(2027) == year_notice(mine).edition
    where = second.write(refused_acts.take_up, world.people["二号机"], refused, world.clock.now())
    assert where == ("calendar", "edit 2027")
    kept = second.draft(world.people["二号机"], "calendar_year", "2027")
    assert kept is not None
    assert (kept["lines"][5]["last"], kept["seen"]) == ("9-17 周五", year_notice(mine).edition)
    world.do("二号机", write(*OTHERWISE, seen=str(kept["seen"])))
    for desk in (second, first):
        desk.sync()
    assert first.read(service.calendar).kind(date(2027, 9, 17)) is DayKind.ARRANGED
    world.close()


def test_two_offices_that_take_in_the_same_notice_are_of_one_opinion(town: County) -> None:
    do(town, write(), "医共体办")
    do(town, write())
    town.sync(OFFICE, CLINIC)
    assert town.desks[OFFICE].read(outbox.in_states, [outbox.REFUSED]) == []
    with pytest.raises(Refused, match="calendar_changed"):
        do(town, write(*OTHERWISE))


def test_a_year_that_was_withdrawn_is_unpublished_again_everywhere(town: County) -> None:
    year = do(town, write())
    town.sync(OFFICE, CLINIC)
    do(town, WriteCalendarYear(written=Written(year=2027, holidays=()), seen=year_notice(year).edition))
    town.sync(OFFICE, CLINIC)
    assert not town.desks[CLINIC].read(service.calendar).is_published(2027)
    found = town.desks[CLINIC].read(service.written, 2027)
    assert found is not None
    assert (found.notice, found.holidays) == (None, ())
    assert town.desks[OFFICE].read(outbox.in_states, [outbox.REFUSED]) == []
