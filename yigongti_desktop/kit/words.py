"""Codes into sentences: what happened, then what to do; times and numbers as people here write them.

Each room brings its own sentences; whoever composes the program puts them together.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from typing import Any

from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.dates import age_parts

Sentence = str | Callable[[Mapping[str, Any]], str]
_AGE_UNITS = {"day": "天", "month": "月龄", "year": "岁"}
#: What was typed is told back as far as people need to know it again.
_MOST_SHOWN = 200
_DAYS_OF_WEEK = "一二三四五六日"
_UNIT = 1024


class Vocabulary:
    """Sentences and names for every code of the program; a kind of record may have names of its own for some."""

    def __init__(
        self,
        sentences: Mapping[str, Sentence],
        names: Mapping[str, str],
        names_of: Mapping[str, Mapping[str, str]] | None = None,
        kinds: Mapping[str, str] | None = None,
    ) -> None:
        """Make it.

        Args:
            sentences: by code.
            names: by code, for all that have none of their own.
            names_of: by kind of record and code.
            kinds: the kind in whose names a sentence is told, by the code of the sentence.
        """
        self._sentences = dict(sentences)
        self._names_of = dict(names_of or {})
        own = {code: name for its in reversed(self._names_of.values()) for code, name in its.items()}
        #: A code whose kind nobody knows is told as the first kind that has it tells it.
        self._names = own | dict(names)
        self._kinds = dict(kinds or {})

    def name(self, code: str, kind: str = "") -> str:
        """Return the word for a field, state, role or other code; the code itself when there is none.

        Args:
            code: what is meant.
            kind: of the record that it is said of; empty where there is none.
        """
        return self._names_of.get(kind, {}).get(code) or self._names.get(code, code)

    def note(self, note: str) -> str:
        """Return the remark of a trail in words: a name and what was said, a print with its number, or what was written."""
        paper, _, count = note.partition(":")
        if count.isdecimal() and paper in self._names:
            return f"{self.name(paper)}，第 {count} 次"
        code, mark, said = note.partition("：")
        if mark and code.isascii() and code in self._names:
            return f"{self.name(code)}：{said}"
        return self.name(note)

    def say(self, code: str, facts: Mapping[str, Any], kind: str = "") -> str:
        """Return the sentence for a code.

        Args:
            code: of the fault.
            facts: that fill the sentence; a kind of record among them comes before the one that is given.
            kind: of the record that it is said of; empty where nobody knows.
        """
        sentence = self._sentences.get(code)
        if sentence is None:
            return f"没有办成（{code}）。您填的内容没有动，请把这个代码告诉县院医共体办公室。"
        told = str(facts.get("kind", ""))
        kind = told if told in self._names_of else kind or self._kinds.get(code, "")
        shown = _Shown({name: self._show(value, kind) for name, value in facts.items()})
        text = sentence(shown) if callable(sentence) else sentence.format_map(shown)
        place = f"第 {facts['line']} 行：" if facts.get("line") else ""
        return f"{place}{text}"

    def knows(self, code: str) -> bool:
        """Say whether there is a sentence for a code."""
        return code in self._sentences

    def _show(self, value: Any, kind: str) -> Any:
        if isinstance(value, str):
            word = self.name(value, kind)
            return word if word != value or len(value) <= _MOST_SHOWN else f"{value[:_MOST_SHOWN]}…"
        if isinstance(value, list):
            return "、".join(str(self._show(one, kind)) for one in value)
        return value


class _Shown(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "？"


def clock(stored: str | datetime) -> str:
    """Return a moment for a sentence: 2026年9月28日 08:03."""
    at = local(datetime.fromisoformat(stored) if isinstance(stored, str) else stored)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def short_time(at: datetime, now: datetime) -> str:
    """Return a moment for a table: the time of today, else 9-28 08:03, with the year if it is another."""
    here, today = local(at), local(now)
    if here.date() == today.date():
        return f"{here:%H:%M}"
    stem = f"{here.month}-{here.day} {here:%H:%M}"
    return stem if here.year == today.year else f"{here.year}-{stem}"


def short_day(day: date, today: date) -> str:
    """Return a day for a table: 9-28, with the year if it is another."""
    stem = f"{day.month}-{day.day}"
    return stem if day.year == today.year else f"{day.year}-{stem}"


def long_day(day: date) -> str:
    """Return a day for a heading: 2026年9月28日　周一."""
    return f"{day.year}年{day.month}月{day.day}日　周{_DAYS_OF_WEEK[day.weekday()]}"


def age(birth: date, on: date) -> str:
    """Return an age as clinics write it: 71 岁, 8 月龄, 12 天."""
    count, unit = age_parts(birth, on)
    return f"{count} {_AGE_UNITS[unit]}"


def ago(at: datetime, now: datetime) -> str:
    """Return how long ago: 刚才, 18 分钟前, 3 小时前, 2 天前."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return "刚才"
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return f"{minutes} 分钟前"
    return f"{minutes // 60} 小时前" if minutes < 1440 else f"{minutes // 1440} 天前"  # noqa: PLR2004


def lateness(due: datetime, now: datetime) -> str:
    """Return how far a limit is: 超 16 小时, 剩 2 天."""
    late = now > due
    minutes = int(abs((now - due).total_seconds()) // 60)
    span = f"{minutes} 分钟" if minutes < 60 else f"{minutes // 60} 小时" if minutes < 2880 else f"{minutes // 1440} 天"  # noqa: PLR2004
    return f"{'超' if late else '剩'} {span}"


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    if count < _UNIT**2:
        return f"{max(1, round(count / _UNIT)):,} KB"
    return f"{count / _UNIT**2:,.1f} MB"


def phone(number: str) -> str:
    """Return a mobile number in groups of 3-4-4; a landline as it is."""
    return f"{number[:3]} {number[3:7]} {number[7:]}" if len(number) == 11 and number.isdecimal() else number  # noqa: PLR2004
