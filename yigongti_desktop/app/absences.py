"""What contracts promise while somebody is away: leave and postings ask for it before they are approved (FDC-08)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.contracts.store.tasks import due_of
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records


def promised(connection: Any, person: str, first: date, last: date) -> str:
    """Return how many services of contracts fall due in the name of somebody's teams, in words; empty for none."""
    staff = records.load(connection, registry.STAFF, person)
    if staff is None or last < first:
        return ""
    found = due_of(connection, staff.account, first, last)
    return "、".join(f"{team}{number} 次到期" for team, number in found.items())


def leave_page(desk: Any) -> Any:
    """Make the page of leave."""
    from yigongti_desktop.capabilities.staffing.ui.asks_page import AsksPage

    return AsksPage(desk, promised)


def postings_page(desk: Any) -> Any:
    """Make the page of postings."""
    from yigongti_desktop.capabilities.staffing.ui.postings import PostingsPage

    return PostingsPage(desk, promised)


#: Pages that are told of them, and how they are made then.
PAGES: dict[str, Callable[[Any], Any]] = {"leave": leave_page, "postings": postings_page}
