"""Postings on the desk: their page, what they bring to 今日, how somebody is found in them."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.staffing.model import posting_road
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.refused import postings as refused
from yigongti_desktop.capabilities.staffing.ui import posting_state
from yigongti_desktop.capabilities.staffing.ui import posting_today
from yigongti_desktop.capabilities.staffing.ui.posting_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.posting_words import STATES
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.staffing.ui.postings import PostingsPage

    return PostingsPage(desk)


def _year_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.staffing.ui.posting_year import PostingYearPage

    return PostingYearPage(desk)


def _found(posting: Posting) -> tuple[str, str]:
    who = posting.person.name if posting.person else ""
    told = f"{KINDS[posting.kind.value]}　{STATES[posting.state.value]}"
    return f"{posting.unit_name}　{who}".strip("　"), told


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=posting_today.PAGE,
            title="派驻",
            short="派驻",
            icon="hospital",
            order=47,
            roles=posting_state.READERS,
            make=_page,
            count=posting_today.count,
        ),
        PageSpec(
            name="posting_year",
            title="派驻全年",
            short="全年",
            icon="chart",
            order=48,
            roles=posting_state.READERS,
            make=_year_page,
        ),
    ),
    new=(NewThing(text="申请派驻", page=posting_today.PAGE, argument="new", roles=posting_state.READERS, order=62),),
    todos=posting_today.todos,
    news=posting_today.news,
    finds={"posting": Found("hospital", posting_today.PAGE, _found, posting_state.READERS, posting_road.steps)},
    contents=refused.contents,
    take_up=refused.take_up,
)
