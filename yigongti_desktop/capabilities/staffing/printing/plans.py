"""派驻计划 of a year on A4 or A3 lying: units × months, who and of what title; days that nobody covers (STF-16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta

from yigongti_desktop.capabilities.staffing.model.posting_plan import PlannedStay
from yigongti_desktop.capabilities.staffing.model.posting_plan import PostingPlan
from yigongti_desktop.capabilities.staffing.printing.parts import fit
from yigongti_desktop.capabilities.staffing.printing.parts import frame
from yigongti_desktop.capabilities.staffing.printing.parts import places_to_sign
from yigongti_desktop.capabilities.staffing.printing.parts import write
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.registry.model.staff.codes import Level

_EDGE = 10 * MM
_MONTHS = 12
_BAR, _LOW = 0.86, 0.96
_LEADING = 1.35
#: Words that would be shrunk below this part of their size stand beside their bar.
_SHRINK = 0.7
_NONE = "全年都有"
_SIGNERS = ("制表", "人力资源部", "医共体办公室")
_EXPLAINED = (
    "每条写明谁、职称、起止日；深色条是主治医师及以上，浅色条是其他人。"
    "「缺」：这几天没有主治医师及以上的人在岗（STF-16）。"
)


@dataclass(frozen=True)
class _Measures:
    title: float
    size: float
    unit: float
    gaps: float
    lane: float


_A4 = _Measures(title=16, size=8.5, unit=76, gaps=92, lane=17)
_A3 = _Measures(title=23, size=12, unit=110, gaps=130, lane=23)


@dataclass(frozen=True)
class _Bar:
    """A stay on the paper, and from where to where its words stand."""

    left: float
    right: float
    words: tuple[float, float]
    said: str
    grey: float

    @property
    def extent(self) -> tuple[float, float]:
        """Return what nothing else may lie upon."""
        return min(self.left, self.words[0]), max(self.right, self.words[1])


def posting_plan(plan: PostingPlan, at: datetime, *, is_a3: bool = False) -> bytes:
    """Return the plan.

    Args:
        plan: of a year.
        at: when it is printed.
        is_a3: whether it is for A3.
    """
    fonts.load()
    named = f"{plan.community} {plan.year}年派驻计划"
    foot = f"医共体工作台　{named}　打印 {local(at):%Y-%m-%d %H:%M}"
    paper = Paper(title=named, foot=foot, is_landscape=True, is_a3=is_a3)
    _Sheet(paper, plan, _A3 if is_a3 else _A4).draw(named)
    return paper.bytes()


class _Sheet:
    def __init__(self, paper: Paper, plan: PostingPlan, measures: _Measures) -> None:
        self._paper, self._plan, self._m = paper, plan, measures
        self._left = _EDGE + measures.unit
        self._wide = paper.width - 2 * _EDGE - measures.unit - measures.gaps
        self._right = paper.width - _EDGE

    def draw(self, named: str) -> None:
        m = self._m
        y = self._head(named)
        for unit in self._plan.units:
            lanes, gaps = _lanes([self._bar(stay) for stay in self._plan.of(unit)]), self._gaps(unit)
            height = max(max(len(lanes), 1) * m.lane, len(gaps) * m.size * _LEADING + 5)
            if y + height > self._paper.last:
                self._paper.new_page()
                y = self._head(f"{named}　续")
            self._unit(y, height, unit, lanes, gaps)
            y += height
        if y + 5 * m.size * 1.6 > self._paper.last:
            self._paper.new_page()
            y = self._head(f"{named}　续")
        y = write(self._paper, _EDGE, y + m.size * 1.6, self._right - _EDGE, _EXPLAINED, m.size)
        places_to_sign(self._paper, _EDGE, y + m.size * 1.6, self._right - _EDGE, _SIGNERS, m.size * 1.15)

    def _head(self, title: str) -> float:
        paper, m = self._paper, self._m
        if self._plan.is_draft:
            paper.stamp("草稿")
        y = _EDGE + m.title
        paper.text(_EDGE, y, title, size=m.title, bold=True)
        counted = f"{'草稿　' if self._plan.is_draft else ''}{len(self._plan.units)} 个单位"
        paper.text(self._right, y, counted, size=m.size * 1.2, bold=True, align="right")
        y += m.size
        high = m.size * 2
        paper.shade(_EDGE, y, self._right - _EDGE, high)
        fit(paper, (_EDGE, y, m.unit, high), "单位", m.size * 1.1, bold=True)
        for month in range(1, _MONTHS + 1):
            left, right = self._x(date(self._plan.year, month, 1)), self._end(month)
            fit(paper, (left, y, right - left, high), f"{month}月", m.size * 1.1, bold=True)
        fit(paper, (self._right - m.gaps, y, m.gaps, high), "缺主治及以上", m.size * 1.1, bold=True)
        self._rules(y, high)
        return y + high

    def _unit(
        self,
        y: float,
        height: float,
        unit: str,
        lanes: list[list[_Bar]],
        gaps: list[str],
    ) -> None:
        m = self._m
        fit(self._paper, (_EDGE, y, m.unit, min(height, 2 * m.lane)), unit, m.size * 1.15, bold=True, align="left")
        self._rules(y, height)
        for place, lane in enumerate(lanes):
            for bar in lane:
                self._draw(y + place * m.lane, bar)
        for place, text in enumerate(gaps):
            base = y + 2.5 + m.size * 0.95 + place * m.size * _LEADING
            self._paper.text(self._right - m.gaps + 3, base, text, size=m.size, bold=text != _NONE)

    def _bar(self, stay: PlannedStay) -> _Bar:
        """Return where a stay is drawn; one that is too short for its words has them beside it."""
        first, last = max(stay.first, self._plan.first), min(stay.last, self._plan.last)
        left, right = self._x(first), self._x(last + timedelta(1))
        days = f"{stay.first.month}.{stay.first.day}–{stay.last.month}.{stay.last.day}"
        said = " ".join(part for part in (stay.doctor, stay.title, stay.kind, days) if part)
        grey = _BAR if stay.level.rank >= Level.MIDDLE.rank else _LOW
        wanted = fonts.width(said, self._m.size) + 5
        if wanted * _SHRINK <= right - left:
            return _Bar(left, right, (left, right), said, grey)
        is_late = right + wanted > self._left + self._wide
        return _Bar(left, right, (left - wanted, left) if is_late else (right, right + wanted), said, grey)

    def _draw(self, y: float, bar: _Bar) -> None:
        high, (begin, end) = self._m.lane - 3, bar.words
        self._paper.shade(begin + 1, y + 1.5, end - begin - 2, high, grey=1)
        self._paper.shade(bar.left + 0.5, y + 1.5, bar.right - bar.left - 1, high, grey=bar.grey)
        frame(self._paper, bar.left + 0.5, y + 1.5, bar.right - bar.left - 1, high)
        fit(self._paper, (begin, y + 1.5, end - begin, high), bar.said, self._m.size)

    def _gaps(self, unit: str) -> list[str]:
        """Return the days without anybody of the title, in lines of their column."""
        m = self._m
        lines: list[str] = []
        for first, last in self._plan.gaps(unit):
            days = (last - first).days + 1
            until = "" if days == 1 else f"–{last.month}.{last.day}"
            text = f"缺 {first.month}.{first.day}{until}（{days} 天）"
            lines += break_lines(text, m.gaps - 6, lambda piece: fonts.width(piece, m.size, bold=True))
        return lines or [_NONE]

    def _rules(self, y: float, height: float) -> None:
        paper = self._paper
        for level in (y, y + height):
            paper.rule(_EDGE, self._right, level)
        for month in range(2, _MONTHS + 1):
            paper.upright(self._x(date(self._plan.year, month, 1)), y, y + height, weight=0.25)
        for x in (_EDGE, self._left, self._right - self._m.gaps, self._right):
            paper.upright(x, y, y + height)

    def _x(self, day: date) -> float:
        """Return where a day begins."""
        year = (self._plan.last - self._plan.first).days + 1
        return self._left + self._wide * (day - self._plan.first).days / year

    def _end(self, month: int) -> float:
        return self._x(month_end(date(self._plan.year, month, 1)) + timedelta(1))


def _lanes(bars: list[_Bar]) -> list[list[_Bar]]:
    """Return the bars in as few lines as keep them from lying upon each other."""
    lanes: list[list[_Bar]] = []
    for bar in sorted(bars, key=lambda one: one.extent):
        lane = next((some for some in lanes if some[-1].extent[1] <= bar.extent[0]), None)
        if lane is None:
            lanes.append([bar])
        else:
            lane.append(bar)
    return lanes
