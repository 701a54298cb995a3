"""When an item falls due, in words that people write and read: 每年4次, 每3月, 月龄 3、6, 孕周 16-20, 疗程 2月每10天.

What is said is read again as it was: `read_rhythm(say_rhythm(rhythm))` is the rhythm.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from yigongti_desktop.capabilities.contracts.model.rhythm import Anchor
from yigongti_desktop.capabilities.contracts.model.rhythm import Course
from yigongti_desktop.capabilities.contracts.model.rhythm import Milestones
from yigongti_desktop.capabilities.contracts.model.rhythm import Monthly
from yigongti_desktop.capabilities.contracts.model.rhythm import Phase
from yigongti_desktop.capabilities.contracts.model.rhythm import Rhythm
from yigongti_desktop.capabilities.contracts.model.rhythm import Span
from yigongti_desktop.capabilities.contracts.model.rhythm import Unit
from yigongti_desktop.capabilities.contracts.model.rhythm import Yearly
from yigongti_desktop.capabilities.contracts.model.rhythm import check_rhythm
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import half_width

_ANCHORS = {
    Anchor.TERM: "签约后",
    Anchor.BIRTH: "出生后",
    Anchor.PREGNANCY: "末次月经后",
    Anchor.DELIVERY: "分娩后",
    Anchor.DISCHARGE: "出院后",
    Anchor.NOTICE: "通知后",
    Anchor.TREATMENT: "开始治疗后",
}
_UNITS = {Unit.DAY: "天", Unit.WEEK: "周", Unit.MONTH: "月"}
#: Milestones that have words of their own, their spans without a unit.
_SHORT = {"月龄": (Anchor.BIRTH, Unit.MONTH), "孕周": (Anchor.PREGNANCY, Unit.WEEK)}
_COURSE = "疗程"
_CYCLE = re.compile(
    r"每(?:(年)([0-9]{1,4})次|([0-9]{1,4})个?月(?:1次|一次)?)(?:提前([0-9]{1,4})天)?(?:可迟([0-9]{1,4})天)?"
)
_SPAN = re.compile(r"([0-9]{1,4})(?:[-–—~至]([0-9]{1,4}))?(天|周|月)?(?:约([0-9]{1,4}))?")
_PHASE = re.compile(r"([0-9]{1,4})个?月每([0-9]{1,4})?(天|月)")
_BETWEEN = re.compile("[、,，;；]")
_BLANKS = re.compile(r"\s+")
_MOST_SHOWN = 20


def say_rhythm(rhythm: Rhythm) -> str:
    """Return a rhythm in words."""
    match rhythm:
        case Yearly():
            return f"每年{rhythm.times}次{_window(rhythm)}"
        case Monthly():
            return f"每{rhythm.months}月{_window(rhythm)}"
        case Milestones():
            return _say_milestones(rhythm)
        case Course():
            lead = _COURSE if rhythm.anchor is Anchor.TREATMENT else f"{_ANCHORS[rhythm.anchor]}{_COURSE}"
            return f"{lead} {'、'.join(map(_say_phase, rhythm.phases))}"


def read_rhythm(typed: str) -> Rhythm:
    """Return the rhythm that somebody has written.

    Raises:
        Refused: rhythm_words when nothing is known by these words; rhythm_range, rhythm_empty.
    """
    text = _BLANKS.sub("", half_width(clean_line(typed)))
    for read in _READERS:
        if (found := read(text)) is not None:
            check_rhythm(found)
            return found
    raise Refused("rhythm_words", typed=typed[:_MOST_SHOWN])


def _window(rhythm: Yearly | Monthly) -> str:
    early = "" if rhythm.early is None else f"提前{rhythm.early}天"
    late = f"可迟{rhythm.late}天" if rhythm.late else ""
    return f" {early}{late}" if early or late else ""


def _say_milestones(rhythm: Milestones) -> str:
    for words, (anchor, unit) in _SHORT.items():
        if rhythm.anchor is anchor and all(span.unit is unit for span in rhythm.spans):
            return f"{words} {'、'.join(_say_span(span, '') for span in rhythm.spans)}"
    return f"{_ANCHORS[rhythm.anchor]} {'、'.join(_say_span(span, _UNITS[span.unit]) for span in rhythm.spans)}"


def _say_span(span: Span, unit: str) -> str:
    last = f"-{span.last}" if span.last != span.first else ""
    wanted = "" if span.wanted is None else f"约{span.wanted}"
    return f"{span.first}{last}{unit}{wanted}"


def _say_phase(phase: Phase) -> str:
    return f"{phase.lasts}月每{phase.months}月" if phase.months else f"{phase.lasts}月每{phase.days}天"


def _read_cycle(text: str) -> Rhythm | None:
    found = _CYCLE.fullmatch(text)
    if found is None:
        return None
    year, times, months, early, late = found.groups()
    opens, closes = int(early) if early else None, int(late or 0)
    if year:
        return Yearly(times=int(times), early=opens, late=closes)
    return Monthly(months=int(months), early=opens, late=closes)


def _read_milestones(text: str) -> Rhythm | None:
    for words, (anchor, unit) in _SHORT.items():
        if text.startswith(words):
            return _milestones(anchor, text.removeprefix(words), unit)
    for anchor, words in _ANCHORS.items():
        if text.startswith(words):
            return _milestones(anchor, text.removeprefix(words), None)
    return None


def _milestones(anchor: Anchor, text: str, unit: Unit | None) -> Rhythm | None:
    spans = [_read_span(part, unit) for part in _BETWEEN.split(text) if part]
    known = tuple(span for span in spans if span is not None)
    return Milestones(anchor=anchor, spans=known) if len(known) == len(spans) else None


def _read_span(text: str, unit: Unit | None) -> Span | None:
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    first, last, said, wanted = found.groups()
    named = next((one for one, words in _UNITS.items() if words == said), None)
    if (named is None) == (unit is None) and named is not unit:
        return None
    its = named or unit
    if its is None:
        return None
    return Span(unit=its, first=int(first), last=int(last or first), wanted=int(wanted) if wanted else None)


def _read_course(text: str) -> Rhythm | None:
    anchor = Anchor.TREATMENT
    for one, words in _ANCHORS.items():
        if text.startswith(f"{words}{_COURSE}"):
            anchor, text = one, text.removeprefix(words)
    if not text.startswith(_COURSE):
        return None
    phases = [_read_phase(part) for part in _BETWEEN.split(text.removeprefix(_COURSE)) if part]
    known = tuple(phase for phase in phases if phase is not None)
    return Course(anchor=anchor, phases=known) if len(known) == len(phases) else None


def _read_phase(text: str) -> Phase | None:
    found = _PHASE.fullmatch(text)
    if found is None:
        return None
    lasts, step, unit = found.groups()
    count = int(step or 1)
    return Phase(lasts=int(lasts), days=count) if unit == "天" else Phase(lasts=int(lasts), months=count)


_READERS: tuple[Callable[[str], Rhythm | None], ...] = (_read_cycle, _read_course, _read_milestones)
