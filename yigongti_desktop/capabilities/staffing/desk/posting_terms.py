"""派驻条件 on the desk of the staffing office: nobody else has the page."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.staffing.ui.posting_state import OFFICE
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec

PAGE = "posting_terms"


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.staffing.ui.terms_page import TermsPage

    return TermsPage(desk)


MANIFEST = Manifest(
    pages=(PageSpec(name=PAGE, title="派驻条件", short="条件", icon="people", order=49, roles=OFFICE, make=_page),),
)
