"""Codes into sentences, times and ages as people here write them."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest

from yigongti_desktop.kit.words import Vocabulary
from yigongti_desktop.kit.words import age
from yigongti_desktop.kit.words import ago
from yigongti_desktop.kit.words import clock
from yigongti_desktop.kit.words import lateness
from yigongti_desktop.kit.words import long_day
from yigongti_desktop.kit.words import phone
from yigongti_desktop.kit.words import short_day
from yigongti_desktop.kit.words import short_time

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
WORDS = Vocabulary(
    {"field_empty": "{field}没有填。", "count": lambda f: f"{f['n']} 个"}, {"name": "姓名", "slip": "转出单"}
)


def test_a_code_becomes_a_sentence_with_its_facts_in_words() -> None:
    assert WORDS.say("field_empty", {"field": "name"}) == "姓名没有填。"
    assert WORDS.say("field_empty", {"field": ["name", "slip"]}) == "姓名、转出单没有填。"
    assert WORDS.say("count", {"n": 3, "line": 2}) == "第 2 行：3 个"
    assert WORDS.say("field_empty", {}) == "？没有填。"


def test_a_code_without_a_sentence_is_still_said_and_says_what_was_kept() -> None:
    assert WORDS.say("never_heard", {}) == (
        "没有办成（never_heard）。您填的内容没有动，请把这个代码告诉县院医共体办公室。"
    )
    assert WORDS.name("never_heard") == "never_heard"


def test_remarks_of_a_trail_are_put_into_words() -> None:
    assert [WORDS.note(note) for note in ("slip:2", "name", "字迹不清", "a:b")] == [
        "转出单，第 2 次",
        "姓名",
        "字迹不清",
        "a:b",
    ]


def test_moments_are_written_for_their_place() -> None:
    assert clock("2026-11-23T04:00:00Z") == "2026年11月23日 12:00"
    assert short_time(NOON, NOON) == "12:00"
    assert short_time(NOON - timedelta(days=2), NOON) == "11-21 12:00"
    assert short_time(NOON - timedelta(days=400), NOON) == "2025-10-19 12:00"
    assert short_time(datetime(2026, 11, 22, 17, tzinfo=UTC), NOON) == "01:00"  # already the 23rd in China
    assert short_day(date(2026, 9, 28), date(2026, 11, 23)) == "9-28"
    assert short_day(date(2025, 9, 28), date(2026, 11, 23)) == "2025-9-28"
    assert long_day(date(2026, 9, 28)) == "2026年9月28日　周一"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "刚才"), (-3, "刚才"), (18, "18 分钟前"), (60, "1 小时前"), (1439, "23 小时前"), (2880, "2 天前")],
)
def test_how_long_ago(minutes: int, said: str) -> None:
    assert ago(NOON - timedelta(minutes=minutes), NOON) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-30, "剩 30 分钟"), (30, "超 30 分钟"), (16 * 60, "超 16 小时"), (-2 * 1440, "剩 2 天"), (47 * 60, "超 47 小时")],
)
def test_how_far_a_limit_is(minutes: int, said: str) -> None:
    assert lateness(NOON - timedelta(minutes=minutes), NOON) == said


def test_ages_and_phones_as_clinics_write_them() -> None:
    on = date(2026, 11, 23)
    assert [age(birth, on) for birth in (date(1959, 3, 12), date(2026, 3, 1), date(2026, 11, 11))] == [
        "67 岁",
        "8 月龄",
        "12 天",
    ]
    assert (phone("13900000001"), phone("0728-4720000")) == ("139 0000 0001", "0728-4720000")
