"""A difference case at a glance: its badge, whose turn it is, its lines in words."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.difference import CaseLine
from yigongti_desktop.capabilities.pharmacy.model.difference import CaseState
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.store.differences import CaseRow
from yigongti_desktop.capabilities.pharmacy.ui.words import ANSWERS
from yigongti_desktop.capabilities.pharmacy.ui.words import CASE_STATES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.badge import Badge

CLINIC = frozenset({Role.PHARMACIST, Role.DIRECTOR})
CENTRE = frozenset({Role.CENTRAL_PHARMACY})
SEEN_BY = CLINIC | CENTRE


def is_centre(case: DifferenceCase, own: str) -> bool:
    """Say whether this institution sent the delivery."""
    return case.institution != own


def may_answer(case: DifferenceCase, actor: Actor) -> bool:
    """Say whether this person answers the case now."""
    return case.state is CaseState.RAISED and case.supplier == actor.institution and actor.may(CENTRE)


def may_settle(case: DifferenceCase, actor: Actor) -> bool:
    """Say whether this person agrees or disputes now."""
    return case.state is CaseState.ANSWERED and case.institution == actor.institution and actor.may(CLINIC)


def is_my_turn(case: DifferenceCase, actor: Actor) -> bool:
    """Say whether this person's side has to do the next thing."""
    return may_answer(case, actor) or may_settle(case, actor)


def other_side(case: DifferenceCase, own: str) -> str:
    """Return who the other side is."""
    return case.institution_name if is_centre(case, own) else case.supplier_name


def turn(case: DifferenceCase, actor: Actor) -> str:
    """Return whose turn it is, seen from here."""
    if case.state is CaseState.SETTLED:
        return "—"
    return "本院" if is_my_turn(case, actor) else "对方"


def badge(row: CaseRow, actor: Actor) -> Badge:
    """Return the badge of a case; it calls whoever's turn it is."""
    case, words = row.case, CASE_STATES[row.case.state.value]
    if row.is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    if case.state is CaseState.SETTLED:
        return Badge(words, "ok", "check")
    if case.state is CaseState.RAISED and case.dispute:
        return Badge("待再答复", "danger" if is_my_turn(case, actor) else "accent", "undo")
    return Badge(words, "warn" if is_my_turn(case, actor) else "accent", "inbox")


def rank(row: CaseRow, actor: Actor) -> tuple[int, float]:
    """Return where a case stands in its list: what is owed here first, settled ones last, the latest first."""
    case = row.case
    group = 0 if is_my_turn(case, actor) else 2 if case.state is CaseState.SETTLED else 1
    return group, -case.raised_at.timestamp()


def difference_words(line: CaseLine) -> str:
    """Return how what came differs in number: 少 2, 多 2."""
    return f"少 {line.missing:,}" if line.missing > 0 else f"多 {-line.missing:,}" if line.missing < 0 else "数相符"


def answer_words(line: CaseLine) -> str:
    """Return what the central pharmacy does about a line; empty before it has said so."""
    return "　".join(part for part in (ANSWERS.get(line.answer, ""), line.answer_note) if part)
