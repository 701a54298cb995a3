"""The figures of referral on the desk."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.referrals.ui import figures_state
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui.figures_page import ReferralFiguresPage

    return ReferralFiguresPage(desk)


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name="referral_figures",
            title="转诊指标",
            short="转诊指标",
            icon="chart",
            order=31,
            section="转诊统计",
            roles=figures_state.SEEN_BY,
            make=_page,
        ),
    ),
)
