"""The review beside the list: how it was drawn, its figures, what was not reasonable, the answer."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewLine
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewState
from yigongti_desktop.capabilities.pharmacy.model.review_figures import average_fen
from yigongti_desktop.capabilities.pharmacy.model.review_figures import figures
from yigongti_desktop.capabilities.pharmacy.model.review_figures import percent
from yigongti_desktop.capabilities.pharmacy.model.review_road import steps
from yigongti_desktop.capabilities.pharmacy.store.reviews import OpenedReview
from yigongti_desktop.capabilities.pharmacy.store.reviews import ReviewRow
from yigongti_desktop.capabilities.pharmacy.ui import review_state as state
from yigongti_desktop.capabilities.pharmacy.ui.review_words import FINDINGS
from yigongti_desktop.capabilities.pharmacy.ui.review_words import drug_words
from yigongti_desktop.capabilities.pharmacy.ui.review_words import finding_words
from yigongti_desktop.capabilities.pharmacy.ui.review_words import rate
from yigongti_desktop.capabilities.pharmacy.ui.statement_state import month_words
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.registry.ui.trail import mark

_MOST_LINES = 8


def show_review(panel: Panel, opened: OpenedReview, desk: Desk, *, is_centre: bool) -> None:
    """Fill the panel with a review."""
    known, now = opened.review, desk.now()
    row = ReviewRow(review=known, is_waiting=opened.is_waiting)
    name = known.institution_name if is_centre else month_words(known.month)
    facts = month_words(known.month) if is_centre else "处方点评"
    panel.show_head(name, facts, state.badge(row, is_centre=is_centre), known.number, "")
    panel.facts.show_facts(_facts(known))
    marks = [mark(step, desk, now) for step in steps(known, opened.steps)]
    panel.show_trail(marks, proven=any(step.receipt for step in opened.steps))
    panel.callout.clear()
    if known.state is ReviewState.RETURNED and not is_centre:
        panel.callout.say("等本院答复", "看完每张处方的结果，写明原因和怎么整改。", tone="warn", icon="inbox")


def _facts(known: PrescriptionReview) -> list[tuple[str, str] | tuple[str, str, str]]:
    found = figures(known.lines)
    facts: list[tuple[str, str] | tuple[str, str, str]] = [
        ("抽样", f"{known.pool:,} 张里抽 {found.drawn:,} 张，种子 {known.seed}"),
        ("已点评", f"{found.judged} 张"),
    ]
    if found.judged:
        facts += [
            ("合理率", rate(found), "name"),
            ("结果", finding_words(found)),
            ("用药", drug_words(found)),
            ("基药", f"占 {percent(found.essential, found.drugs)}"),
            ("金额", f"平均每张 {yuan(average_fen(found))} 元"),
        ]
    facts += [("答复", known.answer, "name"), ("原因", known.reason)]
    wrong = [line for line in known.lines if line.finding and line.words]
    facts += [("" if place else "问题处方", _wrong(line)) for place, line in enumerate(wrong[:_MOST_LINES])]
    if (more := len(wrong) - _MOST_LINES) > 0:
        facts.append(("", f"另有 {more} 张，按 Enter 看全部"))
    return facts


def _wrong(line: ReviewLine) -> str:
    return f"{line.number}　{line.doctor}　{FINDINGS[line.finding]}：{line.words}"
