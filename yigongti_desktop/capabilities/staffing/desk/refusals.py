"""What stands in refused acts of staffing, for 同步; pages are in manifests of their own."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.staffing.refused import duties
from yigongti_desktop.capabilities.staffing.refused import posting_terms
from yigongti_desktop.capabilities.staffing.refused import rosters
from yigongti_desktop.capabilities.staffing.refused import settings
from yigongti_desktop.capabilities.staffing.refused import unit_rules
from yigongti_desktop.kit.manifest import Manifest


def _contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    said = (room.contents(connection, act) for room in (duties, rosters, settings, unit_rules, posting_terms))
    return next((one for one in said if one is not None), None)


MANIFEST = Manifest(contents=_contents)
