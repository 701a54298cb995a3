"""What is owed for drugs on the desk: its page, what it brings to 今日, how a statement is found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import statement_road
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.refused import papers as refused_papers
from yigongti_desktop.capabilities.pharmacy.ui import statement_state
from yigongti_desktop.capabilities.pharmacy.ui import statement_today
from yigongti_desktop.capabilities.pharmacy.ui import statement_words
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec

_ROLES = frozenset({Role.PHARMACIST, Role.DIRECTOR, Role.CENTRAL_PHARMACY})


def _payables_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.payables import PayablesPage

    return PayablesPage(desk)


def _found_statement(known: Statement) -> tuple[str, str]:
    state = statement_words.STATES[known.state.value]
    return known.institution_name, f"{statement_state.month_words(known.month)}药款　{state}"


MANIFEST = Manifest(
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
