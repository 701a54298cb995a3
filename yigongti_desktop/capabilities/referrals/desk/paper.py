"""Papers on the desk: the page where they are scanned."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.referrals.service.roles import DESK
from yigongti_desktop.capabilities.referrals.service.roles import GATE
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui.scan_page import ScanPage

    return ScanPage(desk)


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name="scan",
            title="扫码收单",
            short="扫码",
            icon="inbox",
            order=60,
            roles=GATE | DESK,
            make=_page,
        ),
    ),
)
