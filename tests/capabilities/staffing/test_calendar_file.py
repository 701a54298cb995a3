"""A person's month for the telephone, held against the rules of RFC 5545 line by line."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.staffing.nasty import DUTIES
from tests.capabilities.staffing.nasty import OCTOBER
from tests.capabilities.staffing.walls import change
from yigongti_desktop.capabilities.staffing.model.calendar_file import LONGEST
from yigongti_desktop.capabilities.staffing.model.calendar_file import escaped
from yigongti_desktop.capabilities.staffing.model.calendar_file import folded
from yigongti_desktop.capabilities.staffing.model.calendar_file import personal_calendar
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.roster import Change
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State

AT = datetime(2026, 9, 25, 8, 30, tzinfo=UTC)
LEAVE = (
    Leave(person="zhou", first=date(2026, 10, 29), last=date(2026, 11, 3), name="年休假"),
    Leave(person="zhou", first=date(2026, 12, 1), last=date(2026, 12, 3)),
    Leave(person="he", first=OCTOBER, last=OCTOBER, name="病假"),
)


def roster(*codes: str | None, changes: tuple[Change, ...] = (), state: State = State.PUBLISHED) -> Roster:
    line = Line(person="zhou", codes=(*codes, *("",) * (31 - len(codes))))
    return Roster(id="r-1", unit="yuekou", first=OCTOBER, days=31, state=state, lines=(line,), changes=changes)


def made(given_: Roster, duties: tuple[Duty, ...] = DUTIES, at: datetime = AT) -> bytes:
    return personal_calendar(given_, "zhou", duties, LEAVE, unit="岳口镇中心卫生院", name="周建国", at=at)


def lines(file: bytes) -> list[str]:
    """Return the lines of a file as a reader has them, after seeing that they are as the rules want them (3.1)."""
    assert file.endswith(b"\r\n")
    raw = file.split(b"\r\n")[:-1]
    assert all(b"\n" not in line and b"\r" not in line and len(line) <= LONGEST for line in raw)
    found: list[str] = []
    for line in raw:
        text = line.decode()
        if text.startswith(" "):
            found[-1] += text[1:]
        else:
            found.append(text)
    return found


def events(file: bytes) -> list[dict[str, str]]:
    """Return the properties of each event; each stands in it once (3.6.1)."""
    found: list[dict[str, str]] = []
    depth: list[str] = []
    for line in lines(file):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            depth.append(value)
            if value == "VEVENT":
                found.append({})
        elif name == "END":
            assert depth.pop() == value
        elif depth[-1] == "VEVENT":
            assert name not in found[-1]
            found[-1][name] = value
    assert depth == []
    return found


def on(day: int, before: str | None, after: str | None) -> Change:
    return change("zhou", date(2026, 10, day), before, after, "对调")


def test_a_file_has_what_the_rules_ask_of_a_calendar() -> None:
    found = lines(made(roster("D", "N")))
    assert found[0] == "BEGIN:VCALENDAR"
    assert found[-1] == "END:VCALENDAR"
    for words in (
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "TZID:Asia/Shanghai",
        "TZOFFSETTO:+0800",
        "X-WR-CALNAME:周建国 排班",
    ):
        assert found.count(words) == 1, words
    assert sum(line.startswith("PRODID:") for line in found) == 1
    for event in events(made(roster("D", "N"))):
        assert {"UID", "DTSTAMP", "SUMMARY"} <= event.keys()
        assert event["DTSTAMP"] == "20260925T083000Z"
        assert event["LOCATION"] == "岳口镇中心卫生院"


def test_a_duty_is_an_event_and_a_night_ends_on_the_next_day() -> None:
    day, night, *_ = events(made(roster("D", "N")))
    assert (day["SUMMARY"], day["DTSTART;TZID=Asia/Shanghai"], day["DTEND;TZID=Asia/Shanghai"]) == (
        "白班", "20261001T080000", "20261001T160000",
    )  # fmt: skip
    assert (night["SUMMARY"], night["DTSTART;TZID=Asia/Shanghai"], night["DTEND;TZID=Asia/Shanghai"]) == (
        "夜班", "20261002T220000", "20261003T080000",
    )  # fmt: skip
    assert night["STATUS"] == "CONFIRMED"


def test_a_night_on_the_last_day_of_the_year_ends_in_the_next() -> None:
    december = replace(roster(*("",) * 30, "N"), first=date(2026, 12, 1))
    night = next(one for one in events(made(december)) if one["SUMMARY"] == "夜班")
    assert night["DTEND;TZID=Asia/Shanghai"] == "20270101T080000"


def test_days_off_and_unsettled_days_are_no_events() -> None:
    assert len(events(made(roster("", None, "D", "")))) == 2  # a duty and the leave


def test_leave_is_whole_days_within_the_roster_and_only_ones_own() -> None:
    (leave,) = [one for one in events(made(roster())) if one["SUMMARY"] == "年休假"]
    assert (leave["DTSTART;VALUE=DATE"], leave["DTEND;VALUE=DATE"]) == ("20261029", "20261101")
    assert leave["TRANSP"] == "TRANSPARENT"
    assert "病假" not in made(roster()).decode()


def test_an_event_keeps_its_uid_and_a_change_counts_up() -> None:
    before = {one["UID"]: one for one in events(made(roster("D", "N")))}
    amended = roster("N", "", changes=(on(1, "D", "N"), on(2, "N", "D"), on(2, "D", "")))
    after = {one["UID"]: one for one in events(made(amended, at=AT + timedelta(days=9)))}
    assert before.keys() == after.keys()
    first, second, _leave = after.values()
    assert (first["SUMMARY"], first["SEQUENCE"], first["STATUS"]) == ("夜班", "1", "CONFIRMED")
    assert (second["SEQUENCE"], second["STATUS"]) == ("2", "CANCELLED")
    assert second["DESCRIPTION"] == "改动：对调；对调"
    assert len(set(before)) == len(before)


def test_a_draft_is_tentative_and_a_withdrawn_roster_takes_its_events_back() -> None:
    assert {one["STATUS"] for one in events(made(roster("D", state=State.DRAFT)))} == {"TENTATIVE"}
    assert {one["STATUS"] for one in events(made(roster("D", state=State.WITHDRAWN)))} == {"CANCELLED"}


def test_a_duty_that_the_unit_no_longer_has_is_a_whole_day() -> None:
    old = next(one for one in events(made(roster("旧"))) if one["SUMMARY"] == "旧")
    assert old["DTEND;VALUE=DATE"] == "20261002"


def test_whoever_is_not_on_the_roster_has_no_file() -> None:
    with pytest.raises(KeyError):
        personal_calendar(roster(), "li", DUTIES, (), unit="", name="", at=AT)


def test_signs_of_the_format_in_names_are_escaped() -> None:
    own = (Duty(code="D", name="白班;一、二诊室,门诊\\急诊\n楼上", begin=time(8), end=time(16), minutes=480),)
    (event, _leave) = events(made(roster("D"), own))
    assert event["SUMMARY"] == "白班\\;一、二诊室\\,门诊\\\\急诊\\n楼上"


@given(st.text(max_size=200))
def test_a_text_comes_back_as_it_went_in_and_no_character_is_parted(text: str) -> None:
    value = escaped(text)
    line = folded(f"SUMMARY:{value}")
    pieces = line.split("\r\n")
    assert all(len(piece.encode()) <= LONGEST for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == f"SUMMARY:{value}"
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert "\n" not in value


def test_the_same_month_is_the_same_file() -> None:
    assert made(roster("D", "N")) == made(roster("D", "N"))
