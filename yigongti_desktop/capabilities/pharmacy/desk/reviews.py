"""Prescription reviews on the desk: their page, what they bring to 今日, how they are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import review_road
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.refused import papers as refused_papers
from yigongti_desktop.capabilities.pharmacy.ui import review_today
from yigongti_desktop.capabilities.pharmacy.ui import review_words
from yigongti_desktop.capabilities.pharmacy.ui import statement_state
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec

_ROLES = frozenset({Role.PHARMACIST, Role.DIRECTOR, Role.CENTRAL_PHARMACY})


def _reviews_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.reviews import ReviewsPage

    return ReviewsPage(desk)


def _found_review(known: PrescriptionReview) -> tuple[str, str]:
    state = review_words.STATES[known.state.value]
    return known.institution_name, f"{statement_state.month_words(known.month)}处方点评　{state}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=review_today.PAGE,
            title="处方点评",
            short="点评",
            icon="clipboard",
            order=28,
            roles=_ROLES,
            make=_reviews_page,
            count=review_today.count,
        ),
    ),
    todos=review_today.todos,
    finds={"prescription_review": Found("clipboard", review_today.PAGE, _found_review, _ROLES, review_road.steps)},
    contents=refused_papers.review,
)
