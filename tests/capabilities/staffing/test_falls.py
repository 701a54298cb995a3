"""What falls when somebody is away: their duties on published rosters, and where cover fails."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from tests.capabilities.staffing.clinic import doctor
from tests.capabilities.staffing.clinic import nurse
from tests.capabilities.staffing.clinic import on
from tests.capabilities.staffing.months import FIRST
from tests.capabilities.staffing.months import UNIT
from tests.capabilities.staffing.months import duties
from yigongti_desktop.capabilities.staffing.model.falls import Fall
from yigongti_desktop.capabilities.staffing.model.falls import falls
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.kernel.published import built_in

DOCTOR, SECOND, NURSE = doctor(0), doctor(1), nurse(2)
PEOPLE = {one.id: one for one in (DOCTOR, SECOND, NURSE)}


def roster(*rows: str, state: State = State.PUBLISHED) -> Roster:
    lines = tuple(
        Line(person=one.id, codes=tuple("" if code == "." else code for code in row))
        for one, row in zip(PEOPLE.values(), rows, strict=False)
    )
    return Roster(id="r-1", unit=UNIT, first=FIRST, days=len(rows[0]), state=state, lines=lines, duties=duties(12))


def fallen(made: Roster, *days: date, who: str = DOCTOR.id) -> list[tuple[int, str, bool]]:
    found: tuple[Fall, ...] = falls(who, days, [made], PEOPLE, built_in())
    return [(one.day.day, one.duty, one.is_short) for one in found]


def test_what_falls_is_told_day_by_day_and_whether_the_others_still_cover_it() -> None:
    made = roster("N.EN", "..E.", "...N")
    assert fallen(made, on(1), on(2), on(3), on(4)) == [(1, "N", True), (3, "E", False), (4, "N", True)]


def test_who_is_there_but_lacks_the_title_does_not_cover_a_need_that_asks_for_it() -> None:
    """The second need of the night asks for 中级."""
    (fall,) = falls(DOCTOR.id, [on(4)], [roster("...N", "....", "...N")], PEOPLE, built_in())
    assert (fall.name, fall.there, fall.least, fall.who) == ("夜班", 0, 1, "中级及以上")


def test_a_draft_and_days_off_let_nothing_fall() -> None:
    assert fallen(roster("N...", state=State.DRAFT), on(1)) == []
    assert fallen(roster("...."), on(1), on(2)) == []
    assert fallen(roster("N..."), on(1), who="nobody") == []


def test_a_duty_that_the_unit_no_longer_has_is_told_by_its_code() -> None:
    (fall,) = falls(DOCTOR.id, [on(1)], [roster("X...")], PEOPLE, built_in())
    assert (fall.name, fall.is_short) == ("X", False)


def test_days_outside_a_roster_or_not_drawn_yet_are_nothing() -> None:
    made = roster("N.")
    open_line = replace(made.lines[0], codes=(None, None))
    assert fallen(made, on(31)) == []
    assert fallen(replace(made, lines=(open_line,)), on(1)) == []
