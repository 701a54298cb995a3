"""What stands in refused acts of staffing, for 同步; pages are in manifests of their own."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.staffing.refused import duties
from yigongti_desktop.capabilities.staffing.refused import rosters
from yigongti_desktop.kit.manifest import Manifest


def _contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    found = duties.contents(connection, act)
    return rosters.contents(connection, act) if found is None else found


MANIFEST = Manifest(contents=_contents)
