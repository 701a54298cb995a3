"""The public JSON form: real files are read to the day, broken and hostile ones are told line by line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.registry.calendars import NEXT
from tests.registry.calendars import as_bytes
from tests.registry.calendars import as_file
from tests.registry.calendars import published
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kernel.calendar import Notice
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry.model import holiday_file
from yigongti_desktop.registry.model.holiday_file import MOST_BYTES
from yigongti_desktop.registry.model.holiday_file import read


def without(known: dict[str, Any], *days: str) -> dict[str, Any]:
    """Return a file that lacks some days."""
    return known | {"days": [one for one in known["days"] if one["date"] not in days]}


def with_day(known: dict[str, Any], **day: Any) -> dict[str, Any]:
    """Return a file with one more day at its end."""
    return known | {"days": [*known["days"], {"name": "春节", "isOffDay": True} | day]}


def told(known: Any) -> list[tuple[str, str]]:
    """Return the faults of a file: the words of the line, and the code; every one has its sentence."""
    content = as_bytes(known)
    lines = content.decode().splitlines()
    found = []
    for fault in read(content).faults:
        assert VOCABULARY.knows(fault.code)
        assert "？" not in VOCABULARY.say(fault.code, fault.facts), fault
        at = "".join(lines[fault.row - 1 : fault.row + 4]) if fault.row else ""
        found.append((at, fault.code))
    return found


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_public_files_are_read_without_a_fault_and_say_what_the_program_knows(shared: Path, year: int) -> None:
    found = read((shared / "data" / "holidays" / f"{year}.json").read_bytes())
    assert found.faults == ()
    assert found.notice is not None
    assert found.notice.edition == built_in().edition(year)
    assert found.notice.source.startswith(f"国务院办公厅关于{year}年部分节假日安排的通知（https://www.gov.cn/")


def test_a_public_file_without_days_is_a_year_that_is_not_published(shared: Path) -> None:
    found = read((shared / "data" / "holidays" / "2027.json").read_bytes())
    assert (found.year, found.notice, found.faults) == (2027, None, ())


@pytest.mark.parametrize("year", built_in().published)
def test_every_year_goes_through_the_public_form_and_back(year: int) -> None:
    notice = published(year)
    notes = {one.name: one.note for one in notice.holidays if one.note}
    found = read(as_bytes(as_file(notice)), notes)
    assert found.faults == ()
    assert found.notice is not None
    assert found.notice.edition == notice.edition


def test_a_make_up_day_that_is_missing_is_told_at_its_holiday_and_the_rest_is_kept() -> None:
    found = read(as_bytes(without(as_file(), "2027-02-14")))
    ((at, code),) = told(without(as_file(), "2027-02-14"))
    assert ("2027-02-04" in at, code) == (True, "calendar_make_up_missing")
    assert found.notice is not None
    assert len(found.notice.holidays) == len(NEXT)
    words = VOCABULARY.say(found.faults[0].code, found.faults[0].facts)
    assert words.startswith("「春节」放了 6 个工作日，法定 4 天，应补班 2 天，现在只有 1 天，缺 1 天。")


def test_a_year_that_was_really_extended_passes_with_its_reason_only() -> None:
    content = as_bytes(as_file(published(2020)))
    assert [fault.code for fault in read(content).faults] == ["calendar_make_up_missing"]
    assert read(content, {"春节": "国务院办公厅延长假期的通知"}).faults == ()


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        (without(as_file(), "2027-02-06"), {"calendar_gap"}),
        (with_day(as_file(), date="2027-02-06"), {"calendar_day_twice"}),
        (with_day(as_file(), date="2028-02-06"), {"calendar_day_year"}),
        (with_day(as_file(), date="2027-02-30"), {"calendar_day_date"}),
        (with_day(as_file(), date="20270230"), {"calendar_day_date"}),
        (with_day(as_file(), date="\uff12027-02-12"), {"calendar_day_date"}),
        (with_day(as_file(), date=None), {"calendar_day_date"}),
        (with_day(as_file(), date="2027-02-12", isOffDay=1), {"calendar_day_off"}),
        (with_day(as_file(), date="2027-02-12", isOffDay="是"), {"calendar_day_off"}),
        (with_day(as_file(), date="2027-02-12", name="　"), {"calendar_day_name"}),
        (with_day(as_file(), date="2027-02-12", name=["春节"]), {"calendar_day_name"}),
        (with_day(as_file(), date="2027-02-12", name="节" * 500), {"calendar_day_name"}),
        (as_file() | {"days": [*as_file()["days"], ["2027-02-12"]]}, {"calendar_day_shape"}),
        (with_day(as_file(), date="2027-03-06", name="县庆", isOffDay=False), {"calendar_make_up_alone"}),
        (with_day(as_file(), date="2027-02-16", isOffDay=False), {"calendar_make_up_weekday"}),
        (as_file() | {"year": 2026}, {"calendar_day_year", "calendar_statutory_missing"}),
    ],
)
def test_each_fault_is_told_and_none_brings_the_reading_down(known: dict[str, Any], codes: set[str]) -> None:
    assert {code for _, code in told(known)} == codes


def test_faults_of_days_stand_at_their_own_lines_in_order() -> None:
    known = with_day(without(as_file(), "2027-02-06", "2027-05-08"), date="2027-02-05")
    found = told(known)
    assert [code for _, code in found] == ["calendar_gap", "calendar_make_up_missing", "calendar_day_twice"]
    assert ["2027-02-07" in found[0][0], "2027-05-01" in found[1][0], "2027-02-05" in found[2][0]] == [True] * 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "calendar_file_json"),
        (b"{", "calendar_file_json"),
        (b"<html>not found</html>", "calendar_file_json"),
        (b"[]", "calendar_file_shape"),
        (b"{}", "calendar_file_shape"),
        (b'{"year": 2027}', "calendar_file_shape"),
        (b'{"year": "2027", "days": []}', "calendar_file_shape"),
        (b'{"year": true, "days": []}', "calendar_file_shape"),
        (b'{"year": 2027, "days": {}}', "calendar_file_shape"),
        (b'{"year": 2027, "year": 2028, "days": []}', "calendar_file_shape"),
        (b'{"year": NaN, "days": []}', "calendar_file_shape"),
        (b'{"year": ' + b"9" * 5000 + b', "days": []}', "calendar_file_shape"),
        (b'{"year": 99999999, "days": []}', "calendar_year_range"),
        (b'{"year": 2018, "days": []}', "calendar_year_range"),
        (b'{"year": 2027, "days": [' + b"1," * 300 + b"1]}", "calendar_file_shape"),
        (b"[" * 100_000, "calendar_file_shape"),
        ('{"year": 2027, "days": []} 中'.encode("gb18030"), "calendar_file_encoding"),
        (b" " * (MOST_BYTES + 1), "calendar_file_large"),
    ],
    ids=range(18),
)
def test_what_is_no_file_of_the_kind_is_refused_as_a_whole(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.code == code
    assert "？" not in VOCABULARY.say(code, refused.value.facts)


def test_a_list_of_the_same_name_elsewhere_in_the_file_misleads_no_line() -> None:
    known = {"note": {"days": [1, 2]}, "said": '"days": [', **without(as_file(), "2027-02-14")}
    ((at, _),) = told(known)
    assert "2027-02-04" in at


def test_a_file_with_a_mark_at_its_beginning_is_read_too() -> None:
    assert read(b"\xef\xbb\xbf" + as_bytes(as_file())).faults == ()


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["2027-02-05", "春节"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
_DAY = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["春节", "元旦", ""]) | _ANY,
        "date": st.dates().map(str) | st.sampled_from(["2027-02-05", "2026-12-31"]) | _ANY,
        "isOffDay": st.booleans() | _ANY,
    }
)


@given(
    st.fixed_dictionaries({"year": st.just(2027) | _ANY, "papers": _ANY, "days": st.lists(_DAY | _ANY, max_size=12)})
)
def test_no_json_brings_the_reading_down(known: dict[str, Any]) -> None:
    content = json.dumps(known, ensure_ascii=True).encode()
    faults: list[str] = []
    try:
        found = holiday_file.read(content)
        assert found.notice is None or isinstance(found.notice, Notice)
        faults = [fault.code for fault in found.faults]
    except Refused as fault:
        faults = [fault.code]
    assert all(VOCABULARY.knows(code) for code in faults)
