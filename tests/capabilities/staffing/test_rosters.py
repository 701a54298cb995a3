"""The life of a roster by its rules: begun, written, published with what it lacks, amended with a reason, withdrawn."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.staffing.kept import DECEMBER
from tests.capabilities.staffing.kept import Kept
from tests.capabilities.staffing.kept import begun
from tests.capabilities.staffing.kept import by
from tests.capabilities.staffing.kept import drawn
from tests.capabilities.staffing.kept import names
from tests.capabilities.staffing.kept import published
from tests.capabilities.staffing.kept import register
from tests.capabilities.staffing.unit import lines
from tests.capabilities.staffing.unit import said
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.staffing.model import drawing
from yigongti_desktop.capabilities.staffing.model import publishing
from yigongti_desktop.capabilities.staffing.model.assembling import duties_of
from yigongti_desktop.capabilities.staffing.model.assembling import month_of
from yigongti_desktop.capabilities.staffing.model.drawing import Written
from yigongti_desktop.capabilities.staffing.model.month import Carried
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Pin
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.roster import roster_id
from yigongti_desktop.capabilities.staffing.model.roster import streams
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id

DAY = timedelta(1)


@pytest.fixture
def found() -> Kept:
    return register()


def amended(found: Kept, roster: Roster, row: str, reason: str = "换班", told: tuple[str, ...] = ()) -> Roster:
    return publishing.amend(roster, lines(roster, {"s00": row}), reason, told, by(found, roster.id))


def test_a_roster_begins_with_a_blank_line_for_each_person(found: Kept) -> None:
    roster = begun(found)
    assert (roster.unit, roster.state, roster.last) == (CLINIC, State.DRAFT, date(2026, 12, 31))
    assert {line.person: line.name for line in roster.lines} == names(found)
    assert {said(line) for line in roster.lines} == {"?" * 31}
    assert streams(roster) == {f"unit:{CLINIC}"}


def test_who_begins_the_same_draft_as_a_colleague_adds_only_whom_it_lacks(found: Kept) -> None:
    roster = drawn(found, begun(found, people={"s00": "赵某"}), "白夜.")
    both = begun(found, people={"s00": "赵某", "s01": "钱某"})
    assert [said(line)[:4] for line in both.lines] == ["白夜.?", "????"]
    assert roster.line_of("s00") == both.line_of("s00")
    with refused("roster_there", first="2026-12-01", last="2026-12-31"):
        begun(found, days=30)


def test_days_that_another_roster_of_the_same_people_has_are_refused(found: Kept) -> None:
    begun(found, group="护理")
    begun(found, group="医生")
    with refused("roster_overlaps", first="2026-12-01", last="2026-12-31", group="护理"):
        begun(found, DECEMBER + 30 * DAY, 31, group="护理")
    with refused("roster_overlaps"):
        begun(found, DECEMBER - 10 * DAY, 11)
    begun(found, DECEMBER + 31 * DAY, 31, group="护理")
    begun(found, DECEMBER - 30 * DAY, 30)


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"days": 0}, "roster_days"),
        ({"days": 63}, "roster_days"),
        ({"first": date(202, 12, 1)}, "roster_days"),
        ({"group": "很" * 13}, "field_long"),
        ({"people": {f"s{number}": "某" for number in range(201)}}, "roster_people"),
    ],
)
def test_what_is_begun_has_to_be_a_roster(found: Kept, others: dict[str, object], code: str) -> None:
    with refused(code):
        begun(found, **others)  # type: ignore[arg-type] # each is wrong by itself


def test_a_roster_is_known_by_unit_group_and_first_day(found: Kept) -> None:
    written = Written(first=DECEMBER, days=31, people={})
    with refused("roster_id_wrong"):
        drawing.begin(None, written, by(found, roster_id(STRANGER, "", DECEMBER)))


def test_a_line_is_changed_from_the_one_that_was_seen(found: Kept) -> None:
    roster = begun(found)
    first = drawn(found, roster, "白夜.")
    assert drawing.change(first, lines(roster, {"s00": "白夜."}), by(found, roster.id)) == first
    with refused("conflict"):
        drawing.change(first, lines(roster, {"s00": "夜"}), by(found, roster.id))
    other = drawing.change(first, lines(roster, {"s01": "夜"}), by(found, roster.id))
    assert [said(line)[:3] for line in other.lines] == ["白夜.", "夜??", "???"]


def test_people_come_and_go_by_their_lines(found: Kept) -> None:
    roster = begun(found)
    (zhao, *_), spare = roster.lines, replace(roster.lines[0], person="s09", name="陈某")
    after = drawing.change(roster, {"s00": (zhao, None), "s09": (None, spare)}, by(found, roster.id))
    assert [line.person for line in after.lines] == ["s01", "s02", "s09"]


def test_a_line_that_fits_no_roster_is_refused(found: Kept) -> None:
    roster = begun(found)
    line = roster.lines[0]
    for wrong in (replace(line, codes=("白",)), replace(line, pins=(31,)), replace(line, person="s01")):
        with refused("line_wrong"):
            drawing.change(roster, {"s00": (line, wrong)}, by(found, roster.id))
    with refused("duty_unknown", duty="值"):
        drawn(found, roster, "值")


def test_nobody_of_another_unit_writes_on_it(found: Kept) -> None:
    roster = begun(found)
    with refused("not_holder"):
        drawing.change(roster, lines(roster, {"s00": "白"}), by(found, roster.id, STRANGER))
    with refused("not_holder"):
        publishing.publish(roster, roster.edition, "", by(found, roster.id, HOSPITAL))


def test_a_roster_with_gaps_is_published_and_the_gaps_are_kept_by_name(found: Kept) -> None:
    roster = published(found, drawn(found, begun(found, days=2), "白.", ".白", ".."))
    assert (roster.state, roster.lead, roster.published_by) == (State.PUBLISHED, HOSPITAL, "周建国")
    assert streams(roster) == {f"unit:{CLINIC}", f"unit:{HOSPITAL}"}
    assert {"1 日夜班缺 1 人", "2 日夜班缺 1 人", "1 日白班缺 3 人"} <= {one.text for one in roster.findings}
    assert not any(one.is_must for one in roster.findings)
    assert [duty.code for duty in roster.duties] == ["白", "夜", "急", "公", "巡"]


def test_what_is_not_settled_is_a_day_off_once_it_is_published(found: Kept) -> None:
    roster = published(found, drawn(found, begun(found, days=3), "白"))
    assert [said(line) for line in roster.lines] == ["白..", "...", "..."]


def test_what_must_be_kept_and_is_not_needs_a_reason(found: Kept) -> None:
    roster = drawn(found, begun(found, days=3), "夜白.")
    with refused("roster_breaks", count=1) as sentence:
        published(found, roster)
    assert "夜班后要休息" in sentence[0]
    stands = published(found, roster, "只有他会接生")
    assert stands.reason == "只有他会接生"
    assert [one.rule for one in stands.findings if one.is_must] == ["after_night"]


@pytest.mark.policy("STF-12")
def test_somebody_without_the_licence_that_a_duty_asks_for_is_named(found: Kept) -> None:
    roster = drawn(found, begun(found, days=2), "..", "巡.")
    with refused("roster_breaks", count=1) as sentence:
        published(found, roster)
    assert "没有在有效期内的" in sentence[0]


@pytest.mark.policy("STF-31")
def test_what_only_the_hub_knows_does_not_undo_a_publication(found: Kept) -> None:
    roster = drawn(found, begun(found, days=2), "白.")
    gone = found.need("staff", "s00")
    found.put("staff", replace(gone, posts=()))
    with refused("roster_breaks"):
        published(found, roster)
    stands = published(found, roster, final=True)
    assert [one.rule for one in stands.findings if one.is_must] == ["elsewhere"]


def test_nothing_is_published_that_was_not_seen_or_has_nobody(found: Kept) -> None:
    roster = begun(found)
    later = drawn(found, roster, "白")
    with refused("roster_changed"):
        publishing.publish(later, roster.edition, "", by(found, roster.id))
    empty = replace(roster, lines=())
    with refused("roster_empty"):
        publishing.publish(empty, empty.edition, "", by(found, roster.id))


def test_after_publication_only_an_amendment_with_a_reason_changes_a_line(found: Kept) -> None:
    roster = published(found, drawn(found, begun(found, days=3), "白夜."))
    with refused("wrong_state", act="change"):
        drawing.change(roster, lines(roster, {"s00": "..."}), by(found, roster.id))
    with refused("field_empty", field="reason"):
        amended(found, roster, "白..", " ")
    after = amended(found, roster, "急..", told=("赵某", " 赵某", ""))
    log = [(one.day, one.before, one.after, one.reason, one.by, one.told) for one in after.changes]
    assert log == [
        (DECEMBER, "白", "急", "换班", "周建国", ("赵某",)),
        (DECEMBER + DAY, "夜", "", "换班", "周建国", ("赵某",)),
    ]
    assert after.findings == roster.findings
    assert amended(found, after, "急..") == after


def test_a_new_duty_can_stand_on_an_amended_roster_and_old_ones_stay_as_they_were(found: Kept) -> None:
    roster = published(found, drawn(found, begun(found, days=3), "白夜."))
    white = found.need("duty", duty_id(CLINIC, "白"))
    found.put("duty", replace(white, duty=replace(white.duty, minutes=1)))
    more = replace(white, id="d-x", duty=replace(white.duty, code="门", name="门诊"), place=9)
    found.put("duty", more)
    after = amended(found, roster, "白门.")
    assert [duty.code for duty in after.duties] == ["白", "夜", "急", "公", "巡", "门"]
    assert after.duties[0].minutes == 480


def test_a_published_roster_is_withdrawn_only_before_its_first_day(found: Kept) -> None:
    roster = published(found, drawn(found, begun(found, days=3), "白"))
    with refused("field_empty", field="reason"):
        drawing.withdraw(roster, "", by(found, roster.id))
    back = drawing.withdraw(roster, "月份错了", by(found, roster.id))
    assert (back.state, back.withdrawn_for) == (State.WITHDRAWN, "月份错了")
    assert streams(back) == streams(roster)
    with refused("roster_running", first="2026-12-01"):
        drawing.withdraw(roster, "月份错了", by(found, roster.id, at=NOON + timedelta(days=8)))


def test_after_a_withdrawn_roster_another_one_of_the_same_days_can_be_begun(found: Kept) -> None:
    roster = begun(found)
    found.put("roster", drawing.withdraw(roster, "", by(found, roster.id)))
    with refused("roster_there"):
        begun(found)
    again = begun(found, number=1)
    assert again.id != roster.id
    assert again.state is State.DRAFT


def test_a_month_knows_what_people_had_before_and_what_they_had_this_year(found: Kept) -> None:
    """October 2026: 国庆节 from 1 to 7, Saturday 10 is worked; 29 November is a Sunday."""
    october = date(2026, 10, 1)
    published(found, drawn(found, begun(found, october, 31), "夜.白" + "." * 28, "白" * 31), "国庆")
    drawn(found, begun(found, date(2026, 11, 1), 30), "." * 28 + "夜.", "." * 30)
    month = month_of(begun(found), found)
    first, second, third = month.people
    assert first.before == (*("",) * 12, "夜", "")
    assert second.before == ("",) * 14
    assert third.before == ()
    assert first.carried == Carried(nights=2, holidays=2, weekends=2)
    assert second.carried == Carried(holidays=7, weekends=5)
    assert third.carried == Carried()


def test_a_withdrawn_roster_is_no_past(found: Kept) -> None:
    november = drawn(found, begun(found, date(2026, 11, 1), 30), "夜" * 30)
    found.put("roster", drawing.withdraw(november, "", by(found, november.id)))
    person, *_ = month_of(begun(found), found).people
    assert (person.before, person.carried) == ((), Carried())


def test_what_is_pinned_and_granted_stands_in_the_month(found: Kept) -> None:
    roster = drawn(found, begun(found), "白夜.")
    line = roster.lines[0]
    pinned = {"s00": (line, replace(line, pins=(2, 1, 5)))}
    roster = drawing.change(roster, pinned, by(found, roster.id))
    assert roster.lines[0].pins == (1, 2, 5)
    ours = Leave(person="s01", first=DECEMBER, last=DECEMBER)
    month = month_of(roster, found, [ours, replace(ours, person="s77")])
    assert month.leave == (ours,)
    assert month.pins == (
        Pin(person="s00", day=DECEMBER + DAY, duty="夜"),
        Pin(person="s00", day=DECEMBER + 2 * DAY, duty=""),
    )


def test_a_duty_that_has_ended_is_drawn_no_more_but_stays_where_it_stands(found: Kept) -> None:
    roster = drawn(found, begun(found), "巡")
    ended = found.need("duty", duty_id(CLINIC, "巡"))
    found.put("duty", replace(ended, until=DECEMBER - DAY))
    assert "巡" in {duty.code for duty in duties_of(roster, found)}
    assert "巡" not in {duty.code for duty in duties_of(replace(roster, lines=()), found)}
