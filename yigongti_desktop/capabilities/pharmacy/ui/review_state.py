"""A review at a glance: its badge, whose turn it is."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewState
from yigongti_desktop.capabilities.pharmacy.store.reviews import ReviewRow
from yigongti_desktop.capabilities.pharmacy.ui.statement_state import month_words
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.chips import Chip

UNIT = frozenset({Role.PHARMACIST, Role.DIRECTOR})
CENTRE = frozenset({Role.CENTRAL_PHARMACY})
CHIPS = (
    Chip("all", "全部", 0),
    Chip(ReviewState.OPEN.value, "点评中", 0),
    Chip(ReviewState.RETURNED.value, "待答复", 0),
    Chip(ReviewState.ANSWERED.value, "已答复", 0),
)
UNIT_CHIPS = tuple(chip for chip in CHIPS if chip.key != ReviewState.OPEN.value)
_AT_CENTRE = {
    ReviewState.OPEN: Badge("点评中", "warn", "pencil"),
    ReviewState.RETURNED: Badge("待答复", "accent", "clock"),
    ReviewState.ANSWERED: Badge("已答复", "ok", "check"),
    ReviewState.CANCELLED: Badge("已作废", "neutral", "close"),
}
_AT_UNIT = _AT_CENTRE | {ReviewState.RETURNED: Badge("待答复", "warn", "inbox")}


def badge(row: ReviewRow, *, is_centre: bool) -> Badge:
    """Return the review's badge."""
    known = row.review
    if row.is_waiting and known.state is not ReviewState.OPEN:
        return Badge("待上传", "neutral", "arrow-up")
    return (_AT_CENTRE if is_centre else _AT_UNIT)[known.state]


def is_my_turn(known: PrescriptionReview, actor: Actor) -> bool:
    """Say whether this person's side has to do the next thing."""
    if known.lead == actor.institution and actor.may(CENTRE):
        return known.state is ReviewState.OPEN
    return known.institution == actor.institution and actor.may(UNIT) and known.state is ReviewState.RETURNED


def is_meant(known: PrescriptionReview, typed: str) -> bool:
    """Say whether a review is meant: by unit, month, number, or a prescription that was drawn."""
    plain = (known.institution_name, known.lead_name, known.month, month_words(known.month), known.number.lower())
    return any(typed in text for text in plain) or any(typed in line.number.lower() for line in known.lines)
