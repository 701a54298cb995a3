"""Under which heading of the navigation a page stands: that of the capability that makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from yigongti_desktop.kit.manifest import PageSpec

#: By the room of the house in which a page is made.
_SECTIONS: Mapping[str, str] = {
    "referrals": "转诊随访",
    "followups": "转诊随访",
    "pharmacy": "药品",
    "contracts": "签约服务",
    "staffing": "排班派驻",
    "registry": "基础资料",
}
_OTHER = "其他"


def in_section(page: PageSpec) -> PageSpec:
    """Return a page with its heading; one that has a heading of its own keeps it."""
    return page if page.section else replace(page, section=_section(page))


def _section(page: PageSpec) -> str:
    make = page.make.func if isinstance(page.make, partial) else page.make
    rooms = make.__module__.split(".")
    return next((_SECTIONS[room] for room in rooms if room in _SECTIONS), _OTHER)
