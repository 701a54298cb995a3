"""The pharmacy on the desk: its pages, what they bring to 今日, how its papers are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy import refused
from yigongti_desktop.capabilities.pharmacy import refused_papers
from yigongti_desktop.capabilities.pharmacy.model import long_road
from yigongti_desktop.capabilities.pharmacy.model import review_road
from yigongti_desktop.capabilities.pharmacy.model import statement_road
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.road import steps
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.ui import long_state
from yigongti_desktop.capabilities.pharmacy.ui import long_today
from yigongti_desktop.capabilities.pharmacy.ui import long_words
from yigongti_desktop.capabilities.pharmacy.ui import review_today
from yigongti_desktop.capabilities.pharmacy.ui import review_words
from yigongti_desktop.capabilities.pharmacy.ui import statement_state
from yigongti_desktop.capabilities.pharmacy.ui import statement_today
from yigongti_desktop.capabilities.pharmacy.ui import statement_words
from yigongti_desktop.capabilities.pharmacy.ui import today
from yigongti_desktop.capabilities.pharmacy.ui.words import STATES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec

_ROLES = frozenset({Role.PHARMACIST, Role.DIRECTOR, Role.CENTRAL_PHARMACY})
_WRITERS = frozenset({Role.PHARMACIST, Role.DIRECTOR})


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.page import RequestsPage

    return RequestsPage(desk)


def _found(request: DrugRequest) -> tuple[str, str]:
    return request.number or "请领单", f"{request.institution_name}　{STATES[request.state.value]}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name="pharmacy",
            title="药品请领",
            short="请领",
            icon="pill",
            order=20,
            roles=_ROLES,
            make=_page,
            count=today.count,
        ),
    ),
    new=(NewThing(text="新建请领单", page="pharmacy", argument="new", roles=_WRITERS, order=1, is_of_units=True),),
    todos=today.todos,
    figures=today.figures,
    news=today.news,
    finds={"drug_request": Found("pill", "pharmacy", _found, _ROLES, steps)},
    contents=refused.contents,
    take_up=refused.take_up,
)


def _payables_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.payables import PayablesPage

    return PayablesPage(desk)


def _found_statement(known: Statement) -> tuple[str, str]:
    state = statement_words.STATES[known.state.value]
    return known.institution_name, f"{statement_state.month_words(known.month)}药款　{state}"


STATEMENTS = Manifest(
    pages=(
        PageSpec(
            name=statement_today.PAGE,
            title="药款",
            short="药款",
            icon="document",
            order=26,
            roles=_ROLES,
            make=_payables_page,
            count=statement_today.count,
        ),
    ),
    todos=statement_today.todos,
    contents=refused_papers.statement,
    finds={"statement": Found("document", statement_today.PAGE, _found_statement, _ROLES, statement_road.steps)},
)


def _long_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.long_prescriptions import LongPrescriptionsPage

    return LongPrescriptionsPage(desk)


def _found_long(known: LongPrescription) -> tuple[str, str]:
    return known.name, f"{known.drug_name}　长处方　{long_words.STATES[known.state.value]}"


LONG_PRESCRIPTIONS = Manifest(
    pages=(
        PageSpec(
            name=long_today.PAGE,
            title="长处方",
            short="长方",
            icon="calendar",
            order=24,
            roles=long_state.WRITERS,
            make=_long_page,
            count=long_today.count,
            is_of_units=True,
        ),
    ),
    new=(
        NewThing(
            text="登记长处方",
            page=long_today.PAGE,
            argument="new",
            roles=long_state.WRITERS,
            order=5,
            is_of_units=True,
        ),
    ),
    todos=long_today.todos,
    finds={"long_prescription": Found("calendar", long_today.PAGE, _found_long, long_state.WRITERS, long_road.steps)},
    contents=refused_papers.long_prescription,
)


def _reviews_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.reviews import ReviewsPage

    return ReviewsPage(desk)


def _found_review(known: PrescriptionReview) -> tuple[str, str]:
    state = review_words.STATES[known.state.value]
    return known.institution_name, f"{statement_state.month_words(known.month)}处方点评　{state}"


REVIEWS = Manifest(
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
