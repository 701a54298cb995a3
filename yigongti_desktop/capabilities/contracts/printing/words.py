"""How often something is done, who does it and what proves it, in the words of agreements."""

from __future__ import annotations

from yigongti_desktop.capabilities.contracts.model.rhythm import Anchor
from yigongti_desktop.capabilities.contracts.model.rhythm import Course
from yigongti_desktop.capabilities.contracts.model.rhythm import Milestones
from yigongti_desktop.capabilities.contracts.model.rhythm import Monthly
from yigongti_desktop.capabilities.contracts.model.rhythm import Phase
from yigongti_desktop.capabilities.contracts.model.rhythm import Rhythm
from yigongti_desktop.capabilities.contracts.model.rhythm import Span
from yigongti_desktop.capabilities.contracts.model.rhythm import Unit
from yigongti_desktop.capabilities.contracts.model.rhythm import Yearly
from yigongti_desktop.kernel.money import yuan

LEVELS = {"county": "县级", "township": "乡级", "village": "村级"}
PARTS = {
    "leader": "团队长（家庭医生）",
    "doctor": "医生",
    "nurse": "护士",
    "public_health": "公卫医师",
    "pharmacist": "药师",
    "specialist": "专科医生",
    "other": "其他",
}
EVIDENCE = {"photo": "照片", "signature": "签字", "cards": "两卡"}
_ANCHORS = {
    Anchor.TERM: "签约后",
    Anchor.PREGNANCY: "孕",
    Anchor.DELIVERY: "产后",
    Anchor.DISCHARGE: "出院后",
    Anchor.NOTICE: "接到通知后",
    Anchor.TREATMENT: "治疗后",
}
_UNITS = {Unit.DAY: "天", Unit.WEEK: "周", Unit.MONTH: "个月"}


def how_often(rhythm: Rhythm) -> str:
    """Return how often something is done: 每年 4 次, 每 3 个月 1 次, 1、3、6 月龄, 孕 16–20 周."""
    if isinstance(rhythm, Yearly):
        return f"每年 {rhythm.times} 次"
    if isinstance(rhythm, Monthly):
        return "每月 1 次" if rhythm.months == 1 else f"每 {rhythm.months} 个月 1 次"
    if isinstance(rhythm, Milestones):
        return _milestones(rhythm)
    return _course(rhythm)


def yuan_words(fen: int) -> str:
    """Return a price: 免费, 100.00 元."""
    return f"{yuan(fen)} 元" if fen else "免费"


def _milestones(rhythm: Milestones) -> str:
    if rhythm.anchor is not Anchor.BIRTH:
        return f"{_ANCHORS[rhythm.anchor]} {'、'.join(map(_span, rhythm.spans))}"
    if all(span.unit is Unit.MONTH for span in rhythm.spans):
        return f"{'、'.join(_range(span) for span in rhythm.spans)} 月龄"
    return f"出生后 {'、'.join(map(_span, rhythm.spans))}"


def _span(span: Span) -> str:
    return f"{_range(span)} {_UNITS[span.unit]}"


def _range(span: Span) -> str:
    return str(span.first) if span.first == span.last else f"{span.first}–{span.last}"


def _course(rhythm: Course) -> str:
    parts, gone = [], 0
    for phase in rhythm.phases:
        parts.append(f"第 {gone + 1}–{gone + phase.lasts} 个月{_step(phase)}")
        gone += phase.lasts
    return f"{_ANCHORS.get(rhythm.anchor, '')}{'，'.join(parts)}"


def _step(phase: Phase) -> str:
    if phase.days:
        return f"每 {phase.days} 天 1 次"
    return "每月 1 次" if phase.months == 1 else f"每 {phase.months} 个月 1 次"
