"""Owed visits on the desk: their page and what they bring to 今日."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.capabilities.followups.messages import FollowUpRecorded
from yigongti_desktop.capabilities.followups.model.road import steps
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.ui import today
from yigongti_desktop.capabilities.followups.ui.words import CONDITIONS
from yigongti_desktop.capabilities.followups.ui.words import WAYS
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec

_ROLES = CLINICAL_ROLES | {Role.DIRECTOR}


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.followups.ui.page import VisitsPage

    return VisitsPage(desk)


def _found(visit: FollowUp) -> tuple[str, str]:
    return visit.who.name, visit.about


def _contents(_connection: Any, act: Any) -> list[tuple[str, str]] | None:
    if act.kind != "follow_up.recorded":
        return None
    body = msgspec.json.decode(act.body, type=FollowUpRecorded)
    return [("方式", WAYS[body.way]), ("情况", CONDITIONS[body.condition]), ("随访情况", body.result)]


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name="followups",
            title="随访",
            short="随访",
            icon="stethoscope",
            order=15,
            roles=_ROLES,
            make=_page,
            count=today.count,
            is_of_units=True,
        ),
    ),
    todos=today.todos,
    figures=today.figures,
    finds={"follow_up": Found("stethoscope", "followups", _found, _ROLES, steps)},
    contents=_contents,
)
